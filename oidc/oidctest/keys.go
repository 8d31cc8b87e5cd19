package oidctest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// A key signs with one algorithm.
type key struct {
	id        string
	algorithm jwt.Algorithm
	private   crypto.Signer
	withdrawn bool // not in the key set any more
}

// The IDs of the keys that every Issuer starts with.
const (
	RSAKeyID = "rfc7515-a2" // for RS256
	ECKeyID  = "rfc7515-a3" // for ES256
)

// NewKey makes a key for the algorithm, adds it to the key set as the newest, and
// returns its ID, such as "es384-1". NewKey panics if there is no such algorithm.
func (i *Issuer) NewKey(alg jwt.Algorithm) (kid string) {
	private := generate(alg)
	i.mu.Lock()
	i.made++
	kid = fmt.Sprintf("%s-%d", strings.ToLower(string(alg)), i.made)
	i.mu.Unlock()
	i.AddKey(kid, alg, private)
	return kid
}

// AddKey adds your own key to the key set as the newest. AddKey panics if the key
// cannot sign with the algorithm. Two keys may have the same ID.
func (i *Issuer) AddKey(kid string, alg jwt.Algorithm, private crypto.Signer) {
	k := &key{id: kid, algorithm: alg, private: private}
	if !k.can(alg) {
		panic(fmt.Sprintf("oidctest: a %T cannot sign with %q", private, alg))
	}
	i.set(func() { i.keys = append(i.keys, k) })
}

// Rotate makes a new key for each algorithm in the key set. Sign uses the new keys
// from now on. The old ones stay in the key set until Retire, so that tokens
// signed with them stay valid.
func (i *Issuer) Rotate() {
	i.mu.Lock()
	algs := i.algorithms()
	i.mu.Unlock()
	for _, alg := range algs {
		i.NewKey(alg)
	}
}

// Retire removes all keys but the newest for each algorithm from the key set. Sign
// still uses a removed key if the header names its ID, to make a token that must
// be refused.
func (i *Issuer) Retire() {
	i.mu.Lock()
	defer i.mu.Unlock()
	newest := map[jwt.Algorithm]bool{}
	for _, k := range slices.Backward(i.keys) {
		k.withdrawn = k.withdrawn || newest[k.algorithm]
		newest[k.algorithm] = true
	}
}

// KeySet returns the key set document, RFC 7517 section 5. jwk.ParseSet reads
// it.
func (i *Issuer) KeySet() []byte {
	i.mu.Lock()
	defer i.mu.Unlock()
	set := struct {
		Keys []publicJWK `json:"keys"`
	}{[]publicJWK{}}
	for _, k := range i.keys {
		if !k.withdrawn {
			set.Keys = append(set.Keys, k.public())
		}
	}
	return indented(set)
}

// KeySetURL returns the address of the key set, for an oidc.Keys without discovery.
func (i *Issuer) KeySetURL() string { return i.origin() + i.path + "/jwks" }

// algorithms returns the algorithms of the published keys. The caller holds i.mu.
func (i *Issuer) algorithms() []jwt.Algorithm {
	var algs []jwt.Algorithm
	for _, k := range i.keys {
		if !k.withdrawn && !slices.Contains(algs, k.algorithm) {
			algs = append(algs, k.algorithm)
		}
	}
	return algs
}

// find returns the key with this ID if it can sign with the algorithm. Otherwise
// it returns the newest published key for the algorithm, or nil.
func (i *Issuer) find(alg jwt.Algorithm, kid string) *key {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, k := range slices.Backward(i.keys) {
		if kid != "" && k.id == kid && k.can(alg) {
			return k
		}
	}
	for _, k := range slices.Backward(i.keys) {
		if k.algorithm == alg && !k.withdrawn {
			return k
		}
	}
	return nil
}

// can reports whether the key can sign with the algorithm.
func (k *key) can(alg jwt.Algorithm) bool {
	return jwt.Key{Public: k.private.Public()}.Fits(alg)
}

// publicJWK is RFC 7517 section 4, with the parameters of RFC 7518 section 6
// and RFC 8037 section 2.
type publicJWK struct {
	Type      string        `json:"kty"`
	Use       string        `json:"use"`
	Algorithm jwt.Algorithm `json:"alg"`
	ID        string        `json:"kid,omitempty"`
	N         string        `json:"n,omitempty"`
	E         string        `json:"e,omitempty"`
	Curve     string        `json:"crv,omitempty"`
	X         string        `json:"x,omitempty"`
	Y         string        `json:"y,omitempty"`
}

func (k *key) public() publicJWK {
	j := publicJWK{Use: "sig", Algorithm: k.algorithm, ID: k.id}
	switch pub := k.private.Public().(type) {
	case *rsa.PublicKey:
		j.Type, j.N, j.E = "RSA", encode(pub.N.Bytes()), encode(big.NewInt(int64(pub.E)).Bytes())
	case *ecdsa.PublicKey:
		// Uncompressed: 0x04 || X || Y, each as long as the curve.
		point, err := pub.Bytes()
		if err != nil {
			panic("oidctest: " + err.Error())
		}
		xy := point[1:]
		j.Type, j.Curve = "EC", pub.Curve.Params().Name
		j.X, j.Y = encode(xy[:len(xy)/2]), encode(xy[len(xy)/2:])
	case ed25519.PublicKey:
		j.Type, j.Curve, j.X = "OKP", "Ed25519", encode(pub)
	}
	return j
}

func generate(alg jwt.Algorithm) crypto.Signer {
	var k crypto.Signer
	var err error
	switch alg {
	case jwt.RS256, jwt.RS384, jwt.RS512, jwt.PS256, jwt.PS384, jwt.PS512:
		k, err = rsa.GenerateKey(rand.Reader, 2048)
	case jwt.ES256:
		k, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case jwt.ES384:
		k, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case jwt.ES512:
		k, err = ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case jwt.EdDSA, jwt.Ed25519:
		_, k, err = ed25519.GenerateKey(rand.Reader)
	default:
		panic(fmt.Sprintf("oidctest: no such algorithm: %q", alg))
	}
	if err != nil {
		panic("oidctest: " + err.Error())
	}
	return k
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
