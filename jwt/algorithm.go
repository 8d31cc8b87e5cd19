package jwt

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	_ "crypto/sha256" // makes crypto.SHA256 available
	_ "crypto/sha512" // makes crypto.SHA384 and crypto.SHA512 available
	"encoding/hex"
)

// An Algorithm is the name of a signature algorithm, as it stands in "alg".
// Names are compared exactly. There is no "none" and no HMAC: their names mean
// nothing here, even if a program lists them.
type Algorithm string

// The algorithms that this package verifies. A [Verifier] without a list of its
// own accepts only the first two.
const (
	RS256   Algorithm = "RS256"   // RSASSA-PKCS1-v1_5, SHA-256: RFC 7518 section 3.3
	ES256   Algorithm = "ES256"   // ECDSA, P-256, SHA-256: RFC 7518 section 3.4
	RS384   Algorithm = "RS384"   // RSASSA-PKCS1-v1_5, SHA-384
	RS512   Algorithm = "RS512"   // RSASSA-PKCS1-v1_5, SHA-512
	PS256   Algorithm = "PS256"   // RSASSA-PSS, SHA-256: RFC 7518 section 3.5
	PS384   Algorithm = "PS384"   // RSASSA-PSS, SHA-384
	PS512   Algorithm = "PS512"   // RSASSA-PSS, SHA-512
	ES384   Algorithm = "ES384"   // ECDSA, P-384, SHA-384
	ES512   Algorithm = "ES512"   // ECDSA, P-521, SHA-512
	EdDSA   Algorithm = "EdDSA"   // Ed25519 (and no other curve): RFC 8037 section 3.1
	Ed25519 Algorithm = "Ed25519" // the same algorithm, as RFC 9864 section 2.2 names it
)

// A scheme is what an algorithm's name stands for.
type scheme struct {
	family family
	hash   crypto.Hash    // 0 for EdDSA, which does its own hashing
	curve  elliptic.Curve // for ECDSA
}

// The algorithms of one family differ only in their hash and curve.
type family uint8

const (
	pkcs1 family = iota + 1 // RSASSA-PKCS1-v1_5
	pss                     // RSASSA-PSS
	ecDSA
	edDSA
)

var schemes = map[Algorithm]scheme{
	RS256:   {pkcs1, crypto.SHA256, nil},
	RS384:   {pkcs1, crypto.SHA384, nil},
	RS512:   {pkcs1, crypto.SHA512, nil},
	PS256:   {pss, crypto.SHA256, nil},
	PS384:   {pss, crypto.SHA384, nil},
	PS512:   {pss, crypto.SHA512, nil},
	ES256:   {ecDSA, crypto.SHA256, elliptic.P256()},
	ES384:   {ecDSA, crypto.SHA384, elliptic.P384()},
	ES512:   {ecDSA, crypto.SHA512, elliptic.P521()},
	EdDSA:   {edDSA, 0, nil},
	Ed25519: {edDSA, 0, nil},
}

// scheme returns the meaning of the name, or false if we do not know the name.
func (a Algorithm) scheme() (s scheme, known bool) {
	s, known = schemes[a]
	return s, known
}

// fits reports whether a key of this type, curve and size can serve the
// algorithm.
func (a Algorithm) fits(key crypto.PublicKey) bool { return schemes[a].fits(key) }

// An unknown name has the zero scheme, and no key fits that.
func (s scheme) fits(key crypto.PublicKey) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return (s.family == pkcs1 || s.family == pss) && fitsRSA(key)
	case *ecdsa.PublicKey:
		return s.family == ecDSA && fitsECDSA(key, s.curve)
	case ed25519.PublicKey:
		return s.family == edDSA && fitsEd25519(key)
	}
	return false
}

// fitsRSA applies RFC 7518 section 3.3: "A key of size 2048 bits or larger MUST
// be used with these algorithms." The upper bound protects us, since the work
// grows with the square of the size. With the exponent 1, a signature would be
// its own message. An even exponent cannot be inverted. crypto/rsa takes up to
// 31 bits.
func fitsRSA(k *rsa.PublicKey) bool {
	if k == nil || k.N == nil {
		return false
	}
	bits := k.N.BitLen()
	return bits >= 2048 && bits <= 8192 && k.N.Sign() > 0 && k.N.Bit(0) == 1 &&
		k.E >= 3 && k.E <= 1<<31-1 && k.E%2 == 1
}

// fitsECDSA compares the curves themselves. Their sizes are not enough: secp256k1
// has 256 bits, as P-256 has, and crypto/ecdsa takes any curve that a program
// makes. Each time it verifies, it checks that the point is on the curve.
func fitsECDSA(k *ecdsa.PublicKey, curve elliptic.Curve) bool {
	return k != nil && k.X != nil && k.Y != nil &&
		k.Curve != nil && k.Curve.Params() == curve.Params()
}

// fitsEd25519 refuses the points of small order, for which anyone can make
// signatures. One of them is 32 zero bytes: a key that was never set.
func fitsEd25519(k ed25519.PublicKey) bool {
	return len(k) == ed25519.PublicKeySize && !isSmallOrder([32]byte(k))
}

// isSmallOrder compares the coordinate y, which is little-endian.
func isSmallOrder(y [32]byte) bool {
	y[31] &= 0x7f // the sign of x
	switch hex.EncodeToString(y[:]) {
	case "0100000000000000000000000000000000000000000000000000000000000000", // 1: the neutral element
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // -1: order 2
		"0000000000000000000000000000000000000000000000000000000000000000", // 0: order 4
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p, which is read as 0
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": // p+1, as 1
		return true
	}
	return false
}
