package explain

import (
	"crypto/rsa"
	"fmt"
	"math/big"
)

// raise is RFC 8017 section 5.2.2, RSAVP1, between the conversions of section 4:
//
//	s  = OS2IP(S)
//	m  = s^e mod n
//	EM = I2OSP(m, emLen)
//
// This is all of RSA. Everyone can do it, but only the owner of the private key
// can choose the result.
func raise(key *rsa.PublicKey, sig []byte, emLen int) (em []byte, card Card, ok bool) {
	n, e := key.N, big.NewInt(int64(key.E))
	s := new(big.Int).SetBytes(sig)
	card = Card{
		Title: "The signature, raised to the public exponent",
		Rule:  "RFC 8017 section 5.2.2",
		Words: "The signature is one large number, s. Everyone can raise it to the power e. Only the owner of the private key can choose the result.",
		Values: []Value{
			{Name: "n", How: fmt.Sprintf("the key's modulus, %d bits", n.BitLen()), Role: RoleNumber, Bytes: n.Bytes()},
			{Name: "e", How: fmt.Sprintf("the key's exponent, %d", e), Role: RoleNumber, Bytes: e.Bytes()},
			{Name: "s", How: "OS2IP(signature)", Role: RoleSignature, Bytes: sig, Links: []string{"signature"}},
		},
	}
	fail := func(formula, words string) ([]byte, Card, bool) {
		card.Check = &Comparison{formula, false, words}
		return nil, card, false
	}
	// RFC 8017 section 8.2.2 step 1. A zero in front would not change the
	// number: it would be another spelling of the same signature.
	if k := sizeOf(n); len(sig) != k {
		return fail(fmt.Sprintf("the length of the signature == %d", k),
			fmt.Sprintf("A signature is as long as the modulus. This one is %s.", count(len(sig), "byte")))
	}
	if s.Cmp(n) >= 0 {
		return fail("s < n", "The signature must be less than the modulus. This one was never made with this key.")
	}
	if e.Cmp(bigOne) == 0 {
		card.Words = "With the exponent 1, nothing happens: s is the block. The sender wrote the block, and needed no private key."
	}
	m := new(big.Int).Exp(s, e, n)
	if sizeOf(m) > emLen {
		return fail("s^e mod n fits its block", "The result is too large. The owner of this key did not make this signature.")
	}
	em = m.FillBytes(make([]byte, emLen))
	card.Values = append(card.Values, Value{
		Name: "m", How: "s^e mod n", Role: RoleNumber, Bytes: em, Links: []string{"em"},
	})
	return em, card, true
}

var bigOne = big.NewInt(1)

// sizeOf is the length of a number in bytes.
func sizeOf(n *big.Int) int { return (n.BitLen() + 7) / 8 }

// The largest numbers with which this package calculates. [jwt.Verifier] refuses
// larger ones.
const (
	maxBits     = 8192
	maxExponent = 1<<31 - 1
)

// canRaise reports whether the arithmetic makes sense and ends soon.
func canRaise(key *rsa.PublicKey) bool {
	return key != nil && key.N != nil && key.N.Sign() > 0 && key.N.BitLen() <= maxBits &&
		key.E > 0 && key.E <= maxExponent
}
