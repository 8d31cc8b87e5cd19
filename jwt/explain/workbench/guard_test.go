package workbench

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// testBench serves the specimens, and a reader's own tokens by the Settings.
func testBench(t *testing.T, b Bench) http.Handler {
	t.Helper()
	b.Name, b.Specimens = "the bench", specimens()
	h, err := b.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends a request, as a browser on this machine does.
func ask(h http.Handler, method, target, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Del("Sec-Fetch-Site")
		r.Header.Set(name, value)
	}
}

// A name that an attacker points at 127.0.0.1 does not get an answer.
func TestServerRefusesRebinding(t *testing.T) {
	h := testBench(t, Bench{})
	for host, want := range map[string]int{
		"127.0.0.1:8080":           http.StatusOK,
		"127.0.0.1":                http.StatusOK,
		"localhost:8080":           http.StatusOK,
		"LOCALHOST":                http.StatusOK,
		"[::1]:8080":               http.StatusOK,
		"[::1]":                    http.StatusOK,
		"localhost:9999":           http.StatusOK, // the near end of a tunnel
		"":                         http.StatusMisdirectedRequest,
		"attacker.example:8080":    http.StatusMisdirectedRequest,
		"localhost.evil.example":   http.StatusMisdirectedRequest,
		"127.0.0.1.nip.example":    http.StatusMisdirectedRequest,
		"localhost@evil.example":   http.StatusMisdirectedRequest,
		"0.0.0.0:8080":             http.StatusMisdirectedRequest,
		"192.168.1.7:8080":         http.StatusMisdirectedRequest,
		"2130706433:8080":          http.StatusMisdirectedRequest,
		"[::ffff:192.168.1.7]:443": http.StatusMisdirectedRequest,
	} {
		w := ask(h, "GET", "/", "", func(r *http.Request) { r.Host = host })
		if w.Code != want {
			t.Errorf("Host %q: %d, want %d", host, w.Code, want)
		}
		if want != http.StatusOK && strings.Contains(w.Body.String(), "<html") {
			t.Errorf("Host %q is shown the page", host)
		}
	}
}

func TestServerRefusesOtherOrigins(t *testing.T) {
	h := testBench(t, Bench{})
	for why, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"our own form":           {header("Sec-Fetch-Site", "same-origin"), http.StatusOK},
		"a program, no browser":  {header("Accept", "*/*"), http.StatusOK},
		"another site":           {header("Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		"another port":           {header("Sec-Fetch-Site", "same-site"), http.StatusForbidden},
		"an old browser":         {header("Origin", "https://evil.example"), http.StatusForbidden},
		"a sandboxed page":       {header("Origin", "null"), http.StatusForbidden},
		"an origin like our own": {header("Origin", "http://127.0.0.1:8081"), http.StatusForbidden},
	} {
		if w := ask(h, "POST", "/", "token=a.b.c", c.change); w.Code != c.want {
			t.Errorf("%s: %d, want %d", why, w.Code, c.want)
		}
	}
}

func TestServerMethodsAndPaths(t *testing.T) {
	h := testBench(t, Bench{})
	for _, c := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", http.StatusOK},
		{"HEAD", "/", http.StatusOK},
		{"GET", "/token/tampered", http.StatusOK},
		{"GET", "/token/no-such", http.StatusNotFound},
		{"GET", "/favicon.ico", http.StatusNotFound},
		{"GET", "/page.css", http.StatusNotFound},
		{"PUT", "/", http.StatusMethodNotAllowed},
		{"DELETE", "/", http.StatusMethodNotAllowed},
		{"POST", "/token/good", http.StatusMethodNotAllowed},
	} {
		if w := ask(h, c.method, c.path, ""); w.Code != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, w.Code, c.want)
		}
	}
}

// Also an error must neither be stored, nor framed, nor taken for a page.
func TestServerHeaders(t *testing.T) {
	h := testBench(t, Bench{})
	for _, path := range []string{"/", "/token/tampered", "/no-such"} {
		w := ask(h, "GET", path, "")
		for name, want := range map[string]string{
			"Cache-Control":                "no-store",
			"Referrer-Policy":              "no-referrer",
			"X-Content-Type-Options":       "nosniff",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s: %q, want %q", path, name, got, want)
			}
		}
		policy := w.Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "style-src ", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy %q lacks %q", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
			t.Errorf("%s: the policy %q allows too much", path, policy)
		}
	}
}

// A token in the address would stay in the history, in logs and in referrers.
func TestServerReadsTokensFromTheBodyOnly(t *testing.T) {
	h := testBench(t, Bench{})
	for _, method := range []string{"GET", "POST"} {
		w := ask(h, method, "/?token=c2VjcmV0.c2VjcmV0.c2VjcmV0&issuer=c2VjcmV0", "")
		if strings.Contains(w.Body.String(), "c2VjcmV0") {
			t.Errorf("%s: the token in the query was read", method)
		}
	}
}

func TestServerLimitsTheBody(t *testing.T) {
	h := testBench(t, Bench{})
	if w := ask(h, "POST", "/", "token="+strings.Repeat("a", maxForm)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d, want %d", w.Code, http.StatusRequestEntityTooLarge)
	}
	if w := ask(h, "POST", "/", "token="+strings.Repeat("a", maxForm/2)); w.Code != http.StatusOK || w.Body.Len() > maxForm {
		t.Errorf("a token that is too large: %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := ask(h, "POST", "/", "token=%zz"); w.Code != http.StatusBadRequest {
		t.Errorf("a form that cannot be read: %d, want %d", w.Code, http.StatusBadRequest)
	}
}
