package explain

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha512"
	"fmt"
	"math/big"
	"slices"
)

// openEd25519 is RFC 8032 section 5.1.7:
//
//	k = SHA-512(R || A || M) mod L
//
// and the signature is good if and only if [S]B = R + [k]A. It is calculated
// as [S]B - [k]A, which must be R, byte for byte. All numbers stand in the
// signature with their lowest byte first.
//
// The RFC also allows to multiply both sides by 8, and to decode R first.
// crypto/ed25519 does neither, and what it does decides.
func openEd25519(key ed25519.PublicKey, message string, sig []byte) ([]Card, bool) {
	size := ed25519.SignatureSize / 2
	c := cutter{bytes: sig}
	split := Card{
		Title: "The signature is a point and a number",
		Rule:  "RFC 8032 section 5.1.7",
		Check: &Comparison{Formula: "S < L", Words: "S is in its range."},
	}
	if len(sig) != 2*size {
		c.rest(RoleNoise, "noise", "it should be "+count(2*size, "byte"))
		split.Check.Formula = fmt.Sprintf("the length of the signature == %d", 2*size)
		split.Check.Words = fmt.Sprintf("This one is %s.", count(len(sig), "byte"))
		split.Values = []Value{{Name: "signature", How: "R || S", Role: RoleSignature, Bytes: sig, Fields: c.fields, Links: []string{"signature"}}}
		return []Card{split}, false
	}
	c.take(size, RoleNumber, "R", "a point that the issuer chose", "r")
	c.take(size, RoleNumber, "S", "a number that ties it to the text and to the key, lowest byte first", "s")
	R, S := sig[:size], littleEndian(sig[size:])
	split.Values = []Value{
		{Name: "signature", How: "R || S", Role: RoleSignature, Bytes: sig, Fields: c.fields, Links: []string{"signature"}},
		{Name: "S", How: "as a number, highest byte first", Role: RoleNumber, Bytes: pad(S, size), Links: []string{"s"}},
		{Name: "L", How: "the order of the base point B", Role: RoleNumber, Bytes: pad(edwards.L, size)},
	}
	split.Check.Holds = S.Cmp(edwards.L) < 0
	if !split.Check.Holds {
		split.Check.Words = "S must be less than L. To add L to a good S would make another spelling of the same signature."
		return []Card{split}, false
	}

	A, onCurve := decodePoint(key)
	keyed := Card{
		Title:  "The public key is a point",
		Rule:   "RFC 8032 section 5.1.3",
		Values: []Value{{Name: "A", How: "the issuer's key: y, and one bit of x", Role: RoleNumber, Bytes: Bytes(key), Links: []string{"a"}}},
		Check:  &Comparison{"-x^2 + y^2 == 1 + d x^2 y^2 mod p", onCurve, "There is an x for this y: it lies on the curve."},
	}
	if !onCurve {
		keyed.Check.Words = "There is no x for this y: it is no point of the curve."
		return []Card{split, keyed}, false
	}

	h := sha512.Sum512(bytes.Join([][]byte{R, key, []byte(message)}, nil))
	k := littleEndian(h[:])
	k.Mod(k, edwards.L)
	hashed := Card{
		Title: "One hash over all of it",
		Rule:  "RFC 8032 section 5.1.7",
		Words: "Unlike RSA and ECDSA, Ed25519 does its own hashing: over the issuer's point, the issuer's key, and the signing input as it arrived.",
		Values: []Value{
			{Name: "h", How: "SHA-512(R || A || signing input)", Role: RoleHash, Bytes: h[:], Links: []string{"digest", "signing-input"}},
			{Name: "k", How: "h mod L, h read lowest byte first", Role: RoleNumber, Bytes: pad(k, size), Links: []string{"digest"}},
		},
	}

	SB, kA := edwards.multiply(S, edwards.B), edwards.multiply(k, A)
	found := encodePoint(edwards.add(SB, edwards.negate(kA)))
	holds := bytes.Equal(found, R)
	words := "Both sides are one point. Only with the private key of A can S be made to fit a hash that includes R itself."
	if !holds {
		words = "These are different points. The text was changed, or the signature, or the key is another. Which of them, and what was signed, cannot be read off."
	}
	meet := Card{
		Title: "Back to the issuer's point",
		Rule:  "RFC 8032 section 5.1.7",
		Words: "[S]B = R + [k]A is to hold. So [S]B - [k]A is to be R.",
		Values: []Value{
			{Name: "[S]B", How: "S times the base point", Role: RoleNumber, Bytes: encodePoint(SB), Links: []string{"s"}},
			{Name: "[k]A", How: "k times the issuer's key", Role: RoleNumber, Bytes: encodePoint(kA), Links: []string{"a"}},
			{Name: "R'", How: "[S]B - [k]A", Role: RoleNumber, Bytes: found},
			{Name: "R", How: "out of the signature", Role: RoleSignature, Bytes: R, Links: []string{"r"}},
		},
		Check: &Comparison{"[S]B - [k]A == R", holds, words},
	}
	return []Card{split, keyed, hashed, meet}, holds
}

func littleEndian(b []byte) *big.Int {
	b = bytes.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}
