package explain

import (
	"crypto"
	"crypto/ecdsa"
	"fmt"
	"math/big"
)

// openECDSA is ECDSA verification, FIPS 186-5 section 6.4.2, with the letters
// of SEC 1 section 4.1.4:
//
//	w  = s^-1 mod n
//	u1 = e w mod n
//	u2 = r w mod n
//	R  = [u1]G + [u2]Q
//
// and the signature is good if and only if R.x mod n is r. The issuer chose a
// point R and put only its x coordinate into the signature. With the issuer's
// public key Q and the same hash e, everyone finds that point again.
func openECDSA(key *ecdsa.PublicKey, c curve, hash crypto.Hash, message string, sig []byte) ([]Card, bool) {
	h := digest(hash, message)
	cards := []Card{hashCard(hash, "H", h)}
	r, s, split := splitECDSA(c, sig)
	cards = append(cards, split)
	if !split.Check.Holds {
		return cards, false
	}
	Q := point{key.X, key.Y}
	cards = append(cards, keyCard(c, Q))
	if !c.has(Q) {
		return cards, false
	}

	// Each of the three hashes has at most as many bits as n, so e is H. With
	// a longer hash, e would be its leftmost bits.
	e := new(big.Int).SetBytes(h)
	w := new(big.Int).ModInverse(s, c.n)
	u1 := new(big.Int).Mul(e, w)
	u1.Mod(u1, c.n)
	u2 := new(big.Int).Mul(r, w)
	u2.Mod(u2, c.n)
	cards = append(cards, Card{
		Title: "Two factors, from the hash and from the signature",
		Rule:  "FIPS 186-5 section 6.4.2",
		Words: "Division modulo n is multiplication with the inverse, w. (FIPS 186-5 calls u1 and u2 just u and v.)",
		Values: []Value{
			{Name: "e", How: "H, as a number", Role: RoleHash, Bytes: c.scalar(e), Links: []string{"digest"}},
			{Name: "w", How: "s^-1 mod n", Role: RoleNumber, Bytes: c.scalar(w), Links: []string{"s"}},
			{Name: "u1", How: "e w mod n", Role: RoleNumber, Bytes: c.scalar(u1), Links: []string{"u1"}},
			{Name: "u2", How: "r w mod n", Role: RoleNumber, Bytes: c.scalar(u2), Links: []string{"u2"}},
		},
	})

	P1, P2 := c.multiply(u1, c.G), c.multiply(u2, Q)
	R := c.add(P1, P2)
	card, holds := meetCard(c, P1, P2, R, r)
	return append(cards, card), holds
}

// splitECDSA is RFC 7518 section 3.4: r and s, each as long as n, one after
// the other, and FIPS 186-5 section 6.4.2 step 1: both within [1, n-1].
func splitECDSA(c curve, sig []byte) (r, s *big.Int, card Card) {
	card = Card{
		Title: "The signature is two numbers",
		Rule:  "RFC 7518 section 3.4",
		Check: &Comparison{Formula: "1 <= r, s < n"},
	}
	size := sizeOf(c.n)
	cut := cutter{bytes: sig}
	if len(sig) != 2*size {
		cut.rest(RoleNoise, "noise", "it should be "+count(2*size, "byte"))
		card.Check.Formula = fmt.Sprintf("the length of the signature == 2 * %d", size)
		card.Check.Words = fmt.Sprintf("This one is %s. A verifier that cuts it in the middle accepts many spellings of one signature.", count(len(sig), "byte"))
		if len(sig) > 0 && sig[0] == 0x30 {
			card.Check.Words += " Its first byte is 30, as if it were in DER, the form of X.509."
		}
	} else {
		r = new(big.Int).SetBytes(sig[:size])
		s = new(big.Int).SetBytes(sig[size:])
		cut.take(size, RoleNumber, "r", "the x coordinate of a point that the issuer chose", "r")
		cut.take(size, RoleNumber, "s", "ties that point to the hash and to the key", "s")
		card.Check.Holds = c.isScalar(r) && c.isScalar(s)
		card.Check.Words = "Both are in their range."
		if !card.Check.Holds {
			card.Check.Words = "One of them is out of range. For r = s = 0, a careless verifier finds that 0 is 0, whatever the token says and whoever sent it."
		}
	}
	card.Values = []Value{
		{Name: "n", How: "the order of the curve " + c.name, Role: RoleNumber, Bytes: c.n.Bytes()},
		{Name: "signature", How: "r || s", Role: RoleSignature, Bytes: sig, Fields: cut.fields, Links: []string{"signature"}},
	}
	return r, s, card
}

func keyCard(c curve, Q point) Card {
	card := Card{
		Title:  "The public key is a point",
		Rule:   "FIPS 186-5 section 6.4.2",
		Values: c.values("Q", "the issuer's key", Q),
		Check:  &Comparison{"Q.y^2 == Q.x^3 - 3 Q.x + b mod p", c.has(Q), "It lies on the curve."},
	}
	if !card.Check.Holds {
		card.Check.Words = "It does not lie on the curve. A calculation with such a point proves nothing."
	}
	return card
}

// meetCard is the last card: the point, found again, and its coordinate.
func meetCard(c curve, P1, P2, R point, r *big.Int) (Card, bool) {
	var values []Value
	values = append(values, c.values("[u1]G", "u1 times the base point", P1, "u1")...)
	values = append(values, c.values("[u2]Q", "u2 times the issuer's key", P2, "u2")...)
	values = append(values, c.values("R", "[u1]G + [u2]Q", R)...)
	holds, words := false, "There is no such coordinate: the sum is the point at infinity."
	if !R.infinite() {
		v := new(big.Int).Mod(R.x, c.n)
		values = append(values, Value{Name: "v", How: "R.x mod n", Role: RoleNumber, Bytes: c.scalar(v)})
		holds = v.Cmp(r) == 0
		words = "This is the point that the issuer chose. Only with the private key of Q can r and s be made to lead back to it."
		if !holds {
			words = "This is not the point that the issuer chose. The text or the signature was changed, or the key is another. The numbers do not show which, nor what was signed."
		}
	}
	values = append(values, Value{Name: "r", How: "out of the signature", Role: RoleSignature, Bytes: c.scalar(r), Links: []string{"r"}})
	return Card{
		Title:  "Back to the issuer's point",
		Rule:   "FIPS 186-5 section 6.4.2",
		Values: values,
		Check:  &Comparison{"R.x mod n == r", holds, words},
	}, holds
}
