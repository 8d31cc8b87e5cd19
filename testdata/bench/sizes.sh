#!/bin/sh
# Builds a minimal program for glassjwt and for each of its peers, and prints
# a Markdown table of their sizes. The programs are in sizes/.
#
#   ./sizes.sh
#   NAMES="jwt guard" ./sizes.sh    only these
#
# It needs no network once the modules are there (go mod download), and writes
# nothing outside of a temporary directory.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export CGO_ENABLED=0

# Programs with keys in hand or in a file; servers with keys in a file; servers
# that fetch their keys. Each kind has a program that does all but verify.
hand="empty jwt jwt-jwk json-by-hand golang-jwt go-jose jwx"
file="server guard"
fetch="client httpauth keyfunc go-oidc auth0"
names=${NAMES:-$hand $file $fetch}

build() { go build -trimpath -ldflags='-s -w' -o "$tmp/$2" "./sizes/$1"; }
bytes() { wc -c <"$tmp/$1"; }
mega() { awk -v b="$1" 'BEGIN { printf "%.2f", b / 1e6 }'; }

echo "$(date +%Y-%m-%d), $(go version | cut -d' ' -f3,4). Megabytes of 1,000,000 bytes, stripped (-s -w)."
echo
echo "| program | size | over | is more | wasm | wasm, gzip | packages | modules |"
echo "|---|---:|---|---:|---:|---:|---:|---:|"
for name in $names; do
	case " $hand | $file | $fetch " in
	*" $name "*\|*\|*) base=empty ;;
	*\|*" $name "*\|*) base=server ;;
	*) base=client ;;
	esac
	[ -e "$tmp/$base" ] || build "$base" "$base"
	build "$name" "$name"
	GOOS=js GOARCH=wasm build "$name" "$name.wasm"
	gzip -9 -c "$tmp/$name.wasm" >"$tmp/$name.wasm.gz"
	size=$(bytes "$name")
	packages=$(go list -deps "./sizes/$name" | wc -l)
	modules=$(go version -m "$tmp/$name" | awk '$1 == "dep"' | wc -l)
	echo "| $name | $(mega "$size") | $base | $(mega $((size - $(bytes "$base")))) | $(mega "$(bytes "$name.wasm")") | $(mega "$(bytes "$name.wasm.gz")") | $packages | $modules |"
done
