// Httpauth is the server with one route guarded by all of glassjwt: discovery,
// key sets over HTTP, and the middleware.
package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

func main() {
	guard := &httpauth.Guard{Verifier: &jwt.Verifier{
		Issuer:   os.Args[2],
		Audience: []string{os.Args[3]},
		Keys:     &oidc.Keys{Issuer: os.Args[2]},
	}}
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
