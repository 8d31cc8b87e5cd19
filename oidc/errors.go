package oidc

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
)

// The reasons why a document is not used. From [Keys] they come wrapped in
// [jwt.ErrKeysUnavailable], or in [jwt.ErrConfig] if the configuration is to
// blame.
var (
	// ErrAddress: a URL that is not fetched, such as one that is not https,
	// or one on this machine that an issuer elsewhere names.
	ErrAddress = errors.New("address not allowed")
	// ErrIssuerMismatch: the metadata name another issuer than the one that
	// was asked for.
	ErrIssuerMismatch = errors.New("metadata of another issuer")
	// ErrMetadata: the document is not an issuer's metadata.
	ErrMetadata = errors.New("not the metadata of an issuer")
	// ErrNoKeys: a key set without a single usable key.
	ErrNoKeys = errors.New("no usable key in the set")
)

// A FetchError says which document could not be fetched or used, and why. It
// never shows the body, which can be anything, since error texts end up in
// logs. For the same reason its text is one line, whatever Err says.
type FetchError struct {
	URL    string // without its query, which may be a secret
	Status int    // of the answer; 0 if there was no answer
	Err    error  // nil if the status says it all

	query      string        // what the text must not show
	retryAfter time.Duration // what a 429 or 503 asks for
}

func (e *FetchError) Error() string {
	if e.Err != nil {
		text := e.Err.Error()
		if e.query != "" {
			// A Transport may quote the whole URL.
			text = strings.ReplaceAll(text, "?"+e.query, "?...")
		}
		// net/http quotes what it cannot read, up to a whole header.
		return e.URL + ": " + clip(text, 1024)
	}
	text := e.URL + ": status " + strconv.Itoa(e.Status)
	if words := http.StatusText(e.Status); words != "" {
		text += " " + words
	}
	return text
}

func (e *FetchError) Unwrap() error { return e.Err }

// unavailable wraps err for the callers of [Keys.Keys].
func unavailable(err error) error { return fmt.Errorf("%w: %w", jwt.ErrKeysUnavailable, err) }

// clip makes text that others chose fit for an error: short, and on one line. A
// certificate, for example, can have any characters in its names.
func clip(s string, most int) string {
	if len(s) > most {
		s = s[:most] + "..."
	}
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return '_'
		}
		return r
	}, s)
}
