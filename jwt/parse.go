package jwt

import (
	"strconv"
	"strings"
)

// DefaultMaxSize is the length of the longest token that [Parse] reads, in bytes.
// It is also the limit of a [Verifier] without a MaxSize.
const DefaultMaxSize = 64 << 10

// Unverified is a token that was taken apart. Nothing in it is proven: anyone
// can write such a text. [Parse] returns an Unverified, and [Verifier.Verify] a
// [Token].
type Unverified struct {
	Raw                           string // the token as it arrived
	Header                        Header
	Protected, Payload, Signature Segment // the three parts, in this order
}

// A Segment is one of the three parts: its place in the text, and what it
// decodes to.
type Segment struct {
	Start, End int // Raw[Start:End] is the base64url text
	decoded    string
}

// Bytes returns what the part decodes to. It is empty in an [Examination] of a
// token that could not be taken apart.
func (s Segment) Bytes() []byte { return []byte(s.decoded) }

// SigningInput returns the bytes that the issuer signed (RFC 7515 section 5.2
// step 8): everything up to the second dot, as it arrived. It is not decoded and
// encoded again, since a signature covers bytes, and not their meaning.
func (u *Unverified) SigningInput() string { return u.Raw[:u.Payload.End] }

// Parse takes a token apart (RFC 7515 sections 5.2 and 7.1): three parts of
// strict base64url with dots between them. The first part must be a strict JSON
// object. Parse decodes the payload, but does not read it: only the signature can
// tell whether to believe it.
//
// The error wraps [ErrMalformed], or [ErrTooLarge] if the token is longer
// than [DefaultMaxSize].
func Parse(token string) (*Unverified, error) {
	if len(token) > DefaultMaxSize {
		return nil, ErrTooLarge
	}
	u := new(Unverified)
	if err := u.parse(token); err != nil {
		return nil, err
	}
	return u, nil
}

// parse fills u as far as it gets.
func (u *Unverified) parse(token string) (err error) {
	u.Raw = token
	if err := u.split(); err != nil {
		return err
	}
	if err := u.decode(); err != nil {
		return err
	}
	u.Header, err = parseHeader(u.Protected.decoded)
	return err
}

// decode decodes the three parts.
func (u *Unverified) decode() error {
	for _, s := range [...]*Segment{&u.Protected, &u.Payload, &u.Signature} {
		text := u.Raw[s.Start:s.End]
		decoded, ok := decodeBase64URL(text)
		if !ok {
			offset, what := badBase64URL(text)
			return &SyntaxError{"token", s.Start + offset, what}
		}
		s.decoded = string(decoded)
	}
	return nil
}

// split finds the dots: exactly two (RFC 7515 section 7.1).
func (u *Unverified) split() error {
	first := strings.IndexByte(u.Raw, '.')
	second := strings.IndexByte(u.Raw[first+1:], '.')
	if second < 0 || strings.IndexByte(u.Raw[first+second+2:], '.') >= 0 || strings.HasPrefix(u.Raw, "{") {
		return wrongParts(u.Raw)
	}
	second += first + 1
	u.Protected = Segment{Start: 0, End: first}
	u.Payload = Segment{Start: first + 1, End: second}
	u.Signature = Segment{Start: second + 1, End: len(u.Raw)}
	return nil
}

// wrongParts says what the text is instead, so that the log tells the operator
// what to change at the issuer.
func wrongParts(token string) error {
	message, offset := "", -1 // no single byte is wrong
	switch dots := strings.Count(token, "."); {
	case token == "":
		message = "no token"
	case token[0] == '{':
		message, offset = "JSON serialization, where a JWT has three parts", 0
	case dots == 0:
		message = "one part, where a JWT has three: an opaque token?"
	case dots == 4:
		message = "five parts, an encrypted token (JWE), where a signed JWT has three"
	default:
		message = strconv.Itoa(dots+1) + " parts, where a JWT has three"
	}
	return &SyntaxError{"token", offset, message}
}
