package main

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Two coordinates are a key only if they fit into the equation of
		the curve. Which function of Go's library knows the equation? In
		yours.go, you write the equation yourself.`,
		`Use crypto/ecdsa.ParseUncompressedPublicKey with the bytes 04,
		x, y, instead of the struct literal: it knows the equation.
		jwk.ECPublicKey also wants each coordinate to be exactly as long
		as the curve's field. For yours.go, compute both sides with
		big.Int, modulo p, and compare them.`,
	},
	More: more,
	Tasks: []lesson.Task{{
		Name: "onCurve, the equation of the curve",
		File: "yours.go", Try: tryOnCurve,
	}},
	Done: `You ask the equation, once, when the key is made. From then
		on no point from elsewhere can get into the arithmetic, and the
		formulas may forget about b. Next: the arithmetic itself, first
		with RSA.`,
}

func more(p *lesson.Page) {
	o := lesson.Must(jwt.ParseObject([]byte(story.KeyEC())))
	x := lesson.Must(o.Base64URL("x"))
	y := lesson.Must(o.Base64URL("y"))
	bytes := func(n *big.Int) []byte {
		return n.FillBytes(make([]byte, 32))
	}
	field := textbook.P256().P
	next := new(big.Int).SetBytes(y)
	next.Add(next, big.NewInt(1))
	swapped := [2][]byte{y, x}
	for _, t := range []struct {
		name string
		x, y []byte
	}{
		{"the point at infinity, as (0, 0)", bytes(new(big.Int)),
			bytes(new(big.Int))},
		{"the issuer's point, and y one higher", x, bytes(next)},
		{"x and y changed about", swapped[0], swapped[1]},
		{"an x that is not below p", bytes(field), y},
		{"(1, 0)", bytes(big.NewInt(1)), bytes(new(big.Int))},
		{"an x of 33 bytes", slices.Concat([]byte{0}, x), y},
		{"no coordinates", nil, nil},
	} {
		p.Attack(lesson.Case{
			Name:  t.name,
			Naive: lesson.Err(naivePoint(t.x, t.y)),
			Ours:  lesson.Err(jwk.ECPublicKey("P-256", t.x, t.y)),
			Fell:  "These are not the coordinates of a point.",
		})
	}
	mirrored := bytes(new(big.Int).Sub(field, new(big.Int).SetBytes(y)))
	p.Honest(lesson.Case{
		Name:  "the mirror image of the issuer's point",
		Naive: lesson.Err(naivePoint(x, mirrored)),
		Ours:  lesson.Err(jwk.ECPublicKey("P-256", x, mirrored)),
	})
}

// tryOnCurve asks about points on the curve, and beside it.
func tryOnCurve() error {
	c := textbook.P256()
	for k := int64(1); k <= 5; k++ {
		q := c.Mul(big.NewInt(k), c.G)
		if !onCurve(q.X, q.Y) {
			return fmt.Errorf("%dG is on the curve, and it says no", k)
		}
		if onCurve(q.Y, q.X) {
			return fmt.Errorf("%dG with x and y changed about is not "+
				"on the curve, and it says yes", k)
		}
		if onCurve(new(big.Int).Add(q.X, c.P), q.Y) {
			return errors.New("an x of p or more is no coordinate, " +
				"and it says yes")
		}
		if onCurve(q.X, new(big.Int).Neg(q.Y)) {
			return errors.New("a negative y is no coordinate, " +
				"and it says yes")
		}
	}
	for _, n := range []int64{0, 1, 2} {
		if onCurve(big.NewInt(n), big.NewInt(n)) {
			return fmt.Errorf("(%d, %d) is not on the curve, "+
				"and it says yes", n, n)
		}
	}
	return nil
}
