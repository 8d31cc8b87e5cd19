package paste

import (
	"errors"
	"fmt"
	"strings"

	"example.com/glassjwt/jwk/keytext"
	"example.com/glassjwt/jwt"
)

// An Error says what was pasted, and what to do instead.
type Error struct {
	What string
	Hint string
}

// Error returns both in one sentence, for a page.
func (e *Error) Error() string { return e.What + ": " + e.Hint }

// Token takes the token out of a text, with or without its header field or
// scheme. The error is an [*Error]. A text that is no token at all is returned
// as it is: the explanation shows where it breaks.
func Token(text string) (string, error) {
	text = strings.TrimSpace(text)
	if err := checkFields(text); err != nil {
		return "", err
	}
	if strings.Contains(text, "-----BEGIN ") {
		return "", &Error{"this is PEM, and not a token", "a key belongs with the keys; a token has three parts with dots between them"}
	}
	if err := checkNear(text); err != nil {
		return "", err
	}
	text, _ = cutPrefixFold(text, "Authorization:")
	token, found := cutPrefixFold(strings.TrimSpace(text), "Bearer ")
	if !found {
		return token, nil
	}
	token = strings.TrimSpace(token)
	if _, again := cutPrefixFold(token, "Bearer "); again {
		return "", &Error{`"Bearer" is written twice`, "the client adds it to a value that has it already; a server answers 400"}
	}
	return token, nil
}

// checkFields refuses what a server refuses before it sees a token: two header
// fields, of which each reader may take another one.
func checkFields(text string) error {
	fields := 0
	for line := range strings.Lines(text) {
		if _, ok := cutPrefixFold(strings.TrimSpace(line), "Authorization:"); ok {
			fields++
		}
	}
	if fields > 1 {
		return &Error{"two Authorization fields", "a request has one; a server answers 400, since a proxy and the API behind it may each believe another one"}
	}
	return nil
}

// checkNear recognizes what has a token in it.
func checkNear(text string) error {
	if isCurl(text) {
		return &Error{"this is a curl command", `paste the token alone: what stands after "Bearer ", up to the quotation mark`}
	}
	if isURL(text) {
		return &Error{"this is an address", "paste the token itself; nothing is fetched from what is pasted"}
	}
	o, err := jwt.ParseObject([]byte(text))
	if err != nil {
		return nil
	}
	for _, name := range []string{"access_token", "id_token"} {
		if o.Has(name) {
			return &Error{"this is the answer of a token endpoint", fmt.Sprintf("paste the value of %q alone, without its quotation marks", name)}
		}
	}
	if o.Has("keys") || o.Has("kty") {
		return &Error{"this is a key, and not a token", "it belongs with the keys"}
	}
	return nil
}

// Keys reads keys in any of the forms in which people have them.
func Keys(text string) (jwt.KeySet, error) {
	text = strings.TrimSpace(text)
	switch {
	case isCurl(text):
		return nil, &Error{"this is a curl command", "run it, and paste what it prints: the key set"}
	case isURL(text):
		return nil, &Error{"this is an address", "nothing is fetched from what is pasted; open the address, and paste the text that it shows"}
	case strings.HasPrefix(text, "eyJ"):
		return nil, &Error{"this is a token", "keys are the issuer's; its metadata name their address as jwks_uri"}
	}
	if o, err := jwt.ParseObject([]byte(text)); err == nil {
		switch {
		case o.Has("jwks_uri"):
			var uri string
			_ = o.Get("jwks_uri", &uri) // shown if it is text
			return nil, &Error{"these are an issuer's metadata", fmt.Sprintf("the keys are at its jwks_uri, %.200q; paste the text that is there", uri)}
		case o.Has("access_token") || o.Has("id_token"):
			return nil, &Error{"this is the answer of a token endpoint", "its tokens belong in the token's field; the keys are at the jwks_uri of the issuer's metadata"}
		}
	}
	set, err := keytext.Parse([]byte(text))
	if errors.Is(err, jwt.ErrMalformed) {
		return nil, &Error{err.Error(), `keys are a JSON Web Key Set, {"keys":[…]}, one JSON Web Key, or a public key as PEM`}
	}
	return set, err
}

func isCurl(text string) bool {
	return strings.HasPrefix(text, "curl ") || strings.HasPrefix(text, "$ curl ")
}

// isURL is for a single word. A token may have an address in front of it only
// by mistake.
func isURL(text string) bool {
	return (strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")) && !strings.ContainsAny(text, " \n")
}

func cutPrefixFold(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
