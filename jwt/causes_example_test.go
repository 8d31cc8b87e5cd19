package jwt_test

import (
	"context"
	"fmt"

	"example.com/glassjwt/jwt"
)

// Whoever reads the log wants to know more than "malformed".
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
