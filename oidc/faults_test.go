package oidc_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// faulty are answers that bring no keys. They come at the first token, as in
// status-500-cold, when a refresh is due, or when a token names an unknown key.
// Each time the keys in memory stay in use. The error says what happened, and
// shows nothing of the body. When the issuer is well again, so are we.
var faulty = map[string]struct {
	answer func(*http.Request) (*http.Response, error)
	want   string // in the error
}{
	"status-500":          {status(500, string(issuer.KeySet())), address + ": status 500 Internal Server Error"},
	"status-404":          {status(404, "<h1>secret page</h1>"), address + ": status 404 Not Found"},
	"status-204":          {status(204, ""), "status 204"},
	"status-206-304, 206": {status(206, string(issuer.KeySet())), "status 206"},
	"status-206-304, 304": {status(304, ""), "status 304"},
	"status-401-403, 401": {status(401, "secret page", "WWW-Authenticate: Basic"), "status 401"},
	"status-401-403, 403": {status(403, "secret page"), "status 403"},
	"status-429":          {status(429, ""), "status 429"},
	"status-599":          {status(599, ""), "status 599"},
	"no-answer":           {down, "connection refused"},
	"timeout-connect":     {after(time.Hour, healthy), "deadline exceeded"},
	"timeout-header":      {after(11*time.Second, healthy), "deadline exceeded"},
	"tls-bad-certificate": {func(*http.Request) (*http.Response, error) { return nil, errors.New("x509: certificate has expired") }, "x509"},

	"redirect-to-http":                  {redirect("http://issuer.example/jwks"), "redirect to another origin"},
	"redirect-to-http-on-the-same-port": {redirect("http://issuer.example:443/jwks"), "redirect to another origin"},
	"redirect-other-host":               {redirect("https://other.example/jwks"), "redirect to another origin, \"https://other.example\""},
	"redirect-other-port":               {redirect("https://issuer.example:8443/jwks"), "redirect to another origin"},
	"redirect-subdomain":                {redirect("https://keys.issuer.example/jwks"), "redirect to another origin"},
	"redirect-to-loopback":              {redirect("https://127.0.0.1/jwks"), "redirect to another origin"},
	"redirect-to-metadata":              {redirect("https://169.254.169.254/latest"), "redirect to another origin"},
	"redirect-to-file":                  {redirect("file:///etc/passwd"), "redirect to another origin"},
	"redirect-loop":                     {redirect(address), "more than 3 redirects"},
	"redirect-nowhere":                  {status(302, ""), "status 302"},

	"slow-loris-body":          {dripping, "deadline exceeded"},
	"body-10-mb":               {status(200, `{"keys":[`+strings.Repeat(" ", 10<<20)+`]}`), "more than 1048576 bytes"},
	"body-one-byte-too-many":   {unknownLength(padded(1<<20 + 1)), "more than 1048576 bytes"},
	"body-endless-chunked":     {endless, "more than 1048576 bytes"},
	"gzip-unasked":             {status(200, "\x1f\x8b\x08\x00", "Content-Encoding: gzip"), "content coding \"gzip\""},
	"content-length-short":     {breaking(string(issuer.KeySet())[:50]), "unexpected EOF"},
	"chunked-abort-after-json": {breaking(string(issuer.KeySet())), "unexpected EOF"},
	"body-nil": {func(req *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Request: req}, nil
	}, "malformed"},
	"answer-nil": {func(*http.Request) (*http.Response, error) { return nil, nil }, "nil"},

	"truncated-json":       {ok(issuer.KeySet()[:400]), "malformed key set"},
	"trailing-garbage":     {ok(append(issuer.KeySet(), " secret page"...)), "malformed key set"},
	"html-200":             {status(200, "<html>secret page</html>"), "malformed key set"},
	"json-error-200":       {status(200, `{"error":"secret page"}`), "member absent"},
	"json-array":           {status(200, `[]`), "malformed key set"},
	"json-null":            {status(200, `null`), "malformed key set"},
	"keys-not-an-array":    {status(200, `{"keys":{}}`), "malformed key set"},
	"keys-twice":           {status(200, `{"keys":[],"keys":[]}`), "malformed key set"},
	"KEYS":                 {status(200, strings.Replace(string(issuer.KeySet()), `"keys"`, `"KEYS"`, 1)), "member absent"},
	"empty-body":           {status(200, ""), "malformed key set"},
	"empty-object":         {status(200, `{}`), "member absent"},
	"empty-keys":           {status(200, `{"keys":[]}`), "no usable key in the set"},
	"all-keys-unusable":    {status(200, `{"keys":[{"kty":"XYZ"},{"kty":"RSA","use":"enc"},7]}`), "no usable key in the set: 3 skipped, the first: key 0: "},
	"one-key-unusable":     {status(200, `{"keys":[{"kty":"XYZ"}]}`), "no usable key in the set: 1 skipped, the first: key 0: "},
	"bom":                  {ok(append([]byte("\ufeff"), issuer.KeySet()...)), "malformed key set"},
	"utf-16":               {ok([]byte("\xfe\xff\x00{\x00}")), "malformed key set"},
	"refresh-panics":       {func(*http.Request) (*http.Response, error) { panic("out of order") }, "panic: out of order"},
	"refresh-panics-nil":   {func(*http.Request) (*http.Response, error) { var m map[int]int; m[0]++; return nil, nil }, "panic: assignment to entry in nil map"},
	"refresh-ends-routine": {func(*http.Request) (*http.Response, error) { runtime.Goexit(); return nil, nil }, "without a result"},
	"body-panics":          {body(panicking{}), "panic: while reading"},
}

func TestFaults(t *testing.T) {
	for name, fault := range faulty {
		t.Run(name, func(t *testing.T) {
			for trigger, test := range map[string]func(*testing.T, *oidc.Keys, *script){
				"first token": func(t *testing.T, k *oidc.Keys, s *script) {
					s.set(fault.answer)
					mustFail(t, k, known, jwt.ErrKeysUnavailable)
					s.fetches()
					for range 50 {
						mustFail(t, k, known, jwt.ErrKeysUnavailable)
					}
					mustFetch(t, s, 0)
				},
				"refresh due": func(t *testing.T, k *oidc.Keys, s *script) {
					mustKnow(t, k, known)
					time.Sleep(11 * time.Minute)
					s.set(fault.answer)
					s.fetches()
					for range 50 {
						mustKnow(t, k, known) // without waiting
					}
					time.Sleep(10 * time.Second)
					synctest.Wait()
					mustKnow(t, k, known)
				},
				"unknown key ID": func(t *testing.T, k *oidc.Keys, s *script) {
					mustKnow(t, k, known)
					s.set(fault.answer)
					mustFail(t, k, invented(0), jwt.ErrKeysUnavailable)
					s.fetches()
					for n := range 50 {
						mustFail(t, k, invented(n), jwt.ErrKeysUnavailable)
						mustKnow(t, k, known)
					}
					mustFetch(t, s, 0)
				},
			} {
				t.Run(trigger, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						k, s := start()
						test(t, k, s)
						got := k.Snapshot().LastError
						if !strings.Contains(got, fault.want) || strings.Contains(got, "secret") {
							t.Errorf("Snapshot().LastError = %q; want %q in it, and nothing of the body", got, fault.want)
						}
						s.set(healthy)
						time.Sleep(15 * time.Second)
						mustFail(t, k, invented(0), jwt.ErrKeyUnknown) // asks again
						mustKnow(t, k, known)
						if got := k.Snapshot(); got.LastError != "" || !got.Usable {
							t.Errorf("Snapshot() = %+v after recovery; want no error", got)
						}
					})
				})
			}
		})
	}
}

// fine are answers that look odd, but are a key set.
var fine = map[string]func(*http.Request) (*http.Response, error){
	"content-type-text-plain":    status(200, string(issuer.KeySet()), "Content-Type: text/plain"),
	"content-type-octets":        status(200, string(issuer.KeySet()), "Content-Type: application/octet-stream"),
	"content-type-jwk-set-json":  status(200, string(issuer.KeySet()), "Content-Type: application/jwk-set+json; charset=utf-8"),
	"content-coding-identity":    status(200, string(issuer.KeySet()), "Content-Encoding: identity"),
	"body-at-the-limit":          unknownLength(padded(1 << 20)),
	"one-bad-key":                ok(with(`{"kty":"RSA","kid":"weak","n":"AQ","e":"AQAB"}`)),
	"duplicate-kid":              ok(with(`{"kty":"OKP","crv":"Ed25519","kid":"rfc7515-a2","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`)),
	"redirect-same-host":         followed("/elsewhere"),
	"redirect-same-host-in-full": followed("https://ISSUER.example:443/elsewhere"),
}

func TestFine(t *testing.T) {
	for name, answer := range fine {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				s.set(answer)
				mustKnow(t, k, known)
				mustKnow(t, k, other)
			})
		})
	}
}

// with returns the key set with one more key before the others.
func with(key string) []byte {
	return bytes.Replace(issuer.KeySet(), []byte("["), []byte("["+key+","), 1)
}

// padded returns the key set with spaces after it.
func padded(size int) []byte {
	set := issuer.KeySet()
	return append(set, bytes.Repeat([]byte(" "), size-len(set))...)
}

func body(r io.Reader) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := status(200, "")(req)
		resp.Body, resp.ContentLength = io.NopCloser(r), -1
		return resp, err
	}
}

func unknownLength(b []byte) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) { return body(bytes.NewReader(b))(req) }
}

func endless(req *http.Request) (*http.Response, error) { return body(spaces{})(req) }

// breaking sends a text, and then the connection breaks.
func breaking(text string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		return body(io.MultiReader(strings.NewReader(text), broken{}))(req)
	}
}

// dripping sends a byte now and then until the request ends.
func dripping(req *http.Request) (*http.Response, error) {
	return body(drip{req.Context(), 50 * time.Millisecond})(req)
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

type panicking struct{}

func (panicking) Read([]byte) (int, error) { panic("while reading") }

type drip struct {
	ctx   context.Context
	every time.Duration
}

func (d drip) Read(p []byte) (int, error) {
	select {
	case <-time.After(d.every):
		p[0] = ' '
		return 1, nil
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}
