package httpauth_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// people is a Verifier for the tests of handlers. Its tokens are names, and it
// knows the claims of each.
type people map[string]string

func (p people) Verify(_ context.Context, token string) (*jwt.Token, error) {
	claims, err := jwt.ParseObject([]byte(p[token]))
	if err != nil {
		return nil, &jwt.Error{Step: jwt.StepSignature, Err: jwt.ErrSignature}
	}
	return &jwt.Token{Claims: jwt.Claims{Subject: token, Object: claims}}, nil
}

// ask sends a request to a handler and prints the answer.
func ask(h http.Handler, method, path, token string) {
	r := httptest.NewRequest(method, path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	fmt.Printf("%s %s, %s: %d %s\n", method, path, cmp.Or(token, "no token"), w.Code, strings.TrimSpace(w.Body.String()))
	if challenge := w.Header().Get("WWW-Authenticate"); challenge != "" {
		fmt.Println("  " + challenge)
	}
}

// hello is the handler to be tested.
func hello(w http.ResponseWriter, r *http.Request) {
	name := "stranger"
	if token, ok := httpauth.Token(r.Context()); ok {
		name = token.Claims.Subject
	}
	fmt.Fprintf(w, "Hello, %s", name)
}

// A test of a handler needs no keys and no issuer, only a Verifier of its own.
func ExampleVerifier() {
	guard := &httpauth.Guard{Verifier: people{"alice": `{"scope": "read:orders"}`}}
	handler := guard.Handler(http.HandlerFunc(hello))

	ask(handler, "GET", "/", "alice")
	ask(handler, "GET", "/", "mallory")
	// Output:
	// GET /, alice: 200 Hello, alice
	// GET /, mallory: 401 {"error":"invalid_token","error_description":"the token is not signed by a key of its issuer"}
	//   Bearer realm="api", error="invalid_token", error_description="the token is not signed by a key of its issuer"
}
