package explain

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha256" // makes crypto.SHA256 available
	_ "crypto/sha512" // makes crypto.SHA384 and crypto.SHA512 available
	"fmt"

	"example.com/glassjwt/jwt"
)

// calculate redoes the arithmetic of a signature. It returns no cards for an
// algorithm or a key that it does not know.
//
// It panics if its answer differs from that of jwt.VerifySignature, which decides.
func calculate(alg jwt.Algorithm, key crypto.PublicKey, message string, sig []byte) []Card {
	cards, holds := open(alg, key, message, sig)
	if cards == nil {
		return nil
	}
	if !(jwt.Key{Public: key}).Fits(alg) {
		cards, holds = append([]Card{unfitCard(alg, key)}, cards...), false
	}
	if err := jwt.VerifySignature(alg, key, message, sig); holds != (err == nil) {
		panic(fmt.Sprintf("explain: %s: the arithmetic by hand says %t, jwt.VerifySignature says %v", alg, holds, err))
	}
	return cards
}

// open chooses the arithmetic of the algorithm. It reports whether the signature
// is right.
func open(alg jwt.Algorithm, key crypto.PublicKey, message string, sig []byte) ([]Card, bool) {
	hash := hashOf(alg)
	switch alg {
	case jwt.RS256, jwt.RS384, jwt.RS512:
		if k, ok := key.(*rsa.PublicKey); ok && canRaise(k) {
			return openPKCS1(k, hash, message, sig)
		}
	case jwt.PS256, jwt.PS384, jwt.PS512:
		if k, ok := key.(*rsa.PublicKey); ok && canRaise(k) {
			return openPSS(k, hash, message, sig)
		}
	case jwt.ES256, jwt.ES384, jwt.ES512:
		if k, ok := key.(*ecdsa.PublicKey); ok && (jwt.Key{Public: k}).Fits(alg) {
			if c, ok := curveOf(k.Curve); ok {
				return openECDSA(k, c, hash, message, sig)
			}
		}
	case jwt.EdDSA, jwt.Ed25519:
		if k, ok := key.(ed25519.PublicKey); ok && len(k) == ed25519.PublicKeySize {
			return openEd25519(k, message, sig)
		}
	}
	return nil, false
}

func hashOf(alg jwt.Algorithm) crypto.Hash {
	switch alg {
	case jwt.RS256, jwt.PS256, jwt.ES256:
		return crypto.SHA256
	case jwt.RS384, jwt.PS384, jwt.ES384:
		return crypto.SHA384
	}
	return crypto.SHA512
}

func unfitCard(alg jwt.Algorithm, key crypto.PublicKey) Card {
	return Card{
		Title: "The key",
		Rule:  "RFC 7518 section 3",
		Words: "Here is the calculation, though its result proves nothing.",
		Check: &Comparison{"the key fits " + string(alg), false,
			fmt.Sprintf("A key like this, %s, is not safe or not meant for %s.", kindOf(key), alg)},
	}
}

// kindOf describes a key: its type and its size.
func kindOf(key crypto.PublicKey) string {
	switch k := key.(type) {
	case *rsa.PublicKey:
		if k != nil && k.N != nil {
			return fmt.Sprintf("RSA, %d bits, e = %d", k.N.BitLen(), k.E)
		}
	case *ecdsa.PublicKey:
		if k != nil && k.Curve != nil && k.Curve.Params() != nil {
			return "EC, " + k.Curve.Params().Name
		}
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return fmt.Sprintf("%T", key)
}
