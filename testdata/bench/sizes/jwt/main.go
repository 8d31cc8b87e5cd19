// Jwt verifies a token with package jwt alone and one RSA key in hand.
package main

import (
	"context"
	"crypto/rsa"
	"math/big"
	"os"

	"example.com/glassjwt/jwt"
)

func main() {
	n, _ := new(big.Int).SetString(os.Args[1], 16)
	v := &jwt.Verifier{
		Issuer:   os.Args[2],
		Audience: []string{os.Args[3]},
		Keys:     jwt.Keys{{Public: &rsa.PublicKey{N: n, E: 65537}}},
	}
	token, err := v.Verify(context.Background(), os.Args[4])
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	println(token.Claims.Subject)
}
