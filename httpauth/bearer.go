package httpauth

import (
	"errors"
	"net/http"
	"strings"
)

// The reasons why a request is refused before its token is verified.
var (
	// ErrNoToken: the request brings no token. The header is missing, or
	// it has another scheme, such as Basic.
	ErrNoToken = errors.New("no bearer token")
	// ErrRequest: the request brings a token in a way that RFC 6750 section
	// 2.1 does not allow.
	ErrRequest = errors.New("malformed request")
)

// A requestError is a reason in fixed words, for the log and for the client
// alike. Nothing that the sender chose is in them.
type requestError struct {
	reason error
	words  string
}

func (e *requestError) Error() string { return e.reason.Error() + ": " + e.words }
func (e *requestError) Unwrap() error { return e.reason }

var errAnonymous = &requestError{ErrNoToken, "the caller is anonymous, and an access token is required"}

// Bearer returns the bearer token of a request. It reads the Authorization
// header only. A token in the query, in a form or in a cookie is not used.
//
//	credentials = "Bearer" 1*SP b64token                       RFC 6750 section 2.1
//	b64token    = 1*( ALPHA / DIGIT /
//	                  "-" / "." / "_" / "~" / "+" / "/" ) *"="
//
// The case of the scheme does not matter (RFC 9110 section 11.1). The error
// wraps [ErrNoToken] if there is no such header, or if it has another scheme.
// It wraps [ErrRequest] if there are two such headers, or anything but one
// token after the scheme. Bearer does not verify the token.
func Bearer(r *http.Request) (string, error) {
	_, token, err := authorization(r, bearerOnly)
	return token, err
}

// authorization is Bearer for several schemes.
func authorization(r *http.Request, schemes []string) (scheme, token string, err error) {
	value, err := single(r, "Authorization")
	if err != nil {
		return "", "", err
	}
	end := schemeEnd(value)
	i := schemeIn(schemes, value[:end])
	if i < 0 {
		return "", "", &requestError{ErrNoToken, "the Authorization header is of another scheme than " + strings.Join(schemes, " or ")}
	}
	scheme = schemes[i]
	if end == len(value) {
		return "", "", &requestError{ErrRequest, "no token follows the scheme " + scheme}
	}
	token = strings.TrimLeft(value[end:], " ")
	if value[end] == ' ' && isToken68(token) {
		return scheme, token, nil
	}
	if strings.EqualFold(token[:schemeEnd(token)], scheme) {
		return "", "", &requestError{ErrRequest, "the word " + scheme + " is there twice: is it part of the token that the client stored?"}
	}
	return "", "", &requestError{ErrRequest, "the scheme " + scheme + " is to be followed by a space and one token, made of letters, digits and - . _ ~ + / ="}
}

// bare returns the token of a header whose whole value is the token.
func bare(r *http.Request, name string) (string, error) {
	token, err := single(r, name)
	if err != nil {
		return "", err
	}
	if !isToken68(token) {
		return "", &requestError{ErrRequest, "the " + name + " header is to hold one token without a scheme, made of letters, digits and - . _ ~ + / ="}
	}
	return token, nil
}

// single returns the value of a header that must be there once.
func single(r *http.Request, name string) (string, error) {
	// Get would return the first of several, and a proxy may look at the
	// last. RFC 9110 section 5.3: only a list may be sent in several fields.
	// Neither header is a list.
	values := r.Header.Values(name)
	switch len(values) {
	case 0:
		return "", &requestError{ErrNoToken, "there is no " + name + " header"}
	case 1:
		// RFC 9110 section 5.5: spaces and tabs around a value are not
		// part of it. A server of net/http has removed them.
		return strings.Trim(values[0], " \t"), nil
	}
	return "", &requestError{ErrRequest, "there is more than one " + name + " header"}
}

// schemeEnd returns where the scheme ends, a token of RFC 9110 section 5.6.2.
// It is ASCII, so that EqualFold compares it without surprises.
func schemeEnd(value string) int {
	for i := range len(value) {
		if !isTokenChar(value[i]) {
			return i
		}
	}
	return len(value)
}

func isTokenChar(c byte) bool {
	return isAlphanumeric(c) || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// isToken68 reports whether s is a b64token of RFC 6750. RFC 9110 section 11.2
// calls it a token68. "=" may stand at the end only.
func isToken68(s string) bool {
	s = strings.TrimRight(s, "=")
	for i := range len(s) {
		if !token68[s[i]] {
			return false
		}
	}
	return s != ""
}

// token68 is a table, since every character of every token is looked up in it.
var token68 = func() (table [256]bool) {
	for c := range table {
		table[c] = isAlphanumeric(byte(c)) || strings.IndexByte("-._~+/", byte(c)) >= 0
	}
	return table
}()

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
