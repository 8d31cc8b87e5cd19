package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/glassjwt/httpauth"
	jwtmiddleware "github.com/auth0/go-jwt-middleware/v3"
	"github.com/auth0/go-jwt-middleware/v3/validator"
)

// A Middleware puts a guard in front of a handler that names the caller in
// the header Subject, so that it must have got the claims.
type Middleware struct {
	Name string
	New  func(is *Issuer) http.Handler
}

var Middlewares = []Middleware{
	{"glassjwt", guard},
	{"auth0", func(is *Issuer) http.Handler { return auth0Middleware(is) }},
}

func guard(is *Issuer) http.Handler {
	g := &httpauth.Guard{Verifier: glassVerifier(is)}
	return g.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := httpauth.Token(r.Context())
		name(w, token.Claims.Subject)
	}))
}

func auth0Middleware(is *Issuer, more ...jwtmiddleware.Option) http.Handler {
	m, err := jwtmiddleware.New(append(more, jwtmiddleware.WithValidator(newAuth0Validator(is)))...)
	check(err)
	return m.CheckJWT(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, err := jwtmiddleware.GetClaims[*validator.ValidatedClaims](r.Context())
		check(err)
		name(w, claims.RegisteredClaims.Subject)
	}))
}

func name(w http.ResponseWriter, subject string) {
	w.Header().Set("Subject", subject)
	w.WriteHeader(http.StatusNoContent)
}

// Middleware compares the guards, without a network. The floor is a handler
// without a guard, and the bare signature check.
func (is *Issuer) Middleware(alg string) Group {
	token := is.Token(alg, nil)
	subject := Claims()["sub"].(string)
	r := request(token)
	signature := is.Floor(alg, token)
	open := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { name(w, subject) })
	g := Group{
		Name:     "Middleware/" + alg,
		Title:    "Middleware, " + alg,
		Parallel: true,
		Cases: []Case{{"floor", func() error {
			if err := signature(); err != nil {
				return err
			}
			return serve(open, r)
		}}},
	}
	for _, m := range Middlewares {
		h := m.New(is)
		g.Cases = append(g.Cases, Case{m.Name, func() error { return serve(h, r) }})
	}
	return g
}

func request(token string) *http.Request {
	r := httptest.NewRequest("GET", "/api/protected", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func serve(h http.Handler, r *http.Request) error {
	w := answer{header: http.Header{}}
	h.ServeHTTP(&w, r)
	if w.status != http.StatusNoContent {
		return fmt.Errorf("status %d, want 204", w.status)
	}
	return nil
}

// answer is a response writer that keeps the status and drops the rest.
type answer struct {
	header http.Header
	status int
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return len(b), nil }
