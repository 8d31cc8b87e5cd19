package oidctest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256" // makes crypto.SHA256 available
	_ "crypto/sha512" // makes crypto.SHA384 and crypto.SHA512 available
	"encoding/asn1"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"example.com/glassjwt/jwt"
)

// Header returns the header of an access token (RFC 9068 section 2.1) for the
// newest key of the algorithm: alg, typ and kid. It panics if there is no such
// key; [Issuer.NewKey] makes one.
func (i *Issuer) Header(alg jwt.Algorithm) map[string]any {
	k := i.find(alg, "")
	if k == nil {
		panic(fmt.Sprintf("oidctest: no key for %q; call NewKey first", alg))
	}
	return map[string]any{"alg": alg, "typ": "at+jwt", "kid": k.id}
}

// Claims returns the claims of an access token for the audience: iss, sub
// ("alice"), aud, iat (now) and exp (an hour from now). Change them, and add
// others, as you like.
func (i *Issuer) Claims(audience string) map[string]any {
	now := i.now()
	return map[string]any{
		"iss": i.URL,
		"sub": "alice",
		"aud": audience,
		"iat": now.Unix(),
		"exp": now.Add(time.Hour).Unix(),
	}
}

// Sign returns a token. Header and claims are text, which is used byte for byte, or
// any value that [json.Marshal] takes. The names of a map[string]any are written
// in the usual order.
//
// The header's alg is the algorithm, and its kid names the key. If no key has that
// ID, Sign uses the newest key for the algorithm. With the alg "none" there is no
// signature. Sign panics if no key can sign with the algorithm.
func (i *Issuer) Sign(header, claims any) string {
	var h struct {
		Algorithm jwt.Algorithm `json:"alg"`
	}
	if err := json.Unmarshal(text(header), &h); err != nil {
		panic("oidctest: the header does not say how to sign; use SignAs: " + err.Error())
	}
	return i.SignAs(h.Algorithm, header, claims)
}

// SignAs is like [Issuer.Sign], but signs with the algorithm alg, whatever the
// header says.
func (i *Issuer) SignAs(alg jwt.Algorithm, header, claims any) string {
	h := text(header)
	input := encode(h) + "." + encode(text(claims))
	if alg == "none" {
		return input + "."
	}
	var said struct {
		KeyID string `json:"kid"`
	}
	_ = json.Unmarshal(h, &said) // the header can be any text
	k := i.find(alg, said.KeyID)
	if k == nil {
		panic(fmt.Sprintf("oidctest: no key for %q; call NewKey first", alg))
	}
	return input + "." + encode(k.sign(alg, input))
}

// sign makes the signature of RFC 7515 section 5.1.
func (k *key) sign(alg jwt.Algorithm, input string) []byte {
	var sig []byte
	var err error
	hash := hashOf(alg)
	digest := []byte(input) // Ed25519 hashes by itself
	if hash != 0 {
		h := hash.New()
		h.Write(digest)
		digest = h.Sum(nil)
	}
	switch private := k.private.(type) {
	case *rsa.PrivateKey:
		if alg[0] == 'P' {
			opts := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
			sig, err = rsa.SignPSS(rand.Reader, private, hash, digest, opts)
		} else {
			sig, err = rsa.SignPKCS1v15(nil, private, hash, digest)
		}
	case *ecdsa.PrivateKey:
		// Without a source of randomness, it is RFC 6979.
		if sig, err = private.Sign(nil, digest, hash); err == nil {
			sig, err = joined(sig, (private.Params().BitSize+7)/8)
		}
	case ed25519.PrivateKey:
		sig = ed25519.Sign(private, digest)
	default:
		panic(fmt.Sprintf("oidctest: cannot sign with a %T", private))
	}
	if err != nil {
		panic("oidctest: " + err.Error())
	}
	return sig
}

func hashOf(alg jwt.Algorithm) crypto.Hash {
	switch alg {
	case jwt.RS256, jwt.PS256, jwt.ES256:
		return crypto.SHA256
	case jwt.RS384, jwt.PS384, jwt.ES384:
		return crypto.SHA384
	case jwt.RS512, jwt.PS512, jwt.ES512:
		return crypto.SHA512
	}
	return 0
}

// joined turns a signature in ASN.1 into R || S, RFC 7518 section 3.4.
func joined(der []byte, octets int) ([]byte, error) {
	var sig struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &sig); err != nil {
		return nil, err
	}
	both := make([]byte, 2*octets)
	sig.R.FillBytes(both[:octets])
	sig.S.FillBytes(both[octets:])
	return both, nil
}

// text returns the JSON of a header or of claims.
func text(v any) []byte {
	switch v := v.(type) {
	case string:
		return []byte(v)
	case []byte:
		return v
	case json.RawMessage:
		return v
	case map[string]any:
		return object(v)
	}
	return marshal(v)
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("oidctest: " + err.Error())
	}
	return b
}

func indented(v any) []byte {
	var b bytes.Buffer
	_ = json.Indent(&b, marshal(v), "", "  ") // marshal wrote it
	return b.Bytes()
}

// object writes a map in the order that readers expect: first the usual names, then
// the others.
func object(m map[string]any) []byte {
	usual := []string{"alg", "typ", "kid", "iss", "sub", "aud", "client_id", "iat", "nbf", "exp", "jti"}
	names := slices.DeleteFunc(usual, func(name string) bool { _, ok := m[name]; return !ok })
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	members := make([][]byte, len(names))
	for i, name := range names {
		members[i] = slices.Concat(marshal(name), []byte{':'}, marshal(m[name]))
	}
	return slices.Concat([]byte{'{'}, bytes.Join(members, []byte{','}), []byte{'}'})
}
