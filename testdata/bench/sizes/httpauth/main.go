// Httpauth is the server with one route guarded by all of glassjwt: discovery,
// key sets over HTTP, and the middleware.
package main

import (
	"io"
	"log"
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
		io.WriteString(w, "hello, "+token.Claims.Subject+"\n")
	})))
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
