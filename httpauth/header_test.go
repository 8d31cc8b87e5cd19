package httpauth_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// A header of its own holds the token and nothing else.
func TestGuardHeader(t *testing.T) {
	const name = "Cf-Access-Jwt-Assertion"
	good := sign(goodHeader, goodClaims)
	const grammar = "the Cf-Access-Jwt-Assertion header is to hold one token without a scheme, made of letters, digits and - . _ ~ + / ="
	tests := map[string]struct {
		fields http.Header
		status int
		words  string
		why    string
	}{
		"one token":             {http.Header{name: {good}}, 200, "", ""},
		"untrimmed":             {http.Header{name: {" " + good + "\t"}}, 200, "", "a server would have trimmed it"},
		"beside another scheme": {http.Header{name: {good}, "Authorization": {"Basic dXNlcjpwYXNz"}}, 200, "", "Authorization is for somebody else"},
		"absent":                {nil, 401, "there is no Cf-Access-Jwt-Assertion header", ""},
		"in Authorization":      {http.Header{"Authorization": {"Bearer " + good}}, 401, "there is no Cf-Access-Jwt-Assertion header", "a stranger's way around the proxy"},
		"twice":                 {http.Header{name: {good, good}}, 400, "there is more than one Cf-Access-Jwt-Assertion header", "which one did the proxy write?"},
		"empty":                 {http.Header{name: {""}}, 400, grammar, "no token68"},
		"with a scheme":         {http.Header{name: {"Bearer " + good}}, 400, grammar, "the whole value is the token"},
		"two tokens":            {http.Header{name: {good + "," + good}}, 400, grammar, "two headers, joined by a proxy"},
		"expired":               {http.Header{name: {sign(goodHeader, goodClaims.with(object{"exp": 1}))}}, 401, "the token has expired", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := &httpauth.Guard{Verifier: verifier(), Header: "Cf-Access-Jwt-Assertion"}
			for how, wrap := range map[string]func(http.Handler) http.Handler{"Handler": g.Handler, "Optional": g.Optional} {
				want := test.status
				if _, sent := test.fields["Cf-Access-Jwt-Assertion"]; how == "Optional" && !sent {
					want = 200 // anonymous
				}
				r := request()
				for field, values := range test.fields {
					r.Header[field] = values
				}
				answer, reached := send(wrap, r)
				if answer.Code != want || reached != (want == 200) {
					t.Errorf("%s: status %d, handler reached: %v; want %d (%s)", how, answer.Code, reached, want, test.why)
				}
				if want != 200 && !strings.Contains(answer.Body.String(), `"`+test.words+`"`) {
					t.Errorf("%s: body %s; want the words %q", how, answer.Body, test.words)
				}
				if got := answer.Header().Values("Vary"); len(got) != 1 || got[0] != "Cf-Access-Jwt-Assertion" {
					t.Errorf("%s: Vary: %q, want the header of the token", how, got)
				}
			}
		})
	}
}

// The log names the key of a token in a header of its own.
func TestGuardHeaderInTheLog(t *testing.T) {
	log, lines := logger()
	g := &httpauth.Guard{Verifier: verifier(), Header: "X-Token", Logger: log}
	r := request("Bearer " + sign(goodHeader.with(object{"kid": "other"}), goodClaims))
	r.Header.Set("X-Token", sign(goodHeader, goodClaims.with(object{"exp": 1})))
	send(g.Handler, r)
	if got := lines.String(); !strings.Contains(got, `"kid":"k1"`) {
		t.Errorf("logged: %s; want the kid of the token in X-Token", got)
	}
}

// Every guarded answer depends on the token, and says so to caches.
func TestVary(t *testing.T) {
	g := &httpauth.Guard{Verifier: verifier()}
	good := "Bearer " + sign(goodHeader, goodClaims)
	for name, wrap := range map[string]func(http.Handler) http.Handler{
		"Handler": g.Handler, "Optional": g.Optional, "twice": func(next http.Handler) http.Handler { return g.Handler(g.Optional(next)) },
		"Scope": behind(g, httpauth.Scope("read:orders")), "missing scope": behind(g, httpauth.Scope("read:users")),
	} {
		for _, r := range []*http.Request{request(good), request(), request("Bearer x"), request("Basic x")} {
			answer, _ := send(wrap, r)
			if got := answer.Header().Values("Vary"); len(got) != 1 || got[0] != "Authorization" {
				t.Errorf("%s: status %d, Vary: %q, want Authorization once", name, answer.Code, got)
			}
		}
	}
}

// A client without a token reads in the challenge what to ask for.
func TestGuardScope(t *testing.T) {
	g := &httpauth.Guard{Verifier: verifier(), Scope: []string{"read:orders", "write:orders"}}
	const hint = `scope="read:orders write:orders"`
	expired := sign(goodHeader, goodClaims.with(object{"exp": 1}))
	for name, test := range map[string]struct {
		wrap  func(http.Handler) http.Handler
		value []string
		want  string
	}{
		"no token":      {g.Handler, nil, `Bearer realm="api", ` + hint},
		"expired":       {g.Handler, []string{"Bearer " + expired}, `Bearer realm="api", error="invalid_token", error_description="the token has expired", ` + hint},
		"malformed":     {g.Handler, []string{"Bearer"}, `Bearer realm="api", error="invalid_request", error_description="no token follows the scheme Bearer"`},
		"missing scope": {behind(g, httpauth.Scope("delete:orders")), []string{"Bearer " + sign(goodHeader, goodClaims)}, `Bearer realm="api", error="insufficient_scope", error_description="the token lacks a scope that is needed here", scope="delete:orders"`},
		"anonymous":     {func(next http.Handler) http.Handler { return g.Optional(httpauth.Scope("delete:orders")(next)) }, nil, `Bearer realm="api", ` + hint},
	} {
		answer, _ := send(test.wrap, request(test.value...))
		if got := answer.Header().Get("WWW-Authenticate"); got != test.want {
			t.Errorf("%s: WWW-Authenticate: %s\nwant %s", name, got, test.want)
		}
	}
	// The hint demands nothing.
	if answer, reached := send(g.Handler, request("Bearer "+sign(goodHeader, goodClaims.with(object{"scope": nil})))); !reached {
		t.Errorf("a token without scope: status %d, want 200", answer.Code)
	}
}

// A stolen token that is bound to a key must not serve as a bearer token,
// whatever the Verifier thinks of it.
func TestBoundTokenAsBearer(t *testing.T) {
	for name, claims := range map[string]string{
		"DPoP":        `{"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}`,
		"certificate": `{"cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}`,
		"unknown":     `{"cnf":{"kid":"k1"}}`,
		"empty":       `{"cnf":{}}`,
		"null":        `{"cnf":null}`,
		"no object":   `{"cnf":"none"}`,
	} {
		t.Run(name, func(t *testing.T) {
			foreign := believe(t, claims)
			g := &httpauth.Guard{Verifier: foreign}
			for how, wrap := range map[string]func(http.Handler) http.Handler{"Handler": g.Handler, "Optional": g.Optional} {
				answer, reached := send(wrap, request("Bearer x"))
				if reached || answer.Code != 401 || !strings.Contains(answer.Header().Get("WWW-Authenticate"), `error="invalid_token"`) {
					t.Errorf("%s, %s: status %d, handler reached: %v; want 401, false", how, claims, answer.Code, reached)
				}
			}
			if token, err := g.Check(request("Bearer x")); token != nil || err == nil {
				t.Errorf("Check = %v, %v; want nil and an error", token, err)
			}
		})
	}
	bound := goodClaims.with(object{"cnf": object{"jkt": "x"}})
	for name, v := range map[string]httpauth.Verifier{
		"Verifier": verifier(), "Cache": &jwt.Cache{Verifier: verifier()}, "Issuers": jwt.Issuers{verifier().Issuer: verifier()},
	} {
		g := &httpauth.Guard{Verifier: v}
		for range 2 { // the Cache remembers it
			if answer, reached := send(g.Handler, request("Bearer "+sign(goodHeader, bound))); reached || answer.Code != 401 {
				t.Errorf("%s: status %d, handler reached: %v; want 401, false", name, answer.Code, reached)
			}
		}
	}
	log, lines := logger()
	send((&httpauth.Guard{Verifier: believe(t, `{"cnf":{}}`), Logger: log}).Handler, request("Bearer x"))
	if got := lines.String(); !strings.Contains(got, `"step":"cnf"`) {
		t.Errorf("logged: %s; want the step cnf", got)
	}
}
