// Golang-jwt verifies a token with golang-jwt and one RSA key in hand.
package main

import (
	"crypto/rsa"
	"math/big"
	"os"

	"github.com/golang-jwt/jwt/v5"
)

func main() {
	n, _ := new(big.Int).SetString(os.Args[1], 16)
	key := &rsa.PublicKey{N: n, E: 65537}
	p := jwt.NewParser(
		jwt.WithValidMethods([]string{"RS256", "ES256"}),
		jwt.WithIssuer(os.Args[2]),
		jwt.WithAudience(os.Args[3]),
		jwt.WithExpirationRequired(),
	)
	var claims jwt.RegisteredClaims
	_, err := p.ParseWithClaims(os.Args[4], &claims, func(*jwt.Token) (any, error) { return key, nil })
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	println(claims.Subject)
}
