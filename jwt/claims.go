package jwt

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Claims are what a token says (RFC 7519 section 4). The registered claims
// have fields; the Object holds them all.
//
// The Claims of a [Token] are the issuer's word. Issuer and Subject together
// name the caller: another issuer may use the same subject for someone else.
type Claims struct {
	Issuer    string    // "iss"
	Subject   string    // "sub"
	ID        string    // "jti"
	Audience  []string  // "aud", one string or an array of them
	Expiry    time.Time // "exp"; zero if absent, like the next two
	NotBefore time.Time // "nbf"
	IssuedAt  time.Time // "iat"
	Object
}

// parseClaims reads the payload. A registered claim of the wrong type makes the
// token malformed. Null is a wrong type too: it is not the same as absent.
func parseClaims(text string) (c Claims, err error) {
	if c.Object, err = parsePart("payload", text); err != nil {
		return Claims{}, err
	}
	for _, m := range c.members {
		switch m.name {
		case "iss":
			err = assign(&c.Issuer, m.value, toString, notString)
		case "sub":
			err = assign(&c.Subject, m.value, toString, notString)
		case "jti":
			err = assign(&c.ID, m.value, toString, notString)
		case "aud":
			err = assign(&c.Audience, m.value, toAudience, "a string or a short array of strings")
		case "exp":
			err = assign(&c.Expiry, m.value, toTime, notDate)
		case "nbf":
			err = assign(&c.NotBefore, m.value, toTime, notDate)
		case "iat":
			err = assign(&c.IssuedAt, m.value, toTime, notDate)
		}
		if err != nil {
			return Claims{}, fmt.Errorf("%w: claim %q is not %w", ErrMalformed, m.name, err)
		}
	}
	return c, nil
}

// Scopes returns what the client may do, as the claim "scope" says, or "scp" if
// "scope" is absent, null or empty. A string holds scopes with spaces between
// them (RFC 8693 section 4.2, RFC 6749 section 3.3). Some issuers send an array
// of strings instead. Each string of an array is one scope, and a string with a
// space in it grants nothing. A value of any other kind grants nothing either.
//
// Compare scopes whole: "read" is not in "unread:spam".
func (c Claims) Scopes() []string {
	scopes, empty := c.scopes("scope")
	if empty {
		scopes, _ = c.scopes("scp")
	}
	return scopes
}

func (c Claims) scopes(name string) (scopes []string, empty bool) {
	value, ok := c.lookup(name)
	if !ok || value == "null" {
		return nil, true
	}
	if s, ok := toString(value); ok {
		scopes = words(s)
		return scopes, len(scopes) == 0
	}
	list, ok := toStrings(value)
	noScope := func(s string) bool { return s == "" || strings.Contains(s, " ") }
	return slices.DeleteFunc(list, noScope), ok && len(list) == 0
}

// words splits at spaces only.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
}

// Strings returns the strings at the end of a path of names, such as
// Strings("realm_access", "roles"). One string counts as an array of one, as
// in "aud". The error wraps [ErrAbsent] if nothing is there, and [ErrMalformed]
// if something else is.
func (c Claims) Strings(path ...string) ([]string, error) {
	if len(path) == 0 {
		return nil, ErrAbsent
	}
	o, last := c.Object, len(path)-1
	for _, name := range path[:last] {
		if err := o.Get(name, &o); err != nil {
			return nil, err
		}
	}
	value, ok := o.lookup(path[last])
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrAbsent, path)
	}
	list, ok := toStringOrStrings(value)
	if !ok {
		return nil, fmt.Errorf("%w: member %q is not %s", ErrMalformed, path[last], notList)
	}
	return list, nil
}
