package main

import (
	"crypto/ecdsa"
	"errors"
	"math/big"
	"slices"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Which numbers may r and s be? Cut where, if the text is longer
		or shorter? What of a token stays the same when its signature is
		written otherwise? And in naiveNonce: what do you know that
		Mallory does not?`,
		`A signature of ES256 has 64 bytes, and both of its numbers are
		at least 1 and less than n. A list of withdrawn tokens has their
		ids (iss and jti), never their texts. And k must be new for each
		hash, and impossible to compute without d: hash both of them
		together, and take the result modulo n.`,
	},
	More: more,
	Done: `You check the range of two numbers before you compute with
		them, as the first line of the standard says. And a nonce that
		depends on the secret and on the hash can neither repeat nor be
		guessed: that is RFC 6979. Go's crypto/ecdsa does all of this.
		Next: which of these algorithms to use, and who decides.`,
}

func more(p *lesson.Page) {
	x := story.Keys().Usable[1].Public.(*ecdsa.PublicKey)
	token := story.TokenES256()
	u := lesson.Must(jwt.Parse(token))
	sig := u.Signature.Bytes()
	n := textbook.P256().N.FillBytes(make([]byte, 32))
	zero := make([]byte, 32)
	for _, t := range []struct {
		name string
		sig  []byte
	}{
		{"no signature at all", nil},
		{"r = 0 and s = 0 in two bytes", []byte{0, 0}},
		{"r = 0, and a good s", slices.Concat(zero, sig[32:])},
		{"r = 0 and s = n", slices.Concat(zero, n)},
		{"r and s with two zero bytes each", slices.Concat(
			[]byte{0, 0}, sig[:32], []byte{0, 0}, sig[32:])},
		{"r and s with a byte less", slices.Concat(sig[:31], sig[33:])},
	} {
		p.Attack(lesson.Case{
			Name:  t.name,
			Naive: naiveVerify(x, u.SigningInput(), t.sig),
			Ours: jwt.VerifySignature(
				jwt.ES256, x, u.SigningInput(), t.sig),
			Fell: "This is not a signature of ES256.",
		})
	}

	for _, t := range []struct {
		name string
		find func(r, s, e *big.Int) *big.Int
	}{
		{"k is the hash", func(r, s, e *big.Int) *big.Int {
			return fromK(r, s, e, e)
		}},
		{"k is d + e", func(r, s, e *big.Int) *big.Int {
			n := textbook.P256().N
			// s (d + e) = e + r d, so d = (e - s e) / (s - r)
			se := new(big.Int).Mul(s, e)
			return divide(sub(e, se, n), sub(s, r, n), n)
		}},
		{"k is small", func(r, s, e *big.Int) *big.Int {
			for k := int64(1); k <= 64; k++ {
				d := fromK(r, s, e, big.NewInt(k))
				if d.Cmp(carelessKey()) == 0 {
					return d
				}
			}
			return new(big.Int)
		}},
	} {
		p.Attack(lesson.Case{
			Name:  t.name,
			Naive: guessedKey(naiveNonce, t.find),
			Ours:  guessedKey(nonce, t.find),
			Fell:  "One token is enough to find the secret.",
		})
	}
	p.Honest(lesson.Case{
		Name:  "the API reads what the issuer has signed with its k",
		Naive: ours(publicKey(), careless(naiveNonce, "ines", 7)),
		Ours:  ours(publicKey(), careless(nonce, "ines", 7)),
	})
}

// fromK solves s = (e + r d) / k for d.
func fromK(r, s, e, k *big.Int) *big.Int {
	n := textbook.P256().N
	return divide(sub(new(big.Int).Mul(s, k), e, n), r, n)
}

// guessedKey is nil if the secret can be found from one token.
func guessedKey(
	f nonceFunc, find func(r, s, e *big.Int) *big.Int,
) error {
	if find(parts(careless(f, "mallory", 1))).Cmp(carelessKey()) != 0 {
		return errors.New("this is not the secret")
	}
	return nil
}
