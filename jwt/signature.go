package jwt

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
)

// VerifySignature reports, with a nil error, that the key's owner signed
// exactly the bytes of the signing input with the algorithm. It does step 8 of RFC
// 7515 section 5.2, and nothing else: it checks no claim, and no list of accepted
// algorithms. To protect an API, use [Verifier.Verify].
//
// The key is an [*rsa.PublicKey], an [*ecdsa.PublicKey] or an
// [ed25519.PublicKey]. The error wraps [ErrAlgorithm] if we do not know the
// algorithm, [ErrKey] if the key does not fit it, and otherwise [ErrSignature].
func VerifySignature(alg Algorithm, key crypto.PublicKey, signingInput string, sig []byte) error {
	// Room on the stack saves most tokens an allocation: 2 % of RS256.
	var room [1024]byte
	input := append(room[:0], signingInput...)
	s, ok := alg.scheme()
	switch {
	case !ok:
		return ErrAlgorithm
	case !s.fits(key):
		return ErrKey
	case !s.verify(key, input, sig):
		return ErrSignature
	}
	return nil
}

// verify must get a key that fits.
func (s scheme) verify(key crypto.PublicKey, input, sig []byte) bool {
	switch s.family {
	case pkcs1:
		return verifyPKCS1(s, key.(*rsa.PublicKey), input, sig)
	case pss:
		return verifyPSS(s, key.(*rsa.PublicKey), input, sig)
	case ecDSA:
		return verifyECDSA(s, key.(*ecdsa.PublicKey), input, sig)
	case edDSA:
		// RFC 8032 section 5.1.7 does its own hashing.
		return ed25519.Verify(key.(ed25519.PublicKey), input, sig)
	}
	return false
}

// hashed hashes the signing input into buf.
func hashed(h crypto.Hash, input []byte, buf *[sha512.Size]byte) []byte {
	switch h {
	case crypto.SHA256:
		sum := sha256.Sum256(input)
		return buf[:copy(buf[:], sum[:])]
	case crypto.SHA384:
		sum := sha512.Sum384(input)
		return buf[:copy(buf[:], sum[:])]
	default:
		*buf = sha512.Sum512(input)
		return buf[:]
	}
}

// verifyPKCS1 is RFC 8017 section 8.2.2. crypto/rsa builds the block that
// should come out of s^e mod n and compares all of it; see package explain for
// the block itself.
func verifyPKCS1(s scheme, key *rsa.PublicKey, input, sig []byte) bool {
	var buf [sha512.Size]byte
	digest := hashed(s.hash, input, &buf)
	return rsa.VerifyPKCS1v15(key, s.hash, digest, sig) == nil
}

// verifyPSS is RFC 8017 section 8.1.2. RFC 7518 section 3.5: "The size of the
// salt value is the same size as the hash function output." Without the
// option, crypto/rsa accepts a salt of any size.
func verifyPSS(s scheme, key *rsa.PublicKey, input, sig []byte) bool {
	var buf [sha512.Size]byte
	digest := hashed(s.hash, input, &buf)
	opts := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
	return rsa.VerifyPSS(key, s.hash, digest, sig, opts) == nil
}

// verifyECDSA is RFC 7518 section 3.4: the signature is R and then S, each as
// many octets as the curve's order takes. Every other length is refused. Code
// that cuts the signature in the middle accepts other lengths too.
func verifyECDSA(s scheme, key *ecdsa.PublicKey, input, sig []byte) bool {
	octets := (s.curve.Params().BitSize + 7) / 8
	if len(sig) != 2*octets {
		return false
	}
	var buf [sha512.Size]byte
	digest := hashed(s.hash, input, &buf)
	var der [2 + 1 + 2*(3+66)]byte
	return ecdsa.VerifyASN1(key, digest, appendDER(der[:0], sig[:octets], sig[octets:]))
}

// appendDER appends the form of the signature that crypto/ecdsa takes. It is
// written by hand because ecdsa.Verify, which takes two big.Int, adds some 7 %.
//
//	SEQUENCE { r INTEGER, s INTEGER }
func appendDER(der, r, s []byte) []byte {
	r, s = integer(r), integer(s)
	der = append(der, 0x30)
	n := integerLen(r) + integerLen(s)
	if n >= 0x80 { // P-521 only: a length in its long form
		der = append(der, 0x81)
	}
	der = append(der, byte(n))
	for _, i := range [...][]byte{r, s} {
		der = append(der, 0x02, byte(integerLen(i)-2))
		if i[0] >= 0x80 { // else it would be negative
			der = append(der, 0)
		}
		der = append(der, i...)
	}
	return der
}

// integer drops leading zeros: DER integers are minimal.
func integer(b []byte) []byte {
	for len(b) > 1 && b[0] == 0 {
		b = b[1:]
	}
	return b
}

// integerLen is the length of a DER INTEGER, with its tag and length.
func integerLen(b []byte) int {
	if b[0] >= 0x80 {
		return 3 + len(b)
	}
	return 2 + len(b)
}
