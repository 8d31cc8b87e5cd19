#!/bin/sh
# Builds a minimal program for glassjwt and for each of its peers, and prints
# a Markdown table of their sizes. The programs are in sizes/.
#
#   ./sizes.sh
#   NAMES="empty server jwt" ./sizes.sh    only these; the first two always
#
# It needs no network once the modules are there (go mod download), and writes
# nothing outside of a temporary directory.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export CGO_ENABLED=0

# Programs with keys in hand or in a file, then servers that fetch their keys.
in_hand="jwt jwt-jwk json-by-hand golang-jwt go-jose jwx"
servers="httpauth keyfunc go-oidc auth0"
names=${NAMES:-empty server $in_hand $servers}

build() { go build -trimpath -ldflags='-s -w' -o "$tmp/$2" "./sizes/$1"; }
bytes() { wc -c <"$tmp/$1"; }
mega() { awk -v b="$1" 'BEGIN { printf "%.2f", b / 1e6 }'; }

echo "$(date +%Y-%m-%d), $(go version | cut -d' ' -f3,4). Megabytes of 1,000,000 bytes, stripped (-s -w)."
echo
echo "| program | size | over empty | over server | wasm | wasm, gzip | packages | modules |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
build empty empty
build server server
for name in $names; do
	build "$name" "$name"
	GOOS=js GOARCH=wasm build "$name" "$name.wasm"
	gzip -9 -c "$tmp/$name.wasm" >"$tmp/$name.wasm.gz"
	size=$(bytes "$name")
	packages=$(go list -deps "./sizes/$name" | wc -l)
	modules=$(go version -m "$tmp/$name" | awk '$1 == "dep"' | wc -l)
	# Whether it is a server: only then it is compared with one.
	over=
	if go list -deps "./sizes/$name" | grep -qx net/http; then
		over=$(mega $((size - $(bytes server))))
	fi
	echo "| $name | $(mega "$size") | $(mega $((size - $(bytes empty)))) | $over | $(mega "$(bytes "$name.wasm")") | $(mega "$(bytes "$name.wasm.gz")") | $packages | $modules |"
done
