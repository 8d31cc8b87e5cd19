package oidc_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/glassjwt/oidc"
)

// net/http quotes an answer that it cannot read in its error. The error goes into
// a log line for each refused request.
func TestErrorIsShort(t *testing.T) {
	k, s := start()
	s.set(func(*http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("malformed header: %q: %w", strings.Repeat("\x1b[31m", 1<<16), io.ErrUnexpectedEOF)
	})
	_, err := k.Keys(t.Context(), known)
	if !errors.Is(err, io.ErrUnexpectedEOF) || len(err.Error()) > 1200 || len(k.Snapshot().LastError) > 1200 {
		t.Errorf("an error of %d bytes, LastError of %d; want at most 1200", len(err.Error()), len(k.Snapshot().LastError))
	}
}

// The error about a useless document has its address and its status.
func TestErrorNamesTheDocument(t *testing.T) {
	page := status(200, "<html>")
	for want, spoil := range map[string]func(*site){
		address:   func(s *site) { s.keys = page },
		discovery: func(s *site) { s.metadata = page },
	} {
		k, s := newSite()
		spoil(s)
		var e *oidc.FetchError
		if err := k.Refresh(t.Context()); !errors.As(err, &e) || e.URL != want || e.Status != 200 {
			t.Errorf("Refresh = %v, with %+v; want %s and 200", err, e, want)
		}
	}
}

// A short query does not spoil the words of the error.
func TestErrorOfAShortQuery(t *testing.T) {
	_, s := start()
	s.set(func(req *http.Request) (*http.Response, error) { return nil, fmt.Errorf("no route to %s", req.URL) })
	k := &oidc.Keys{URL: address + "?o", Client: &http.Client{Transport: s}}
	if err := k.Refresh(t.Context()); err == nil || !strings.HasSuffix(err.Error(), address+": no route to "+address+"?...") {
		t.Errorf("Refresh = %v; want the words unchanged", err)
	}
}

// A status without a name is shown as a number.
func TestErrorOfAnUnknownStatus(t *testing.T) {
	if got := (&oidc.FetchError{URL: address, Status: 599}).Error(); got != address+": status 599" {
		t.Errorf("Error() = %q", got)
	}
}

// A certificate can have any characters in its names. In an error they must not
// start a new line or control a terminal.
func TestErrorsAreOneLine(t *testing.T) {
	const evil = "evil.example\n2026/01/01 level=INFO msg=\"token accepted\"\x1b[2J"
	for name, fault := range map[string]func(*http.Request) (*http.Response, error){
		"an error": func(*http.Request) (*http.Response, error) { return nil, errors.New(evil) },
		"a panic":  func(*http.Request) (*http.Response, error) { panic(evil) },
		"a field":  status(200, "", "Content-Encoding: "+evil),
	} {
		k, s := start()
		s.set(fault)
		err := k.Refresh(t.Context())
		if err == nil || strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r > '~' }) || !strings.Contains(err.Error(), "evil.example") {
			t.Errorf("%s: Refresh = %q; want one line", name, err)
		}
	}
}
