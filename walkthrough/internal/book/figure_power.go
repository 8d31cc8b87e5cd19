package book

import (
	"fmt"
	"html/template"
	"strings"
)

// A power is a step of a chain: the exponent so far, and how its value came
// from the one before.
type power struct {
	exponent, value int
	bit             string // the binary digit of the exponent that it stands for
	how             string // "588² = 345744"
	less            string // "− 106 × 3233"
	times           bool   // a multiplication, and no squaring
}

// chain raises s to e modulo n: each further binary digit of e squares, and a 1
// multiplies as well.
func chain(s, e, n int) []power {
	digits := fmt.Sprintf("%b", e)
	list := []power{{exponent: 1, value: s, bit: digits[:1]}}
	for _, d := range digits[1:] {
		p := list[len(list)-1]
		square := p.value * p.value
		list = append(list, power{
			2 * p.exponent, square % n, string(d),
			fmt.Sprintf("%d² = %d", p.value, square), fmt.Sprintf("− %d × %d", square/n, n), false,
		})
		if d == '1' {
			q := list[len(list)-1]
			product := q.value * s
			list = append(list, power{
				q.exponent + 1, product % n, "",
				fmt.Sprintf("%d × %d = %d", q.value, s, product), fmt.Sprintf("− %d × %d", product/n, n), true,
			})
		}
	}
	return list
}

// powerFigure is square and multiply.
func powerFigure(_ *Book, p *page) *figure {
	v, ok := p.numbers("power", 3)
	if !ok {
		return nil
	}
	s, e, n := v[0], v[1], v[2]
	steps := chain(s, e, n)
	last := steps[len(steps)-1]
	title := fmt.Sprintf("%d to the power %d, modulo %d, in %d multiplications", s, e, n, len(steps)-1)
	var values []string
	for _, st := range steps[1:] {
		values = append(values, fmt.Sprint(st.value))
	}
	desc := fmt.Sprintf("A chain of numbers. %d is the signature. Each squaring, modulo %d, gives the next: %s. "+
		"The last step multiplies by %d once more and gives %d, the hash. In binary, %d is %b: each further digit is a squaring, and a further 1 is a multiplication as well.",
		s, n, strings.Join(values, ", "), s, last.value, e, e)
	caption := fmt.Sprintf("A signature small enough for paper. %d multiplications become %d. With the real <var>e</var>, 65537, there are 16 squarings and one more.", e-1, len(steps)-1)
	return &figure{
		Name: "A power, by squaring", Caption: template.HTML(caption),
		Wide: powerWide(steps, s, e, title, desc), Narrow: powerNarrow(steps, s, title, desc),
	}
}

func powerWide(steps []power, s, e int, title, desc string) template.HTML {
	d := draw("power", title, desc, 1088, 204)
	const box, left = 112.0, 22.0
	gap := (d.width - 2*left - box) / float64(len(steps)-1)
	d.text(left, 14, "q", fmt.Sprintf("%d is %b in binary. The first 1 begins; each further digit squares; a further 1 multiplies as well.", e, e))
	for i, st := range steps {
		x := left + float64(i)*gap
		mid := x + box/2
		class, ink := "bx", ""
		switch {
		case i == 0:
			class, ink = "bx kS bS", " cS"
			d.text(mid, 159, "center b cS", fmt.Sprintf("%d, the signature", s))
		case i == len(steps)-1:
			class, ink = "bx kG gb", " cG"
			d.text(mid, 52, "center b cG", "the hash")
		}
		d.rect(x, 78, box, 60, class, 6)
		d.text(mid, 115.5, "big center"+ink, fmt.Sprint(st.value))
		if i < len(steps)-1 {
			d.text(mid, 52, "big center"+map[bool]string{true: " q"}[st.bit == "0"], st.bit)
		}
		if i == 0 {
			continue
		}
		d.arrow(x-gap+box+8, 108, x-8, 108, "")
		between := x - (gap-box)/2
		if st.times {
			d.text(between, 96, "s center b cS", fmt.Sprintf("× %d", s))
			d.path("fl kS", "M%s 45H%sV84", x-gap+box/2+14, between)
		} else {
			d.text(between, 96, "s center q", "square")
		}
		d.power(mid, 159, "m center b", fmt.Sprint(s), fmt.Sprint(st.exponent), "")
		d.text(mid, 183, "m s center", st.how)
		d.text(mid, 201, "m s q center", st.less)
	}
	return d.svg("wide")
}

func powerNarrow(steps []power, s int, title, desc string) template.HTML {
	const row = 92.0
	d := draw("power", title, desc, 340, float64(len(steps)-1)*row+48)
	for i, st := range steps {
		y := float64(i)*row + 2
		class, ink := "bx", ""
		switch {
		case i == 0:
			class, ink = "bx kS bS", " cS"
			d.text(172, y+27, "m b cS", fmt.Sprintf("%d, the signature", s))
		case i == len(steps)-1:
			class, ink = "bx kG gb", " cG"
			d.power(172, y+27, "m b cG", fmt.Sprint(s), fmt.Sprint(st.exponent), "")
			d.text(234, y+27, "b cG", "the hash")
		default:
			d.power(172, y+27, "m b", fmt.Sprint(s), fmt.Sprint(st.exponent), "")
		}
		d.rect(62, y, 92, 44, class, 6)
		d.text(108, y+29, "big center"+ink, fmt.Sprint(st.value))
		d.text(24, y+29, "big center"+map[bool]string{true: " q"}[st.bit == "0"], st.bit)
		if i == 0 {
			continue
		}
		d.arrow(108, y-44, 108, y-4, "")
		if st.times {
			d.text(98, y-20, "s end b cS", fmt.Sprintf("× %d", s))
		} else {
			d.text(98, y-20, "s end q", "square")
		}
		d.text(122, y-28, "m s", st.how)
		d.text(122, y-11, "m s q", st.less)
	}
	return d.svg("narrow")
}
