package oidctest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// A client signs a proof, and a thief signs one with a key of his own.
func ExampleProver() {
	client := oidctest.NewProverWith(jwt.ES256, oidctest.ClientKey())
	client.Now = func() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }
	thief := oidctest.NewProver(jwt.ES256)

	claims := client.Claims("GET", "https://api.example/orders", "the.access.token")
	claims["jti"] = "one" // in place of a random one
	proof, err := jwt.Parse(client.Sign(client.Header(), claims))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(proof.Payload.Bytes()))
	fmt.Println(client.Thumbprint())
	fmt.Println(client.Thumbprint() == thief.Thumbprint())
	// Output:
	// {"iat":1768478400,"jti":"one","ath":"R2a7yCsxS8BpCgk-2VRP3xHZJ8n6zSvOygTlU97Z9m0","htm":"GET","htu":"https://api.example/orders"}
	// cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s
	// false
}

// A client can have a key for each algorithm. Its thumbprint is the one that
// package jwk computes.
func TestProver(t *testing.T) {
	for _, alg := range []jwt.Algorithm{jwt.RS256, jwt.PS256, jwt.ES256, jwt.ES384, jwt.ES512, jwt.EdDSA} {
		p := oidctest.NewProver(alg)
		proof, err := jwt.Parse(p.Proof("GET", "https://api.example/", "token"))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		fmt.Fprintf(&text, `{"kty":"%v"`, p.JWK()["kty"])
		for name, value := range p.JWK() {
			if name != "kty" {
				fmt.Fprintf(&text, `,"%s":"%s"`, name, value)
			}
		}
		key, err := jwk.Parse([]byte(text.String() + "}"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := p.Thumbprint(), key.Thumbprint(); got != want {
			t.Errorf("%s: Thumbprint = %s, want %s", alg, got, want)
		}
		if err := jwt.VerifySignature(alg, key.Public, proof.SigningInput(), proof.Signature.Bytes()); err != nil {
			t.Errorf("%s: VerifySignature = %v", alg, err)
		}
		claims := p.Bind(map[string]any{})
		if got := claims["cnf"].(map[string]any)["jkt"]; got != key.Thumbprint() {
			t.Errorf("%s: cnf.jkt = %v", alg, got)
		}
	}
}
