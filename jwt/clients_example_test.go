package jwt_test

import (
	"context"
	"fmt"
)

// clientToken is an access token without "aud", for the client app-1. Its key
// is that of exampleToken.
const clientToken = "eyJhbGciOiJFUzI1NiIsImtpZCI6IjIwMjYtMDEifQ" +
	".eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoiYWxpY2UiLCJjbGllbnRfaWQiOiJhcHAtMSIsInRva2VuX3VzZSI6ImFjY2VzcyIsImlhdCI6MTc2ODQ3ODQwMCwiZXhwIjoxNzY4NDc4NzAwfQ" +
	".5hqphpHmNqzt4KWyhrp-OycACNLXmqerOEe4fnsvXZ65vdMTVqzoawNP5cnjELfRHRXiCjA0vWOfi-8isnMNTQ"

// Amazon Cognito names only the client in an access token. An ID token has an
// "aud", and is refused without an Audience.
func ExampleVerifier_clients() {
	v := exampleVerifier()
	v.Audience = nil
	for _, clients := range [][]string{{"app-1", "app-2"}, {"app-2"}, nil} {
		v.Clients = clients
		_, err := v.Verify(context.Background(), clientToken)
		fmt.Println(clients, err)
	}
	v.Clients = []string{"app-1"}
	_, err := v.Verify(context.Background(), exampleToken)
	fmt.Println("with aud:", err)
	// Output:
	// [app-1 app-2] <nil>
	// [app-2] jwt: aud: another audience: no aud, and another client
	// [] jwt: aud: verifier not configured: no Audience
	// with aud: jwt: aud: another audience
}
