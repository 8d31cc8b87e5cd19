package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/oidc/oidctest"
)

const audience = "https://api.example"

// A lines collects what the gate logs.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// A fixture is a gate in front of nothing, and the issuer that it believes.
type fixture struct {
	issuer *oidctest.Issuer
	gate   *gate
	routes http.Handler
	log    *lines
}

// newFixture makes a gate from flags. The issuer has the first -issuer.
func newFixture(t testing.TB, args ...string) *fixture {
	t.Helper()
	f := &fixture{issuer: oidctest.NewIssuer(), log: new(lines)}
	t.Cleanup(f.issuer.Close)
	c, err := parse(append([]string{"-issuer", f.issuer.URL, "-audience", audience}, args...), noEnvironment)
	if err != nil {
		t.Fatalf("parse(%q) = %v", args, err)
	}
	log := newLog(f.log)
	issuers, err := c.readIssuers(log)
	if err != nil {
		t.Fatalf("readIssuers() = %v", err)
	}
	if f.gate, err = newGate(c, issuers, log); err != nil {
		t.Fatalf("newGate() = %v", err)
	}
	f.routes = f.gate.routes()
	return f
}

func noEnvironment(string) string { return "" }

// token returns a good token with more claims, given as name and value.
func (f *fixture) token(claims ...any) string {
	c := f.issuer.Claims(audience)
	for i := 0; i < len(claims); i += 2 {
		c[claims[i].(string)] = claims[i+1]
	}
	return f.issuer.Sign(map[string]any{"alg": "RS256", "typ": "at+jwt", "kid": oidctest.RSAKeyID}, c)
}

// ask asks one question, with header fields given as name and value.
func (f *fixture) ask(target string, fields ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Add(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	f.routes.ServeHTTP(w, r)
	return w
}

func (f *fixture) bearer(claims ...any) string { return "Bearer " + f.token(claims...) }

// What the proxy asks, and with what.
func TestRequire(t *testing.T) {
	f := newFixture(t)
	past := time.Now().Add(-time.Hour).Unix()
	for name, test := range map[string]struct {
		target, authorization string
		status                int
		challenge             string // what stands in it; "" for no challenge
	}{
		"no token":                         {"/require", "", 401, `Bearer realm="api"`},
		"a good token":                     {"/require", f.bearer(), 200, ""},
		"an expired token":                 {"/require", f.bearer("exp", past), 401, `error="invalid_token"`},
		"a token for another API":          {"/require", f.bearer("aud", "https://other.example"), 401, `error="invalid_token"`},
		"a bound token without a proof":    {"/require", f.bearer("cnf", map[string]string{"jkt": "x"}), 401, `error="invalid_token"`},
		"no token, but only Bearer":        {"/require", "Bearer", 400, `error="invalid_request"`},
		"the scope":                        {"/require?scope=read:orders", f.bearer("scope", "read:orders write"), 200, ""},
		"another scope":                    {"/require?scope=read:orders", f.bearer("scope", "unread:orders"), 403, `scope="read:orders"`},
		"both scopes":                      {"/require?scope=a&scope=b", f.bearer("scope", "b a"), 200, ""},
		"one of both scopes":               {"/require?scope=a&scope=b", f.bearer("scope", "a"), 403, `scope="a b"`},
		"any of the scopes":                {"/require?any-scope=a&any-scope=b", f.bearer("scope", "b"), 200, ""},
		"none of the scopes":               {"/require?any-scope=a&any-scope=b", f.bearer("scope", "c"), 403, `scope="a"`},
		"the role":                         {"/require?role=admin", f.bearer("roles", []string{"admin"}), 200, ""},
		"another role":                     {"/require?role=admin", f.bearer("roles", "not-an-administrator"), 403, `error="insufficient_scope"`},
		"one of both roles":                {"/require?role=a&role=b", f.bearer("roles", []string{"a"}), 403, `error="insufficient_scope"`},
		"a scope without the role":         {"/require?scope=a&role=admin", f.bearer("scope", "a"), 403, `error="insufficient_scope"`},
		"the role without the scope":       {"/require?scope=a&role=admin", f.bearer("roles", "admin"), 403, `error="insufficient_scope"`},
		"optional, anonymous":              {"/require?optional=1", "", 200, ""},
		"optional, a good token":           {"/require?optional=1", f.bearer(), 200, ""},
		"optional, an expired token":       {"/require?optional=1", f.bearer("exp", past), 401, `error="invalid_token"`},
		"optional, another scheme":         {"/require?optional=1", "Basic eDp5", 401, `Bearer realm="api"`},
		"optional, anonymous, but a scope": {"/require?optional=1&scope=a", "", 401, `Bearer realm="api"`},
	} {
		t.Run(name, func(t *testing.T) {
			var fields []string
			if test.authorization != "" {
				fields = []string{"Authorization", test.authorization}
			}
			w := f.ask(test.target, fields...)
			if w.Code != test.status {
				t.Errorf("GET %s = %d %s; want %d", test.target, w.Code, w.Body, test.status)
			}
			got := w.Header().Get("WWW-Authenticate")
			if !strings.Contains(got, test.challenge) || (got == "") != (test.challenge == "") {
				t.Errorf("GET %s: WWW-Authenticate = %q; want %q in it", test.target, got, test.challenge)
			}
		})
	}
}

// A question that makes no sense was meant to protect something.
func TestWrongQuestionIsNeverYes(t *testing.T) {
	f := newFixture(t)
	for _, query := range []string{
		"scop=read", "Scope=read", "scope", "scope=", "scope=a&scope=", "scope=read+write", "scope=read%20write", "scope=%22", `scope=a%5Cb`, "scope=caf%C3%A9",
		"any-scope=", "any_scope=a", "role=", "optional", "optional=", "optional=0", "optional=true", "optional=1&optional=1", "x=1&scope=a", "scope=a;role=b", "scope=%", "=", "scope=a&path=/health",
	} {
		w := f.ask("/require?"+query, "Authorization", f.bearer("scope", "read write a b", "roles", []string{"", "b"}))
		if w.Code != http.StatusInternalServerError {
			t.Errorf("GET /require?%s = %d; want 500", query, w.Code)
		}
	}
	if got := f.log.String(); strings.Count(got, "level=ERROR") != 23 || !strings.Contains(got, `unknown parameter`) {
		t.Errorf("the log says %s; want an error for each question, with what is wrong", got)
	}
}

func TestOtherPathsAreNotThere(t *testing.T) {
	f := newFixture(t)
	for _, path := range []string{"//require", "/x/../require", "/./require", "//health", "/", "/require/", "/require/x", "/Require", "/api/orders", "/metrics/"} {
		if w := f.ask(path, "Authorization", f.bearer()); w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d; want 404", path, w.Code)
		}
	}
}

// A known hole of other gates: what a client may write into a header must
// not choose the rule.
func TestForwardedHeadersDecideNothing(t *testing.T) {
	f := newFixture(t)
	for _, name := range []string{"X-Forwarded-Uri", "X-Original-Uri", "X-Original-Url", "X-Rewrite-Url", "X-Forwarded-Path", "X-Forwarded-Prefix", "X-Envoy-Original-Path"} {
		if w := f.ask("/require?scope=a", name, "/health"); w.Code != http.StatusUnauthorized {
			t.Errorf("GET /require with %s: /health = %d; want 401", name, w.Code)
		}
	}
	for _, name := range []string{"X-Http-Method-Override", "X-Method-Override", "X-Forwarded-Method"} {
		if w := f.ask("/require", name, "OPTIONS"); w.Code != http.StatusUnauthorized {
			t.Errorf("GET /require with %s: OPTIONS = %d; want 401", name, w.Code)
		}
	}
}

// The method of the question, and its body, do not matter.
func TestMethodsOfTheQuestion(t *testing.T) {
	f := newFixture(t)
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"} {
		r := httptest.NewRequest(method, "/require", io.NopCloser(strings.NewReader("x=y")))
		w := httptest.NewRecorder()
		f.routes.ServeHTTP(w, r)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s /require without a token = %d; want 401", method, w.Code)
		}
		r.Header.Set("Authorization", f.bearer())
		w = httptest.NewRecorder()
		f.routes.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s /require = %d; want 200", method, w.Code)
		}
	}
}

func TestTwoAuthorizationHeaders(t *testing.T) {
	f := newFixture(t)
	if w := f.ask("/require", "Authorization", f.bearer(), "Authorization", f.bearer()); w.Code != http.StatusBadRequest {
		t.Errorf("GET /require with two tokens = %d; want 400", w.Code)
	}
}

// auth_request makes 500 of a status that it does not know.
func TestNginx(t *testing.T) {
	f := newFixture(t, "-nginx")
	w := f.ask("/require", "Authorization", "Bearer")
	if got := w.Header().Get("WWW-Authenticate"); w.Code != http.StatusUnauthorized || !strings.Contains(got, `error="invalid_request"`) {
		t.Errorf("GET /require = %d, %q; want 401 with the challenge of 400", w.Code, got)
	}
	if w := f.ask("/require?scope=a", "Authorization", f.bearer()); w.Code != http.StatusForbidden {
		t.Errorf("GET /require?scope=a = %d; want 403", w.Code)
	}
}

func TestHeader(t *testing.T) {
	f := newFixture(t, "-header", "Cf-Access-Jwt-Assertion")
	if w := f.ask("/require", "Cf-Access-Jwt-Assertion", f.token()); w.Code != http.StatusOK {
		t.Errorf("GET /require = %d; want 200", w.Code)
	}
	if w := f.ask("/require", "Authorization", f.bearer()); w.Code != http.StatusUnauthorized {
		t.Errorf("GET /require with another header = %d; want 401", w.Code)
	}
}

// A refusal is one line, with the cause and the proxy's request ID.
func TestLog(t *testing.T) {
	f := newFixture(t)
	f.ask("/require", "X-Request-Id", "r-1", "Authorization", f.bearer("aud", "https://other.example"))
	got := f.log.String()
	for _, want := range []string{"request_id=r-1", "step=aud", "cause=", "other.example"} {
		if !strings.Contains(got, want) {
			t.Errorf("the log says %s; want %s in it", got, want)
		}
	}
	f.ask("/require", "X-Request-Id", "a\nb "+strings.Repeat("x", 1000))
	if got := f.log.String(); strings.Count(got, "\n") != 2 || len(got) > 2000 {
		t.Errorf("the log says %s; want two lines, with what the client chose cut and quoted", got)
	}
}
