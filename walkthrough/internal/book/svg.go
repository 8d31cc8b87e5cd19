package book

import (
	"fmt"
	"html/template"
	"strings"
)

// A figure is a drawing with a caption. Most have two drawings: one for wide
// windows, and one for narrow ones. CSS shows one of them.
type figure struct {
	ID      string
	Wide    template.HTML
	Narrow  template.HTML // "" if Wide does for both
	Caption template.HTML
	Name    string // for "On this page"
}

// A drawing is an SVG image that is being written.
type drawing struct {
	strings.Builder
	id            string
	title, desc   string
	width, height float64
	links         bool
}

// draw begins a drawing. The title and the description are for those who do
// not see it.
func draw(id, title, desc string, width, height float64) *drawing {
	return &drawing{id: id, title: title, desc: desc, width: width, height: height}
}

// svg ends the drawing. Class is "wide", "narrow" or "".
func (d *drawing) svg(class string) template.HTML {
	role := "img"
	if d.links {
		role = "group"
	}
	id := d.id
	if class != "" {
		id += "-" + class
	}
	return template.HTML(fmt.Sprintf(
		`<svg class="%s" viewBox="0 0 %s %s" role="%s" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>%s</svg>`,
		class, px(d.width), px(d.height), role, id, id, id, esc(d.title), id, esc(d.desc), d.String()))
}

// px writes a length without more digits than anybody sees.
func px(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.1f", x), "0"), ".")
}

// rect draws a rectangle. Boxes never hug their text: another font may be
// wider.
func (d *drawing) rect(x, y, w, h float64, class string, radius float64) {
	r := ""
	if radius > 0 {
		r = ` rx="` + px(radius) + `"`
	}
	fmt.Fprintf(d, `<rect x="%s" y="%s" width="%s" height="%s"%s class="%s"/>`, px(x), px(y), px(w), px(h), r, class)
}

func (d *drawing) text(x, y float64, class, s string) {
	fmt.Fprintf(d, `<text x="%s" y="%s" class="%s">%s</text>`, px(x), px(y), class, esc(s))
}

// power writes a base with an exponent above it, and what comes after.
func (d *drawing) power(x, y float64, class, base, exponent, after string) {
	fmt.Fprintf(d, `<text x="%s" y="%s" class="%s">%s<tspan dy="-5" class="up">%s</tspan><tspan dy="5">%s</tspan></text>`,
		px(x), px(y), class, esc(base), esc(exponent), esc(or(after, "\u200b")))
}

func (d *drawing) path(class, format string, args ...float64) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = px(a)
	}
	fmt.Fprintf(d, `<path class="%s" d="%s"/>`, class, fmt.Sprintf(format, values...))
}

// arrow draws a line with a head at its end. It goes right or down.
func (d *drawing) arrow(x1, y1, x2, y2 float64, class string) {
	const a, b = 7, 4
	if x1 == x2 {
		s := 1.0
		if y2 < y1 {
			s = -1
		}
		d.path("ln "+class, "M%s %sL%s %sM%s %sL%s %sL%s %s", x1, y1, x2, y2, x2-b, y2-s*a, x2, y2, x2+b, y2-s*a)
		return
	}
	s := 1.0
	if x2 < x1 {
		s = -1
	}
	d.path("ln "+class, "M%s %sL%s %sM%s %sL%s %sL%s %s", x1, y1, x2, y2, x2-s*a, y2-b, x2, y2, x2-s*a, y2+b)
}

// link begins a link around what follows, until unlink.
func (d *drawing) link(href string) {
	d.links = true
	fmt.Fprintf(d, `<a href="%s">`, esc(href))
}

func (d *drawing) unlink() { d.WriteString("</a>") }

// A run is a stretch of bytes with a colour.
type run struct {
	from, to int
	class    string
}

// grid draws bytes in rows of n cells, over coloured runs. Hex is written if
// there is room for it.
func (d *drawing) grid(x, y float64, b []byte, n int, cell, row float64, runs []run, hex bool) {
	for _, r := range runs {
		for from := r.from; from < r.to; {
			at := from % n
			to := min(r.to, from-at+n)
			d.rect(x+float64(at)*cell, y+float64(from/n)*row, float64(to-from)*cell, row-1.5, r.class, 0)
			from = to
		}
	}
	rows := (len(b) + n - 1) / n
	height := float64(rows) * row
	var p strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&p, "M%s %sv%s", px(x+float64(i)*cell), px(y), px(height))
	}
	fmt.Fprintf(d, `<path class="rule" d="%s"/>`, p.String())
	if !hex {
		return
	}
	d.WriteString(`<g class="hex">`)
	for _, r := range runs {
		class := ""
		if r.class == "pd" {
			class = ` class="q"`
		}
		for from := r.from; from < r.to; {
			at := from % n
			to := min(r.to, from-at+n)
			// Three characters to a cell, so that any font sits in its cells.
			length := float64(to-from)*cell - cell/3
			fmt.Fprintf(d, `<text%s x="%s" y="%s" textLength="%s">%s</text>`, class,
				px(x+float64(at)*cell+cell/6), px(y+float64(from/n)*row+row*0.68), px(length), spaced(b[from:to]))
			from = to
		}
	}
	d.WriteString(`</g>`)
}
