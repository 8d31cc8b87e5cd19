package oidc_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// The body of every answer is closed. Otherwise it would keep a connection for
// ever.
func TestBodiesAreClosed(t *testing.T) {
	for _, name := range []string{"status-500", "status-204", "gzip-unasked", "body-one-byte-too-many", "chunked-abort-after-json", "html-200", "body-panics", "fine"} {
		answer := healthy
		if name != "fine" {
			answer = faulty[name].answer
		}
		k, s := start()
		b := new(closing)
		s.set(func(req *http.Request) (*http.Response, error) {
			resp, err := answer(req)
			b.ReadCloser, resp.Body = resp.Body, b
			return resp, err
		})
		if err := k.Refresh(t.Context()); (err == nil) != (name == "fine") {
			t.Errorf("%s: Refresh = %v", name, err)
		}
		if !b.closed {
			t.Errorf("%s: the body was not closed", name)
		}
	}
}

// closing is a body that records whether it was closed.
type closing struct {
	io.ReadCloser
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return c.ReadCloser.Close()
}

// On the loopback interface too, http without a port means port 80.
func TestRedirectOnThisMachine(t *testing.T) {
	for target, want := range map[string]error{
		"http://localhost:80/elsewhere": nil, "http://localhost:443/elsewhere": jwt.ErrKeysUnavailable, "http://127.0.0.1/elsewhere": jwt.ErrKeysUnavailable,
	} {
		_, s := start()
		s.set(followed(target))
		k := &oidc.Keys{URL: "http://localhost/jwks", Client: &http.Client{Transport: s}}
		if err := k.Refresh(t.Context()); !errors.Is(err, want) {
			t.Errorf("redirect to %s: Refresh = %v; want %v", target, err, want)
		}
	}
}

// A forbidden redirect is refused before a request is sent to its target.
func TestRefusedRedirectIsNotSent(t *testing.T) {
	for _, target := range []string{"http://issuer.example/jwks", "https://other.example/", "https://127.0.0.1/"} {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			s.set(redirect(target))
			mustFail(t, k, known, jwt.ErrKeysUnavailable)
			if got := s.urls(); len(got) != 1 || got[0] != address {
				t.Errorf("redirect to %s: asked %v; want only %s", target, got, address)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(redirect(address))
		mustFail(t, k, known, oidc.ErrAddress)
		mustFetch(t, s, 4) // the first request, and three redirects
	})
}

// The user's client is not changed. Its cookies are not sent, and its own
// CheckRedirect may refuse more redirects.
func TestClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, s := start()
		jar := new(cookies)
		strict := func(*http.Request, []*http.Request) error { return errors.New("not at all") }
		client := &http.Client{Transport: s, Jar: jar, CheckRedirect: strict}
		k := &oidc.Keys{URL: address, Client: client}
		mustKnow(t, k, known)
		s.set(redirect("/elsewhere"))
		if err := k.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "not at all") {
			t.Errorf("Refresh() = %v; want what CheckRedirect says", err)
		}
		if jar.asked {
			t.Error("the jar was asked for cookies")
		}
		if client.Jar != jar || client.CheckRedirect == nil || client.Timeout != 0 {
			t.Error("the client was changed")
		}
	})
}

// The request has no header but Accept-Encoding, and nothing of the caller.
func TestRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(func(req *http.Request) (*http.Response, error) {
			if req.Method != "GET" || req.Body != nil || len(req.Header) != 1 || req.Header.Get("Accept-Encoding") != "identity" {
				t.Errorf("%s with %v; want GET with Accept-Encoding: identity alone", req.Method, req.Header)
			}
			if _, limited := req.Context().Deadline(); !limited {
				t.Error("a request without a time limit")
			}
			return healthy(req)
		})
		type secret struct{}
		if _, err := k.Keys(context.WithValue(t.Context(), secret{}, "of one caller"), known); err != nil {
			t.Error(err)
		}
	})
}

type cookies struct{ asked bool }

func (c *cookies) Cookies(*url.URL) []*http.Cookie { c.asked = true; return nil }

func (c *cookies) SetCookies(*url.URL, []*http.Cookie) { c.asked = true }

func redirect(target string) func(*http.Request) (*http.Response, error) {
	return status(302, "", "Location: "+target)
}

// followed redirects once.
func followed(target string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		if req.URL.Path == "/elsewhere" {
			return healthy(req)
		}
		return redirect(target)(req)
	}
}
