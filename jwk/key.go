package jwk

import (
	"crypto"
	"errors"
	"fmt"
	"slices"

	"example.com/glassjwt/jwt"
)

// The reasons why a key is not usable.
var (
	// ErrMalformed: not a JSON Web Key, or not a key at all.
	ErrMalformed = errors.New("malformed key")
	// ErrUnsupported: a type, curve or algorithm that we do not know.
	ErrUnsupported = errors.New("unsupported key")
	// ErrWeak: a key whose signatures others can forge, or nearly.
	ErrWeak = errors.New("weak key")
	// ErrPrivate: a secret, which does not belong into a key set.
	ErrPrivate = errors.New("private key")
	// ErrUse: a key for something else than verifying signatures.
	ErrUse = errors.New("key is not for verifying")
)

// malformed tells in words only what package jwt says about the JSON: its own
// ErrMalformed is about tokens, and must not be taken for one when a key set is
// to blame.
func malformed(err error) error { return fmt.Errorf("%w: %v", ErrMalformed, err) }

// A Key is a public key that verifies signatures, with what its issuer says
// about it (RFC 7517 section 4).
type Key struct {
	Type       string           // "kty": RSA, EC or OKP
	Curve      string           // "crv": P-256, P-384, P-521 or Ed25519; "" for RSA
	Use        string           // "use": sig or ""
	ID         string           // "kid"; "" if absent
	Operations []string         // "key_ops"; nil if absent
	Algorithm  jwt.Algorithm    // "alg"; "" if absent
	Public     crypto.PublicKey // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey
}

// Parse reads one JSON Web Key. The error wraps [ErrMalformed],
// [ErrUnsupported], [ErrWeak], [ErrPrivate] or [ErrUse].
func Parse(b []byte) (*Key, error) {
	o, err := jwt.ParseObject(b)
	if err != nil {
		return nil, malformed(err)
	}
	k := new(Key)
	if err := k.describe(o); err != nil {
		return nil, err
	}
	if err := refusePrivate(o, k.Type); err != nil {
		return nil, err
	}
	if err := k.checkUse(o); err != nil {
		return nil, err
	}
	if err := k.build(o); err != nil {
		return nil, err
	}
	if o.Has("alg") && !k.key().Fits(k.Algorithm) {
		return nil, fmt.Errorf("%w: alg is not a signature algorithm for this key", ErrUnsupported)
	}
	return k, nil
}

// describe reads the parameters that all types of keys have. Names and values
// are exact: "rsa" is not a type, and "KTY" is not "kty".
func (k *Key) describe(o jwt.Object) error {
	if err := o.Get("kty", &k.Type); err != nil {
		return malformed(err)
	}
	for _, p := range []struct {
		name string
		dst  any
	}{
		{"crv", &k.Curve}, {"use", &k.Use}, {"kid", &k.ID}, {"key_ops", &k.Operations}, {"alg", (*string)(&k.Algorithm)},
	} {
		if !o.Has(p.name) || p.name == "crv" && k.Type == "RSA" {
			continue // crv is not a parameter of RSA keys
		}
		if err := o.Get(p.name, p.dst); err != nil {
			return malformed(err)
		}
	}
	return nil
}

// refusePrivate refuses what RFC 7518 sections 6.2.2, 6.3.2 and 6.4, and RFC
// 8037 section 2, define as secret for the type. A private key that is in a
// published set has leaked, and whoever read it can sign.
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
		if o.Has(name) {
			return fmt.Errorf("%w: it has %q", ErrPrivate, name)
		}
	}
	return nil
}

// checkUse applies RFC 7517 sections 4.2 and 4.3. Both parameters are
// optional; where they stand, they bind.
func (k *Key) checkUse(o jwt.Object) error {
	if o.Has("use") && k.Use != "sig" {
		return fmt.Errorf("%w: use is not sig", ErrUse)
	}
	if k.Operations != nil && !slices.Contains(k.Operations, "verify") {
		return fmt.Errorf("%w: key_ops is without verify", ErrUse)
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
		x, y, err := two(o, "x", "y")
		if err != nil {
			return err
		}
		k.Public, err = nonNil(ECPublicKey(k.Curve, x, y))
		return err
	case "OKP":
		x, err := one(o, "x")
		if err != nil {
			return err
		}
		k.Public, err = nonNil(OKPPublicKey(k.Curve, x))
		return err
	}
	return fmt.Errorf("%w: kty is not RSA, EC or OKP", ErrUnsupported)
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
	return jwt.Key{ID: k.ID, Algorithm: k.Algorithm, Public: k.Public}
}
