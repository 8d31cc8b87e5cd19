package jwk

import (
	"bytes"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// The reasons why a key is not usable.
var (
	// ErrMalformed: not a JSON Web Key, or its numbers are not a key.
	ErrMalformed = errors.New("malformed key")
	// ErrUnsupported: a type, curve or algorithm that we do not know.
	ErrUnsupported = errors.New("unsupported key")
	// ErrWeak: a key so weak that others may be able to sign with it.
	ErrWeak = errors.New("weak key")
	// ErrPrivate: a secret, which does not belong in a key set.
	ErrPrivate = errors.New("private key")
	// ErrUse: a key that is not for verifying signatures.
	ErrUse = errors.New("key is not for verifying")
)

// A Key is a public key that verifies signatures, with what its issuer says
// about it (RFC 7517 section 4).
type Key struct {
	Type       string           // "kty": RSA, EC or OKP
	Curve      string           // "crv": P-256, P-384, P-521 or Ed25519; "" for RSA
	Use        string           // "use": sig or ""
	ID         string           // "kid"; "" if absent
	Operations []string         // "key_ops"; nil if absent
	Algorithm  jwt.Algorithm    // "alg"; "" if absent
	Issuer     string           // "issuer", see jwt.Key.Issuer; "" if absent
	Public     crypto.PublicKey // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey
}

// Parse reads one JSON Web Key. The error wraps [ErrMalformed],
// [ErrUnsupported], [ErrWeak], [ErrPrivate] or [ErrUse].
func Parse(b []byte) (*Key, error) {
	k := new(Key)
	if err := k.parse(b); err != nil {
		return nil, err
	}
	return k, nil
}

// parse fills k. On error, k still has its ID, if the text has a kid.
func (k *Key) parse(b []byte) error {
	o, err := jwt.ParseObject(b)
	if err != nil {
		return malformed(err)
	}
	if err := k.describe(o); err != nil {
		return err
	}
	if err := refusePrivate(o, k.Type); err != nil {
		return err
	}
	if err := k.checkUse(o); err != nil {
		return err
	}
	if err := k.build(o); err != nil {
		return err
	}
	if has(o, "alg") && !k.key().Fits(k.Algorithm) {
		return fmt.Errorf("%w: alg is %s, not a signature algorithm for this key", ErrUnsupported, quoted(string(k.Algorithm)))
	}
	return nil
}

// describe reads the parameters that all types of keys have. Names and values
// are exact: "rsa" is not a type, and "KTY" is not "kty".
func (k *Key) describe(o jwt.Object) error {
	for _, p := range []struct {
		name string
		dst  any
	}{
		{"kid", &k.ID}, {"kty", &k.Type}, {"crv", &k.Curve}, {"use", &k.Use},
		{"key_ops", &k.Operations}, {"alg", (*string)(&k.Algorithm)}, {"issuer", &k.Issuer},
	} {
		if !has(o, p.name) || p.name == "crv" && k.Type == "RSA" {
			continue // crv is not a parameter of RSA keys
		}
		if err := o.Get(p.name, p.dst); err != nil {
			return malformed(err)
		}
	}
	switch {
	case !has(o, "kty"):
		return fmt.Errorf("%w: no kty", ErrMalformed)
	case has(o, "issuer") && k.Issuer == "":
		return fmt.Errorf("%w: issuer is empty", ErrMalformed)
	}
	return nil
}

// has reports whether the key has the member, and neither null nor an empty
// array in its place. Some libraries write "d":null or "oth":[] into public
// keys, for members that the key does not have.
func has(o jwt.Object, name string) bool {
	if !o.Has(name) {
		return false // without the error of Get, which takes memory
	}
	var text json.RawMessage
	if o.Get(name, &text) != nil || string(text) == "null" {
		return false
	}
	return text[0] != '[' || len(bytes.TrimSpace(text[1:len(text)-1])) > 0
}

// refusePrivate refuses what RFC 7518 sections 6.2.2, 6.3.2 and 6.4, and RFC
// 8037 section 2, define as secret for the type. A private key in a published
// set has leaked: everyone who read the set can sign.
func refusePrivate(o jwt.Object, kty string) error {
	var secret []string
	switch kty {
	case "oct":
		return fmt.Errorf("%w: kty oct is a shared secret", ErrPrivate)
	case "EC", "OKP":
		secret = []string{"d"}
	case "RSA":
		secret = []string{"d", "p", "q", "dp", "dq", "qi", "oth"}
	}
	for _, name := range secret {
		if has(o, name) {
			return fmt.Errorf("%w: it has %q", ErrPrivate, name)
		}
	}
	return nil
}

// maxOperations is the length of the longest key_ops that we read. RFC 7517
// defines eight values.
const maxOperations = 64

// checkUse applies RFC 7517 sections 4.2 and 4.3. Both parameters are
// optional. A key that has one of them is only for the uses that it lists.
func (k *Key) checkUse(o jwt.Object) error {
	if has(o, "use") && k.Use != "sig" {
		return fmt.Errorf("%w: use is %s, not sig", ErrUse, quoted(k.Use))
	}
	if k.Operations == nil {
		return nil
	}
	if len(k.Operations) > maxOperations {
		return fmt.Errorf("%w: key_ops has %d values", ErrMalformed, len(k.Operations))
	}
	if !slices.Contains(k.Operations, "verify") {
		return fmt.Errorf("%w: key_ops is without verify", ErrUse)
	}
	// "Duplicate key operation values MUST NOT be present in the array."
	for i, name := range k.Operations {
		if slices.Contains(k.Operations[:i], name) {
			return fmt.Errorf("%w: key_ops has %s twice", ErrMalformed, quoted(name))
		}
	}
	// "The "use" and "key_ops" JWK members SHOULD NOT be used together;
	// however, if both are used, the information they convey MUST be
	// consistent."
	for _, name := range []string{"encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"} {
		if k.Use == "sig" && slices.Contains(k.Operations, name) {
			return fmt.Errorf("%w: use is sig, but key_ops has %s", ErrUse, name)
		}
	}
	return nil
}

// build makes the public key from its numbers.
func (k *Key) build(o jwt.Object) error {
	switch k.Type {
	case "RSA":
		n, e, err := two(o, "n", "e")
		if err != nil {
			return err
		}
		k.Public, err = nonNil(RSAPublicKey(n, e))
		return err
	case "EC":
		if _, err := namedCurve(k.Curve); err != nil {
			return err
		}
		x, y, err := two(o, "x", "y")
		if err != nil {
			return err
		}
		k.Public, err = nonNil(ECPublicKey(k.Curve, x, y))
		return err
	case "OKP":
		if err := checkOKPCurve(k.Curve); err != nil {
			return err
		}
		x, err := one(o, "x")
		if err != nil {
			return err
		}
		k.Public, err = nonNil(OKPPublicKey(k.Curve, x))
		return err
	}
	return fmt.Errorf("%w: kty is %s, not RSA, EC or OKP", ErrUnsupported, quoted(k.Type))
}

// nonNil keeps a nil pointer from becoming an interface that is not nil.
func nonNil[T any](key T, err error) (crypto.PublicKey, error) {
	if err != nil {
		return nil, err
	}
	return key, nil
}

func one(o jwt.Object, name string) ([]byte, error) {
	b, err := o.Base64URL(name)
	if err != nil {
		return nil, malformed(err)
	}
	return b, nil
}

func two(o jwt.Object, first, second string) (a, b []byte, err error) {
	if a, err = one(o, first); err != nil {
		return nil, nil, err
	}
	if b, err = one(o, second); err != nil {
		return nil, nil, err
	}
	return a, b, nil
}

// key is what package jwt needs to know of k.
func (k *Key) key() jwt.Key {
	return jwt.Key{ID: k.ID, Algorithm: k.Algorithm, Issuer: k.Issuer, Public: k.Public}
}

func malformed(err error) error { return fmt.Errorf("%w: %s", ErrMalformed, reason(err)) }

// reason keeps only the words of an error of package jwt. Its ErrMalformed is
// about tokens: a program must not blame the token for a key.
func reason(err error) string {
	return strings.TrimPrefix(err.Error(), jwt.ErrMalformed.Error()+": ")
}

// quoted quotes what the issuer wrote, and cuts it to 64 bytes.
func quoted(s string) string {
	if len(s) > 64 {
		return fmt.Sprintf("%+q...", s[:64])
	}
	return fmt.Sprintf("%+q", s)
}
