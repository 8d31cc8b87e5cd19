package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func identityOf(h http.Header) map[string]string {
	got := map[string]string{}
	for _, name := range []string{headerIssuer, headerSubject, headerClient, headerScope, headerRoles} {
		values, ok := h[name]
		if !ok || len(values) != 1 {
			got[name] = "absent"
			continue
		}
		got[name] = values[0]
	}
	return got
}

// All of the headers are always there: a proxy that copies them then overwrites
// what a client forged.
func TestIdentity(t *testing.T) {
	f := newFixture(t, "-role-claim", "realm_access.roles")
	issuer := f.issuer.URL
	for name, test := range map[string]struct {
		target string
		claims []any // nil: no token
		want   map[string]string
	}{
		"anonymous": {"/require?optional=1", nil, map[string]string{headerIssuer: "", headerSubject: "", headerClient: "", headerScope: "", headerRoles: ""}},
		"everything": {"/require",
			[]any{"sub", "auth0|alice", "client_id", "web", "azp", "other", "scope", "read:orders write", "realm_access", map[string]any{"roles": []string{"admin", "clerk"}}},
			map[string]string{headerIssuer: issuer, headerSubject: "auth0|alice", headerClient: "web", headerScope: "read:orders write", headerRoles: "admin clerk"}},
		"azp": {"/require", []any{"sub", "bob", "azp", "spa", "client_id", nil},
			map[string]string{headerIssuer: issuer, headerSubject: "bob", headerClient: "spa", headerScope: "", headerRoles: ""}},
		"a client that is not a string": {"/require", []any{"sub", "bob", "client_id", 7, "azp", []string{"x"}},
			map[string]string{headerIssuer: issuer, headerSubject: "bob", headerClient: "", headerScope: "", headerRoles: ""}},
		"line breaks and other characters": {"/require",
			[]any{"sub", "a\r\nX-Auth-Roles: admin", "client_id", "Zoë 100%", "scope", "caf\u00e9", "realm_access", map[string]any{"roles": "\x00\x7f"}},
			map[string]string{headerIssuer: issuer, headerSubject: "a%0D%0AX-Auth-Roles:%20admin", headerClient: "Zo%C3%AB%20100%25", headerScope: "caf%C3%A9", headerRoles: "%00%7F"}},
		"a role with a space in it": {"/require", []any{"sub", "bob", "realm_access", map[string]any{"roles": []string{"not admin", "clerk", "a\tb", ""}}},
			map[string]string{headerIssuer: issuer, headerSubject: "bob", headerClient: "", headerScope: "", headerRoles: "clerk"}},
	} {
		t.Run(name, func(t *testing.T) {
			var fields []string
			if test.claims != nil {
				fields = []string{"Authorization", f.bearer(test.claims...)}
			}
			w := f.ask(test.target, fields...)
			if w.Code != http.StatusOK {
				t.Fatalf("GET %s = %d %s", test.target, w.Code, w.Body)
			}
			if diff := cmp.Diff(test.want, identityOf(w.Header())); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
	if got := f.log.String(); strings.Count(got, "roles left out") != 1 || !strings.Contains(got, "left_out=3") {
		t.Errorf("the log says %s; want one line about three roles left out", got)
	}
}

func TestRefusalHasNoIdentity(t *testing.T) {
	f := newFixture(t)
	w := f.ask("/require?role=admin", "Authorization", f.bearer())
	for name, value := range identityOf(w.Header()) {
		if value != "absent" {
			t.Errorf("a refusal has %s: %q", name, value)
		}
	}
}
