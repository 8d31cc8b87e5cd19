// Jwt-jwk verifies a token with packages jwt and jwk and a key set in a file.
package main

import (
	"context"
	"os"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

func main() {
	document, err := os.ReadFile(os.Args[1])
	exit(err)
	keys, err := jwk.ParseSet(document)
	exit(err)
	v := &jwt.Verifier{Issuer: os.Args[2], Audience: []string{os.Args[3]}, Keys: keys}
	token, err := v.Verify(context.Background(), os.Args[4])
	exit(err)
	println(token.Claims.Subject)
}

func exit(err error) {
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
}
