// Command alone verifies a token with package jwt and nothing else: the key is
// in hand, and jwt is copied beside this file.
//
// The token and the key are those of RFC 7515 appendix A.3. That token has no
// audience, so that only its signature can be judged: a Verifier refuses it.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"fmt"
	"os"

	"example.com/app/jwt"
)

const token = "eyJhbGciOiJFUzI1NiJ9" +
	".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
	".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

func main() {
	point := []byte{4} // SEC 1 section 2.3.3: 04 || X || Y
	for _, s := range []string{"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"} {
		b, err := base64.RawURLEncoding.DecodeString(s)
		check(err)
		point = append(point, b...)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	check(err)

	u, err := jwt.Parse(token)
	check(err)
	check(jwt.VerifySignature(jwt.ES256, key, u.SigningInput(), u.Signature.Bytes()))

	v := &jwt.Verifier{Issuer: "joe", Audience: []string{"https://api.example"}, Keys: jwt.Keys{{Public: key}}}
	if _, err := v.Verify(context.Background(), token); !errors.Is(err, jwt.ErrClaim) {
		check(fmt.Errorf("Verify = %v; want %w", err, jwt.ErrClaim))
	}
	fmt.Println("alone: the signature is joe's, and the token is for nobody")
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "alone:", err)
		os.Exit(1)
	}
}
