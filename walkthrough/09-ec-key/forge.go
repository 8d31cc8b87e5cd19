package main

import (
	"crypto/sha256"
	"math/big"

	"example.com/glassjwt/walkthrough/internal/story"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

// forge signs without a private key, for the public key Q = (2, 0).
// Verification computes
//
//	u1 = e/s   u2 = r/s   R = [u1]G + [u2]Q
//
// and wants R.x = r. So choose u1, which makes R = [u1]G and r, if only
// [u2]Q is zero. Then s = e/u1, and u2 = r/s must be even: one choice
// in two will do.
func forge(header, payload string) string {
	c := textbook.P256()
	input := signingInput(story.Compact(header, payload, nil))
	hash := sha256.Sum256([]byte(input))
	e := new(big.Int).SetBytes(hash[:])
	for u1 := big.NewInt(2); ; u1.Add(u1, big.NewInt(1)) {
		r := c.Mul(u1, c.G).X
		s := new(big.Int).ModInverse(u1, c.N)
		s.Mod(s.Mul(s, e), c.N)
		u2 := new(big.Int).ModInverse(s, c.N)
		u2.Mod(u2.Mul(u2, r), c.N)
		if u2.Bit(0) == 0 {
			sig := make([]byte, 64)
			r.FillBytes(sig[:32])
			s.FillBytes(sig[32:])
			return story.Compact(header, payload, sig)
		}
	}
}
