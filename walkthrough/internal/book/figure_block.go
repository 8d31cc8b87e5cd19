package book

import (
	"fmt"
	"html/template"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
)

// runsOf colours the fields of a block.
func runsOf(v *lesson.Value) (runs []run) {
	classes := map[string]string{
		"frame": "fr", "padding": "pd", "algorithm": "al", "hash": "hs", "other": "ot", "noise": "ot",
	}
	for _, f := range v.Fields {
		runs = append(runs, run{f.Start, f.End, classes[f.Role]})
	}
	return runs
}

func fieldOf(v *lesson.Value, label string) lesson.Field {
	for _, f := range v.Fields {
		if f.Label == label {
			return f
		}
	}
	return lesson.Field{}
}

// blockFigure shows the two ways to the same bytes: from the signing input to
// its hash, and from the signature to the block.
func blockFigure(_ *Book, p *page) *figure {
	hash, em := p.value("H", ""), p.value("EM", "H")
	token := p.firstToken()
	u, err := jwt.Parse(token)
	if hash == nil || em == nil || err != nil {
		return nil
	}
	title := "The two ways to the same 32 bytes"
	pad := fieldOf(em, "padding")
	desc := fmt.Sprintf("Above, the token in three parts: header, payload, signature. On the left way the signing input, characters 0 to %d, goes through SHA-256 and becomes H. "+
		"On the right way the signature, a number s, raised to 65537 modulo n, becomes the block EM of %d bytes: 00 01, then %d bytes ff, then 00, then 19 bytes DigestInfo, then 32 bytes, which are %s, equal to H.",
		u.Payload.End, len(em.Bytes), pad.End-pad.Start, glimpse(hash.Bytes, 4))
	return &figure{
		Name:    "From the token to the block",
		Caption: "Ines's token goes two ways, and must end in the same 32 bytes. The last row of EM is the hash. Had it been encrypted, you could not have read it here.",
		Wide:    blockWide(u, token, hash, em, title, desc), Narrow: blockNarrow(u, token, hash, em, title, desc),
	}
}

func blockWide(u *jwt.Unverified, token string, hash, em *lesson.Value, title, desc string) template.HTML {
	d := draw("block", title, desc, 1088, 456)
	const left, cell, row = 56.0, 25.25, 26.0
	parts := d.tokenBar(u, left, 0, 808, 34, []string{"header", "payload", "signature"})
	d.text(882, 15, "b", "the token")
	d.text(882, 32, "q s", fmt.Sprintf("%d characters", len(token)))
	input := [2]float64{parts[0][0], parts[1][1]}
	d.bracket(input[0], input[1], 42)
	d.bracket(parts[2][0], parts[2][1], 42)
	a, b := (input[0]+input[1])/2, (parts[2][0]+parts[2][1])/2
	d.text(a, 67, "center s", fmt.Sprintf("signing input: token[0:%d], as it arrived", u.Payload.End))
	d.text(b, 67, "center s", fmt.Sprintf("token[%d:%d]: %d bytes, one number s", u.Signature.Start, u.Signature.End, len(u.Signature.Bytes())))
	d.arrow(a, 76, a, 98, "")
	d.arrow(b, 76, b, 98, "")
	d.rect(a-75, 100, 150, 38, "bx", 19)
	d.text(a, 124, "center b m", "SHA-256")
	d.rect(b-105, 100, 210, 38, "bx kS", 19)
	d.power(b, 124, "center b m cS", "s", "65537", " mod n")
	d.arrow(b, 138, b, 170, "kS")
	d.path("ln kG", "M%s 119H12V436H26M19 432l7 4l-7 4", a-75)
	d.text(left, 166, "b", "EM, the block that the issuer wrote")
	d.grid(left, 176, em.Bytes, 32, cell, row, runsOf(em), true)
	for i := 0; i < len(em.Bytes); i += 32 {
		d.text(48, 194+float64(i/32)*row, "m s q end", fmt.Sprint(i))
	}
	d.grid(left, 424, hash.Bytes, 32, cell, row, []run{{0, 32, "hs"}}, true)
	d.text(48, 442, "m b end", "H")
	d.path("ln kG", "M56 389v7h808v-7M56 418v-7h808v7")
	d.rect(348, 390, 224, 26, "gb", 13)
	d.text(460, 408, "center b cG", "✓ equal, all 32 bytes")
	for _, l := range blockLegend(em) {
		y := 176 + float64(l.at/32)*row
		d.rect(882, y+7, 11, 11, l.class, 2)
		fmt.Fprintf(d, `<text x="900" y="%s" class="s"><tspan class="b">%s</tspan><tspan class="q" dx="6">%s</tspan></text>`, px(y+17), esc(l.name), esc(l.words))
	}
	d.rect(882, 431, 11, 11, "hs", 2)
	d.WriteString(`<text x="900" y="441" class="s"><tspan class="b">the hash</tspan><tspan class="q" dx="6">of what arrived</tspan></text>`)
	return d.svg("wide")
}

// A legend is a line about a field of the block, beside its row.
type legend struct {
	at                 int
	class, name, words string
}

func blockLegend(em *lesson.Value) (list []legend) {
	pad := fieldOf(em, "padding")
	return []legend{
		{0, "fr", "00 01", "block type 1"},
		{96, "pd", fmt.Sprintf("ff × %d", pad.End-pad.Start), "fills the room"},
		{pad.End - 32, "fr", "00", "ends the padding"},
		{pad.End, "al", "DigestInfo", "SHA-256 follows"},
		{fieldOf(em, "H").Start, "hs", "the hash", "that was signed"},
	}
}

func blockNarrow(u *jwt.Unverified, token string, hash, em *lesson.Value, title, desc string) template.HTML {
	d := draw("block", title, desc, 340, 734)
	const left, cell, row = 28.0, 19.5, 21.0
	d.text(left, 12, "b s", fmt.Sprintf("the token, %d characters", len(token)))
	parts := d.tokenBar(u, left, 22, 312, 30, []string{"hdr", "payload", "signature"})
	input := [2]float64{parts[0][0], parts[1][1]}
	d.bracket(input[0], input[1], 58)
	d.bracket(parts[2][0], parts[2][1], 58)
	a, b := (input[0]+input[1])/2, (parts[2][0]+parts[2][1])/2
	d.text(a, 80, "center s b", "signing input")
	d.text(a, 96, "center s q", fmt.Sprintf("%d bytes", u.Payload.End))
	d.text(b, 80, "center s b", "a number s")
	d.text(b, 96, "center s q", fmt.Sprintf("%d bytes", len(u.Signature.Bytes())))
	d.arrow(a, 102, a, 118, "")
	d.arrow(b, 102, b, 118, "")
	d.rect(a-52, 120, 104, 34, "bx", 17)
	d.text(a, 142, "center b m s", "SHA-256")
	d.rect(b-66, 120, 132, 34, "bx kS", 17)
	d.power(b, 142, "center b m s cS", "s", "65537", " mod n")
	d.arrow(b, 154, b, 178, "kS")
	d.path("ln kG", "M%s 137H4V596H16M9 592l7 4l-7 4", a-52)
	d.text(left, 192, "b s", "EM, the block that the issuer wrote")
	d.grid(left, 200, em.Bytes, 16, cell, row, runsOf(em), true)
	d.path("ln kG", "M28 540v6h312v-6M28 571v-6h312v6")
	d.rect(100, 543, 168, 24, "gb", 12)
	d.text(184, 559, "center b s cG", "✓ equal, all 32 bytes")
	d.grid(left, 576, hash.Bytes, 16, cell, row, []run{{0, 32, "hs"}}, true)
	d.text(left, 636, "b s", "H, the hash of what arrived")
	pad := fieldOf(em, "padding")
	for i, l := range []legend{
		{0, "fr", "00 01, 00", "block type 1, end of padding"},
		{0, "pd", fmt.Sprintf("ff × %d", pad.End-pad.Start), "padding, fills the room"},
		{0, "al", "DigestInfo", "“SHA-256 follows”, 19 bytes"},
		{0, "hs", "32 bytes", "what was signed"},
	} {
		y := 654 + float64(i)*21
		d.rect(left, y, 11, 11, l.class, 2)
		d.text(46, y+10, "b s", l.name)
		d.text(136, y+10, "q s", l.words)
	}
	return d.svg("narrow")
}

// tokenBar draws the three parts of a token to scale, and returns where each
// begins and ends.
func (d *drawing) tokenBar(u *jwt.Unverified, x, y, width, height float64, names []string) (parts [3][2]float64) {
	scale := (width - 8) / float64(len(u.Raw)-2)
	for i, s := range []jwt.Segment{u.Protected, u.Payload, u.Signature} {
		w := float64(s.End-s.Start) * scale
		parts[i] = [2]float64{x, x + w}
		class := []string{"H", "P", "S"}[i]
		d.rect(x, y, w, height, "b"+class, 4)
		d.text(x+w/2, y+height/2+4.5, "center b c"+class, names[i])
		x += w + 4
	}
	return parts
}

// bracket is below a bar, and opens to it.
func (d *drawing) bracket(from, to, y float64) {
	d.path("ln", "M%s %sv6h%sv-6", from, y, to-from)
}
