// Keyfunc is the server with one route guarded by golang-jwt and keyfunc.
package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

func main() {
	keys, err := keyfunc.NewDefault([]string{os.Args[2]})
	if err != nil {
		fatal(err)
	}
	p := jwt.NewParser(
		jwt.WithValidMethods([]string{"RS256", "ES256"}),
		jwt.WithIssuer(os.Args[2]),
		jwt.WithAudience(os.Args[3]),
		jwt.WithExpirationRequired(),
	)
	http.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		var claims jwt.RegisteredClaims
		if _, err := p.ParseWithClaims(token, &claims, keys.Keyfunc); err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"hello": claims.Subject})
	})
	fatal(http.ListenAndServe(os.Args[1], nil))
}

func fatal(err error) {
	slog.Error(err.Error())
	os.Exit(1)
}
