package keytext

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

func TestParse(t *testing.T) {
	n := base64.RawURLEncoding.EncodeToString(rfckeys.RSA().N.Bytes())
	key := `{"kty":"RSA","kid":"a","e":"AQAB","n":"` + n + `"}`
	weak := `{"kty":"RSA","e":"AQAB","n":"AQAB"}`
	der, err := x509.MarshalPKIXPublicKey(&rfckeys.RSA().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	pemText := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	for name, c := range map[string]struct{ text, want string }{
		"a set":              {`{"keys":[` + key + `]}`, ""},
		"a set with one bad": {`{"keys":[` + weak + "," + key + `]}`, ""},
		"one key":            {key, ""},
		"PEM":                {pemText("PUBLIC KEY", der), ""},
		"all bad":            {`{"keys":[` + weak + `]}`, "no usable key"},
		"one bad key":        {weak, "key"},
		"no JSON":            {"hello", "malformed"},
		"empty":              {"", "malformed"},
		"PEM of a request":   {pemText("CERTIFICATE REQUEST", der), `PEM of type "CERTIFICATE REQUEST"`},
		"broken PEM":         {pemText("PUBLIC KEY", der[:9]), "asn1"},
	} {
		set, err := Parse([]byte(c.text))
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: Parse = %v, %v; want %q", name, set, err, c.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: Parse = %v", name, err)
			continue
		}
		keys, err := set.Keys(t.Context(), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"})
		if err != nil || len(keys) != 1 {
			t.Errorf("%s: Keys = %v, %v; want the one key", name, keys, err)
		}
	}
}
