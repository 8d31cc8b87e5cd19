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
// The RFC also allows multiplying both sides by 8, and decoding R first.
// crypto/ed25519, which decides, does neither.
func openEd25519(key ed25519.PublicKey, message string, sig []byte) ([]Card, bool) {
	R, S, split := splitEd25519(sig)
	if !split.Check.Holds {
		return []Card{split}, false
	}
	A, keyed := pointCard(key)
	if !keyed.Check.Holds {
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
			{Name: "k", How: "h mod L, h read lowest byte first", Role: RoleNumber, Bytes: pad(k, len(R)), Links: []string{"digest"}},
		},
	}
	meet := equationCard(edwards.multiply(S, edwards.B), edwards.multiply(k, A), R)
	return []Card{split, keyed, hashed, meet}, meet.Check.Holds
}

// splitEd25519 cuts the signature into the encoded point R and the number S,
// which must be less than L.
func splitEd25519(sig []byte) (R []byte, S *big.Int, card Card) {
	const size = ed25519.SignatureSize / 2
	c := cutter{bytes: sig}
	card = Card{
		Title: "The signature is a point and a number",
		Rule:  "RFC 8032 section 5.1.7",
		Check: &Comparison{Formula: "S < L"},
	}
	signature := Value{Name: "signature", How: "R || S", Role: RoleSignature, Bytes: sig, Links: []string{"signature"}}
	if len(sig) != 2*size {
		c.rest(RoleNoise, "noise", "it should be "+count(2*size, "byte"))
		signature.Fields = c.fields
		card.Values = []Value{signature}
		card.Check.Formula = fmt.Sprintf("the length of the signature == %d", 2*size)
		card.Check.Words = fmt.Sprintf("This one is %s.", count(len(sig), "byte"))
		return nil, nil, card
	}
	c.take(size, RoleNumber, "R", "a point that the issuer chose", "r")
	c.take(size, RoleNumber, "S", "a number that ties it to the text and to the key, lowest byte first", "s")
	signature.Fields = c.fields
	R, S = sig[:size], littleEndian(sig[size:])
	card.Values = []Value{
		signature,
		{Name: "S", How: "as a number, highest byte first", Role: RoleNumber, Bytes: pad(S, size), Links: []string{"s"}},
		{Name: "L", How: "the order of the base point B", Role: RoleNumber, Bytes: pad(edwards.L, size)},
	}
	card.Check.Holds = S.Cmp(edwards.L) < 0
	card.Check.Words = "S is in its range."
	if !card.Check.Holds {
		card.Check.Words = "S must be less than L. Otherwise S + L would be another spelling of the same signature."
	}
	return R, S, card
}

// pointCard decodes the key.
func pointCard(key ed25519.PublicKey) (A point, card Card) {
	A, onCurve := decodePoint(key)
	words := "There is an x for this y: it lies on the curve."
	if !onCurve {
		words = "There is no x for this y: it is not a point of the curve."
	}
	return A, Card{
		Title:  "The public key is a point",
		Rule:   "RFC 8032 section 5.1.3",
		Values: []Value{{Name: "A", How: "the issuer's key: y, and one bit of x", Role: RoleNumber, Bytes: Bytes(key), Links: []string{"a"}}},
		Check:  &Comparison{"-x^2 + y^2 == 1 + d x^2 y^2 mod p", onCurve, words},
	}
}

// equationCard is the last card: the issuer's point, found again.
func equationCard(SB, kA point, R []byte) Card {
	found := encodePoint(edwards.add(SB, edwards.negate(kA)))
	holds := bytes.Equal(found, R)
	words := "Both sides are one point. Only with the private key of A can S be made to fit a hash that includes R itself."
	if !holds {
		words = "These are different points. The text or the signature was changed, or the key is another. The numbers do not show which, nor what was signed."
	}
	return Card{
		Title: "Back to the issuer's point",
		Rule:  "RFC 8032 section 5.1.7",
		Words: "[S]B = R + [k]A must hold, so [S]B - [k]A must be R.",
		Values: []Value{
			{Name: "[S]B", How: "S times the base point", Role: RoleNumber, Bytes: encodePoint(SB), Links: []string{"s"}},
			{Name: "[k]A", How: "k times the issuer's key", Role: RoleNumber, Bytes: encodePoint(kA), Links: []string{"a"}},
			{Name: "R'", How: "[S]B - [k]A", Role: RoleNumber, Bytes: found},
			{Name: "R", How: "out of the signature", Role: RoleSignature, Bytes: R, Links: []string{"r"}},
		},
		Check: &Comparison{"[S]B - [k]A == R", holds, words},
	}
}

func littleEndian(b []byte) *big.Int {
	b = bytes.Clone(b)
	slices.Reverse(b)
	return new(big.Int).SetBytes(b)
}
