package jwt_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"time"

	"example.com/glassjwt/jwt"
)

// exampleToken is an access token of https://issuer.example. It is signed with
// the key of RFC 7515 appendix A.3.1, whose private half is public.
const exampleToken = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjIwMjYtMDEifQ" +
	".eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoiYWxpY2UiLCJhdWQiOiJodHRwczovL2FwaS5leGFtcGxlIiwiZXhwIjoxNzY4NDc4NzAwLCJpYXQiOjE3Njg0Nzg0MDAsInNjb3BlIjoicmVhZDpvcmRlcnMiLCJ0ZWFtIjoiYmx1ZSJ9" +
	".orQx_mvyAPazzSV3wTjrBsBpmzAoD5XhrAbyG-fAPasp4Q0BTQBQZzLK4xUxpDOaxjxVHBA-Nc5QyOzsCxRfYg"

// noon is a moment at which the token is valid.
func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// exampleVerifier believes https://issuer.example, by a key in hand.
func exampleVerifier() *jwt.Verifier {
	// A point: 04, then x, then y.
	point, err := hex.DecodeString("04" +
		"7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445" +
		"c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad")
	if err != nil {
		log.Fatal(err)
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		log.Fatal(err)
	}
	return &jwt.Verifier{
		Issuer:   "https://issuer.example",
		Audience: []string{"https://api.example"},
		Keys:     jwt.Keys{{ID: "2026-01", Algorithm: jwt.ES256, Public: public}},
		Now:      noon,
	}
}

func ExampleVerifier_Verify() {
	v := exampleVerifier() // Issuer, Audience, Keys
	token, err := v.Verify(context.Background(), exampleToken)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token.Claims.Subject, "may", token.Claims.Scopes())

	// Five minutes later.
	v.Now = func() time.Time { return noon().Add(5 * time.Minute) }
	token, err = v.Verify(context.Background(), exampleToken)
	fmt.Println(token, err)
	// Output:
	// alice may [read:orders]
	// <nil> jwt: exp: expired
}

// One error, three layers: why, where, and what the client may hear.
func ExampleError() {
	v := exampleVerifier()
	v.Audience = []string{"https://other.example"}
	_, err := v.Verify(context.Background(), exampleToken)

	fmt.Println(errors.Is(err, jwt.ErrAudience))
	var refused *jwt.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Step)
		fmt.Println(refused.Description())
	}
	// Output:
	// true
	// aud
	// the token is for another audience
}

func ExampleVerifier_Examine() {
	v := exampleVerifier()
	v.Audience = []string{"https://other.example"}
	v.Types = []string{"JWT"}

	x := v.Examine(context.Background(), exampleToken)
	for _, c := range x.Checks {
		answer := "yes"
		if c.Err != nil {
			answer = c.Err.Error()
		}
		fmt.Printf("%-9v  %-24s  %s\n", c.Step, c.Rule, answer)
	}
	fmt.Println(x.Err())
	// Output:
	// shape      RFC 7515 section 5.2      yes
	// alg        RFC 8725 section 3.1      yes
	// typ        RFC 8725 section 3.11     type not accepted
	// kid        RFC 7515 section 6        yes
	// signature  RFC 7515 section 5.2      yes
	// claims     RFC 7519 section 7.2      yes
	// iss        RFC 7519 section 4.1.1    yes
	// aud        RFC 7519 section 4.1.3    another audience
	// exp        RFC 7519 section 4.1.4    yes
	// nbf        RFC 7519 section 4.1.5    yes
	// cnf        RFC 9449 section 7.2      yes
	// required   RFC 7519 section 4        yes
	// jwt: typ: type not accepted
}

// The token of RFC 7515 appendix A.2, taken apart. Nothing in it is proven.
func ExampleParse() {
	u, err := jwt.Parse("eyJhbGciOiJSUzI1NiJ9" +
		".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
		".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(u.Header.Algorithm)
	fmt.Printf("%q\n", u.Payload.Bytes())
	fmt.Printf("%d bytes signed, a signature of %d\n", len(u.SigningInput()), len(u.Signature.Bytes()))
	// Output:
	// RS256
	// "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
	// 115 bytes signed, a signature of 256
}

// The signature alone, with the key of RFC 7515 appendix A.3. This is one
// question of twelve: it does not protect an API.
func ExampleVerifySignature() {
	u, err := jwt.Parse("eyJhbGciOiJFUzI1NiJ9" +
		".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
		".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
	if err != nil {
		log.Fatal(err)
	}
	point, err := hex.DecodeString("04" +
		"7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445" +
		"c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad")
	if err != nil {
		log.Fatal(err)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(jwt.VerifySignature(jwt.ES256, key, u.SigningInput(), u.Signature.Bytes()))
	fmt.Println(jwt.VerifySignature(jwt.ES256, key, u.SigningInput()+"x", u.Signature.Bytes()))
	fmt.Println(jwt.VerifySignature(jwt.ES384, key, u.SigningInput(), u.Signature.Bytes()))
	// Output:
	// <nil>
	// signature does not match
	// key does not fit the algorithm
}

func ExampleObject_Decode() {
	token, err := exampleVerifier().Verify(context.Background(), exampleToken)
	if err != nil {
		log.Fatal(err)
	}
	var mine struct {
		Team  string `json:"team"`
		Admin bool   `json:"admin"`
	}
	if err := token.Claims.Decode(&mine); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%+v\n", mine)
	// Output: {Team:blue Admin:false}
}

// Roles as Keycloak sends them, within an object.
func ExampleClaims_Strings() {
	o, err := jwt.ParseObject([]byte(`{"realm_access": {"roles": ["admin", "auditor"]}}`))
	if err != nil {
		log.Fatal(err)
	}
	claims := jwt.Claims{Object: o}
	fmt.Println(claims.Strings("realm_access", "roles"))
	fmt.Println(claims.Strings("realm_access", "Roles"))
	// Output:
	// [admin auditor] <nil>
	// [] member absent: ["realm_access" "Roles"]
}

// Names are exact, none stands twice, and nothing comes after the object.
func ExampleParseObject() {
	o, err := jwt.ParseObject([]byte(`{"alg": "RS256", "ALG": "none", "n": 1e400}`))
	if err != nil {
		log.Fatal(err)
	}
	var alg string
	if err := o.Get("alg", &alg); err != nil {
		log.Fatal(err)
	}
	var n float64
	fmt.Println(alg, o.Get("n", &n), o.Names())

	for _, text := range []string{`{"iss":"a", "iss":"b"}`, `{"iss":"a"} {}`, `{"sub":"\ud800"}`} {
		_, err := jwt.ParseObject([]byte(text))
		fmt.Println(err)
	}
	// Output:
	// RS256 malformed: member "n" is not a number that fits a float64 [alg ALG n]
	// malformed: a name stands twice in one object at byte 12
	// malformed: data after the JSON object at byte 12
	// malformed: bad escape in a string at byte 8
}

// Two issuers, each judged by its own rules and keys.
func ExampleIssuers() {
	other := exampleVerifier()
	other.Issuer, other.Keys = "https://other.example", jwt.Keys{}

	issuers := jwt.Issuers{
		"https://issuer.example": exampleVerifier(),
		"https://other.example":  other,
	}
	token, err := issuers.Verify(context.Background(), exampleToken)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token.Claims.Issuer)
	// Output: https://issuer.example
}

// The same verifier, with a memory.
func ExampleCache() {
	c := &jwt.Cache{Verifier: exampleVerifier(), Size: 100}
	for range 2 {
		token, err := c.Verify(context.Background(), exampleToken)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(token.Claims.Subject)
	}
	// Output:
	// alice
	// alice
}
