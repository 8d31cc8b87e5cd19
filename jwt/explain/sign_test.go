package explain

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

// now is the time of all tests.
var now = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// The keys of RFC 7515 appendices A.2 and A.3 and of RFC 8037 appendix A. Their
// private halves are public. The other keys are made when they are needed.
var (
	rsaKey = rfckeys.RSA()
	ecKey  = rfckeys.P256()
	edKey  = rfckeys.Ed25519()

	p384 = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)) })
	p521 = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P521(), rand.Reader)) })
	// In a modulus of 8k+1 bits, the highest byte is just 1, and the block of
	// PSS is one byte shorter than the modulus.
	rsa2049 = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2049)) })
)

func number(base64url string) *big.Int {
	return new(big.Int).SetBytes(must(base64.RawURLEncoding.DecodeString(base64url)))
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// privateKey returns a key for the algorithm.
func privateKey(alg jwt.Algorithm) crypto.Signer {
	switch alg {
	case jwt.ES256:
		return ecKey
	case jwt.ES384:
		return p384()
	case jwt.ES512:
		return p521()
	case jwt.EdDSA, jwt.Ed25519:
		return edKey
	}
	return rsaKey
}

var algorithms = []jwt.Algorithm{
	jwt.RS256, jwt.RS384, jwt.RS512, jwt.PS256, jwt.PS384, jwt.PS512,
	jwt.ES256, jwt.ES384, jwt.ES512, jwt.EdDSA, jwt.Ed25519,
}

// sign signs as an issuer does, with the standard library.
func sign(t testing.TB, alg jwt.Algorithm, key crypto.Signer, message string) []byte {
	t.Helper()
	hash := hashOf(alg)
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return ed25519.Sign(k, []byte(message))
	case *ecdsa.PrivateKey:
		var sig struct{ R, S *big.Int }
		if _, err := asn1.Unmarshal(must(k.Sign(rand.Reader, digest(hash, message), hash)), &sig); err != nil {
			t.Fatal(err)
		}
		size := sizeOf(k.Params().N)
		return append(pad(sig.R, size), pad(sig.S, size)...)
	}
	opts := crypto.SignerOpts(hash)
	if strings.HasPrefix(string(alg), "PS") {
		opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: hash}
	}
	return must(key.Sign(rand.Reader, digest(hash, message), opts))
}

// signBlock makes the signature from which the block comes out.
func signBlock(em []byte) []byte {
	m := new(big.Int).SetBytes(em)
	return m.Exp(m, rsaKey.D, rsaKey.N).FillBytes(make([]byte, rsaKey.Size()))
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// token returns a token that is signed as alg says.
func token(t testing.TB, alg jwt.Algorithm, header, payload string) string {
	t.Helper()
	input := encode(header) + "." + encode(payload)
	return input + "." + encode(string(sign(t, alg, privateKey(alg), input)))
}

const (
	header = `{"alg":"RS256","kid":"k"}`
	claims = `{"iss":"https://issuer.example","sub":"alice","aud":"https://api.example","iat":1768478100,"exp":1768478700}`
)

// verifier accepts token(t, jwt.RS256, header, claims).
func verifier() *jwt.Verifier {
	return &jwt.Verifier{
		Issuer:     "https://issuer.example",
		Audience:   []string{"https://api.example"},
		Keys:       jwt.Keys{{ID: "k", Public: rsaKey.Public()}, {ID: "e", Public: ecKey.Public()}, {ID: "o", Public: edKey.Public()}},
		Algorithms: algorithms,
		Now:        func() time.Time { return now },
	}
}

// find returns the value of that name in the cards.
func find(t testing.TB, cards []Card, name string) Value {
	t.Helper()
	for _, c := range cards {
		for _, v := range c.Values {
			if v.Name == name {
				return v
			}
		}
	}
	t.Fatalf("no value %q", name)
	return Value{}
}

// last returns the comparison that decides.
func last(cards []Card) *Comparison { return cards[len(cards)-1].Check }
