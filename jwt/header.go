package jwt

import "strings"

// A Header is the JOSE header of a token (RFC 7515 section 4): what the sender
// says about how the token is signed. The Object holds all of its parameters.
// Parameters that bring or fetch a key (jwk, jku, x5c, x5u) are never used. A
// token that has them is not refused for it.
type Header struct {
	Algorithm Algorithm // "alg"
	KeyID     string    // "kid"; "" if absent
	Type      string    // "typ"; "" if absent
	Object
}

func parseHeader(text string) (h Header, err error) {
	if h.Object, err = parsePart("header", text); err != nil {
		return Header{}, err
	}
	if !h.Has("alg") {
		return Header{}, because(ErrMalformed, `header: no "alg"`)
	}
	contentType := ""
	for _, m := range h.members {
		switch m.name {
		case "alg":
			err = assign((*string)(&h.Algorithm), m.value, toString, notString)
		case "kid":
			err = assign(&h.KeyID, m.value, toString, notString)
		case "typ":
			err = assign(&h.Type, m.value, toString, notString)
		case "cty":
			err = assign(&contentType, m.value, toString, notString)
		case "enc":
			// RFC 7516 section 9: only an encrypted token has it.
			return Header{}, because(ErrMalformed, `header: "enc", which only encrypted tokens have`)
		}
		if err != nil {
			return Header{}, because(ErrMalformed, "header: "+m.name+" is not a string")
		}
	}
	// RFC 7519 section 5.2: with a "cty" of "JWT", the payload is another
	// token. We do not look into that token, and do not take it for claims.
	if sameMediaType(contentType, "JWT") {
		return Header{}, because(ErrMalformed, "header: a nested token")
	}
	return h, nil
}

// sameMediaType compares two values of typ or cty. RFC 7515 section 4.1.9: a
// value without a slash is read with "application/" before it. Media types are
// compared without regard to the case of ASCII letters. strings.EqualFold would
// also match the Kelvin sign with a k.
func sameMediaType(a, b string) bool {
	a, b = mediaType(a), mediaType(b)
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

// mediaType drops a leading "application/", unless another slash follows: what
// is left must not look like another media type.
func mediaType(s string) string {
	const prefix = "application/"
	if !hasPrefixFold(s, prefix) {
		return s
	}
	if rest := s[len(prefix):]; rest != "" && !strings.Contains(rest, "/") {
		return rest
	}
	return s
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
