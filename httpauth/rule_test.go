package httpauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

func TestRules(t *testing.T) {
	adult := func(t *jwt.Token) error {
		var age int64
		if err := t.Claims.Get("age", &age); err != nil {
			return err
		}
		if age < 18 {
			return errors.New("too young")
		}
		return nil
	}
	tests := []struct {
		name   string
		rule   func(http.Handler) http.Handler
		claims string
		status int
		why    string
	}{
		{"scope", httpauth.Scope("read"), `{"scope":"write read"}`, 200, ""},
		{"scope absent", httpauth.Scope("read"), `{}`, 403, ""},
		{"all scopes", httpauth.Scope("read", "write"), `{"scope":"write read"}`, 200, ""},
		{"one of all scopes", httpauth.Scope("read", "write"), `{"scope":"read"}`, 403, "all are needed"},
		{"scope in a word", httpauth.Scope("read"), `{"scope":"unread:spam"}`, 403, "'unread:spam'.includes('read')"},
		{"scope before a colon", httpauth.Scope("read"), `{"scope":"read:own"}`, 403, "compared whole"},
		{"scope in capitals", httpauth.Scope("read"), `{"scope":"READ"}`, 403, "compared exactly"},
		{"scope after a tab", httpauth.Scope("read"), `{"scope":"write\tread"}`, 403, "only a space divides"},
		{"scope as an array", httpauth.Scope("read"), `{"scope":["write","read"]}`, 200, "as Spring Authorization Server and Duende send it"},
		{"all scopes of an array", httpauth.Scope("read", "write"), `{"scope":["write","read"]}`, 200, ""},
		{"two scopes in one element", httpauth.Scope("read"), `{"scope":["write read"]}`, 403, "an element is one scope"},
		{"scope in an element", httpauth.Scope("read"), `{"scope":["unread:spam","read:own"]}`, 403, "compared whole"},
		{"scope as an array with a number", httpauth.Scope("read"), `{"scope":["read",1]}`, 403, "not an array of strings"},
		{"scope in an object", httpauth.Scope("read"), `{"scope":{"read":true}}`, 403, ""},
		{"empty scope beside scp", httpauth.Scope("read"), `{"scope":"","scp":["read"]}`, 200, "empty hides nothing"},
		{"null scope beside scp", httpauth.Scope("read"), `{"scope":null,"scp":"read"}`, 200, "null hides nothing"},
		{"scope as an array, as a role", httpauth.Role("read", "scope"), `{"scope":["write","read"]}`, 200, "a role of any name"},
		{"scp as an array", httpauth.Scope("read"), `{"scp":["write","read"]}`, 200, "as some issuers send it"},
		{"scp beside scope", httpauth.Scope("read"), `{"scope":"write","scp":["read"]}`, 403, "scope counts"},
		{"no scope named", httpauth.Scope(), `{"scope":"read"}`, 500, "nothing is no rule"},
		{"empty scope named", httpauth.Scope(""), `{"scope":"read"}`, 500, "an empty setting"},
		{"two scopes in one", httpauth.Scope("read write"), `{"scope":"read write"}`, 500, "they are two"},
		{"scope with a quote", httpauth.Scope("read\""), `{"scope":"read"}`, 500, "RFC 6749 section 3.3"},
		{"scope with a line break", httpauth.Scope("read\r\nX: y"), `{"scope":"read"}`, 500, "RFC 6749 section 3.3"},
		{"an empty scope beside a good one", httpauth.Scope("", "read"), `{"scope":"read"}`, 500, ""},

		{"any scope", httpauth.AnyScope("read", "admin"), `{"scope":"admin"}`, 200, ""},
		{"none of any", httpauth.AnyScope("read", "admin"), `{"scope":"write"}`, 403, ""},
		{"any in a word", httpauth.AnyScope("read", "admin"), `{"scope":"unread:spam"}`, 403, ""},
		{"any of nothing", httpauth.AnyScope(), `{"scope":"read"}`, 500, ""},
		{"any of an empty one", httpauth.AnyScope("read", ""), `{"scope":"read"}`, 500, ""},

		{"role", httpauth.Role("admin", "roles"), `{"roles":["editor","admin"]}`, 200, ""},
		{"role as a string", httpauth.Role("admin", "role"), `{"role":"admin"}`, 200, "an array of one"},
		{"role in a word", httpauth.Role("admin", "roles"), `{"roles":"not-an-administrator"}`, 403, "'not-an-administrator'.includes('admin')"},
		{"role in a word of several", httpauth.Role("admin", "roles"), `{"roles":["not-an-administrator"]}`, 403, ""},
		{"role in capitals", httpauth.Role("admin", "roles"), `{"roles":["Admin"]}`, 403, ""},
		{"role absent", httpauth.Role("admin", "roles"), `{}`, 403, ""},
		{"role elsewhere", httpauth.Role("admin", "roles"), `{"Roles":["admin"]}`, 403, "names are exact"},
		{"role deep down", httpauth.Role("admin", "realm_access", "roles"), `{"realm_access":{"roles":["admin"]}}`, 200, "Keycloak"},
		{"role deep down, absent", httpauth.Role("admin", "realm_access", "roles"), `{"roles":["admin"]}`, 403, ""},
		{"role deep down, in a string", httpauth.Role("admin", "realm_access", "roles"), `{"realm_access":"admin"}`, 403, ""},
		{"role under a URL", httpauth.Role("admin", "https://api.example/roles"), `{"https://api.example/roles":["admin"]}`, 200, "Auth0"},
		{"role of another kind", httpauth.Role("admin", "roles"), `{"roles":{"admin":true}}`, 403, ""},
		{"role in a mixed array", httpauth.Role("admin", "roles"), `{"roles":["admin",7]}`, 403, "malformed"},
		{"no role named", httpauth.Role("", "roles"), `{"roles":[""]}`, 500, "nothing is no rule"},
		{"no claim named", httpauth.Role("admin"), `{"roles":["admin"]}`, 500, ""},

		{"rule", httpauth.Require(adult), `{"age":18}`, 200, ""},
		{"rule not met", httpauth.Require(adult), `{"age":17}`, 403, ""},
		{"rule that cannot be asked", httpauth.Require(adult), `{"age":"99"}`, 403, ""},
		{"rule that fails with another refusal", httpauth.Require(func(*jwt.Token) error { return jwt.ErrKeysUnavailable }), `{}`, 403, "it is the rule's no, whatever it is"},
		{"nil rule", httpauth.Require(nil), `{}`, 500, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			g := &httpauth.Guard{Verifier: believe(t, test.claims)}
			answer, reached := send(behind(g, test.rule), request("Bearer x"))
			if answer.Code != test.status || reached != (test.status == 200) {
				t.Errorf("%s: status %d, handler reached: %v; want %d (%s)", test.claims, answer.Code, reached, test.status, test.why)
			}
		})
	}
}

// Without a guard in front, or behind one that let an anonymous caller through,
// every rule asks for a token, even a rule that every token meets.
func TestRulesForAnonymous(t *testing.T) {
	rules := map[string]func(http.Handler) http.Handler{
		"Scope":    httpauth.Scope("read"),
		"AnyScope": httpauth.AnyScope("read"),
		"Role":     httpauth.Role("admin", "roles"),
		"Require":  httpauth.Require(func(*jwt.Token) error { return nil }),
		"Forbid": func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { httpauth.Forbid(w, r, nil) })
		},
	}
	g := &httpauth.Guard{Verifier: verifier(), Realm: "orders", ResourceMetadata: "https://api.example/metadata"}
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			r := request()
			r.Header.Set("Authorization", "Bearer "+sign(goodHeader, goodClaims))
			answer, reached := send(rule, r)
			if got, want := answer.Header().Get("WWW-Authenticate"), `Bearer realm="api"`; reached || answer.Code != 401 || got != want {
				t.Errorf("no guard: status %d, %s, handler reached: %v; want 401, %s", answer.Code, got, reached, want)
			}
			answer, reached = send(func(next http.Handler) http.Handler { return g.Optional(rule(next)) }, request())
			if got, want := answer.Header().Get("WWW-Authenticate"), `Bearer realm="orders", resource_metadata="https://api.example/metadata"`; reached || answer.Code != 401 || got != want {
				t.Errorf("anonymous: status %d, %s, handler reached: %v; want 401, %s", answer.Code, got, reached, want)
			}
		})
	}
}

// A refusal of a rule speaks for the guard in front of it, also if there are
// several rules, in any order.
func TestRulesSpeakForTheirGuard(t *testing.T) {
	g := &httpauth.Guard{Verifier: believe(t, `{"scope":"read"}`), Realm: "orders", ResourceMetadata: "https://api.example/metadata"}
	scope, role := httpauth.Scope("read"), httpauth.Role("admin", "roles")
	want := `Bearer realm="orders", error="insufficient_scope", error_description="the caller lacks a role that is needed here", resource_metadata="https://api.example/metadata"`
	for name, both := range map[string]func(http.Handler) http.Handler{
		"scope first": func(next http.Handler) http.Handler { return scope(role(next)) },
		"role first":  func(next http.Handler) http.Handler { return role(scope(next)) },
	} {
		answer, reached := send(behind(g, both), request("Bearer x"))
		if got := answer.Header().Get("WWW-Authenticate"); reached || got != want {
			t.Errorf("%s: handler reached: %v, WWW-Authenticate: %s\nwant %s", name, reached, got, want)
		}
	}
}

// Another package cannot put a token into a context. The key is not exported, and
// a key of another package with the same name is another key.
func TestContextOfOthers(t *testing.T) {
	type callerKey struct{}
	r := request()
	r = r.WithContext(context.WithValue(r.Context(), callerKey{}, &jwt.Token{}))
	if token, ok := httpauth.Token(r.Context()); ok {
		t.Errorf("Token = %v, true; want none", token)
	}
}

// A later change of its arguments does not change a rule.
func TestRuleKeepsItsWords(t *testing.T) {
	scopes, path := []string{"read"}, []string{"roles"}
	scope, any, role := httpauth.Scope(scopes...), httpauth.AnyScope(scopes...), httpauth.Role("admin", path...)
	scopes[0], path[0] = "write", "groups"
	g := &httpauth.Guard{Verifier: believe(t, `{"scope":"write","groups":["admin"]}`)}
	for name, rule := range map[string]func(http.Handler) http.Handler{"Scope": scope, "AnyScope": any, "Role": role} {
		if answer, reached := send(behind(g, rule), request("Bearer x")); reached || answer.Code != 403 {
			t.Errorf("%s: status %d, handler reached: %v; want 403, false", name, answer.Code, reached)
		}
	}
}

func TestForbid(t *testing.T) {
	g := &httpauth.Guard{Verifier: believe(t, `{"sub":"alice"}`)}
	for _, reason := range []error{errors.New("secret"), nil, jwt.ErrKeysUnavailable, httpauth.ErrNoToken} {
		answer := httptest.NewRecorder()
		g.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			httpauth.Forbid(w, r, reason)
		})).ServeHTTP(answer, request("Bearer x"))
		want := `{"error":"insufficient_scope","error_description":"the caller may not do this"}`
		if answer.Code != 403 || answer.Body.String() != want+"\n" {
			t.Errorf("Forbid(%v) answers %d %s, want 403 %s", reason, answer.Code, answer.Body, want)
		}
	}
}
