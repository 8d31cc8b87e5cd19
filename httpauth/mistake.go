package httpauth

import (
	"strings"

	"example.com/glassjwt/jwt"
)

// A mistake is the program's, not the caller's. It is answered with 500.
type mistake string

func (m mistake) Error() string { return string(m) }
func (m mistake) Unwrap() error { return jwt.ErrConfig }

const (
	errNoVerifier    = mistake("the Guard has no Verifier, or an empty one")
	errNoVerdict     = mistake("the Verifier returned neither a token nor an error")
	errHeader        = mistake("the Guard's Header is not the name of a header")
	errAuthorization = mistake("the Guard's Header is Authorization: leave it empty, and the scheme Bearer is read there")
	errNotBound      = mistake("the Guard has a Proof, but its Verifier refuses bound tokens by itself: set Bound in the jwt.Verifier")
	errNoSchemes     = mistake("the Guard's Proof names no scheme")
	errScopeHint     = mistake("the Guard's Scope has an element that is not one scope")
)

// mistake returns what is wrong with the Guard's fields, or nil.
func (g *Guard) mistake() error {
	if g == nil || !usable(g.Verifier) {
		return errNoVerifier
	}
	for i := range len(g.Header) {
		if !isTokenChar(g.Header[i]) {
			return errHeader
		}
	}
	if strings.EqualFold(g.Header, "Authorization") {
		return errAuthorization
	}
	for _, s := range g.Scope {
		if !isScope(s) {
			return errScopeHint
		}
	}
	if g.Proof == nil {
		return nil
	}
	schemes, err := g.Proof.Schemes()
	if err == nil && len(schemes) == 0 {
		return errNoSchemes
	}
	return err
}

// usable reports whether the Verifier can judge a token at all. Optional has
// to know this before there is a token. A nil pointer in an interface is not
// equal to nil, so each type is asked by name.
func usable(v Verifier) bool {
	switch v := v.(type) {
	case nil:
		return false
	case *jwt.Verifier:
		return v != nil
	case jwt.Issuers:
		for _, one := range v {
			if !usable(one) {
				return false
			}
		}
		return len(v) > 0
	case jwt.IssuerFunc:
		return v != nil
	case *jwt.Cache:
		return v != nil && usable(v.Verifier)
	}
	return true
}
