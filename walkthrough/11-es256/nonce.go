package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

// tellNonce shows why k is for this once. Two signatures with the same
// k are two equations with two unknowns:
//
//	s1 = (e1 + r d) / k     s1 - s2 = (e1 - e2) / k
//	s2 = (e2 + r d) / k
//
// So k = (e1 - e2) / (s1 - s2), and then d = (s1 k - e1) / r. All of it
// modulo n, where dividing is multiplying by the inverse.
func tellNonce(p *lesson.Page) {
	p.Say(`Why is k for this once? On paper again: the issuer with d = 7
		signs a second hash, 5, and takes k = 10 a second time. R is the
		same, so r is. That is how Mallory notices. She subtracts one
		formula for s from the other, and r d, which is in both, drops
		out:`)
	p.Show(
		"s1 - s2 = (e1 - e2)/k, and so k = (e1 - e2)/(s1 - s2)",
		"s1 = (e1 + r d)/k, and so d = (s1 k - e1)/r")
	toyNonce(p, 7, 10, 12, 5)

	p.Say(`The same on P-256. Mallory has two tokens of her own, from an
		issuer that is careless, and computes.`)
	r1, s1, e1 := parts(careless(naiveNonce, "mallory", 1))
	_, s2, e2 := parts(careless(naiveNonce, "mallory", 2))
	d := secret(r1, s1, e1, s2, e2)
	p.Bytes("r, of both tokens", r1.FillBytes(make([]byte, 32)))
	p.Bytes("d, the issuer's secret", d.FillBytes(make([]byte, 32)))

	p.Attack(lesson.Case{
		Name:  "one number for this once, used twice",
		Naive: twice(naiveNonce),
		Ours:  twice(nonce),
		Fell:  "Two tokens give the secret key. All is lost.",
		Held:  "k is made of the secret and the hash: RFC 6979.",
		Rule: `RFC 6979 section 1: "For effective security, k must be
			chosen randomly and uniformly from a set of modular
			integers, using a cryptographically secure process."`,
		Seen:   "the PlayStation 3, in 2010",
		Replay: lesson.Replay{Elsewhere: true},
	})
	p.Say(`Against this, a verifier can do nothing: what Mallory signs
		with the issuer's secret is good. An issuer must make a new k
		each time, at random or as RFC 6979 says.`)
}

// twice is nil if Mallory, from two tokens of an issuer, gets to its
// secret, and then is let in as Ines.
func twice(f nonceFunc) error {
	r1, s1, e1 := parts(careless(f, "mallory", 1))
	r2, s2, e2 := parts(careless(f, "mallory", 2))
	if r1.Cmp(r2) != 0 {
		return errors.New("two tokens, two different r")
	}
	d := secret(r1, s1, e1, s2, e2)
	forged := signES256(d, big.NewInt(12345), story.Claims())
	return ours(publicKey(), forged)
}

// secret solves the two equations.
func secret(r, s1, e1, s2, e2 *big.Int) *big.Int {
	n := textbook.P256().N
	k := divide(sub(e1, e2, n), sub(s1, s2, n), n)
	return divide(sub(new(big.Int).Mul(s1, k), e1, n), r, n)
}

func sub(a, b, n *big.Int) *big.Int {
	d := new(big.Int).Sub(a, b)
	return d.Mod(d, n)
}

func divide(a, b, n *big.Int) *big.Int {
	q := new(big.Int).Mul(a, new(big.Int).ModInverse(b, n))
	return q.Mod(q, n)
}

// A nonceFunc makes k of the issuer's secret and the hash to be signed.
type nonceFunc func(d, e *big.Int) *big.Int

// nonce is the idea of RFC 6979: without d, k cannot be computed, and
// another hash has another k. The RFC is longer; Go does it when Sign
// gets no source of randomness.
func nonce(d, e *big.Int) *big.Int {
	sum := sha256.Sum256(append(d.FillBytes(make([]byte, 32)),
		e.FillBytes(make([]byte, 32))...))
	k := new(big.Int).SetBytes(sum[:])
	return k.Mod(k, textbook.P256().N)
}

// carelessKey is the secret of the careless issuer. It is made of a
// name, since it is to be the same each time.
func carelessKey() *big.Int {
	sum := sha256.Sum256([]byte("the careless issuer"))
	return new(big.Int).SetBytes(sum[:])
}

func publicKey() *ecdsa.PublicKey {
	d := carelessKey().FillBytes(make([]byte, 32))
	return &lesson.Must(
		ecdsa.ParseRawPrivateKey(elliptic.P256(), d)).PublicKey
}

// careless signs the i-th token for somebody.
func careless(f nonceFunc, sub string, i int) string {
	claims := story.Claims("sub", fmt.Sprintf("%q", sub),
		"jti", fmt.Sprintf(`"m-%d"`, i))
	d := carelessKey()
	u := lesson.Must(jwt.Parse(
		story.Compact(story.HeaderES256(), claims, nil)))
	return signES256(d, f(d, hashOf(u.SigningInput())), claims)
}

// signES256 signs as the formula on top of main.go says.
func signES256(d, k *big.Int, claims string) string {
	header := story.HeaderES256()
	u := lesson.Must(jwt.Parse(story.Compact(header, claims, nil)))
	c := textbook.P256()
	r := c.Mul(k, c.G).X
	r.Mod(r, c.N)
	s := new(big.Int).Mul(r, d)
	s = divide(s.Add(s, hashOf(u.SigningInput())), k, c.N)
	sig := make([]byte, 64)
	r.FillBytes(sig[:32])
	s.FillBytes(sig[32:])
	return story.Compact(header, claims, sig)
}

// parts are what everybody can read in a token: r, s and its hash.
func parts(token string) (r, s, e *big.Int) {
	u := lesson.Must(jwt.Parse(token))
	sig := u.Signature.Bytes()
	return new(big.Int).SetBytes(sig[:32]),
		new(big.Int).SetBytes(sig[32:]), hashOf(u.SigningInput())
}

func hashOf(input string) *big.Int {
	sum := sha256.Sum256([]byte(input))
	return new(big.Int).SetBytes(sum[:])
}

// toyNonce signs two hashes on the curve of 19 points, with one k, and
// finds k and d again.
func toyNonce(p *lesson.Page, d, k, e1, e2 int64) {
	c := textbook.Toy()
	n := c.N
	r := new(big.Int).Mod(c.Mul(big.NewInt(k), c.G).X, n)
	sign := func(e int64) *big.Int {
		rd := new(big.Int).Mul(r, big.NewInt(d))
		return divide(rd.Add(rd, big.NewInt(e)), big.NewInt(k), n)
	}
	s1, s2 := sign(e1), sign(e2)
	es := sub(big.NewInt(e1), big.NewInt(e2), n)
	ss := sub(s1, s2, n)
	K := divide(es, ss, n)
	D := divide(sub(new(big.Int).Mul(s1, K), big.NewInt(e1), n), r, n)
	p.Show(
		fmt.Sprintf("e1 = %d: r = %v, s1 = %v", e1, r, s1),
		fmt.Sprintf("e2 = %d:  r = %v, s2 = %v", e2, r, s2),
		fmt.Sprintf("k = (%d - %d)/(%v - %v) = %v/%v = %v, modulo 19",
			e1, e2, s1, s2, es, ss, K),
		fmt.Sprintf("d = (%v*%v - %d)/%v = %v, modulo 19",
			s1, K, e1, r, D))
}
