package explain

import (
	"math/big"
	"slices"
)

// edwards25519 is the curve -x^2 + y^2 = 1 + d x^2 y^2 over the integers
// modulo p = 2^255 - 19, RFC 8032 section 5.1. Its zero is the point (0, 1).
type edwards25519 struct {
	modular
	d *big.Int // -121665/121666
	L *big.Int // the order of B
	B point    // the base point: y = 4/5, and the even x
}

var edwards = newEdwards25519()

func newEdwards25519() (c edwards25519) {
	two := func(power uint) *big.Int { return new(big.Int).Lsh(bigOne, power) }
	c.p = two(255)
	c.p.Sub(c.p, big.NewInt(19))
	c.d = c.div(big.NewInt(-121665), big.NewInt(121666))
	// L = 2^252 + 27742317777372353535851937790883648493
	low, _ := new(big.Int).SetString("27742317777372353535851937790883648493", 10)
	c.L = two(252)
	c.L.Add(c.L, low)
	y := c.div(big.NewInt(4), big.NewInt(5))
	x, _ := c.recoverX(y, 0)
	c.B = point{x, y}
	return c
}

// recoverX solves the curve's equation for x (RFC 8032 section 5.1.3):
//
//	x^2 = (y^2 - 1) / (d y^2 + 1)
//
// It has two solutions, an even one and an odd one, or no solution. The bit says
// which one is meant. x = 0 is even only. For it, the RFC refuses the odd bit,
// but crypto/ed25519 accepts it, and so do we.
func (c edwards25519) recoverX(y *big.Int, odd uint) (x *big.Int, ok bool) {
	yy := c.mul(y, y)
	xx := c.div(c.sub(yy, bigOne), c.sum(c.mul(c.d, yy), bigOne))
	x = new(big.Int).ModSqrt(xx, c.p)
	if x == nil {
		return nil, false
	}
	if x.Bit(0) != odd {
		x = c.sub(c.p, x)
	}
	return x, true
}

// add is the addition of RFC 8032 section 5.1.4. Unlike addition on the curves of
// FIPS 186-5, it has no exceptions: it doubles a point too, and has no infinity.
//
//	x3 = (x1 y2 + x2 y1) / (1 + d x1 x2 y1 y2)
//	y3 = (y1 y2 + x1 x2) / (1 - d x1 x2 y1 y2)
func (c edwards25519) add(P, Q point) point {
	xx, yy := c.mul(P.x, Q.x), c.mul(P.y, Q.y)
	xy, yx := c.mul(P.x, Q.y), c.mul(P.y, Q.x)
	dxy := c.mul(c.d, c.mul(xx, yy))
	return point{
		c.div(c.sum(xy, yx), c.sum(bigOne, dxy)),
		c.div(c.sum(yy, xx), c.sub(bigOne, dxy)),
	}
}

func (c edwards25519) negate(P point) point { return point{c.sub(c.p, P.x), P.y} }

func (c edwards25519) multiply(k *big.Int, P point) point {
	sum := point{new(big.Int), bigOne}
	for i := k.BitLen() - 1; i >= 0; i-- {
		sum = c.add(sum, sum)
		if k.Bit(i) == 1 {
			sum = c.add(sum, P)
		}
	}
	return sum
}

// encodePoint is RFC 8032 section 5.1.2: y with its lowest byte first, and the
// lowest bit of x in the highest bit, which y does not use.
func encodePoint(P point) []byte {
	b := P.y.FillBytes(make([]byte, sizeOf(edwards.p)))
	b[0] |= byte(P.x.Bit(0)) << 7
	slices.Reverse(b)
	return b
}

// decodePoint is RFC 8032 section 5.1.3, with two exceptions that crypto/ed25519
// makes too: it takes y modulo p, and see recoverX.
func decodePoint(b []byte) (point, bool) {
	y := littleEndian(b)
	odd := y.Bit(255)
	y.SetBit(y, 255, 0)
	edwards.reduce(y)
	x, ok := edwards.recoverX(y, odd)
	return point{x, y}, ok
}
