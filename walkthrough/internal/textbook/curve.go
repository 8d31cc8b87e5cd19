// Package textbook is elliptic curve arithmetic as a textbook has it: a page
// of formulas, slow, and without a single check. The programs of the
// walkthrough use it to show what happens where nobody checks.
package textbook

import (
	"crypto/elliptic"
	"math/big"
)

// A Point has two coordinates. The point at infinity, the zero of the group,
// has none; like many programs, this one writes it as (0, 0).
type Point struct{ X, Y *big.Int }

// Infinity is the point at infinity.
func Infinity() Point { return Point{new(big.Int), new(big.Int)} }

// IsInfinity reports whether p is the point at infinity.
func (p Point) IsInfinity() bool { return p.X.Sign() == 0 && p.Y.Sign() == 0 }

// A Curve is y^2 = x^3 + a x + b modulo p, and a point G on it that comes back
// to itself after n steps.
type Curve struct {
	P, A, B *big.Int
	G       Point
	N       *big.Int
}

// Toy is a curve with 19 points, for paper: y^2 = x^3 + 2x + 2 modulo 17.
func Toy() *Curve {
	return &Curve{
		P: big.NewInt(17), A: big.NewInt(2), B: big.NewInt(2),
		G: Point{big.NewInt(5), big.NewInt(1)},
		N: big.NewInt(19),
	}
}

// P256 is the curve of ES256: FIPS 186-5, SP 800-186 section 3.2.1.3.
func P256() *Curve {
	p := elliptic.P256().Params()
	return &Curve{P: p.P, A: big.NewInt(-3), B: p.B, G: Point{p.Gx, p.Gy}, N: p.N}
}

// Sides returns both sides of the curve's equation for a point. The point is
// on the curve if they are equal.
func (c *Curve) Sides(p Point) (left, right *big.Int) {
	left = c.mod(new(big.Int).Mul(p.Y, p.Y))
	right = new(big.Int).Mul(p.X, p.X)
	right.Add(right, c.A)
	right.Mul(right, p.X)
	right.Add(right, c.B)
	return left, c.mod(right)
}

// Add adds two points. Look for b in the formulas: it is not there. They work
// just as well for a point that is not on the curve, and then for another
// curve.
func (c *Curve) Add(p, q Point) Point {
	if p.IsInfinity() {
		return q
	}
	if q.IsInfinity() {
		return p
	}
	var slope *big.Int
	switch {
	case p.X.Cmp(q.X) != 0: // the line through both
		slope = c.div(new(big.Int).Sub(q.Y, p.Y), new(big.Int).Sub(q.X, p.X))
	case p.Y.Cmp(q.Y) != 0 || p.Y.Sign() == 0: // it is vertical
		return Infinity()
	default: // the tangent
		xx := new(big.Int).Mul(p.X, p.X)
		xx.Mul(xx, big.NewInt(3))
		slope = c.div(xx.Add(xx, c.A), new(big.Int).Lsh(p.Y, 1))
	}
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, p.X)
	x = c.mod(x.Sub(x, q.X))
	y := new(big.Int).Sub(p.X, x)
	y.Mul(y, slope)
	return Point{x, c.mod(y.Sub(y, p.Y))}
}

// Mul adds p to itself k times.
func (c *Curve) Mul(k *big.Int, p Point) Point {
	sum := Infinity()
	for i := k.BitLen() - 1; i >= 0; i-- {
		sum = c.Add(sum, sum)
		if k.Bit(i) == 1 {
			sum = c.Add(sum, p)
		}
	}
	return sum
}

// Recover is the heart of ECDSA verification, FIPS 186-5 section 6.4.2: the
// point R that the signer chose, if the signature (r, s) over the hash e is
// good under the public key Q.
//
//	w = s^-1   u1 = e w   u2 = r w   R = [u1]G + [u2]Q
//
// The inverse is s^(n-2) modulo n, by Fermat. That of 0 comes out as 0.
func (c *Curve) Recover(e, r, s *big.Int, Q Point) Point {
	w := new(big.Int).Exp(s, new(big.Int).Sub(c.N, big.NewInt(2)), c.N)
	u1 := new(big.Int).Mul(e, w)
	u2 := new(big.Int).Mul(r, w)
	return c.Add(c.Mul(u1.Mod(u1, c.N), c.G), c.Mul(u2.Mod(u2, c.N), Q))
}

func (c *Curve) mod(x *big.Int) *big.Int { return x.Mod(x, c.P) }

func (c *Curve) div(a, b *big.Int) *big.Int {
	b = new(big.Int).ModInverse(c.mod(b), c.P)
	return c.mod(a.Mul(a, b))
}
