package jwt

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

// This file is the half that the package does not have: an issuer. Its RSA and
// P-256 keys are the examples of RFC 7515 appendices A.2.1 and A.3.1, whose
// private halves are public. The other keys are made when they are needed.

const (
	issuer   = "https://issuer.example"
	audience = "https://api.example"
)

var rfcRSA, rfcP256 = rfckeys.RSA, rfckeys.P256

// now is the time of all tests.
var now = time.Unix(1760000000, 0)

// verifier returns a Verifier that accepts token(t, alg, payload()) for RS256
// and ES256.
func verifier() *Verifier {
	return &Verifier{
		Issuer:   issuer,
		Audience: []string{audience},
		Keys:     issuerKeys(),
		Now:      func() time.Time { return now },
	}
}

// payload returns the claims of an honest token, with the changes: `"exp":0`
// sets or replaces a member, `"exp"` takes it out.
func payload(changes ...string) string {
	members := []string{`"iss":"` + issuer + `"`, `"aud":"` + audience + `"`, `"exp":1760000300`, `"iat":1760000000`, `"jti":"7"`}
	for _, c := range changes {
		name, _, set := strings.Cut(c, ":")
		members = slices.DeleteFunc(members, func(m string) bool { return strings.HasPrefix(m, name+":") })
		if set {
			members = append(members, c)
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

// token returns a token with just an "alg" in its header.
func token(t testing.TB, alg Algorithm, payload string) string {
	t.Helper()
	return signed(t, alg, `{"alg":"`+string(alg)+`"}`, payload)
}

// signed returns a token with this header and payload, as they stand, and a
// signature that really is of the algorithm, whatever the header says.
func signed(t testing.TB, alg Algorithm, header, payload string) string {
	t.Helper()
	input := encode(header) + "." + encode(payload)
	return input + "." + encode(string(sign(t, alg, privateKey(t, alg), input)))
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// sign makes a signature, RFC 7518 section 3 and RFC 8037 section 3.1.
func sign(t testing.TB, alg Algorithm, key crypto.Signer, input string) []byte {
	t.Helper()
	s, ok := alg.scheme()
	if !ok {
		t.Fatalf("no algorithm %q", alg)
	}
	message, opts := []byte(input), crypto.SignerOpts(s.hash)
	if s.hash != 0 {
		h := s.hash.New()
		h.Write(message)
		message = h.Sum(nil)
	}
	if strings.HasPrefix(string(alg), "PS") {
		opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: s.hash}
	}
	if k, ok := key.(*ecdsa.PrivateKey); ok {
		r, v, err := ecdsa.Sign(rand.Reader, k, message)
		if err != nil {
			t.Fatal(err)
		}
		octets := (k.Curve.Params().BitSize + 7) / 8
		return append(r.FillBytes(make([]byte, octets)), v.FillBytes(make([]byte, octets))...)
	}
	sig, err := key.Sign(rand.Reader, message, opts)
	if err != nil {
		t.Fatal(err)
	}
	return sig
}

// privateKey returns the issuer's key for the algorithm.
func privateKey(t testing.TB, alg Algorithm) crypto.Signer {
	t.Helper()
	for _, k := range issuerPrivate() {
		if alg.fits(k.Public()) {
			return k
		}
	}
	t.Fatalf("no key for %q", alg)
	return nil
}

// issuerKeys returns the public keys of the issuer, without ID and algorithm.
func issuerKeys() Keys {
	var keys Keys
	for _, k := range issuerPrivate() {
		keys = append(keys, Key{Public: k.Public()})
	}
	return keys
}

var issuerPrivate = sync.OnceValue(func() []crypto.Signer {
	_, ed, err := ed25519.GenerateKey(nil)
	if err != nil {
		panic(err)
	}
	return []crypto.Signer{rfcRSA(), rfcP256(), newEC(elliptic.P384()), newEC(elliptic.P521()), ed}
})

func newEC(c elliptic.Curve) *ecdsa.PrivateKey {
	k, err := ecdsa.GenerateKey(c, rand.Reader)
	if err != nil {
		panic(err)
	}
	return k
}
