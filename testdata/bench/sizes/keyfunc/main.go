// Keyfunc is the server with one route guarded by golang-jwt and keyfunc.
package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

func main() {
	keys, err := keyfunc.NewDefault([]string{os.Args[2]})
	if err != nil {
		log.Fatal(err)
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
		io.WriteString(w, "hello, "+claims.Subject+"\n")
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
