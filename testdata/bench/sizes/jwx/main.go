// Jwx verifies a token with jwx and a key set in a file.
package main

import (
	"os"

	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

func main() {
	document, err := os.ReadFile(os.Args[1])
	exit(err)
	keys, err := jwk.Parse(document)
	exit(err)
	token, err := jwt.ParseString(os.Args[4],
		jwt.WithKeySet(keys),
		jwt.WithIssuer(os.Args[2]),
		jwt.WithAudience(os.Args[3]),
		jwt.WithRequiredClaim(jwt.ExpirationKey),
	)
	exit(err)
	subject, _ := token.Subject()
	println(subject)
}

func exit(err error) {
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
}
