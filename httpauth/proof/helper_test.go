package proof

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

const base = "https://api.example"

// noon is the time in all tests without a clock of their own.
var noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

func atNoon() time.Time { return noon }

// client is one with a key that is made at run time.
var client = sync.OnceValue(func() *oidctest.Prover {
	p := oidctest.NewProver(jwt.ES256)
	p.Now = atNoon
	return p
})

func dpop() *DPoP { return &DPoP{Base: base, Now: atNoon} }

// accessToken is a text with these claims. Its signature is not looked at here.
func accessToken(claims string) string {
	text := base64.RawURLEncoding.EncodeToString
	return text([]byte(`{"alg":"ES256"}`)) + "." + text([]byte(claims)) + ".c2ln"
}

// believed is a token as a Verifier returns it.
func believed(t testing.TB, text string) *jwt.Token {
	t.Helper()
	u, err := jwt.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	o, err := jwt.ParseObject(u.Payload.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return &jwt.Token{Header: u.Header, Claims: jwt.Claims{Object: o}}
}

// boundToken returns an access token that is bound to a client.
func boundToken(p *oidctest.Prover) string {
	claims, err := json.Marshal(p.Bind(map[string]any{"sub": "alice"}))
	if err != nil {
		panic(err)
	}
	return accessToken(string(claims))
}

// credentials are a token after the scheme.
func credentials(t testing.TB, scheme, text string) httpauth.Credentials {
	t.Helper()
	return httpauth.Credentials{Scheme: scheme, Text: text, Token: believed(t, text)}
}

// request returns a request with a DPoP field for each proof.
func request(method, target string, proofs ...string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	for _, p := range proofs {
		r.Header.Add("DPoP", p)
	}
	return r
}
