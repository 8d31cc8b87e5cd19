package jwt

import (
	"encoding/base64"
	"strings"
)

// RFC 7515 section 2: base64url "with all trailing '=' characters omitted and
// without the inclusion of any line breaks, whitespace, or other additional
// characters". Strict refuses spare bits in the last character, so that one
// sequence of bytes has one spelling.
var base64url = base64.RawURLEncoding.Strict()

// decodeBase64URL decodes strict base64url. Where that fails, it returns nil
// and the offset of the first character that is wrong; else the offset is -1.
func decodeBase64URL(s string) (b []byte, bad int) {
	// DecodeString skips CR and LF, even when strict. One token, one spelling.
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return nil, i
	}
	if i := strings.IndexByte(s, '\r'); i >= 0 {
		return nil, i
	}
	b, err := base64url.DecodeString(s)
	if err != nil {
		return nil, corruptAt(err, len(s))
	}
	return b, -1
}

// corruptAt keeps the offset within the text: of a text that ends too early,
// the decoder names a place behind its end.
func corruptAt(err error, length int) int {
	if at, ok := err.(base64.CorruptInputError); ok {
		return min(int(at), length)
	}
	return length
}
