package httpauth_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// Microsoft Entra puts scopes into "scp", and publishes its keys without
// "alg". Neither needs a setting.
func ExampleScope_entra() {
	issuer := oidctest.NewIssuerAt("https://login.example/tenant/v2.0")
	issuer.SetKeySet([]byte(strings.ReplaceAll(string(issuer.KeySet()), `"alg": "RS256",`, "")))
	guard := &httpauth.Guard{Verifier: &jwt.Verifier{
		Issuer:   "https://login.example/tenant/v2.0",
		Audience: []string{"api://orders"},
		Keys:     &oidc.Keys{Issuer: "https://login.example/tenant/v2.0", Client: issuer.Client()},
	}}
	read := httpauth.Scope("Orders.Read")
	handler := guard.Handler(read(http.HandlerFunc(hello)))

	claims := issuer.Claims("api://orders")
	claims["scp"] = "Orders.Read User.Read"
	r := httptest.NewRequest("GET", "/orders", nil)
	r.Header.Set("Authorization", "Bearer "+issuer.Sign(issuer.Header(jwt.RS256), claims))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)
	// Output:
	// 200 Hello, alice
}

// Auth0 lists what a user may do in "permissions", an array. A rule of one's
// own is a function.
func ExampleRequire_auth0() {
	guard := &httpauth.Guard{Verifier: people{
		"alice": `{"permissions": ["read:orders", "delete:orders"]}`,
		"bob":   `{"permissions": ["read:orders"]}`,
	}}
	permission := func(name string) func(http.Handler) http.Handler {
		return httpauth.Require(func(t *jwt.Token) error {
			granted, err := t.Claims.Strings("permissions")
			if err != nil {
				return err
			}
			if !slices.Contains(granted, name) {
				return errors.New("no permission " + name)
			}
			return nil
		})
	}
	handler := guard.Handler(permission("delete:orders")(http.HandlerFunc(hello)))

	ask(handler, "DELETE", "/orders/7", "alice")
	ask(handler, "DELETE", "/orders/7", "bob")
	// Output:
	// DELETE /orders/7, alice: 200 Hello, alice
	// DELETE /orders/7, bob: 403 {"error":"insufficient_scope","error_description":"the caller may not do this"}
	//   Bearer realm="api", error="insufficient_scope", error_description="the caller may not do this"
}

// The roles of Zitadel are the names of an object's members.
func ExampleRequire_zitadel() {
	const claim = "urn:zitadel:iam:org:project:roles"
	guard := &httpauth.Guard{Verifier: people{
		"alice": `{"` + claim + `": {"admin": {"270": "demo.zitadel.example"}}}`,
		"bob":   `{"` + claim + `": {"editor": {"270": "demo.zitadel.example"}}}`,
	}}
	admin := httpauth.Require(func(t *jwt.Token) error {
		var roles jwt.Object
		if err := t.Claims.Get(claim, &roles); err != nil {
			return err
		}
		if !roles.Has("admin") {
			return errors.New("not an admin")
		}
		return nil
	})
	handler := guard.Handler(admin(http.HandlerFunc(hello)))

	ask(handler, "GET", "/orders", "alice")
	ask(handler, "GET", "/orders", "bob")
	// Output:
	// GET /orders, alice: 200 Hello, alice
	// GET /orders, bob: 403 {"error":"insufficient_scope","error_description":"the caller may not do this"}
	//   Bearer realm="api", error="insufficient_scope", error_description="the caller may not do this"
}

// One API for the users of two issuers. A token of the one is never judged by
// the keys of the other.
func ExampleGuard_issuers() {
	staff := oidctest.NewIssuerAt("https://staff.example")
	public := oidctest.NewIssuerAt("https://public.example")
	public.NewKey(jwt.ES384)
	guard := &httpauth.Guard{Verifier: jwt.Issuers{
		staff.URL: &jwt.Verifier{
			Issuer:   staff.URL,
			Audience: []string{"https://api.example"},
			Keys:     &oidc.Keys{Issuer: staff.URL, Client: staff.Client()},
		},
		public.URL: &jwt.Verifier{
			Issuer:     public.URL,
			Audience:   []string{"https://api.example"},
			Keys:       &oidc.Keys{Issuer: public.URL, Client: public.Client()},
			Algorithms: []jwt.Algorithm{jwt.ES384},
		},
	}}
	handler := guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := httpauth.Token(r.Context())
		fmt.Fprintf(w, "Hello, %s of %s", token.Claims.Subject, token.Claims.Issuer)
	}))

	for _, token := range []string{
		staff.Sign(staff.Header(jwt.RS256), staff.Claims("https://api.example")),
		public.Sign(public.Header(jwt.ES384), public.Claims("https://api.example")),
		staff.Sign(staff.Header(jwt.RS256), public.Claims("https://api.example")), // a lie
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 200 Hello, alice of https://staff.example
	// 200 Hello, alice of https://public.example
	// 401 {"error":"invalid_token","error_description":"the token's algorithm is not accepted"}
}

// Amazon Cognito's access tokens have no "aud", so Clients lists the clients
// that may call. Its "token_use" tells an access token from an ID token.
func ExampleRequire_cognito() {
	issuer := oidctest.NewIssuerAt("https://cognito-idp.example/pool")
	guard := &httpauth.Guard{Verifier: &jwt.Verifier{
		Issuer:  "https://cognito-idp.example/pool",
		Clients: []string{"app-1"},
		Keys:    &oidc.Keys{Issuer: "https://cognito-idp.example/pool", Client: issuer.Client()},
	}}
	accessToken := httpauth.Require(func(t *jwt.Token) error {
		var use string
		if err := t.Claims.Get("token_use", &use); err != nil {
			return err
		}
		if use != "access" {
			return errors.New("not an access token")
		}
		return nil
	})
	handler := guard.Handler(accessToken(http.HandlerFunc(hello)))

	call := func(name string, change map[string]any) {
		claims := issuer.Claims("")
		delete(claims, "aud")
		maps.Copy(claims, change)
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", "Bearer "+issuer.Sign(issuer.Header(jwt.RS256), claims))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(name+":", w.Code, strings.TrimSpace(w.Body.String()))
	}
	call("access token", map[string]any{"client_id": "app-1", "token_use": "access"})
	call("another client", map[string]any{"client_id": "app-9", "token_use": "access"})
	call("ID token", map[string]any{"aud": "app-1", "token_use": "id"})
	call("another use", map[string]any{"client_id": "app-1", "token_use": "id"})
	// Output:
	// access token: 200 Hello, alice
	// another client: 401 {"error":"invalid_token","error_description":"the token is for another audience"}
	// ID token: 401 {"error":"invalid_token","error_description":"the token is for another audience"}
	// another use: 403 {"error":"insufficient_scope","error_description":"the caller may not do this"}
}
