// Command embed verifies a token with the keys of a key set document that is
// part of the program.
package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// keys.json holds the public keys of RFC 7515 appendices A.2 and A.3.
//
//go:embed keys.json
var document []byte

const token = "eyJhbGciOiJFUzI1NiJ9" +
	".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
	".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

func main() {
	set, err := jwk.ParseSet(document)
	check(err)
	u, err := jwt.Parse(token)
	check(err)
	keys, err := set.Keys(context.Background(), u.Header)
	check(err)
	check(jwt.VerifySignature(u.Header.Algorithm, keys[0].Public, u.SigningInput(), u.Signature.Bytes()))
	fmt.Printf("embed: signed by the key with the thumbprint %s\n", set.Usable[1].Thumbprint())
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "embed:", err)
		os.Exit(1)
	}
}
