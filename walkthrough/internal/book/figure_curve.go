package book

import (
	"fmt"
	"html/template"
	"math"
	"math/big"

	"example.com/glassjwt/walkthrough/internal/textbook"
)

// A toyWalk is the signature on the small curve, verified.
type toyWalk struct {
	d, k, e, r, s, w, u1, u2, n int
	points                      []textbook.Point // points[i] is iG; points[0] is zero
}

func newToyWalk(d, k, e int) toyWalk {
	c := textbook.Toy()
	w := toyWalk{d: d, k: k, e: e, n: int(c.N.Int64())}
	for i := range w.n {
		w.points = append(w.points, c.Mul(big.NewInt(int64(i)), c.G))
	}
	mod := func(x int) int { return ((x % w.n) + w.n) % w.n }
	inverse := func(x int) int {
		return int(new(big.Int).ModInverse(big.NewInt(int64(x)), c.N).Int64())
	}
	w.r = mod(int(w.points[k].X.Int64()))
	w.s = mod((e + w.r*d) * inverse(k))
	w.w = inverse(w.s)
	w.u1, w.u2 = mod(e*w.w), mod(w.r*w.w)
	return w
}

func (w toyWalk) xy(i int) (x, y int) {
	return int(w.points[i].X.Int64()), int(w.points[i].Y.Int64())
}

// walkFigure shows the small curve, and the walk of u1 G + u2 Q.
func walkFigure(_ *Book, p *page) *figure {
	v, ok := p.numbers("walk", 3)
	if !ok {
		return nil
	}
	w := newToyWalk(v[0], v[1], v[2])
	rx, ry := w.xy(w.k)
	title := fmt.Sprintf("The walk of %dG + %dQ", w.u1, w.u2)
	desc := fmt.Sprintf("On the left the 18 points of the curve y² = x³ + 2x + 2 modulo 17, on a grid of 17 by 17, each with its number of steps from G. "+
		"On the right the same as a ring of 19 steps, with zero at the top. %d steps of G lead to %dG. Then %d jumps of Q, each of %d steps, lead to %dG = R = (%d, %d), the point that the signer chose with k = %d.",
		w.u1, w.u1, w.u2, w.d, w.k, rx, ry, w.k)
	return &figure{
		Name: "The walk to R",
		Caption: template.HTML(fmt.Sprintf("The verifier does not know <var>d</var> = %d and <var>k</var> = %d. It takes <var>u1</var> = %d steps of <var>G</var> and <var>u2</var> = %d of <var>Q</var>, and is at <var>R</var>, whose <var>x</var> is %d: that is <var>r</var>. On the grid the steps look like jumps. On the ring they are a walk.",
			w.d, w.k, w.u1, w.u2, rx)),
		Wide: walkDrawing(w, title, desc, true), Narrow: walkDrawing(w, title, desc, false),
	}
}

func walkDrawing(w toyWalk, title, desc string, wide bool) template.HTML {
	d := draw("walk", title, desc, 1088, 452)
	if wide {
		d.plot(w, 36, 8, 24, w.u1, w.d, w.k)
		d.ring(w, 722, 222, 168)
		d.ringWords(w, 940, 186)
		return d.svg("wide")
	}
	d.width, d.height = 340, 800
	d.plot(w, 26, 8, 18, w.u1, w.d, w.k)
	d.ring(w, 170, 536, 128)
	d.ringWords(w, 10, 712)
	return d.svg("narrow")
}

// plot draws the points on their grid, with some of them marked.
func (d *drawing) plot(w toyWalk, x, y, cell float64, first, q, r int) {
	const p = 17
	size := cell * p
	d.rect(x, y, size, size, "bx", 0)
	for i := range p {
		at := cell * (float64(i) + 0.5)
		if i > 0 {
			d.path("fl", "M%s %sV%sM%s %sH%s", x+cell*float64(i), y, y+size, x, y+cell*float64(i), x+size)
		}
		if i%4 == 0 {
			d.text(x+at, y+size+17, "m s q center", fmt.Sprint(i))
			d.text(x-7, y+size-at+4.5, "m s q end", fmt.Sprint(i))
		}
	}
	for i := 1; i < w.n; i++ {
		px, py := w.xy(i)
		cx, cy := x+cell*(float64(px)+0.5), y+size-cell*(float64(py)+0.5)
		class, name := "dot", ""
		switch i {
		case r:
			class, name = "dot good", "R"
		case q:
			class, name = "dot sig", "Q"
		case 1:
			name = "G"
		case first:
			class = "dot warm"
		}
		d.circle(cx, cy, cell*0.42, class)
		label := fmt.Sprint(i)
		if name != "" {
			label = name
		}
		d.text(cx, cy+4, "m s center inside", label)
	}
	d.text(x+size/2, y+size+36, "s q center", "a point with the number i is iG")
}

func (d *drawing) circle(x, y, r float64, class string) {
	fmt.Fprintf(d, `<circle cx="%s" cy="%s" r="%s" class="%s"/>`, px(x), px(y), px(r), class)
}

// ring draws the multiples of G as a ring, and the walk on it.
func (d *drawing) ring(w toyWalk, cx, cy, radius float64) {
	at := func(i int, r float64) (x, y float64) {
		a := 2*math.Pi*float64(i)/float64(w.n) - math.Pi/2
		return cx + r*math.Cos(a), cy + r*math.Sin(a)
	}
	d.circle(cx, cy, radius, "fl")
	// The steps of G, outside.
	for i := range w.u1 {
		x1, y1 := at(i, radius+20)
		x2, y2 := at(i+1, radius+20)
		d.path("ln kO", "M%s %sA%s %s 0 0 1 %s %s", x1, y1, radius+20, radius+20, x2, y2)
	}
	// The jumps of Q, across.
	place := w.u1
	for range w.u2 {
		next := (place + w.d) % w.n
		x1, y1 := at(place, radius-15)
		x2, y2 := at(next, radius-15)
		d.path("ln kS", "M%s %sQ%s %s %s %s", x1, y1, cx, cy, x2, y2)
		place = next
	}
	for i := range w.n {
		x, y := at(i, radius)
		class, label := "dot", fmt.Sprint(i)
		switch i {
		case 0:
			class = "dot zero"
		case w.k:
			class, label = "dot good", "R"
		case w.d:
			class, label = "dot sig", "Q"
		case 1:
			label = "G"
		case w.u1:
			class = "dot warm"
		}
		d.circle(x, y, 13, class)
		d.text(x, y+4, "m s center inside", label)
	}
}

// ringWords say what the lines of the ring are.
func (d *drawing) ringWords(w toyWalk, x, y float64) {
	d.text(x, y, "s cO b", fmt.Sprintf("%d steps of G", w.u1))
	d.text(x, y+22, "s cS b", fmt.Sprintf("%d jumps of Q = %dG", w.u2, w.d))
	d.text(x, y+44, "s cG b", fmt.Sprintf("R = %dG", w.k))
	d.text(x, y+66, "s q", fmt.Sprintf("%d + %d × %d = %d,", w.u1, w.u2, w.d, w.u1+w.u2*w.d))
	d.text(x, y+82, "s q", fmt.Sprintf("modulo %d: %d", w.n, w.k))
}

// mirrorFigure shows R and -R, and the two signatures.
func mirrorFigure(_ *Book, p *page) *figure {
	v, ok := p.numbers("walk", 3)
	if !ok {
		return nil
	}
	w := newToyWalk(v[0], v[1], v[2])
	x, y := w.xy(w.k)
	minus := w.n - w.k
	_, y2 := w.xy(minus)
	title := "R and -R have the same x"
	desc := fmt.Sprintf("The points of the small curve lie in pairs, one above the other, mirrored at y = 8.5. R = %dG = (%d, %d). Its mirror image is %dG = (%d, %d). Both have x = %d, and so r = %d. The signatures (%d, %d) and (%d, %d) are both good.",
		w.k, x, y, minus, x, y2, x, w.r, w.r, w.s, w.r, w.n-w.s)
	return &figure{
		Name: "R and its mirror image",
		Caption: template.HTML(fmt.Sprintf("<var>r</var> is the <var>x</var> of <var>R</var>, and <var>−R</var> has the same. So (%d, %d) and (%d, %d) are two signatures of one token: two texts, one meaning.",
			w.r, w.s, w.r, w.n-w.s)),
		Wide: mirrorDrawing(w, title, desc, true), Narrow: mirrorDrawing(w, title, desc, false),
	}
}

func mirrorDrawing(w toyWalk, title, desc string, wide bool) template.HTML {
	d := draw("mirror", title, desc, 1088, 452)
	x0, y0, cell, words := 36.0, 8.0, 24.0, 520.0
	top := 110.0
	if !wide {
		d.width, d.height = 340, 560
		x0, cell, words, top = 26, 18, 0, 372
	}
	d.pairs(w, x0, y0, cell)
	x, y := w.xy(w.k)
	_, y2 := w.xy(w.n - w.k)
	for i, l := range []struct{ class, text string }{
		{"b", fmt.Sprintf("R = %dG = (%d, %d)", w.k, x, y)},
		{"b", fmt.Sprintf("−R = %dG = (%d, %d), for 17 − %d = %d", w.n-w.k, x, y2, y, y2)},
		{"q", "both have the same x:"},
		{"m b cG", fmt.Sprintf("r = %d mod %d = %d", x, w.n, w.r)},
		{"q", "so both of these are good:"},
		{"m b", fmt.Sprintf("(r, s)     = (%d, %d)", w.r, w.s)},
		{"m b", fmt.Sprintf("(r, n − s) = (%d, %d)", w.r, w.n-w.s)},
	} {
		d.text(words, top+float64(i)*28, l.class, l.text)
	}
	if wide {
		return d.svg("wide")
	}
	return d.svg("narrow")
}

// pairs draws the points, each tied to its mirror image.
func (d *drawing) pairs(w toyWalk, x, y, cell float64) {
	size := cell * 17
	d.rect(x, y, size, size, "bx", 0)
	middle := y + size/2
	d.path("ln dash", "M%s %sH%s", x, middle-cell/2, x+size)
	for i := 1; i <= w.n/2; i++ {
		px, py := w.xy(i)
		_, qy := w.xy(w.n - i)
		cx := x + cell*(float64(px)+0.5)
		a, b := y+size-cell*(float64(py)+0.5), y+size-cell*(float64(qy)+0.5)
		class, line := "dot", "fl"
		if i == w.k || w.n-i == w.k {
			class, line = "dot good", "ln kG"
		}
		d.path(line, "M%s %sV%s", cx, a, b)
		d.circle(cx, a, cell*0.42, class)
		d.circle(cx, b, cell*0.42, class)
		for _, at := range []struct {
			y float64
			i int
		}{{a, i}, {b, w.n - i}} {
			label := fmt.Sprint(at.i)
			if at.i == w.k {
				label = "R"
			} else if at.i == w.n-w.k {
				label = "−R"
			}
			d.text(cx, at.y+4, "m s center inside", label)
		}
	}
}

// pointsFigure shows which points of the plane are on the small curve.
func pointsFigure(*Book, *page) *figure {
	w := newToyWalk(7, 10, 12)
	c := textbook.Toy()
	off := textbook.Point{X: big.NewInt(1), Y: big.NewInt(1)}
	left, right := c.Sides(off)
	gl, gr := c.Sides(c.G)
	title := "18 of 289 points are on the curve"
	desc := fmt.Sprintf("A grid of 17 by 17 with the 18 points of y² = x³ + 2x + 2 modulo 17. G = (5, 1) is on it: both sides are %v. (1, 1) is not: y² is %v, and the right side is %v.", gl, left, right)
	if gl.Cmp(gr) != 0 || left.Cmp(right) == 0 {
		return nil
	}
	draw1 := func(wide bool) template.HTML {
		d := draw("points", title, desc, 1088, 452)
		x0, cell, words, top := 36.0, 24.0, 520.0, 130.0
		if !wide {
			d.width, d.height = 340, 520
			x0, cell, words, top = 26, 18, 0, 378
		}
		d.plot(w, x0, 8, cell, 0, 0, 0)
		cx, cy := x0+1.5*cell, 8+cell*17-1.5*cell
		d.circle(cx, cy, cell*0.42, "dot bad")
		d.text(cx, cy+4, "m s b center cB", "✗")
		for i, l := range []struct{ class, text string }{
			{"b", "y² = x³ + 2x + 2 modulo 17"},
			{"s cG b", fmt.Sprintf("✓ G = (5, 1): y² = %v, and x³ + 2x + 2 = %v", gl, gr)},
			{"s cB b", fmt.Sprintf("✗ (1, 1): y² = %v, but x³ + 2x + 2 = %v", left, right)},
			{"s q", "the point (1, 1) lies on another curve,"},
			{"s q", "and adding works there just as well"},
		} {
			d.text(words, top+float64(i)*28, l.class, l.text)
		}
		if wide {
			return d.svg("wide")
		}
		return d.svg("narrow")
	}
	return &figure{
		Name:    "Points on the curve, and one beside it",
		Caption: "A curve over numbers modulo 17 is a set of points. Whether a point belongs to it, only the equation tells: someone has to compute both sides.",
		Wide:    draw1(true), Narrow: draw1(false),
	}
}
