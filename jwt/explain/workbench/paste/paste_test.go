package paste

import (
	"errors"
	"strings"
	"testing"
)

func TestToken(t *testing.T) {
	for _, text := range []string{
		"a.b.c", " a.b.c\r\n", "Bearer a.b.c", "bearer  a.b.c", "Authorization: Bearer a.b.c", "authorization:bearer a.b.c\n",
	} {
		if token, err := Token(text); token != "a.b.c" || err != nil {
			t.Errorf("Token(%q) = %q, %v; want a.b.c", text, token, err)
		}
	}
	// Text that is not a token is left to the explanation.
	for _, text := range []string{"", "-", "hello", `{"a":1}`, "Bearer"} {
		if token, err := Token(text); token != text || err != nil {
			t.Errorf("Token(%q) = %q, %v; want it as it is", text, token, err)
		}
	}
	for text, want := range map[string]string{
		"Bearer Bearer a.b.c": "twice",
		"Authorization: Bearer a.b.c\nAuthorization: Bearer d.e.f":  "two Authorization fields",
		"curl -H 'Authorization: Bearer a.b.c' https://api.example": `after "Bearer "`,
		"$ curl https://api.example":                                "curl command",
		"https://api.example/callback#access_token=a.b.c":           "address",
		`{"token_type":"Bearer","access_token":"a.b.c"}`:            `"access_token" alone`,
		`{"id_token":"a.b.c"}`:                                      `"id_token" alone`,
		`{"keys":[]}`:                                               "belongs with the keys",
		`{"kty":"RSA"}`:                                             "belongs with the keys",
		"-----BEGIN PUBLIC KEY-----\nAAAA":                          "PEM",
	} {
		token, err := Token(text)
		var advice *Error
		if token != "" || !errors.As(err, &advice) || !strings.Contains(err.Error(), want) || advice.Hint == "" {
			t.Errorf("Token(%q) = %q, %v; want %q and a hint", text, token, err, want)
		}
	}
}

func TestKeys(t *testing.T) {
	for text, want := range map[string]string{
		"https://issuer.example/jwks": "nothing is fetched",
		"curl https://issuer.example": "what it prints",
		"eyJhbGciOiJSUzI1NiJ9.e30.AA": "a token",
		`{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/jwks"}`: `"https://issuer.example/jwks"`,
		`{"jwks_uri":7}`:                  "metadata",
		`{"access_token":"a.b.c"}`:        "the token's field",
		"hello":                           "JSON Web Key Set",
		"":                                "JSON Web Key Set",
		`{"keys":[{"kty":"oct","k":""}]}`: "no usable key",
		`{"kty":"oct","k":"AAAA"}`:        "key",
	} {
		if set, err := Keys(text); set != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Keys(%q) = %v, %v; want %q", text, set, err, want)
		}
	}
	if set, err := Keys(` {"keys":[]} `); set == nil || err != nil {
		t.Errorf("an empty set: %v, %v", set, err)
	}
}
