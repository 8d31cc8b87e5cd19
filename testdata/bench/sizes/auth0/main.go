// Auth0 is the server with one route guarded by auth0's middleware.
package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"os"

	jwtmiddleware "github.com/auth0/go-jwt-middleware/v3"
	"github.com/auth0/go-jwt-middleware/v3/jwks"
	"github.com/auth0/go-jwt-middleware/v3/validator"
)

func main() {
	issuer, err := url.Parse(os.Args[2])
	exit(err)
	keys, err := jwks.NewCachingProvider(jwks.WithIssuerURL(issuer))
	exit(err)
	v, err := validator.New(
		validator.WithKeyFunc(keys.KeyFunc),
		validator.WithAlgorithms([]validator.SignatureAlgorithm{validator.RS256, validator.ES256}),
		validator.WithIssuer(issuer.String()),
		validator.WithAudience(os.Args[3]),
	)
	exit(err)
	m, err := jwtmiddleware.New(jwtmiddleware.WithValidator(v))
	exit(err)
	http.Handle("GET /", m.CheckJWT(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, _ := jwtmiddleware.GetClaims[*validator.ValidatedClaims](r.Context())
		json.NewEncoder(w).Encode(map[string]string{"hello": claims.RegisteredClaims.Subject})
	})))
	fatal(http.ListenAndServe(os.Args[1], nil))
}

func exit(err error) {
	if err != nil {
		fatal(err)
	}
}

func fatal(err error) {
	slog.Error(err.Error())
	os.Exit(1)
}
