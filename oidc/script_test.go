package oidc_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// A script is a fake network. The test sets its answers.
type script struct {
	mu     sync.Mutex
	answer func(*http.Request) (*http.Response, error)
	asked  []string
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.asked = append(s.asked, req.URL.String())
	answer := s.answer
	s.mu.Unlock()
	return answer(req)
}

func (s *script) set(answer func(*http.Request) (*http.Response, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// fetches returns how many requests there were since the last call.
func (s *script) fetches() int { return len(s.urls()) }

func (s *script) urls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

// The address of the key set in these tests.
const address = "https://issuer.example/jwks"

var issuer = oidctest.NewIssuerAt("https://issuer.example")

// Headers of tokens that are signed with keys of the set.
var (
	known = jwt.Header{Algorithm: jwt.RS256, KeyID: oidctest.RSAKeyID}
	other = jwt.Header{Algorithm: jwt.ES256, KeyID: oidctest.ECKeyID}
)

func invented(n int) jwt.Header {
	return jwt.Header{Algorithm: jwt.RS256, KeyID: fmt.Sprintf("invented-%d", n)}
}

// start returns Keys and their network, on which all is well.
func start() (*oidc.Keys, *script) {
	s := &script{answer: healthy}
	return &oidc.Keys{URL: address, Client: &http.Client{Transport: s}}, s
}

func healthy(req *http.Request) (*http.Response, error) { return ok(issuer.KeySet())(req) }

func ok(body []byte) func(*http.Request) (*http.Response, error) { return status(200, string(body)) }

// status answers with a status, a body, and header fields "Name: value".
func status(code int, body string, fields ...string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		h := http.Header{}
		for _, f := range fields {
			name, value, _ := strings.Cut(f, ": ")
			h.Add(name, value)
		}
		return &http.Response{
			StatusCode: code, Header: h, Request: req,
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		}, nil
	}
}

// after answers later, but no later than the request's context allows.
func after(d time.Duration, answer func(*http.Request) (*http.Response, error)) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return answer(req)
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

func down(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }

// mustKnow and mustFail ask for the keys of a token.
func mustKnow(t *testing.T, k *oidc.Keys, h jwt.Header) {
	t.Helper()
	if keys, err := k.Keys(t.Context(), h); err != nil || len(keys) != 1 || keys[0].ID != h.KeyID {
		t.Errorf("Keys(%s) = %d keys, %v; want the one", h.KeyID, len(keys), err)
	}
}

func mustFail(t *testing.T, k *oidc.Keys, h jwt.Header, want error) {
	t.Helper()
	if keys, err := k.Keys(t.Context(), h); !errors.Is(err, want) || keys != nil {
		t.Errorf("Keys(%s) = %v, %v; want nil, %q", h.KeyID, keys, err, want)
	}
}

func mustFetch(t *testing.T, s *script, want int) {
	t.Helper()
	if got := s.fetches(); got != want {
		t.Errorf("%d fetches; want %d", got, want)
	}
}

// lines returns a Logger, and a function that returns its new lines.
func lines() (*slog.Logger, func() []string) {
	var b bytes.Buffer
	l := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
	return l, func() []string {
		text := strings.TrimSpace(b.String())
		b.Reset()
		if text == "" {
			return nil
		}
		return strings.Split(text, "\n")
	}
}
