package httpauth

import (
	"errors"
	"net/http"
	"strings"
)

// The reasons why a request is refused before its token is looked at.
var (
	// ErrNoToken: the request does not bring a bearer token. It has no
	// Authorization header, or one of another scheme, such as Basic.
	ErrNoToken = errors.New("no bearer token")
	// ErrRequest: the request tries to bring a bearer token, but not in the
	// one way in which RFC 6750 section 2.1 lets it.
	ErrRequest = errors.New("malformed request")
)

var (
	errNoHeader    = &requestError{ErrNoToken, "there is no Authorization header"}
	errOtherScheme = &requestError{ErrNoToken, "the Authorization header is of another scheme than Bearer"}
	errAnonymous   = &requestError{ErrNoToken, "the caller is anonymous, and an access token is required"}
	errTwoHeaders  = &requestError{ErrRequest, "there is more than one Authorization header"}
	errNothing     = &requestError{ErrRequest, "no token follows the scheme Bearer"}
	errTwice       = &requestError{ErrRequest, "the word Bearer is there twice: is it part of the token that the client stored?"}
	errCharacters  = &requestError{ErrRequest, "the scheme Bearer is to be followed by a space and one token, made of letters, digits and - . _ ~ + / ="}
)

// A requestError is a reason in words that are for the log and for the client
// alike: they hold nothing that the sender chose.
type requestError struct {
	reason error
	words  string
}

func (e *requestError) Error() string { return e.reason.Error() + ": " + e.words }
func (e *requestError) Unwrap() error { return e.reason }

// Bearer returns the bearer token of a request. It reads the Authorization
// header, and nothing else: a token in the query, a form or a cookie is none.
//
//	credentials = "Bearer" 1*SP b64token                       RFC 6750 section 2.1
//	b64token    = 1*( ALPHA / DIGIT /
//	                  "-" / "." / "_" / "~" / "+" / "/" ) *"="
//
// The scheme is read without regard to case (RFC 9110 section 11.1). The error
// wraps [ErrNoToken] if there is no header, or one of another scheme, and
// [ErrRequest] if there are two headers or something else than one token.
// That there is a token says nothing about what it is worth.
func Bearer(r *http.Request) (string, error) {
	// Get would return the first of several, and a proxy may look at the
	// last. RFC 9110 section 5.3: only a list may be sent in several fields,
	// and this field is none.
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return "", errNoHeader
	}
	if len(values) > 1 {
		return "", errTwoHeaders
	}
	// RFC 9110 section 5.5: spaces and tabs around a value are no part of
	// it. A server of net/http has removed them.
	value := strings.Trim(values[0], " \t")
	end := schemeEnd(value)
	if !strings.EqualFold(value[:end], "Bearer") {
		return "", errOtherScheme
	}
	if end == len(value) {
		return "", errNothing
	}
	token := strings.TrimLeft(value[end:], " ")
	if value[end] != ' ' || !isToken68(token) {
		if strings.EqualFold(token[:schemeEnd(token)], "Bearer") {
			return "", errTwice
		}
		return "", errCharacters
	}
	return token, nil
}

// schemeEnd returns where the scheme ends, a token of RFC 9110 section 5.6.2.
// It is ASCII, so that EqualFold compares it without surprises.
func schemeEnd(value string) int {
	for i := range len(value) {
		if c := value[i]; !isAlphanumeric(c) && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return i
		}
	}
	return len(value)
}

// isToken68 reports whether s is a b64token of RFC 6750, which RFC 9110
// section 11.2 calls a token68. "=" may stand at the end only.
func isToken68(s string) bool {
	s = strings.TrimRight(s, "=")
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && strings.IndexByte("-._~+/", c) < 0 {
			return false
		}
	}
	return s != ""
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
