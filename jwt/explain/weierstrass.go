package explain

import (
	"crypto/elliptic"
	"math/big"
)

// A curve is y^2 = x^3 - 3x + b over the integers modulo p, as FIPS 186-5 and
// SP 800-186 define P-256, P-384 and P-521. Its points form a group, in which
// n times any point is infinity.
type curve struct {
	name string
	modular
	b, n *big.Int
	G    point // the base point
}

// A point has two coordinates, or none if it is the point at infinity, which
// is the zero of the group.
type point struct{ x, y *big.Int }

func (P point) infinite() bool { return P.x == nil }

// curveOf returns one of the three curves that JWS uses. Their numbers come
// from crypto/elliptic, the arithmetic does not.
func curveOf(c elliptic.Curve) (curve, bool) {
	switch p := c.Params(); p {
	case elliptic.P256().Params(), elliptic.P384().Params(), elliptic.P521().Params():
		return curve{p.Name, modular{p.P}, p.B, p.N, point{p.Gx, p.Gy}}, true
	}
	return curve{}, false
}

// has reports whether the point lies on the curve.
func (c curve) has(P point) bool {
	if !c.reduced(P.x) || !c.reduced(P.y) {
		return false
	}
	// x^3 - 3x + b = x(x^2 - 3) + b
	right := c.sum(c.mul(P.x, c.sub(c.mul(P.x, P.x), big.NewInt(3))), c.b)
	return c.mul(P.y, P.y).Cmp(right) == 0
}

// add draws a line through two points. It meets the curve in a third, and that
// one, mirrored at the x axis, is the sum:
//
//	λ  = (y2 - y1) / (x2 - x1), or (3 x1^2 - 3) / 2 y1 where the points are one
//	x3 = λ^2 - x1 - x2
//	y3 = λ(x1 - x3) - y1
func (c curve) add(P, Q point) point {
	switch {
	case P.infinite():
		return Q
	case Q.infinite():
		return P
	case P.x.Cmp(Q.x) == 0 && c.sum(P.y, Q.y).Sign() == 0:
		return point{} // mirror images: the line is vertical
	}
	var slope *big.Int
	if P.x.Cmp(Q.x) == 0 {
		three := big.NewInt(3)
		slope = c.div(c.sub(c.mul(three, c.mul(P.x, P.x)), three), c.sum(P.y, P.y))
	} else {
		slope = c.div(c.sub(Q.y, P.y), c.sub(Q.x, P.x))
	}
	x := c.sub(c.sub(c.mul(slope, slope), P.x), Q.x)
	y := c.sub(c.mul(slope, c.sub(P.x, x)), P.y)
	return point{x, y}
}

// multiply adds P to itself k times, by doubling and adding: bit by bit, from
// the highest.
func (c curve) multiply(k *big.Int, P point) point {
	var sum point
	for i := k.BitLen() - 1; i >= 0; i-- {
		sum = c.add(sum, sum)
		if k.Bit(i) == 1 {
			sum = c.add(sum, P)
		}
	}
	return sum
}

// isScalar reports whether k is within [1, n-1].
func (c curve) isScalar(k *big.Int) bool { return k.Sign() > 0 && k.Cmp(c.n) < 0 }

// scalar writes a number below n in as many bytes as n has.
func (c curve) scalar(k *big.Int) []byte { return k.FillBytes(make([]byte, sizeOf(c.n))) }

// values shows a point.
func (c curve) values(name, how string, P point, links ...string) []Value {
	if P.infinite() || P.x.Sign() < 0 || P.y.Sign() < 0 {
		return []Value{{Name: name, How: how, Role: RoleNumber, Words: "the point at infinity", Links: links}}
	}
	return []Value{
		{Name: name + ".x", How: how, Role: RoleNumber, Bytes: pad(P.x, sizeOf(c.p)), Links: links},
		{Name: name + ".y", How: "its other coordinate", Role: RoleNumber, Bytes: pad(P.y, sizeOf(c.p)), Links: links},
	}
}

// pad writes a number in at least so many bytes.
func pad(x *big.Int, size int) []byte { return x.FillBytes(make([]byte, max(size, sizeOf(x)))) }
