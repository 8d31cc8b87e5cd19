package story

import (
	"context"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

func TestTokens(t *testing.T) {
	for name, token := range map[string]string{"RS256": Token(), "ES256": TokenES256()} {
		got, err := Verifier(nil).Verify(context.Background(), token)
		if err != nil {
			t.Errorf("%s: Verify(...) = %v", name, err)
			continue
		}
		if got.Claims.Subject != "ines" {
			t.Errorf("%s: sub is %q, want ines", name, got.Claims.Subject)
		}
	}
	if Token() != Token() || TokenES256() != TokenES256() {
		t.Error("a token differs from itself: signing is not deterministic")
	}
}

func TestChanges(t *testing.T) {
	got := Header("alg", `"none"`, "kid", "", "x", "1")
	if want := `{"alg":"none","typ":"at+jwt","x":1}`; got != want {
		t.Errorf("Header(...) = %s; want %s", got, want)
	}
}

// What Mallory signs is good under her key, and under no other.
func TestMallory(t *testing.T) {
	token := MalloryES256(Header("alg", `"ES256"`, "kid", `"m"`), Claims())
	u, err := jwt.Parse(token)
	if err != nil {
		t.Fatal(err)
	}
	hers := Keys(MalloryKey("kid", `"m"`))
	if _, err := Verifier(hers).Verify(context.Background(), token); err != nil {
		t.Errorf("with her key: %v", err)
	}
	if err := jwt.VerifySignature(jwt.ES256, Keys().Usable[1].Public, u.SigningInput(), u.Signature.Bytes()); err == nil {
		t.Error("with the issuer's key: nil; want an error")
	}
	if !strings.Contains(KeySet(), `"rfc7515-a2"`) {
		t.Error("the key set is without the RSA key")
	}
}
