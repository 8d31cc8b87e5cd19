package workbench

import (
	"encoding/base64"
	"strings"
)

// A piece is a part of a token, as the bytes whose bits can be turned round.
type piece struct {
	Name  string
	First int // the number of its first byte, counted over all pieces
	Bytes []byte
	// Chars tells that the part is no base64url: the Bytes are its
	// characters.
	Chars bool
}

// maxPieces bounds what is cut up. A token has three parts.
const maxPieces = 8

// cut takes a token apart at its dots.
func cut(token string) []piece {
	var pieces []piece
	first := 0
	parts := strings.SplitN(token, ".", maxPieces)
	for i, text := range parts {
		p := piece{Name: partName(i, len(parts)), First: first}
		if p.Bytes, p.Chars = decode(text); p.Chars {
			p.Bytes = []byte(text)
		}
		first += len(p.Bytes)
		pieces = append(pieces, p)
	}
	return pieces
}

// decode decodes a part, and reports whether it failed. A part that
// has another spelling than the usual one has failed too: each character must
// keep its spelling unless the reader turns one of its bits.
func decode(text string) (b []byte, failed bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	return b, err != nil || base64.RawURLEncoding.EncodeToString(b) != text
}

func partName(i, parts int) string {
	if parts != 3 {
		return "part " + string(rune('1'+i))
	}
	return []string{"header", "payload", "signature"}[i]
}

// join is the opposite of cut.
func join(pieces []piece) string {
	parts := make([]string, len(pieces))
	for i, p := range pieces {
		parts[i] = string(p.Bytes)
		if !p.Chars {
			parts[i] = base64.RawURLEncoding.EncodeToString(p.Bytes)
		}
	}
	return strings.Join(parts, ".")
}

// flip turns bits of a token round. Bits that it does not have are left alone.
func flip(token string, bits []int) string {
	pieces := cut(token)
	for _, n := range bits {
		for _, p := range pieces {
			if i := n/8 - p.First; n >= 0 && 0 <= i && i < len(p.Bytes) {
				p.Bytes[i] ^= 0x80 >> (n % 8)
			}
		}
	}
	return join(pieces)
}
