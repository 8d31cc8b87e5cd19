package main

import (
	"net/http"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// The proof is about what the client asked of the proxy, which the proxy says in
// one header, and not about the question that the proxy asks.
func TestProof(t *testing.T) {
	f := newFixture(t, "-dpop", "https://api.example", "-dpop-uri", "X-Asked")
	client, thief := oidctest.NewProver(jwt.ES256), oidctest.NewProver(jwt.ES256)
	token := f.token("cnf", map[string]string{"jkt": client.Thumbprint()}, "scope", "read:orders")
	const url = "https://api.example/orders"
	used := client.Proof("GET", url, token)
	for _, test := range []struct {
		name   string
		asked  string
		fields []string
		status int
	}{
		{"a good proof", "GET /orders?page=2", []string{"Authorization", "DPoP " + token, "DPoP", used}, 200},
		{"the same proof again", "GET /orders?page=2", []string{"Authorization", "DPoP " + token, "DPoP", used}, 401},
		{"a whole URL", "GET https://api.example/orders?page=2", []string{"Authorization", "DPoP " + token, "DPoP", client.Proof("GET", url, token)}, 200},
		{"another method", "POST /orders", []string{"Authorization", "DPoP " + token, "DPoP", client.Proof("GET", url, token)}, 401},
		{"another path", "GET /users", []string{"Authorization", "DPoP " + token, "DPoP", client.Proof("GET", url, token)}, 401},
		{"a proof for the question", "GET /orders", []string{"Authorization", "DPoP " + token, "DPoP", client.Proof("GET", "https://api.example/require", token)}, 401},
		{"another key", "GET /orders", []string{"Authorization", "DPoP " + token, "DPoP", thief.Proof("GET", url, token)}, 401},
		{"no proof", "GET /orders", []string{"Authorization", "DPoP " + token}, 401},
		{"as bearer token", "GET /orders", []string{"Authorization", "Bearer " + token}, 401},
		{"a token that is not bound", "GET /orders", []string{"Authorization", f.bearer("scope", "read:orders")}, 200},
	} {
		w := f.ask("/require?scope=read:orders", append(test.fields, "X-Asked", test.asked)...)
		if w.Code != test.status {
			t.Errorf("%s: %d %s; want %d", test.name, w.Code, w.Header().Get("WWW-Authenticate"), test.status)
		}
		if got := w.Header().Get("WWW-Authenticate"); test.status == 401 && !strings.Contains(got, "DPoP ") {
			t.Errorf("%s: WWW-Authenticate = %q; want DPoP in it", test.name, got)
		}
	}
}

// A proxy that does not set the header leaves it to the client.
func TestProofWithoutTheHeaderOfTheProxy(t *testing.T) {
	f := newFixture(t, "-dpop", "https://api.example")
	for _, fields := range [][]string{
		nil,
		{"X-Dpop-Uri", ""},
		{"X-Dpop-Uri", "GET"},
		{"X-Dpop-Uri", "/orders"},
		{"X-Dpop-Uri", " /orders"},
		{"X-Dpop-Uri", "GET orders"},
		{"X-Dpop-Uri", "GET https://evil.example/orders"},
		{"X-Dpop-Uri", "GET https://api.example.evil.example/orders"},
		{"X-Dpop-Uri", "GET https://api.example"},
		{"X-Dpop-Uri", "GET /%zz"},
		{"X-Dpop-Uri", "GET /orders", "X-Dpop-Uri", "GET /orders"},
	} {
		w := f.ask("/require", append(fields, "Authorization", f.bearer())...)
		if w.Code != http.StatusInternalServerError {
			t.Errorf("GET /require with %q = %d; want 500", fields, w.Code)
		}
	}
}

func TestMisuseOfDPoP(t *testing.T) {
	for _, base := range []string{"api.example", "https://", "ftp://api.example", "https://api.example?x"} {
		var stdout, stderr strings.Builder
		args := []string{"-issuer", "https://issuer.example", "-audience", "x", "-dpop", base}
		if code := run(t.Context(), args, &stdout, &stderr); code != 2 || !strings.Contains(stderr.String(), "hint: ") {
			t.Errorf("gate -dpop %s: %d, %q; want misuse, and a hint", base, code, &stderr)
		}
	}
}
