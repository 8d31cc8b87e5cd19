package jwt_test

import (
	"context"
	"errors"
	"fmt"

	"example.com/glassjwt/jwt"
)

// The error says "malformed". The cause says what to change.
func ExampleExamination_Causes() {
	v := &jwt.Verifier{Issuer: "https://issuer.example", Audience: []string{"https://api.example"}, Keys: jwt.Keys{}}
	x := v.Examine(context.Background(), "Bearer Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln")
	fmt.Println(x.Err())
	for _, cause := range x.Causes() {
		fmt.Println(cause.Step, "-", cause.Words)
	}
	// Output:
	// jwt: shape: malformed: token: not strict base64url at byte 6
	// shape - "Bearer" is written twice: the client adds it to a value that has it already
}

// The error of Verify has causes too, for the log.
func ExampleError_Causes() {
	v := &jwt.Verifier{Issuer: "https://issuer.example", Audience: []string{"https://api.example"}, Keys: jwt.Keys{}}
	_, err := v.Verify(context.Background(), "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")
	var refused *jwt.Error
	if errors.As(err, &refused) {
		fmt.Println("client:", refused.Description())
		fmt.Println("log:   ", refused)
		for _, cause := range refused.Causes() {
			fmt.Println("cause: ", cause)
		}
	}
	// Output:
	// client: the token's algorithm is not accepted
	// log:    jwt: alg: algorithm not accepted
	// cause:  alg "HS256" is a MAC with a shared secret: a party that can check the token can also forge it. If the secret is the issuer's public key, this is an attack; if not, ask the issuer to sign with RS256 or ES256
}
