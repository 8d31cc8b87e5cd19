package workbench

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/jwk/keytext"
	"example.com/glassjwt/jwt"
)

// Tools are what a reader can change a token with.
type tools struct {
	Pieces []grid
	Turned []turned
	Clock  []template.HTML
	Algs   []template.HTML
	Back   template.HTML // to the specimen as it was; "" if it is
}

// A grid is the bytes of a piece, each a control that turns its lowest bit.
type grid struct {
	piece
	Cells template.HTML
	Cut   bool // there are more
}

// A turned byte shows its eight bits, each a control.
type turned struct {
	Piece string
	Byte  int // within the piece
	Value string
	Bits  template.HTML
	Back  template.HTML
}

// maxCells is how many bytes of a piece are controls.
const maxCells = 1024

func toolsFor(v *view, x *jwt.Examination) *tools {
	t := &tools{Clock: clock(v, x), Algs: algorithms(v)}
	for _, p := range cut(v.Form.Token) {
		g := grid{piece: p, Cut: len(p.Bytes) > maxCells}
		var cells strings.Builder
		for i, b := range p.Bytes[:min(len(p.Bytes), maxCells)] {
			cells.WriteString(string(v.cell(p.First+i, b)))
			if v.Changes.turned(p.First + i) {
				t.Turned = append(t.Turned, v.turned(p, i))
			}
		}
		g.Cells = template.HTML(cells.String())
		t.Pieces = append(t.Pieces, g)
	}
	if v.Specimen != nil && v.Changes.query() != "" {
		t.Back = v.control(changes{}, changes{}, "", "", "as it was")
	}
	return t
}

// cell is one byte. A byte that was turned is put right again by its control.
func (v *view) cell(n int, b byte) template.HTML {
	class, to := "", v.Changes.flip(8*n+7)
	if v.Changes.turned(n) {
		class, to = "turned", v.Changes.restore(n)
	}
	text := template.HTML(fmt.Sprintf("%02x<i>%s</i>", b, html.EscapeString(character(b))))
	return v.control(to, changes{Flips: []int{8*n + 7}}, class, "", text)
}

// character is a byte as a character, if it is one that can be seen.
func character(b byte) string {
	if b <= ' ' || b > '~' {
		return "·"
	}
	return string(rune(b))
}

func (v *view) turned(p piece, i int) turned {
	n, b := p.First+i, p.Bytes[i]
	t := turned{Piece: p.Name, Byte: i, Value: fmt.Sprintf("%02x %s", b, character(b))}
	var bits strings.Builder
	for k := range 8 {
		bit := 8*n + k
		class := ""
		if slices.Contains(v.Changes.Flips, bit) {
			class = "turned"
		}
		text := template.HTML(fmt.Sprint(b >> (7 - k) & 1))
		title := fmt.Sprintf("bit %d, worth %d", bit, 128>>k)
		bits.WriteString(string(v.control(v.Changes.flip(bit), changes{Flips: []int{bit}}, class, title, text)))
	}
	t.Bits = template.HTML(bits.String())
	back := slices.DeleteFunc(slices.Clone(v.Changes.Flips), func(m int) bool { return m/8 != n })
	t.Back = v.control(v.Changes.restore(n), changes{Flips: back}, "", "", "put it right")
	return t
}

// clock returns controls for the moments at which an answer changes.
func clock(v *view, x *jwt.Examination) []template.HTML {
	var all []template.HTML
	add := func(label string, t time.Time) {
		if year := t.UTC().Year(); year < 0 || year > 9999 {
			return
		}
		to := v.Changes
		to.Now = t.UTC().Format(time.RFC3339Nano)
		class := ""
		if t.Equal(x.Time) {
			class = "on"
		}
		all = append(all, v.control(to, changes{Now: to.Now}, class, to.Now, template.HTML(label)))
	}
	around := func(name string, t time.Time) {
		if !t.IsZero() {
			add("a second before "+name, t.Add(-time.Second))
			add("at "+name, t)
		}
	}
	if !x.Claims.IssuedAt.IsZero() {
		add("at iat", x.Claims.IssuedAt)
	}
	around("nbf", x.Claims.NotBefore)
	around("exp", x.Claims.Expiry)
	add("the present", time.Now().Truncate(time.Second))
	return all
}

// algorithms returns a control for each algorithm: to accept it, or not to.
func algorithms(v *view) []template.HTML {
	var all []template.HTML
	for _, alg := range keytext.Algorithms() {
		list, class := slices.Clone(v.Form.Algorithms), ""
		if i := slices.Index(list, string(alg)); i >= 0 {
			list, class = slices.Delete(list, i, i+1), "on"
		} else {
			list = append(list, string(alg))
		}
		to := v.Changes
		to.Algs = append([]string{}, list...)
		title := "accept it"
		if class == "on" {
			title = "do not accept it"
		}
		all = append(all, v.control(to, changes{Algs: to.Algs}, class, title, template.HTML(alg)))
	}
	return all
}

// control is something to click that changes the token or what is expected of
// it. For a specimen it is a link to the changes in all. For a reader's own
// token it is a button that sends the form with one change more, since the
// token must not stand in an address. The text is HTML.
func (v *view) control(all, one changes, class, title string, text template.HTML) template.HTML {
	attributes := ""
	if class != "" {
		attributes += ` class="` + class + `"`
		if class == "on" {
			attributes += ` aria-current="true"`
		}
	}
	if title != "" {
		attributes += ` title="` + html.EscapeString(title) + `"`
	}
	if v.Specimen == nil {
		return template.HTML(`<button form="form" name="do" value="`+html.EscapeString(one.query())+`"`+attributes+`>`) + text + `</button>`
	}
	address := v.Specimen.Name
	if q := all.query(); q != "" {
		address += "?" + q
	}
	return template.HTML(`<a href="`+html.EscapeString(address)+`#verdict"`+attributes+`>`) + text + `</a>`
}
