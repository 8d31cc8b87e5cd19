package oidctest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// A test of a protected handler, with a good and an expired token.
func Example() {
	issuer := oidctest.NewIssuer()
	defer issuer.Close()

	guard := &httpauth.Guard{Verifier: &jwt.Verifier{
		Issuer:   issuer.URL,
		Audience: []string{"https://api.example"},
		Keys:     &oidc.Keys{Issuer: issuer.URL},
	}}
	handler := guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := httpauth.Token(r.Context())
		fmt.Fprint(w, "hello, ", token.Claims.Subject)
	}))

	call := func(token string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, strings.TrimSpace(w.Body.String()))
	}

	claims := issuer.Claims("https://api.example")
	call(issuer.Sign(issuer.Header(jwt.RS256), claims))

	claims["exp"] = time.Now().Add(-time.Minute).Unix()
	call(issuer.Sign(issuer.Header(jwt.RS256), claims))
	// Output:
	// 200 hello, alice
	// 401 {"error":"invalid_token","error_description":"the token has expired"}
}

// With a fixed clock and the keys of the RFC, an issuer signs the same bytes on
// every machine.
func ExampleNewIssuerAt() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	issuer.Now = func() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

	token := issuer.Sign(issuer.Header(jwt.ES256), issuer.Claims("https://api.example"))
	u, err := jwt.Parse(token)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n%s\n%x\n", u.Protected.Bytes(), u.Payload.Bytes(), u.Signature.Bytes()[:16])
	// Output:
	// {"alg":"ES256","typ":"at+jwt","kid":"rfc7515-a3"}
	// {"iss":"https://issuer.example","sub":"alice","aud":"https://api.example","iat":1768478400,"exp":1768482000}
	// 9f48619d19dd65adb201d8b28ebffe87
}

// A broken token: its header has a name twice.
func ExampleIssuer_SignAs() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	token := issuer.SignAs(jwt.ES256, `{"alg":"ES256","alg":"RS256"}`, `{"sub":"mallory"}`)

	_, err := jwt.Parse(token)
	fmt.Println(err)
	// Output:
	// malformed: header: a name stands twice in one object at byte 15
}

// Keys change in two steps, so that tokens signed before stay valid.
func ExampleIssuer_Rotate() {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	show := func() {
		set, err := jwk.ParseSet(issuer.KeySet())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(set.KeyIDs(), "signing with", issuer.Header(jwt.ES256)["kid"])
	}

	show()
	issuer.Rotate()
	show()
	issuer.Retire()
	show()
	// Output:
	// [rfc7515-a2 rfc7515-a3] signing with rfc7515-a3
	// [rfc7515-a2 rfc7515-a3 rs256-1 es256-2] signing with es256-2
	// [rs256-1 es256-2] signing with es256-2
}
