package httpauth_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

func ExampleBearer() {
	for _, value := range []string{"Bearer abc.def.ghi", "bearer  abc", "Basic dXNlcjpwYXNz", "Bearer abc, Bearer def"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", value)
		token, err := httpauth.Bearer(r)
		fmt.Printf("%q %v\n", token, err)
	}
	// Output:
	// "abc.def.ghi" <nil>
	// "abc" <nil>
	// "" no bearer token: the Authorization header is of another scheme than Bearer
	// "" malformed request: the scheme Bearer is to be followed by a space and one token, made of letters, digits and - . _ ~ + / =
}

// The way from an issuer's address to a protected handler.
func ExampleGuard() {
	issuer := oidctest.NewIssuerAt("https://issuer.example") // in its place, yours
	guard := &httpauth.Guard{Verifier: &jwt.Verifier{
		Issuer:   "https://issuer.example",
		Audience: []string{"https://api.example"},
		Keys:     &oidc.Keys{Issuer: "https://issuer.example", Client: issuer.Client()},
	}}
	mux := http.NewServeMux()
	mux.Handle("GET /api/protected", guard.Handler(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			token, _ := httpauth.Token(r.Context())
			fmt.Fprintf(w, "Hello, %s", token.Claims.Subject)
		},
	)))

	good := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
	other := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://other.example"))
	for _, authorization := range []string{"Bearer " + good, "Bearer " + other, "Bearer", ""} {
		r := httptest.NewRequest("GET", "/api/protected", nil)
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		fmt.Println(w.Code, cmp.Or(w.Header().Get("WWW-Authenticate"), w.Body.String()))
	}
	// Output:
	// 200 Hello, alice
	// 401 Bearer realm="api", error="invalid_token", error_description="the token is for another audience"
	// 400 Bearer realm="api", error="invalid_request", error_description="no token follows the scheme Bearer"
	// 401 Bearer realm="api"
}

// A proxy that signs requests, such as Google IAP, sends its token in a header
// of its own.
func ExampleGuard_header() {
	guard := &httpauth.Guard{
		Verifier: people{"alice": `{}`},
		Header:   "X-Goog-IAP-JWT-Assertion",
	}
	handler := guard.Handler(http.HandlerFunc(hello))

	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Goog-IAP-JWT-Assertion", "alice")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	fmt.Println(w.Code, w.Body)

	ask(handler, "GET", "/", "alice") // past the proxy, with Authorization
	// Output:
	// 200 Hello, alice
	// GET /, alice: 401 {"error_description":"there is no X-Goog-IAP-JWT-Assertion header"}
	//   Bearer realm="api"
}

// A client without a token learns which scopes to ask for.
func ExampleGuard_scope() {
	guard := &httpauth.Guard{
		Verifier: people{"alice": `{"scope": "read:orders"}`},
		Scope:    []string{"read:orders", "write:orders"},
	}
	read := httpauth.Scope("read:orders")
	handler := guard.Handler(read(http.HandlerFunc(hello)))

	ask(handler, "GET", "/orders", "")
	ask(handler, "GET", "/orders", "alice")
	// Output:
	// GET /orders, no token: 401 {"error_description":"there is no Authorization header"}
	//   Bearer realm="api", scope="read:orders write:orders"
	// GET /orders, alice: 200 Hello, alice
}

func ExampleGuard_Optional() {
	guard := &httpauth.Guard{Verifier: people{"alice": `{}`}}
	handler := guard.Optional(http.HandlerFunc(hello))

	ask(handler, "GET", "/", "alice")
	ask(handler, "GET", "/", "")
	ask(handler, "GET", "/", "mallory") // not anonymous: her token is refused
	// Output:
	// GET /, alice: 200 Hello, alice
	// GET /, no token: 200 Hello, stranger
	// GET /, mallory: 401 {"error":"invalid_token","error_description":"the token is not signed by a key of its issuer"}
	//   Bearer realm="api", error="invalid_token", error_description="the token is not signed by a key of its issuer"
}

// Check and Refuse are for routers whose middleware has another shape.
func ExampleGuard_Check() {
	guard := &httpauth.Guard{Verifier: people{"alice": `{}`}}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, err := guard.Check(r)
		if err != nil {
			guard.Refuse(w, r, err)
			return
		}
		fmt.Fprintf(w, "Hello, %s", token.Claims.Subject)
	})

	ask(handler, "GET", "/", "alice")
	ask(handler, "GET", "/", "")
	// Output:
	// GET /, alice: 200 Hello, alice
	// GET /, no token: 401 {"error_description":"there is no Authorization header"}
	//   Bearer realm="api"
}

// A scope says what the client may do for a user, a role what the user may do. A
// route can ask for both.
func ExampleScope() {
	guard := &httpauth.Guard{Verifier: people{
		"alice":   `{"scope": "read:users delete:users", "roles": ["admin"]}`,
		"bob":     `{"scope": "read:users delete:users", "roles": "not-an-administrator"}`,
		"mallory": `{"scope": "undelete:users", "roles": ["admin"]}`,
	}}
	scope, admin := httpauth.Scope("delete:users"), httpauth.Role("admin", "roles")
	mux := http.NewServeMux()
	mux.Handle("DELETE /users/{id}", guard.Handler(scope(admin(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "deleted user ", r.PathValue("id")) },
	)))))

	ask(mux, "DELETE", "/users/7", "alice")
	ask(mux, "DELETE", "/users/7", "bob")
	ask(mux, "DELETE", "/users/7", "mallory")
	// Output:
	// DELETE /users/7, alice: 200 deleted user 7
	// DELETE /users/7, bob: 403 {"error":"insufficient_scope","error_description":"the caller lacks a role that is needed here"}
	//   Bearer realm="api", error="insufficient_scope", error_description="the caller lacks a role that is needed here"
	// DELETE /users/7, mallory: 403 {"error":"insufficient_scope","error_description":"the token lacks a scope that is needed here"}
	//   Bearer realm="api", error="insufficient_scope", error_description="the token lacks a scope that is needed here", scope="delete:users"
}

func ExampleAnyScope() {
	guard := &httpauth.Guard{Verifier: people{"alice": `{"scope": "admin:orders"}`, "bob": `{"scope": "openid"}`}}
	readers := httpauth.AnyScope("read:orders", "admin:orders")
	handler := guard.Handler(readers(http.HandlerFunc(hello)))

	ask(handler, "GET", "/orders", "alice")
	ask(handler, "GET", "/orders", "bob")
	// Output:
	// GET /orders, alice: 200 Hello, alice
	// GET /orders, bob: 403 {"error":"insufficient_scope","error_description":"the token lacks a scope that is needed here"}
	//   Bearer realm="api", error="insufficient_scope", error_description="the token lacks a scope that is needed here", scope="read:orders"
}

// The roles of Keycloak lie one level down.
func ExampleRole() {
	guard := &httpauth.Guard{Verifier: people{"alice": `{"realm_access": {"roles": ["offline_access", "admin"]}}`}}
	admin := httpauth.Role("admin", "realm_access", "roles")

	ask(guard.Handler(admin(http.HandlerFunc(hello))), "GET", "/", "alice")
	// Output:
	// GET /, alice: 200 Hello, alice
}

func ExampleRequire() {
	guard := &httpauth.Guard{Verifier: people{
		"alice": `{"email": "alice@example.com", "email_verified": true}`,
		"bob":   `{"email": "bob@example.com"}`,
	}}
	verified := httpauth.Require(func(t *jwt.Token) error {
		var yes bool
		if err := t.Claims.Get("email_verified", &yes); err != nil {
			return err
		}
		if !yes {
			return errors.New("email is not verified")
		}
		return nil
	})
	handler := guard.Handler(verified(http.HandlerFunc(hello)))

	ask(handler, "GET", "/", "alice")
	ask(handler, "GET", "/", "bob")
	// Output:
	// GET /, alice: 200 Hello, alice
	// GET /, bob: 403 {"error":"insufficient_scope","error_description":"the caller may not do this"}
	//   Bearer realm="api", error="insufficient_scope", error_description="the caller may not do this"
}

// Only the handler knows who owns a record.
func ExampleForbid() {
	guard := &httpauth.Guard{Verifier: people{"alice": `{}`}}
	mux := http.NewServeMux()
	mux.Handle("GET /user/{id}", guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, ok := httpauth.Token(r.Context())
		if !ok || token.Claims.Subject != r.PathValue("id") {
			httpauth.Forbid(w, r, errors.New("another user's record"))
			return
		}
		fmt.Fprint(w, "your record")
	})))

	ask(mux, "GET", "/user/alice", "alice")
	ask(mux, "GET", "/user/bob", "alice")
	// Output:
	// GET /user/alice, alice: 200 your record
	// GET /user/bob, alice: 403 {"error":"insufficient_scope","error_description":"the caller may not do this"}
	//   Bearer realm="api", error="insufficient_scope", error_description="the caller may not do this"
}

// A client that knows only the address of the API learns from its first refusal
// where to get a token.
func ExampleResourceMetadata() {
	metadata := httpauth.Metadata{
		Resource:             "https://api.example/v1",
		AuthorizationServers: []string{"https://issuer.example"},
		ScopesSupported:      []string{"read:orders"},
	}
	address, err := metadata.URL()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	guard := &httpauth.Guard{Verifier: people{}, ResourceMetadata: address.String()}
	mux := http.NewServeMux()
	mux.Handle("GET "+address.Path, httpauth.ResourceMetadata(metadata))
	mux.Handle("GET /v1/orders", guard.Handler(http.HandlerFunc(hello)))

	ask(mux, "GET", "/v1/orders", "")
	ask(mux, "GET", "/.well-known/oauth-protected-resource/v1", "")
	// Output:
	// GET /v1/orders, no token: 401 {"error_description":"there is no Authorization header"}
	//   Bearer realm="api", resource_metadata="https://api.example/.well-known/oauth-protected-resource/v1"
	// GET /.well-known/oauth-protected-resource/v1, no token: 200 {"resource":"https://api.example/v1","authorization_servers":["https://issuer.example"],"scopes_supported":["read:orders"],"bearer_methods_supported":["header"]}
}
