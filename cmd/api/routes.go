package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// routes is the API. The guard stands in front of each route that needs a token,
// and not in front of all routes together. So a route that does not exist is 404
// for everybody, and a browser's preflight, which has no token, is not refused.
func routes(c *config, keys jwt.KeySet, log *slog.Logger) http.Handler {
	metadata := httpauth.Metadata{
		Resource:             c.Audience[0],
		AuthorizationServers: []string{c.Issuer},
		ScopesSupported:      []string{"read:orders"},
	}
	verifier := c.Verifier(keys)
	verifier.Now = c.now
	guard := &httpauth.Guard{Verifier: verifier, Logger: log}
	if c.proof != nil {
		verifier.Bound = true // the Guard checks the proof
		guard.Proof = c.proof
	}
	admin := httpauth.Role("admin", c.roles...)
	readOrders := httpauth.Scope("read:orders")

	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", health)
	mux.Handle("GET /secure-route", guard.Handler(http.HandlerFunc(secureRoute)))
	mux.Handle("GET /api/protected", guard.Handler(http.HandlerFunc(hello)))
	mux.Handle("GET /api/data", guard.Handler(data(c.roles)))
	mux.Handle("GET /api/orders", guard.Handler(readOrders(http.HandlerFunc(orders))))
	mux.Handle("GET /user/{id}", guard.Handler(http.HandlerFunc(user)))
	mux.Handle("DELETE /api/users/{id}", guard.Handler(admin(http.HandlerFunc(deleteUser))))

	// An audience that is not a URL, such as "orders", has no metadata.
	if u, err := metadata.URL(); err == nil {
		guard.ResourceMetadata = u.String()
		mux.Handle("GET /.well-known/", only(u.Path, httpauth.ResourceMetadata(metadata)))
	}
	return mux
}

func health(w http.ResponseWriter, _ *http.Request) {
	io.WriteString(w, "healthy\n")
}

func secureRoute(w http.ResponseWriter, _ *http.Request) {
	io.WriteString(w, "the secret is out\n")
}

// hello greets the caller. Behind the guard there always is a token.
func hello(w http.ResponseWriter, r *http.Request) {
	token, _ := httpauth.Token(r.Context())
	name := token.Claims.Subject
	var email string
	if token.Claims.Get("email", &email) == nil {
		name = email
	}
	writeJSON(w, struct {
		Message string     `json:"message"`
		Claims  jwt.Claims `json:"claims"`
	}{"hello, " + name, token.Claims})
}

// data says what the token allows.
func data(roleClaim []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := httpauth.Token(r.Context())
		scopes := strings.Join(token.Claims.Scopes(), " ")
		roles, _ := token.Claims.Strings(roleClaim...) // none is no error here
		message := fmt.Sprintf("called with scope '%s' and role '%s'", scopes, strings.Join(roles, " "))
		writeJSON(w, map[string]any{"message": message})
	})
}

func orders(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, map[string]any{"orders": []string{"a kettle", "two cups"}})
}

// user shows callers themselves, and no other user. The token says who calls.
// Anybody can write any path.
func user(w http.ResponseWriter, r *http.Request) {
	token, _ := httpauth.Token(r.Context())
	id := r.PathValue("id")
	if id != token.Claims.Subject {
		httpauth.Forbid(w, r, errors.New("the id is not the caller's"))
		return
	}
	writeJSON(w, map[string]any{"id": id})
}

func deleteUser(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusNoContent)
}

// only serves h at one path.
func only(path string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			http.NotFound(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store") // it is the caller's alone
	_ = json.NewEncoder(w).Encode(v)            // an error means that the client is gone
}
