package bench

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// What every contender is told to expect.
const (
	IssuerURL = "https://issuer.example/"
	Audience  = "https://api.example"
)

// The algorithms that are measured, in the order of the tables.
var Algorithms = []string{"RS256", "ES256"}

// An Issuer signs tokens with keys that it makes when it starts. It publishes
// four: two for each algorithm, of which it uses the second, so that who takes
// the first key of the right type is found out.
type Issuer struct {
	JWKS  []byte            // the key set document
	KeyID map[string]string // by algorithm: the kid of the key that signs

	keys map[string]crypto.Signer // by kid
}

func NewIssuer() *Issuer {
	is := &Issuer{KeyID: map[string]string{}, keys: map[string]crypto.Signer{}}
	var jwks []map[string]any
	for range 2 {
		r, err := rsa.GenerateKey(rand.Reader, 2048)
		check(err)
		jwks = append(jwks, is.add("RS256", r))
		e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		check(err)
		jwks = append(jwks, is.add("ES256", e))
	}
	is.JWKS = document(jwks)
	return is
}

// add publishes a key under a kid of 46 characters, and returns its JWK.
func (is *Issuer) add(alg string, key crypto.Signer) map[string]any {
	jwk := publish(key.Public(), alg, fmt.Sprintf("k%d-", len(is.keys)))
	kid := jwk["kid"].(string)
	is.keys[kid] = key
	is.KeyID[alg] = kid
	return jwk
}

func publish(key crypto.PublicKey, alg, prefix string) map[string]any {
	jwk := jwkParameters(key)
	jwk["kid"] = prefix + fingerprint(jwk)
	jwk["alg"] = alg
	jwk["use"] = "sig"
	return jwk
}

// ManyKeys returns a key set of n P-256 keys. The last is the one with which
// this issuer signs.
func (is *Issuer) ManyKeys(n int) []byte {
	var jwks []map[string]any
	for i := range n - 1 {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		check(err)
		jwks = append(jwks, publish(k.Public(), "ES256", fmt.Sprintf("m%03d-", i)))
	}
	last := is.keys[is.KeyID["ES256"]].Public()
	jwks = append(jwks, publish(last, "ES256", is.KeyID["ES256"][:3]))
	return document(jwks)
}

func document(keys []map[string]any) []byte {
	b, err := json.Marshal(map[string]any{"keys": keys})
	check(err)
	return b
}

// Claims returns the eleven claims of the benchmark's token.
func Claims() map[string]any {
	now := time.Now()
	return map[string]any{
		"iss":         IssuerURL,
		"sub":         "auth0|65f2c1d7a9b84e0c3d5f7a12",
		"aud":         []string{Audience, IssuerURL + "userinfo"},
		"exp":         now.Add(24 * time.Hour).Unix(),
		"nbf":         now.Add(-time.Minute).Unix(),
		"iat":         now.Add(-time.Minute).Unix(),
		"jti":         "f4b1c7d0a52e4f86",
		"azp":         "single-page-app",
		"org_id":      "org_7Hq2",
		"scope":       "openid read:messages",
		"permissions": []string{"read:messages"},
	}
}

// Token signs the good claims, changed as the caller wishes.
func (is *Issuer) Token(alg string, change map[string]any) string {
	claims := Claims()
	for name, value := range change {
		claims[name] = value
	}
	payload, err := json.Marshal(claims)
	check(err)
	return is.Sign(alg, payload)
}

func (is *Issuer) Sign(alg string, payload []byte) string {
	kid := is.KeyID[alg]
	header := fmt.Sprintf(`{"alg":%q,"typ":"JWT","kid":%q}`, alg, kid)
	input := base64URL([]byte(header)) + "." + base64URL(payload)
	digest := sha256.Sum256([]byte(input))
	switch key := is.keys[kid].(type) {
	case *rsa.PrivateKey:
		sig, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
		check(err)
		return input + "." + base64URL(sig)
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
		check(err)
		sig := make([]byte, 64)
		r.FillBytes(sig[:32])
		s.FillBytes(sig[32:])
		return input + "." + base64URL(sig)
	}
	panic("no key for " + alg)
}

// Breakages are the tokens that must be refused, made from a good one.
func (is *Issuer) Breakages(alg string) map[string]string {
	good := is.Token(alg, nil)
	hour := time.Hour
	return map[string]string{
		"broken signature": breakSignature(good),
		"changed payload":  changePayload(good),
		"expired":          is.Token(alg, map[string]any{"exp": time.Now().Add(-hour).Unix()}),
		"not valid yet":    is.Token(alg, map[string]any{"nbf": time.Now().Add(hour).Unix()}),
		"wrong audience":   is.Token(alg, map[string]any{"aud": "https://other.example"}),
		"wrong issuer":     is.Token(alg, map[string]any{"iss": "https://issuer.example"}),
	}
}

// breakSignature changes one bit in the middle of the signature.
func breakSignature(token string) string {
	i := strings.LastIndexByte(token, '.')
	sig, err := base64.RawURLEncoding.DecodeString(token[i+1:])
	check(err)
	sig[len(sig)/2] ^= 1
	return token[:i+1] + base64URL(sig)
}

// changePayload makes the subject another one, and keeps the signature.
func changePayload(token string) string {
	part := strings.Split(token, ".")
	payload, err := base64.RawURLEncoding.DecodeString(part[1])
	check(err)
	changed := strings.Replace(string(payload), "auth0|6", "auth0|7", 1)
	return part[0] + "." + base64URL([]byte(changed)) + "." + part[2]
}

func jwkParameters(public crypto.PublicKey) map[string]any {
	switch k := public.(type) {
	case *rsa.PublicKey:
		e := big.NewInt(int64(k.E)).Bytes()
		return map[string]any{"kty": "RSA", "n": base64URL(k.N.Bytes()), "e": base64URL(e)}
	case *ecdsa.PublicKey:
		point, err := k.Bytes() // 04 || X || Y
		check(err)
		return map[string]any{"kty": "EC", "crv": "P-256", "x": base64URL(point[1:33]), "y": base64URL(point[33:])}
	}
	panic("no such key")
}

func fingerprint(parameters map[string]any) string {
	b, err := json.Marshal(parameters)
	check(err)
	sum := sha256.Sum256(b)
	return base64URL(sum[:])
}

func base64URL(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// check ends the program: without its material nothing can be measured.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
