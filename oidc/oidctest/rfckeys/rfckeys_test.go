package rfckeys

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"encoding/base64"
	"testing"
)

// The public halves are those that the RFCs print beside them.
func TestPublicHalves(t *testing.T) {
	if err := RSA().Validate(); err != nil {
		t.Errorf("RSA: %v", err)
	}
	for name, c := range map[string]struct {
		key  *ecdsa.PrivateKey
		x, y string
	}{
		"P256":       {P256(), "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
		"P256Client": {P256Client(), "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
	} {
		point, err := c.key.PublicKey.Bytes() // 04 || X || Y
		if err != nil || base64.RawURLEncoding.EncodeToString(point[1:33]) != c.x || base64.RawURLEncoding.EncodeToString(point[33:]) != c.y {
			t.Errorf("%s: the point is %x, %v", name, point, err)
		}
	}
	public := Ed25519().Public().(ed25519.PublicKey)
	if got := base64.RawURLEncoding.EncodeToString(public); got != "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" {
		t.Errorf("Ed25519: x is %s", got)
	}
}
