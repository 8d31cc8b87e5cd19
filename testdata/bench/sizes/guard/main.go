// Guard is the server with one route guarded by packages jwt, jwk and
// httpauth, and a key set in a file.
package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

func main() {
	document, err := os.ReadFile(os.Args[2])
	if err != nil {
		fatal(err)
	}
	keys, err := jwk.ParseSet(document)
	if err != nil {
		fatal(err)
	}
	guard := &httpauth.Guard{Verifier: &jwt.Verifier{Issuer: os.Args[3], Audience: []string{os.Args[4]}, Keys: keys}}
	http.Handle("GET /", guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := httpauth.Token(r.Context())
		json.NewEncoder(w).Encode(map[string]string{"hello": token.Claims.Subject})
	})))
	fatal(http.ListenAndServe(os.Args[1], nil))
}

func fatal(err error) {
	slog.Error(err.Error())
	os.Exit(1)
}
