package signing_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
	"example.com/glassjwt/oidc/oidctest/signing"
)

// What each key signs, the code that guards an API accepts.
func TestSign(t *testing.T) {
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for alg, private := range map[jwt.Algorithm]crypto.Signer{
		jwt.RS256: rfckeys.RSA(), jwt.RS512: rfckeys.RSA(), jwt.PS384: rfckeys.RSA(), jwt.ES256: rfckeys.P256(), jwt.ES384: p384, jwt.EdDSA: rfckeys.Ed25519(),
	} {
		sig, err := signing.Sign(private, alg, "signed")
		if err != nil {
			t.Fatalf("Sign(%s) = %v", alg, err)
		}
		if err := jwt.VerifySignature(alg, private.Public(), "signed", sig); err != nil {
			t.Errorf("VerifySignature(%s) = %v", alg, err)
		}
	}
	for alg, private := range map[jwt.Algorithm]crypto.Signer{jwt.ES256: rfckeys.RSA(), jwt.RS256: rfckeys.P256(), "none": rfckeys.P256(), "HS256": rfckeys.RSA(), jwt.ES384: rfckeys.P256()} {
		if sig, err := signing.Sign(private, alg, "signed"); err == nil {
			t.Errorf("Sign(%T, %s) = %x; want an error", private, alg, sig)
		}
	}
}

// RFC 8037 appendix A.4 prints what the key of A.1 signs.
func TestEd25519IsTheRFCs(t *testing.T) {
	const input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
	const want = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
	sig, err := signing.Sign(rfckeys.Ed25519(), jwt.EdDSA, input)
	if got := base64.RawURLEncoding.EncodeToString(sig); err != nil || got != want {
		t.Errorf("Sign = %x, %v; want the signature of RFC 8037", sig, err)
	}
}
