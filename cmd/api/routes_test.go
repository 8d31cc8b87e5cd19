package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// taught returns a teacher whose issuer has no port, and the API that believes it.
func taught(change func(*config)) (teacher, http.Handler) {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	c := demoConfig(issuer, "https://api.example")
	if change != nil {
		change(c)
	}
	keys := &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client()}
	return newTeacher(issuer, c.Audience[0], noon), routes(c, keys, slog.New(slog.DiscardHandler))
}

func send(h http.Handler, method, path, token string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestRoutes has what the demo does not show.
func TestRoutes(t *testing.T) {
	te, api := taught(nil)
	alice := te.token(jwt.RS256, nil)
	with := func(name string, value any) string { return te.token(jwt.RS256, map[string]any{name: value}) }
	tests := map[string]struct {
		method, path, token string
		status              int
		want                string
	}{
		"health with a bad token":      {"GET", "/health", "x", 200, "healthy"},
		"secure-route":                 {"GET", "/secure-route", alice, 200, "secret"},
		"secure-route without a token": {"GET", "/secure-route", "", 401, ""},
		"secure-route, the text of a tutorial": {"GET", "/secure-route",
			"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c", 401, "algorithm"},
		"data without a token":           {"GET", "/api/data", "", 401, ""},
		"data without scope and role":    {"GET", "/api/data", te.token(jwt.RS256, map[string]any{"scope": "", "roles": []string{}}), 200, "scope '' and role ''"},
		"orders without a token":         {"GET", "/api/orders", "", 401, ""},
		"orders, more scopes":            {"GET", "/api/orders", with("scope", "openid read:orders"), 200, "kettle"},
		"user without a token":           {"GET", "/user/alice", "", 401, ""},
		"user in capitals":               {"GET", "/user/ALICE", alice, 403, ""},
		"user, encoded":                  {"GET", "/user/%61lice", alice, 200, "alice"},
		"user, nobody":                   {"GET", "/user/", alice, 404, ""},
		"user, nobody asks for nobody":   {"GET", "/user/", with("sub", ""), 404, ""},
		"delete without a token":         {"DELETE", "/api/users/1", "", 401, ""},
		"delete by no administrator":     {"DELETE", "/api/users/1", with("roles", "not-an-administrator"), 403, ""},
		"delete by an admin, one string": {"DELETE", "/api/users/1", with("roles", "admin"), 204, ""},
		"delete without roles":           {"DELETE", "/api/users/1", with("roles", nil), 403, ""},
		"hello without an email":         {"GET", "/api/protected", with("email", 42), 200, "hello, alice"},
		"no such route, with a token":    {"GET", "/", alice, 404, ""},
		"no such method":                 {"POST", "/api/orders", "", 405, ""},
		"preflight":                      {"OPTIONS", "/api/orders", "", 405, ""},
		"metadata of another resource":   {"GET", "/.well-known/oauth-protected-resource/other", "", 404, ""},
		"another well-known document":    {"GET", "/.well-known/openid-configuration", "", 404, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := send(api, test.method, test.path, test.token)
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
				t.Errorf("%s %s: %d %s; want %d %s", test.method, test.path, w.Code, w.Body, test.status, test.want)
			}
		})
	}
}

// TestRoleClaim has the claims of some issuers.
func TestRoleClaim(t *testing.T) {
	tests := map[string]struct {
		flag   string
		claims map[string]any
	}{
		"Keycloak": {"realm_access.roles", map[string]any{"realm_access": map[string]any{"roles": []string{"admin"}}}},
		"Auth0":    {"https://api.example/roles", map[string]any{"https://api.example/roles": []string{"admin"}}},
		"Cognito":  {"cognito:groups", map[string]any{"cognito:groups": []string{"admin"}}},
		"Curity":   {"role", map[string]any{"role": "admin"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			te, api := taught(func(c *config) { c.roles = command.ClaimPath(test.flag) })
			if w := send(api, "DELETE", "/api/users/1", te.token(jwt.RS256, test.claims)); w.Code != 204 {
				t.Errorf("an admin: %d %s", w.Code, w.Body)
			}
			if w := send(api, "DELETE", "/api/users/1", te.token(jwt.RS256, nil)); w.Code != 403 {
				t.Errorf("without the claim: %d %s; want 403", w.Code, w.Body)
			}
		})
	}
}

// TestMetadata: where the document is depends on the name of the API.
func TestMetadata(t *testing.T) {
	const wellKnown = "/.well-known/oauth-protected-resource"
	for audience, path := range map[string]string{
		"https://api.example":       wellKnown,
		"https://api.example/":      wellKnown,
		"https://api.example/v1":    wellKnown + "/v1",
		"https://api.example/{v1}/": wellKnown + "/%7Bv1%7D/",
		"http://127.0.0.1:8080":     wellKnown,
		"orders":                    "", // no URL, so there is none
		"https://api.example//x":    "", // a path that no server sees as it is
	} {
		t.Run(audience, func(t *testing.T) {
			_, api := taught(func(c *config) { c.Audience = []string{audience} })
			if path == "" {
				if w := send(api, "GET", wellKnown, ""); w.Code != 404 {
					t.Errorf("%d %s; want 404", w.Code, w.Body)
				}
				return
			}
			w := send(api, "GET", path, "")
			if w.Code != 200 || !strings.Contains(w.Body.String(), `"resource":"`+audience+`"`) {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		})
	}
}
