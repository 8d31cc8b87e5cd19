package oidc_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// The issuer's identifier is all there is to configure. The issuer of this
// example has no network. For a real one, leave Client out.
func ExampleKeys() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")

	v := &jwt.Verifier{
		Issuer:   "https://issuer.example",
		Audience: []string{"https://api.example"},
		Keys:     &oidc.Keys{Issuer: "https://issuer.example", Client: issuer.Client()},
	}

	text := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
	token, err := v.Verify(context.Background(), text)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(token.Claims.Subject, "from", token.Claims.Issuer)

	metadata, keySet := issuer.Fetches()
	fmt.Println(metadata, "request for the metadata,", keySet, "for the keys")
	// Output:
	// alice from https://issuer.example
	// 1 request for the metadata, 1 for the keys
}

// With the address of the key set, nothing is discovered.
func ExampleKeys_url() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")

	keys := &oidc.Keys{
		URL:    "https://issuer.example/jwks",
		Client: issuer.Client(),
	}
	found, err := keys.Keys(context.Background(), jwt.Header{Algorithm: jwt.ES256, KeyID: "rfc7515-a3"})
	fmt.Println(len(found), err)

	metadata, keySet := issuer.Fetches()
	fmt.Println(metadata, "requests for the metadata,", keySet, "for the keys")
	// Output:
	// 1 <nil>
	// 0 requests for the metadata, 1 for the keys
}

// Inside docker compose, the issuer has no certificate. The program says which
// host it trusts all the same. Everybody on that network can then forge tokens.
func ExampleKeys_cleartext() {
	issuer := oidctest.NewIssuerAt("http://keycloak:8080/realms/demo")

	for _, hosts := range [][]string{nil, {"keycloak:8080"}} {
		keys := &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client(), Cleartext: hosts}
		fmt.Println(keys.Refresh(context.Background()))
	}
	// Output:
	// verifier not configured: oidc.Keys: address not allowed: "http://keycloak:8080/realms/demo" is not https; only hosts in Keys.Cleartext, and this machine, may use plain http
	// <nil>
}

// A new key is found when a token first names it. Invented keys cause a few
// fetches at most.
func ExampleKeys_Keys() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	keys := &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client()}
	ask := func(kid string) {
		_, err := keys.Keys(context.Background(), jwt.Header{Algorithm: jwt.ES384, KeyID: kid})
		_, fetches := issuer.Fetches()
		fmt.Printf("%s: %v (%d fetches)\n", kid, err, fetches)
	}

	ask("es384-1")
	kid := issuer.NewKey(jwt.ES384)
	ask(kid)
	for range 100 {
		_, _ = keys.Keys(context.Background(), jwt.Header{Algorithm: jwt.ES384, KeyID: "invented"})
	}
	ask("invented")
	// Output:
	// es384-1: no key fits (1 fetches)
	// es384-1: <nil> (2 fetches)
	// invented: no key fits, and the issuer was asked often enough lately (4 fetches)
}

// A server that does not start without keys.
func ExampleKeys_Refresh() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	issuer.Fail(http.StatusBadGateway)

	keys := &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client()}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := keys.Refresh(ctx); err != nil {
		fmt.Println(err)
	}

	issuer.Fail(0)
	fmt.Println(keys.Refresh(ctx))
	// Output:
	// keys unavailable: https://issuer.example/.well-known/openid-configuration: status 502 Bad Gateway
	// <nil>
}

// A health page. Stale keys are no reason to restart a server, since they may
// still be the issuer's. If there are no keys, the page fetches them: while it
// answers 503, a load balancer sends no token that would cause a fetch.
func ExampleKeys_Snapshot() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	keys := &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client()}

	health := func(w http.ResponseWriter, r *http.Request) {
		state := keys.Snapshot()
		if !state.Usable && time.Now().After(state.RetryAt) {
			ctx, cancel := context.WithTimeout(r.Context(), time.Second)
			defer cancel()
			_ = keys.Refresh(ctx)
			state = keys.Snapshot()
		}
		if !state.Usable {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(state)
	}

	show := func() {
		w := httptest.NewRecorder()
		health(w, httptest.NewRequest("GET", "/health", nil))
		var page struct {
			KeyIDs    []string `json:"key_ids"`
			LastError string   `json:"last_error"`
		}
		_ = json.Unmarshal(w.Body.Bytes(), &page)
		fmt.Printf("%d %v %q\n", w.Code, page.KeyIDs, page.LastError)
	}

	show()
	issuer.Fail(http.StatusInternalServerError)
	_ = keys.Refresh(context.Background())
	show()
	// Output:
	// 200 [rfc7515-a2 rfc7515-a3] ""
	// 200 [rfc7515-a2 rfc7515-a3] "https://issuer.example/jwks: status 500 Internal Server Error"
}

// Everything that the issuer says about itself is in the metadata.
func ExampleDiscover() {
	issuer := oidctest.NewIssuerAt("https://issuer.example/tenant/")

	m, err := oidc.Discover(context.Background(), issuer.Client(), "https://issuer.example/tenant/")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.JWKSURI)

	// With or without a slash at the end, these are two issuers.
	_, err = oidc.Discover(context.Background(), issuer.Client(), "https://issuer.example/tenant")
	fmt.Println(err)
	// Output:
	// https://issuer.example/tenant/jwks
	// https://issuer.example/tenant/.well-known/openid-configuration: metadata of another issuer: it says "https://issuer.example/tenant/", not "https://issuer.example/tenant"; they differ in the slash at the end
}
