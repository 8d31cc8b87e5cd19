// Go-jose verifies a token with go-jose and a key set in a file.
package main

import (
	"encoding/json"
	"os"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

func main() {
	document, err := os.ReadFile(os.Args[1])
	exit(err)
	var keys jose.JSONWebKeySet
	exit(json.Unmarshal(document, &keys))
	token, err := jwt.ParseSigned(os.Args[4], []jose.SignatureAlgorithm{jose.RS256, jose.ES256})
	exit(err)
	var claims jwt.Claims
	exit(token.Claims(&keys, &claims))
	exit(claims.ValidateWithLeeway(jwt.Expected{Issuer: os.Args[2], AnyAudience: jwt.Audience{os.Args[3]}}, 0))
	println(claims.Subject)
}

func exit(err error) {
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
}
