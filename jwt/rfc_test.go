package jwt_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

type rfcToken struct {
	Source, Reads, Why, Token string
	Alg                       jwt.Algorithm
	Key                       json.RawMessage
}

func rfcTokens(t testing.TB) []rfcToken {
	text, err := os.ReadFile("../testdata/rfc/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var tokens []rfcToken
	if err := json.Unmarshal(text, &tokens); err != nil {
		t.Fatal(err)
	}
	return tokens
}

// The tokens that the RFCs print. Those of RFC 7515 and RFC 7520 sign a text
// that is no claims; their signature is good all the same.
func TestRFCTokens(t *testing.T) {
	all := []jwt.Algorithm{jwt.RS256, jwt.RS384, jwt.RS512, jwt.PS256, jwt.PS384, jwt.PS512, jwt.ES256, jwt.ES384, jwt.ES512, jwt.EdDSA, jwt.Ed25519}
	for _, c := range rfcTokens(t) {
		t.Run(c.Source, func(t *testing.T) {
			v := &jwt.Verifier{
				Issuer: "joe", Audience: []string{"any"}, Algorithms: all, Keys: rfcKeys(t),
				Now: func() time.Time { return time.Unix(1300819379, 0) },
			}
			x := v.Examine(t.Context(), c.Token)
			got, err := v.Verify(t.Context(), c.Token)
			if got != nil || err == nil || err.Error() != x.Err().Error() {
				t.Errorf("Verify = %v, %v, Examine says %v; want the same refusal", got, err, x.Err())
			}
			if c.Reads == "no" {
				if !errors.Is(err, jwt.ErrMalformed) && !errors.Is(err, jwt.ErrAlgorithm) {
					t.Errorf("%s: Verify = nil, %v; want error %q or %q", c.Why, err, jwt.ErrMalformed, jwt.ErrAlgorithm)
				}
				return
			}
			want := jwt.ErrMalformed // no claims
			if c.Reads == "jwt" {
				want = jwt.ErrClaim // no aud
				if got := x.Claims.Issuer; got != "joe" || x.Claims.Expiry.Unix() != 1300819380 {
					t.Errorf("claims are of %q until %v", got, x.Claims.Expiry)
				}
			}
			if !errors.Is(err, want) {
				t.Errorf("%s: Verify = nil, %v; want error %q", c.Why, err, want)
			}
			if err := x.Checks[jwt.StepSignature-1].Err; err != nil {
				t.Errorf("signature: %v", err)
			}
			checkTampered(t, c)
		})
	}
}

// checkTampered checks the signature alone, and that it is over every byte.
func checkTampered(t *testing.T, c rfcToken) {
	t.Helper()
	u, err := jwt.Parse(c.Token)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	key, err := jwk.Parse(c.Key)
	if err != nil {
		t.Fatalf("Parse key: %v", err)
	}
	sig := u.Signature.Bytes()
	if err := jwt.VerifySignature(c.Alg, key.Public, u.SigningInput(), sig); err != nil {
		t.Errorf("VerifySignature = %v", err)
	}
	input := []byte(u.SigningInput())
	for _, i := range []int{0, len(input) / 2, len(input) - 1} {
		input[i] ^= 1
		if err := jwt.VerifySignature(c.Alg, key.Public, string(input), sig); err != jwt.ErrSignature {
			t.Errorf("with byte %d of the signing input changed, VerifySignature = %v; want %q", i, err, jwt.ErrSignature)
		}
		input[i] ^= 1
	}
	for i := 0; i < len(sig); i += max(1, len(sig)/32) {
		sig[i] ^= 1
		if err := jwt.VerifySignature(c.Alg, key.Public, string(input), sig); err != jwt.ErrSignature {
			t.Errorf("with byte %d of the signature changed, VerifySignature = %v; want %q", i, err, jwt.ErrSignature)
		}
		sig[i] ^= 1
	}
}

// rfcKeys returns the keys of all vectors, each once.
func rfcKeys(t *testing.T) *jwk.Set {
	var keys []string
	seen := map[string]bool{}
	for _, c := range rfcTokens(t) {
		if text := string(c.Key); c.Key != nil && !seen[text] {
			seen[text] = true
			keys = append(keys, text)
		}
	}
	set, err := jwk.ParseSet([]byte(`{"keys":[` + strings.Join(keys, ",") + `]}`))
	if err != nil || len(set.Skipped) > 0 {
		t.Fatalf("ParseSet: %v, skipped %v", err, set.Skipped)
	}
	return set
}
