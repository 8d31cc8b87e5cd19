package main

import (
	"net/http"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// A mutant is the API with one fault. The naive test that it is shown
// to stays green.
type mutant struct {
	name  string
	build build
	naive test
	fell  string
	held  string
}

var mutants = []mutant{
	{
		"the API believes whatever it is shown", gullible, naiveYes,
		"It brought a verifier that says yes, and heard yes.",
		"It sends what must be refused, and looks at the answers.",
	},
	{
		"the gate was forgotten", open, naiveCurl,
		"A good token gets in. So does everything else.",
		"A request without a token must be refused.",
	},
	{
		"the API takes the tokens of other APIs",
		with(func(v *jwt.Verifier) {
			v.Audience = append(v.Audience, "https://news.example")
		}), naiveYes,
		"Its verifier says yes. The real one was never asked.",
		"The real gate is asked, with a token for another API.",
	},
	{
		"the API takes tokens that have expired",
		with(func(v *jwt.Verifier) { v.Leeway = 24 * time.Hour }),
		naiveYes,
		"The verifier of the test has no clock.",
		"A token that ends at this second must be refused.",
	},
	{
		"the scope is not asked for", noScope, naiveYes,
		"The token of the test has every scope there is.",
		"A token without the scope must be refused.",
	},
}

// open has no gate.
func open(httpauth.Verifier) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /api/data", data)
	return mux
}

// gullible is the API with the verifier of the tests in it. Somebody
// has mixed up two settings.
func gullible(httpauth.Verifier) http.Handler { return api(yes{}) }

// noScope asks who calls, but not what the caller may do.
func noScope(v httpauth.Verifier) http.Handler {
	guard := &httpauth.Guard{Verifier: v, Realm: "loans"}
	mux := http.NewServeMux()
	mux.Handle("GET /api/data", guard.Handler(data))
	return mux
}

// with is the API with a change in what its real verifier asks. A
// verifier that a test made up stays what it is.
func with(change func(v *jwt.Verifier)) build {
	return func(v httpauth.Verifier) http.Handler {
		if old, ok := v.(*jwt.Verifier); ok {
			changed := *old
			change(&changed)
			v = &changed
		}
		return api(v)
	}
}

// keysOf reads the keys that an issuer publishes.
func keysOf(issuer *oidctest.Issuer) (*jwk.Set, error) {
	return jwk.ParseSet(issuer.KeySet())
}
