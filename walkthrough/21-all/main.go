// 21-all: one small API, and every attack again.
//
// This is the API of all five tutorials, with every route that they
// have. Nothing in it checks a token: that is said once, in the guard,
// and the guard stands before each handler that needs one.
//
// Then come all attacks of this book, as requests: against the finished
// API of T1 in naive.go, and against this one.
//
//	go run ./walkthrough/21-all
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   21,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// api is the loans API.
func api(client *http.Client) http.Handler {
	guard := &httpauth.Guard{Realm: "loans", Verifier: notWithdrawn{
		&jwt.Verifier{
			Issuer:   story.Issuer,
			Audience: []string{story.API},
			Keys:     &oidc.Keys{Issuer: story.Issuer, Client: client},
			Algorithms: []jwt.Algorithm{
				jwt.RS256, jwt.ES256, jwt.ES384,
			},
			Now: story.Now, // yours has none: it is 2026 in this book
		},
	}}
	read := httpauth.Scope("read")
	admin := httpauth.Role("admin", "roles")

	mux := http.NewServeMux()
	mux.Handle("GET /health", say("Healthy"))
	mux.Handle("GET /secure-route", guard.Handler(say("for readers")))
	mux.Handle("GET /api/protected", guard.Handler(caller(hello)))
	mux.Handle("GET /api/data", guard.Handler(read(caller(data))))
	mux.Handle("GET /user/{id}", guard.Handler(caller(books)))
	mux.Handle("DELETE /api/users/{id}",
		guard.Handler(admin(say("removed"))))
	mux.Handle("OPTIONS /api/", preflight)
	return mux
}

func hello(w http.ResponseWriter, _ *http.Request, c jwt.Claims) {
	fmt.Fprintf(w, "Hello, %s", c.Subject)
}

func data(w http.ResponseWriter, _ *http.Request, c jwt.Claims) {
	roles, _ := c.Strings("roles")
	fmt.Fprintf(w, "called for user with scope %q and role %q",
		c.Scopes(), roles)
}

// books are for their reader. That a token is good does not mean that
// its bearer may see everything.
func books(w http.ResponseWriter, r *http.Request, c jwt.Claims) {
	if r.PathValue("id") != c.Subject {
		httpauth.Forbid(w, r, errors.New("somebody else's books"))
		return
	}
	fmt.Fprintf(w, "the books of %s", c.Subject)
}

// preflight answers a browser, which asks without a token: see page 17.
var preflight = http.HandlerFunc(
	func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})

// A caller is a handler that wants to know who calls.
type caller func(http.ResponseWriter, *http.Request, jwt.Claims)

func (f caller) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, _ := httpauth.Token(r.Context())
	f(w, r, token.Claims)
}

// A say is a handler that says one thing.
type say string

func (s say) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, string(s))
}

// notWithdrawn asks one question more, that of page 11.
type notWithdrawn struct{ *jwt.Verifier }

func (v notWithdrawn) Verify(
	ctx context.Context, text string,
) (*jwt.Token, error) {
	token, err := v.Verifier.Verify(ctx, text)
	if err == nil && strings.HasPrefix(token.Claims.ID, "lost-") {
		return nil, errors.New("withdrawn")
	}
	return token, err
}
