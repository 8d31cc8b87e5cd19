package main

import (
	"crypto/sha256"
	"math/big"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`The arithmetic is right for every n and e, and safe only for
		some. What must be true of n, so that its factors stay unknown?
		What must be true of e, and does it still hold after you have
		made an int of it?`,
		`Before you make a key, look at the numbers: n needs 2048 bits
		at least, and e must be odd and 3 at least. Look at e before it
		becomes an int, which has room for 64 bits. jwk.RSAPublicKey
		asks for that, and for a little more.`,
	},
	More: more,
	Done: `You look at the numbers before anything is computed with
		them. The rule is about the numbers, and not about a list of bad
		keys: so it also holds for the next bad one. Next: keys that are
		points.`,
}

func more(p *lesson.Page) {
	token := story.Token()
	o := lesson.Must(jwt.ParseObject([]byte(story.KeyRSA())))
	modulus := lesson.Must(o.Base64URL("n"))
	sig := naiveBlock(signingInput(token), 256).
		FillBytes(make([]byte, 256))
	forged := story.Compact(story.Header(), story.Claims(), sig)
	for _, t := range []struct {
		name string
		e    []byte
	}{
		{"e = 1, with three zero bytes in front", []byte{0, 0, 0, 1}},
		{"e = 2^64 + 1, which an int takes for 1",
			[]byte{1, 0, 0, 0, 0, 0, 0, 0, 1}},
	} {
		p.Attack(lesson.Case{
			Name:  t.name,
			Naive: naive(modulus, t.e, forged),
			Ours:  ours(modulus, t.e, forged),
			Fell:  "The signature is the block.",
		})
	}
	for _, e := range []int64{0, 2, 65536} {
		b := big.NewInt(e).Bytes()
		p.Attack(lesson.Case{
			Name:  "a key whose e is even",
			Naive: lesson.Err(naivePem(modulus, b)),
			Ours:  ours(modulus, b, forged),
			Fell:  "No d undoes an even power.",
		})
	}
	for _, bits := range []int{1024, 1536} {
		short, d := weakKey(bits)
		block := naiveBlock(signingInput(token), bits/8)
		sig := block.Exp(block, d, short).
			FillBytes(make([]byte, bits/8))
		forged := story.Compact(story.Header(), story.Claims(), sig)
		p.Attack(lesson.Case{
			Name:  "a modulus of 1024 or 1536 bits",
			Naive: naive(short.Bytes(), []byte{1, 0, 1}, forged),
			Ours:  ours(short.Bytes(), []byte{1, 0, 1}, forged),
			Fell:  "It can be factored, by those who can pay for it.",
		})
	}
	p.Honest(lesson.Case{
		Name:  "Ines, with e written as 00 01 00 01",
		Naive: naive(modulus, []byte{0, 1, 0, 1}, token),
		Ours:  ours(modulus, []byte{0, 1, 0, 1}, token),
	})
}

// weakKey makes a modulus of so many bits from two primes that anybody
// can make again, and the d that belongs to 65537.
func weakKey(bits int) (n, d *big.Int) {
	p, q := prime("p", bits/2), prime("q", bits/2)
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one),
		new(big.Int).Sub(q, one))
	return new(big.Int).Mul(p, q),
		new(big.Int).ModInverse(big.NewInt(65537), phi)
}

// prime returns the next prime after a number made of a name.
func prime(name string, bits int) *big.Int {
	var b []byte
	for i := byte(0); len(b) < bits/8; i++ {
		sum := sha256.Sum256(append([]byte(name), i))
		b = append(b, sum[:]...)
	}
	b = b[:bits/8]
	b[0] |= 0xc0
	n := new(big.Int).SetBytes(b)
	for n.SetBit(n, 0, 1); !n.ProbablyPrime(0); {
		n.Add(n, big.NewInt(2))
	}
	return n
}
