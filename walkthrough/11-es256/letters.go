package main

import (
	"fmt"
	"math/big"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

// tellLetters announces the letters whose meaning is new.
func tellLetters(p *lesson.Page) {
	p.Say(`The letters here are not those of page 10. n is the order of
		page 9, and no modulus; e is the hash, and no exponent. "/"
		multiplies by the inverse modulo n. k is a secret number for
		this once, the nonce. (In EdDSA, which this book leaves out, k
		is a hash, and no secret.)`)
	p.Say(`The issuer has the secret d, and its public key is Q = dG. To
		sign the hash e, it takes a new k and computes:`)
	p.Show("R = kG    r = R.x mod n    s = (e + r d)/k")
	p.Say(`A verifier has Q, but neither d nor k. So it cannot sign
		again and compare, and even the issuer would get another
		signature, with another k. But k = (e + r d)/s, by the third
		formula. So the verifier finds R again:`)
	p.Show(
		"u1 = e/s    u2 = r/s",
		"u1 G + u2 Q = (u1 + u2 d)G = ((e + r d)/s)G = kG = R")
	p.Say(`Then it compares R.x, modulo n, with r.`)
}

// tellWide shows what becomes of a hash that is wider than n.
func tellWide(p *lesson.Page, token string) {
	n := textbook.Toy().N
	u := lesson.Must(jwt.Parse(token))
	e := hashOf(u.SigningInput())
	shift := uint(256 - n.BitLen())
	cut := new(big.Int).Rsh(e, shift)
	p.Say(`e is the hash as a number. If the hash has more bits than n,
		e is its leftmost bits, as many as n has. On P-256 with SHA-256
		both have %d. On the curve of paper n = %v has %d, and the hash
		of Ines's token would be cut:`,
		textbook.P256().N.BitLen(), n, n.BitLen())
	p.Show(
		fmt.Sprintf("%08b... cut to %d bits is %0*b = %v",
			new(big.Int).Rsh(e, 248), n.BitLen(), n.BitLen(), cut, cut),
		fmt.Sprintf("and modulo %v that is %v", n,
			new(big.Int).Mod(cut, n)),
	)
	p.Say(`So a curve with a small n makes a long hash short, and a
		short hash is easy to meet twice (page 2). That is why each ES
		algorithm has its own pair of curve and hash: 256 bits with
		P-256, 384 with P-384, 512 with P-521.`)
}
