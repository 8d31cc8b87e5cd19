package oidc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// faulty are answers that bring no keys. Whatever they are, and whenever they
// come (at the first token, as in status-500-cold; when a refresh is due; or
// when a token names an unknown key): the keys that are there stay in use, the error says what happened and
// nothing of the body, and when the issuer is well again, so are we.
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
						mustKnow(t, k, known) // not a moment's wait
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

// fine are answers that look odd, and are a key set.
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

// An answer that net/http cannot read is quoted in its error, and the error goes
// into the log of each request that is refused for it.
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

// A document that came, and is of no use, is told with its address and status.
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

// A status without a name is a number.
func TestErrorOfAnUnknownStatus(t *testing.T) {
	if got := (&oidc.FetchError{URL: address, Status: 599}).Error(); got != address+": status 599" {
		t.Errorf("Error() = %q", got)
	}
}

// After a success all failures are forgotten: the next one costs a pause of one
// second again.
func TestFailuresEndWithASuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(down)
		for range 4 {
			mustFail(t, k, known, jwt.ErrKeysUnavailable)
			time.Sleep(15 * time.Second)
		}
		s.set(healthy)
		mustKnow(t, k, known)
		if got := k.Snapshot(); got.Failures != 0 || !got.RetryAt.IsZero() {
			t.Errorf("Snapshot() = %+v; want no failures", got)
		}
		s.set(down)
		mustFail(t, k, invented(0), jwt.ErrKeysUnavailable)
		s.set(healthy)
		time.Sleep(time.Second)
		mustFail(t, k, invented(0), jwt.ErrKeyUnknown)
	})
}

// Whatever the answer is, its body is closed: else each one would keep a
// connection for ever.
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

// closing is a body that knows whether it was closed.
type closing struct {
	io.ReadCloser
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return c.ReadCloser.Close()
}

// Of a machine's own ports, 80 is that of http.
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

// No request is sent to where a redirect must not lead: it is refused before.
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

// One answer 429 with Retry-After: no request before its time, and not later
// than 5 minutes whatever it asks for.
func TestRetryAfter(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(*http.Request) (*http.Response, error)
		pause  time.Duration
	}{
		"status-429-retry-after": {status(429, "", "Retry-After: 120"), 2 * time.Minute},
		"503":                    {status(503, "", "Retry-After: 120"), 2 * time.Minute},
		"a date":                 {status(503, "", "Retry-After: Sat, 01 Jan 2000 00:03:00 GMT"), 3 * time.Minute},
		"a date in the past":     {status(503, "", "Retry-After: Sat, 01 Jan 1999 00:03:00 GMT"), time.Second},
		"a day":                  {status(503, "", "Retry-After: 86400"), 5 * time.Minute},
		"beyond all bounds":      {status(503, "", "Retry-After: 99999999999999999999999"), 5 * time.Minute},
		"less than the pause":    {status(503, "", "Retry-After: 0"), time.Second},
		"nonsense":               {status(503, "", "Retry-After: soon"), time.Second},
		"negative":               {status(503, "", "Retry-After: -1"), time.Second},
		"with another status":    {status(500, "", "Retry-After: 120"), time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				mustKnow(t, k, known)
				s.set(test.answer)
				mustFail(t, k, invented(0), jwt.ErrKeysUnavailable)
				s.fetches()
				time.Sleep(test.pause - time.Millisecond)
				mustFail(t, k, invented(1), jwt.ErrKeysUnavailable)
				mustKnow(t, k, known)
				mustFetch(t, s, 0)
				s.set(healthy)
				time.Sleep(time.Millisecond)
				mustFail(t, k, invented(2), jwt.ErrKeyUnknown)
				mustFetch(t, s, 1)
			})
		})
	}
}

// rotation-caches: ages, within the limits of 1 minute and 1 hour.
func TestRotationCaches(t *testing.T) {
	for name, test := range map[string]struct {
		fields string
		want   time.Duration
	}{
		"absent":             {"X-Nothing: 1", 10 * time.Minute},
		"20 minutes":         {"Cache-Control: public, max-age=1200", 20 * time.Minute},
		"the longest":        {"Cache-Control: max-age=3600", time.Hour},
		"too long":           {"Cache-Control: max-age=99999999", time.Hour},
		"beyond all bounds":  {"Cache-Control: max-age=99999999999999999999999", time.Hour},
		"0":                  {"Cache-Control: max-age=0", time.Minute},
		"no-store":           {"Cache-Control: no-store", time.Minute},
		"no-store, with age": {"Cache-Control: max-age=1800, NO-STORE", time.Minute},
		"no-cache":           {"Cache-Control: no-cache", time.Minute},
		"quoted":             {`Cache-Control: Max-Age="1200"`, 20 * time.Minute},
		"nonsense":           {"Cache-Control: max-age=soon", time.Minute},
		"negative":           {"Cache-Control: max-age=-1", time.Minute},
		"twice":              {"Cache-Control: max-age=1200, max-age=600", 10 * time.Minute},
		"half spent":         {"Cache-Control: max-age=1200\nAge: 600", 10 * time.Minute},
		"spent, beyond all":  {"Cache-Control: max-age=1200\nAge: 99999999999", time.Minute}, // RFC 9111 section 1.2.2
		"all spent":          {"Cache-Control: max-age=1200\nAge: 99999", time.Minute},
		"spent, nonsense":    {"Cache-Control: max-age=1200\nAge: -600", 20 * time.Minute},
		"spent, of what":     {"Age: 600", 10 * time.Minute},
		"of shared caches":   {"Cache-Control: s-maxage=60", 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				s.set(status(200, string(issuer.KeySet()), strings.Split(test.fields, "\n")...))
				mustKnow(t, k, known)
				time.Sleep(test.want - time.Millisecond)
				mustKnow(t, k, known)
				synctest.Wait()
				mustFetch(t, s, 1)
				time.Sleep(time.Millisecond)
				mustKnow(t, k, known)
				synctest.Wait()
				mustFetch(t, s, 1)
			})
		})
	}
}

// The user's client is not changed, its cookies are not sent, and its own
// CheckRedirect may refuse more.
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

// What is sent: nothing but the question.
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

func (c *cookies) Cookies(*url.URL) []*http.Cookie     { c.asked = true; return nil }
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

// breaking sends a text and then breaks off.
func breaking(text string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		return body(io.MultiReader(strings.NewReader(text), broken{}))(req)
	}
}

// dripping sends a byte now and then, as long as the request lasts.
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
