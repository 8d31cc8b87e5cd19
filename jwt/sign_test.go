package jwt

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// This file is the half that the package does not have: an issuer. Its RSA and
// P-256 keys are the examples of RFC 7515 appendices A.2.1 and A.3.1, whose
// private halves are public. The other keys are made when they are needed.

const (
	issuer   = "https://issuer.example"
	audience = "https://api.example"
)

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

// rfcP256 is the key of RFC 7515 appendix A.3.1.
func rfcP256() *ecdsa.PrivateKey {
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), number("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI").Bytes())
	if err != nil {
		panic(err)
	}
	return k
}

// rfcRSA is the key of RFC 7515 appendix A.2.1.
func rfcRSA() *rsa.PrivateKey {
	k := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: number("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"), E: 65537},
		D:         number("Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ"),
		Primes: []*big.Int{
			number("4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc"),
			number("uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc"),
		},
	}
	k.Precompute()
	return k
}

func number(base64url string) *big.Int {
	b, err := base64.RawURLEncoding.DecodeString(base64url)
	if err != nil {
		panic(err)
	}
	return new(big.Int).SetBytes(b)
}
