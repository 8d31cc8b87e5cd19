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
// [jwt.ErrKeysUnavailable], or in [jwt.ErrConfig] if the program is to blame.
var (
	// ErrAddress: a URL that is not fetched: not https, or not where its
	// owner is.
	ErrAddress = errors.New("address not allowed")
	// ErrIssuerMismatch: the metadata are of another issuer than the one
	// that was asked for.
	ErrIssuerMismatch = errors.New("metadata of another issuer")
	// ErrMetadata: the document is no issuer's metadata.
	ErrMetadata = errors.New("not the metadata of an issuer")
	// ErrNoKeys: a key set without a single usable key.
	ErrNoKeys = errors.New("no usable key in the set")
)

// A FetchError is about a document that could not be fetched, or not be used.
// It names the address and the status, never the body: that may be anything,
// and error texts end up in logs. For their sake its text is one line, whatever
// is in Err.
type FetchError struct {
	URL    string
	Status int   // of the answer; 0 if there was none
	Err    error // nil if the status says it all

	retryAfter time.Duration // what a 429 or 503 asks for
}

func (e *FetchError) Error() string {
	if e.Err != nil {
		// net/http quotes what it cannot read, up to a whole header.
		return e.URL + ": " + clip(e.Err.Error(), 1024)
	}
	text := e.URL + ": status " + strconv.Itoa(e.Status)
	if words := http.StatusText(e.Status); words != "" {
		text += " " + words
	}
	return text
}

func (e *FetchError) Unwrap() error { return e.Err }

// unavailable is what the caller of [Keys.Keys] gets to see of err.
func unavailable(err error) error { return fmt.Errorf("%w: %w", jwt.ErrKeysUnavailable, err) }

// clip makes text that others chose fit for an error: short, and on one line. A
// certificate, for one, can have any characters in its names.
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
