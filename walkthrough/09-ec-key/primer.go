package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/textbook"
)

// tellPoints adds points on a curve that one can draw.
func tellPoints(p *lesson.Page) {
	c := textbook.Toy()
	p.Say(`First a curve for paper: y^2 = x^3 + 2x + 2 modulo 17. These
		are all pairs of numbers from 0 to 16 for which both sides are
		equal. There are %d of them:`, len(points(c)))
	p.Show(grid(points(c))...)
	p.Say(`Two points can be added. Draw the line through both: it meets
		the curve in a third point, and the mirror image of that is the
		sum. To add a point to itself, take the tangent. Modulo 17 there
		is nothing to draw, but the formulas are the same. In them, "/"
		is not the division of school: it means to multiply by the
		inverse, the number with which the product is 1. This is G + G
		for G = (5, 1):`)
	p.Show(double(c, c.G)...)

	p.Say(`Go on adding G, and you meet every point of the curve. 18G is
		the mirror image of G, and the step after it is the zero of this
		arithmetic, a point without coordinates. Then it begins again.
		So n = %v here: the number of steps around. It is called the
		order.`, c.N)
	p.Show(multiples(c)...)
	d := big.NewInt(7)
	q := c.Mul(d, c.G)
	p.Say(`The private key is a number d, say %v. The public key is the
		point Q = dG = (%v, %v). Forwards that is easy, also for a large
		d: double, and double again. Backwards, from Q to d, is a search
		in this list. On P-256 the list has some 2^256 points, and the
		best known way still takes 2^128 steps: more than all computers
		can do.`, d, q.X, q.Y)
	p.Say(`A verifier has Q, and from a signature (r, s) and the hash it
		computes two numbers, u1 and u2. It goes u1 steps along G and u2
		steps along Q, and looks at the point where it arrives: page 11
		shows why. For this page it is enough that the verifier
		multiplies Q by a number that the sender can choose.`)
	p.Say(`Two letters change their meaning. On the pages about RSA, n
		is the modulus and e the exponent. With curves, n is the order
		and e is the hash.`)
	p.Check("The slope of the tangent, and the inverse in it.",
		"$ python3 -c 'print(pow(2, -1, 17))'",
		fmt.Sprint(new(big.Int).ModInverse(big.NewInt(2), c.P)),
		"$ python3 -c 'print((3*5*5 + 2) * pow(2*1, -1, 17) % 17)'",
		fmt.Sprint(slope(c, c.G)))
}

// points are those of a small curve.
func points(c *textbook.Curve) (list []textbook.Point) {
	p := c.P.Int64()
	for x := range p {
		for y := range p {
			pt := textbook.Point{X: big.NewInt(x), Y: big.NewInt(y)}
			if left, right := c.Sides(pt); left.Cmp(right) == 0 {
				list = append(list, pt)
			}
		}
	}
	return list
}

// grid is the list, six to a line.
func grid(list []textbook.Point) (lines []string) {
	for row := range slices.Chunk(list, 6) {
		var cells []string
		for _, p := range row {
			cells = append(cells, fmt.Sprintf("(%2v,%2v)", p.X, p.Y))
		}
		lines = append(lines, strings.Join(cells, "   "))
	}
	return lines
}

// slope is that of the tangent: (3x^2 + a) / 2y.
func slope(c *textbook.Curve, p textbook.Point) *big.Int {
	s := new(big.Int).Mul(p.X, p.X)
	s.Add(s.Mul(s, big.NewInt(3)), c.A)
	w := new(big.Int).ModInverse(new(big.Int).Lsh(p.Y, 1), c.P)
	return s.Mod(s.Mul(s, w), c.P)
}

// double shows the sum of a point and itself.
func double(c *textbook.Curve, p textbook.Point) []string {
	w := new(big.Int).ModInverse(new(big.Int).Lsh(p.Y, 1), c.P)
	s := slope(c, p)
	sum := c.Add(p, p)
	return []string{
		fmt.Sprintf("1/2 = %v, since 2 * %v = %v = 1 modulo %v",
			w, w, new(big.Int).Lsh(w, 1), c.P),
		fmt.Sprintf("slope = (3x^2 + 2) / 2y = (3*%v*%v + 2) * %v = %v",
			p.X, p.X, w, s),
		fmt.Sprintf("x of the sum = slope^2 - x - x = %v^2 - %v - %v"+
			" = %v", s, p.X, p.X, sum.X),
		fmt.Sprintf("y of the sum = slope * (%v - %v) - %v = %v",
			p.X, sum.X, p.Y, sum.Y),
	}
}

// multiples is G, 2G, 3G and so on.
func multiples(c *textbook.Curve) (table []string) {
	var steps []string
	for i := int64(1); i < c.N.Int64(); i++ {
		g := c.Mul(big.NewInt(i), c.G)
		steps = append(steps,
			fmt.Sprintf("%2dG = (%2v,%2v)", i, g.X, g.Y))
	}
	for row := range slices.Chunk(steps, 4) {
		table = append(table, strings.Join(row, "   "))
	}
	return table
}
