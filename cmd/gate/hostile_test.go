//go:build interop

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// testRawPaths: the API routes by the path as it arrives, and resolves nothing,
// as many frameworks do. So what the proxy judged and what the API gets must be
// the same text.
func (s *setup) testRawPaths(t *testing.T) {
	for _, target := range []string{
		"/health", "/health?x=//..", "/api/orders/../../health", "/api/orders/%2e%2e/%2E%2e/health", "/api/orders/..%2f..%2fhealth", "/api/me/..//../health",
		"//health", "/./health", "/health/.", "/%68ealth", "/x/../health", `/api/orders\..\..\health`, "/health%2f..%2fhealth", "/api/orders/x/../../..//health",
		"http://api.example/api/orders/../../health", "/health;x", "/health/", "/health%3f/../api/me", "/health%00/../../api/me", "/HEALTH",
		"/api/orders;/../../../health", "/api/orders/../../health#x", "/api/orders/../../health?x",
	} {
		s.reached()
		resp := s.send(t, "GET", target, "")
		requests, _ := s.reached()
		for _, r := range requests {
			if r.URL.Path != "/health" && r.URL.Path != "/HEALTH" {
				t.Errorf("GET %s without a token = %d: the API got %s", target, resp.StatusCode, r.RequestURI)
			}
		}
	}
	token := s.bearer("scope", "write")
	for _, target := range []string{"/api/me/%C3%A9%20x/?u=http://x/../y;z", "/api/me..x/...", "/api/%5Bx%5D@:,"} {
		s.reached()
		resp := s.send(t, "GET", target, "", "Authorization", token)
		want, _ := url.PathUnescape(target)
		if requests, _ := s.reached(); resp.StatusCode != 200 || len(requests) != 1 || requests[0].URL.Path+"?"+requests[0].URL.RawQuery != want && requests[0].URL.Path != want {
			t.Errorf("GET %s = %d; want it to reach the API as it is", target, resp.StatusCode)
		}
	}
	for _, target := range []string{
		"/api/orders/../me", "/api/orders/%2e%2e/me", "/api/orders/x/../../me", `/api/orders\..\me`, "/api/orders/..%2fme", "/api/orders/..%5cme",
		"/api//orders/../me", "//api/orders/../me", "http://api.example/api/orders/../me", "/api/users/../me", "/api/users/%2E./me", "/api/users/..;/me",
		`/api\orders`, "/api%5corders", `/api/x\..\orders`, "/api/%2e%2e/api/orders", "/api/orders/../orders/../me", "/api;x/orders", "/api/x/..;/orders", "/api/x/..%3b/orders", "/api/x/..%3Bx=y/orders",
	} {
		s.reached()
		resp := s.send(t, "GET", target, "", "Authorization", token)
		requests, _ := s.reached()
		for _, r := range requests {
			for _, prefix := range []string{"/api/orders", "/api/users"} {
				if strings.HasPrefix(asSomeRead(r.URL.Path), prefix) || strings.HasPrefix(r.URL.Path, prefix) {
					t.Errorf("GET %s with a token that lacks scope and role = %d: the API got %s", target, resp.StatusCode, r.RequestURI)
				}
			}
		}
	}
}

// asSomeRead is a path as the servers of Windows and of Java read it: with \ as /,
// and without what stands between a semicolon and the next slash.
func asSomeRead(p string) string {
	parts := strings.Split(strings.ReplaceAll(p, `\`, "/"), "/")
	for i := range parts {
		parts[i], _, _ = strings.Cut(parts[i], ";")
	}
	return path.Clean(strings.Join(parts, "/"))
}

// testConnection: a client names the gate's headers as its hop-by-hop headers,
// which a proxy removes from what it passes on (RFC 9110 section 7.6.1). The API
// would then take the caller for anonymous.
func (s *setup) testConnection(t *testing.T) {
	for _, value := range []string{
		"close, X-Auth-Subject, X-Auth-Roles, X-Auth-Issuer, X-Auth-Client, X-Auth-Scope", "x-auth-subject", "X-Dpop-Uri", "close,\tx-auth-subject",
		"X-Request-Id, X-Auth-Roles",
	} {
		s.reached()
		resp := s.raw(t, "GET /api/me HTTP/1.1\r\nHost: api.example\r\nConnection: "+value+"\r\nAuthorization: "+s.bearer("sub", "ines", "roles", "clerk")+"\r\n\r\n")
		requests, _ := s.reached()
		if resp.StatusCode == 400 && len(requests) == 0 {
			continue // refused as a whole
		}
		if resp.StatusCode != 200 || len(requests) != 1 {
			t.Errorf("Connection: %s = %d, and %d requests reached the API", value, resp.StatusCode, len(requests))
			continue
		}
		h := requests[0].Header
		if h.Get("X-Auth-Subject") != "ines" || h.Get("X-Auth-Roles") != "clerk" || h.Get("X-Auth-Issuer") == "" {
			t.Errorf("Connection: %s: the API reads %v", value, h)
		}
		if got := strings.ToLower(strings.Join(h.Values("Connection"), ",")); strings.Contains(got, "x-") {
			t.Errorf("Connection: %s: the API gets Connection: %s", value, got)
		}
	}
}

// testFraming: the same request in other clothes. None of them gets in, and
// nothing forged arrives.
func (s *setup) testFraming(t *testing.T) {
	good, expired := s.bearer("sub", "ines"), s.bearer("exp", 1)
	for name, test := range map[string]struct {
		request string
		served  bool // it may be served
	}{
		"HTTP/1.0, no token":      {"GET /api/me HTTP/1.0\r\n\r\n", false},
		"HTTP/1.0":                {"GET /api/me HTTP/1.0\r\nHost: api.example\r\nAuthorization: " + good + "\r\nX-Auth-Subject: mallory\r\n\r\n", true},
		"HTTP/0.9":                {"GET /api/me\r\n\r\n", false},
		"OPTIONS *":               {"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
		"CONNECT":                 {"CONNECT api.example:80 HTTP/1.1\r\nHost: api.example:80\r\nConnection: close\r\n\r\n", false},
		"chunked":                 {"POST /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: " + good + "\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", true},
		"chunked, no token":       {"POST /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n", false},
		"a trailer":               {"POST /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: " + good + "\r\nTE: trailers\r\nTrailer: X-Auth-Subject\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Auth-Subject: mallory\r\n\r\n", true},
		"a trailer with a token":  {"POST /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTrailer: Authorization\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nAuthorization: " + good + "\r\n\r\n", false},
		"two framings":            {"POST /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/orders HTTP/1.1\r\nHost: a\r\n\r\n", false},
		"a folded token":          {"GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer\r\n " + expired + "\r\n\r\n", false},
		"a folded forgery":        {"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-A: 1\r\n X-Auth-Subject: mallory\r\n\r\n", true},
		"a space before a colon":  {"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Auth-Subject : mallory\r\n\r\n", true},
		"a bare CR":               {"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-A: 1\rX-Auth-Subject: mallory\r\n\r\n", true},
		"Expect":                  {"POST /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody", false},
		"Upgrade":                 {"GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", false},
		"h2c":                     {"GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n", false},
		"another host's path":     {"GET http://127.0.0.1/health/../api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
		"a token in the address":  {"GET /api/me?access_token=" + strings.TrimPrefix(good, "Bearer ") + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
		"a token in a user":       {"GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nProxy-Authorization: " + good + "\r\n\r\n", false},
		"a token with _":          {"GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\nHTTP_AUTHORIZATION: " + good + "\r\n\r\n", false},
		"Authorization, unlisted": {"GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: close, Authorization\r\nAuthorization: " + expired + "\r\n\r\n", false},
	} {
		s.reached()
		resp := s.raw(t, test.request)
		requests, _ := s.reached()
		if len(requests) > 0 && !test.served {
			t.Errorf("%s = %d: it reached the API: %s %s", name, resp.StatusCode, requests[0].Method, requests[0].RequestURI)
		}
		for _, r := range requests {
			for field, values := range r.Header {
				if strings.Contains(strings.Join(values, ""), "mallory") && strings.Contains(strings.ToLower(field), "auth") {
					t.Errorf("%s: the API gets %s: %q", name, field, values)
				}
			}
		}
	}
}

// testProof: a proof is for the request of the client, as the proxy tells the gate,
// and the client cannot tell the gate another one.
func (s *setup) testProof(t *testing.T) {
	client, thief := oidctest.NewProver(jwt.ES256), oidctest.NewProver(jwt.ES256)
	token := strings.TrimPrefix(s.bearer("cnf", map[string]string{"jkt": client.Thumbprint()}), "Bearer ")
	const url = "http://api.example/api/me"
	proof := func(method, url string) string { return client.Proof(method, url, token) }
	used := proof("GET", url)
	for _, test := range []struct {
		name, method, target string
		fields               []string
		status               int
		code                 string // in the challenge
	}{
		{"a good proof", "GET", "/api/me", []string{"DPoP", used}, 200, ""},
		{"replayed", "GET", "/api/me", []string{"DPoP", used}, 401, "invalid_dpop_proof"},
		{"with a query", "GET", "/api/me?a=//b;c", []string{"DPoP", proof("GET", url)}, 200, ""},
		{"an escaped path", "GET", "/api/me/%C3%A9", []string{"DPoP", proof("GET", url+"/%c3%a9")}, 200, ""},
		{"a whole URL", "GET", url, []string{"DPoP", proof("GET", url)}, 200, ""},
		{"for another method", "POST", "/api/me", []string{"DPoP", proof("GET", url)}, 401, "invalid_dpop_proof"},
		{"for another path", "GET", "/api/me/2", []string{"DPoP", proof("GET", url)}, 401, "invalid_dpop_proof"},
		{"for the question", "GET", "/api/me", []string{"DPoP", proof("GET", "http://api.example/require")}, 401, "invalid_dpop_proof"},
		{"a forged X-Dpop-Uri", "GET", "/api/me", []string{"DPoP", proof("GET", "http://api.example/other"), "X-Dpop-Uri", "GET /other", "X_Dpop_Uri", "GET /other"}, 401, "invalid_dpop_proof"},
		{"a forged method", "POST", "/api/me", []string{"DPoP", proof("GET", url), "X-Dpop-Uri", "GET /api/me", "X-HTTP-Method-Override", "GET", "X-Forwarded-Method", "GET"}, 401, "invalid_dpop_proof"},
		{"two proofs", "GET", "/api/me", []string{"DPoP", proof("GET", url), "DPoP", proof("GET", url)}, 401, "invalid_dpop_proof"},
		{"no proof", "GET", "/api/me", nil, 401, "invalid_dpop_proof"},
		{"an empty proof", "GET", "/api/me", []string{"DPoP", ""}, 401, "invalid_dpop_proof"},
		{"the thief's key", "GET", "/api/me", []string{"DPoP", thief.Proof("GET", url, token)}, 401, "invalid_token"},
	} {
		s.reached()
		resp := s.send(t, test.method, test.target, "", append([]string{"Authorization", "DPoP " + token}, test.fields...)...)
		requests, _ := s.reached()
		if resp.StatusCode != test.status || (len(requests) > 0) != (test.status == 200) {
			t.Errorf("%s = %d, and %d requests reached the API; want %d", test.name, resp.StatusCode, len(requests), test.status)
		}
		got := resp.Header.Values("WWW-Authenticate")
		if test.status == 401 && (len(got) != 1 || !strings.HasPrefix(got[0], "DPoP ") || !strings.Contains(got[0], `"`+test.code+`"`) || !strings.Contains(got[0], ", Bearer ")) {
			t.Errorf("%s: WWW-Authenticate = %q; want one field with DPoP, %s and Bearer", test.name, got, test.code)
		}
	}
	if resp := s.send(t, "GET", "/api/me", "", "Authorization", "Bearer "+token, "DPoP", proof("GET", url)); resp.StatusCode != 401 {
		t.Errorf("a bound token as bearer token = %d; want 401", resp.StatusCode)
	}
}

// raw sends bytes, and returns the answer, or nil without one.
func (s *setup) raw(t *testing.T, request string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", s.front)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(3 * time.Second))
	fmt.Fprint(conn, request)
	method, _, _ := strings.Cut(request, " ")
	in := bufio.NewReader(conn)
	for {
		resp, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			return &http.Response{}
		}
		if resp.StatusCode == http.StatusContinue {
			continue
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return resp
	}
}
