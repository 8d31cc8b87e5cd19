package jwt

import "strings"

// A Header is the JOSE header of a token (RFC 7515 section 4): what the sender
// says about how the token is signed. The Object holds all of its parameters.
// Those that bring or fetch a key (jwk, jku, x5c, x5u) are never used, and are
// no reason to refuse either.
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
		ok := true
		switch m.name {
		case "alg":
			var s string
			s, ok = toString(m.value)
			h.Algorithm = Algorithm(s)
		case "kid":
			h.KeyID, ok = toString(m.value)
		case "typ":
			h.Type, ok = toString(m.value)
		case "cty":
			contentType, ok = toString(m.value)
		case "enc":
			// RFC 7516 section 9: only an encrypted token has it.
			return Header{}, because(ErrMalformed, `header: "enc", of an encrypted token, in a signed one`)
		}
		if !ok {
			return Header{}, because(ErrMalformed, "header: "+m.name+" is not a string")
		}
	}
	// RFC 7519 section 5.2: then the payload is a token of its own. We do
	// not look into it, and take it for claims even less.
	if sameMediaType(contentType, "JWT") {
		return Header{}, because(ErrMalformed, "header: a nested token")
	}
	return h, nil
}

// sameMediaType compares two values of typ or cty. RFC 7515 section 4.1.9: a
// value without a slash is to be read with "application/" before it. Media
// types are compared without regard to case, which here is that of ASCII:
// strings.EqualFold would also match the Kelvin sign with a k.
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

// mediaType drops a leading "application/", unless another slash follows: then
// it is no media type, and its rest may be one that it must not stand for.
func mediaType(s string) string {
	const prefix = "application/"
	if len(s) <= len(prefix) || strings.Contains(s[len(prefix):], "/") {
		return s
	}
	for i := range len(prefix) {
		if lower(s[i]) != prefix[i] {
			return s
		}
	}
	return s[len(prefix):]
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
