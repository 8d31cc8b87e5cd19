#!/bin/sh
# Measures glassjwt beside its peers and prints Markdown tables.
#
#   ./run.sh                       ten minutes and more
#   ROUNDS=2 SLICE=5ms ./run.sh    a smoke test
#   LINES_TO=/tmp/bench.txt ./run.sh
#                                  keeps every measurement, for benchstat
#
# It needs no network once the modules are there (go mod download), and writes
# nothing outside of a temporary directory but LINES_TO.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# First of all: whoever is measured accepts the good token and refuses the bad.
go test -count=1 . >&2

# Only go test knows the name of the CPU.
cpu=$(go test -run '^$' -bench 'Verify/RS256/floor' -benchtime 1x . | sed -n 's/^cpu: //p')

go build -o "$tmp/rounds" ./rounds
(cd ../.. && go build -o "$tmp/api" ./cmd/api)
"$tmp/rounds" -api "$tmp/api" -rounds "${ROUNDS:-20}" -slice "${SLICE:-100ms}" -cpu "${cpu:-unknown}" -lines "${LINES_TO:-$tmp/lines}"
