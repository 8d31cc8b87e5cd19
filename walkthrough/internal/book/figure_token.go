package book

import (
	"fmt"
	"html/template"
	"strings"

	"example.com/glassjwt/jwt"
)

// splitFigure shows the three parts of Ines's token, and what is signed.
func splitFigure(_ *Book, p *page) *figure {
	u, err := jwt.Parse(p.firstToken())
	if err != nil {
		return nil
	}
	title := "A token, its parts, and what is signed"
	desc := fmt.Sprintf("One line of %d characters with two dots. The header, characters 0 to %d, decodes to %d bytes of JSON: %s. The payload, %d to %d, decodes to %d bytes of JSON. "+
		"The signature, %d to %d, decodes to %d bytes. The signing input is everything up to the second dot: characters 0 to %d.",
		len(u.Raw), u.Protected.End, len(u.Protected.Bytes()), u.Protected.Bytes(), u.Payload.Start, u.Payload.End, len(u.Payload.Bytes()),
		u.Signature.Start, u.Signature.End, len(u.Signature.Bytes()), u.Payload.End)
	return &figure{
		Name:    "Three parts, and what is signed",
		Caption: "The signature is over the characters up to the second dot, as they stand: not over the JSON that they decode to.",
		Wide:    splitDrawing(u, title, desc, true), Narrow: splitDrawing(u, title, desc, false),
	}
}

func splitDrawing(u *jwt.Unverified, title, desc string, wide bool) template.HTML {
	width, chars, names := 1088.0, 0, []string{"header", "payload", "signature"}
	if !wide {
		width, chars, names = 340, 44, []string{"hdr", "payload", "signature"}
	}
	d := draw("split", title, desc, width, 0)
	d.text(0, 14, "b", fmt.Sprintf("the token, %d characters, two dots", len(u.Raw)))
	parts := d.tokenBar(u, 0, 26, width, 34, names)
	d.bracket(parts[0][0], parts[1][1], 66)
	mid := (parts[0][0] + parts[1][1]) / 2
	if wide {
		d.text(mid, 92, "center s", fmt.Sprintf("signing input: token[0:%d]. These %d bytes are hashed and signed.", u.Payload.End, u.Payload.End))
	} else {
		d.text(0, 92, "s", fmt.Sprintf("signing input: token[0:%d]", u.Payload.End))
		d.text(0, 108, "s q", fmt.Sprintf("these %d bytes are hashed and signed", u.Payload.End))
	}
	y := 136.0
	segments := []jwt.Segment{u.Protected, u.Payload, u.Signature}
	for i, s := range segments {
		class := []string{"H", "P", "S"}[i]
		name := []string{"header", "payload", "signature"}[i]
		size := fmt.Sprintf("token[%d:%d], %d characters, %d bytes", s.Start, s.End, s.End-s.Start, len(s.Bytes()))
		what := string(s.Bytes())
		if i == 2 {
			what = glimpse(s.Bytes(), 8)
			if !wide {
				what = glimpse(s.Bytes(), 5)
			}
		}
		var lines []string
		if wide {
			lines = foldJSON(what, 108)
		} else {
			lines = foldJSON(what, chars)
		}
		h := 46 + 17*float64(len(lines))
		d.rect(0, y, width, h, "b"+class, 6)
		d.text(14, y+22, "b c"+class, name)
		if wide {
			d.text(110, y+22, "s q", size)
		} else {
			d.text(width-12, y+22, "s q end", fmt.Sprintf("%d characters, %d bytes", s.End-s.Start, len(s.Bytes())))
		}
		for j, l := range lines {
			d.text(14, y+44+17*float64(j), "m s", l)
		}
		y += h + 10
	}
	d.height = y - 8
	if wide {
		return d.svg("wide")
	}
	return d.svg("narrow")
}

// foldJSON breaks after commas.
func foldJSON(s string, n int) (lines []string) {
	line := ""
	for _, piece := range strings.SplitAfter(s, ",") {
		if line != "" && len(line)+len(piece) > n {
			lines = append(lines, line)
			line = ""
		}
		line += piece
	}
	return append(lines, line)
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// lettersFigure shows how letters become bytes: the first four of the token,
// and the last ones, with their spare bits.
func lettersFigure(_ *Book, p *page) *figure {
	token := p.firstToken()
	if len(token) < 8 {
		return nil
	}
	u, err := jwt.Parse(token)
	if err != nil {
		return nil
	}
	first := token[:4]
	tail := (u.Signature.End - u.Signature.Start) % 4
	last := token[len(token)-max(tail, 2):]
	title := "Letters of 6 bits become bytes of 8"
	desc := fmt.Sprintf("The letters %s stand for the numbers %s, 6 bits each, 24 together. Cut anew they are three bytes, %s. "+
		"The last letters of the token, %s, are %d bits: one byte, and %d bits to spare, which must be 0.",
		first, numbersOf(first), bytesOf(first), last, 6*len(last), 6*len(last)%8)
	spare := 6 * len(last) % 8
	return &figure{
		Name: "Four letters, three bytes",
		Caption: template.HTML(fmt.Sprintf("Each letter is a number from 0 to 63. Four of them are 24 bits, which are three bytes: the token begins with <code>%s</code>. "+
			"At its end %d bits are left over. If a reader ignores them, %d letters mean the same.", esc(textOf(first)), spare, 1<<spare)),
		Wide: lettersDrawing(first, last, title, desc, true), Narrow: lettersDrawing(first, last, title, desc, false),
	}
}

func numbersOf(letters string) string {
	var list []string
	for _, c := range letters {
		list = append(list, fmt.Sprint(strings.IndexRune(alphabet, c)))
	}
	return strings.Join(list, ", ")
}

func bitsOf(letters string) string {
	var b strings.Builder
	for _, c := range letters {
		fmt.Fprintf(&b, "%06b", strings.IndexRune(alphabet, c))
	}
	return b.String()
}

func textOf(letters string) string {
	var b strings.Builder
	for bits := bitsOf(letters); len(bits) >= 8; bits = bits[8:] {
		var c byte
		fmt.Sscanf(bits[:8], "%b", &c)
		b.WriteByte(c)
	}
	return b.String()
}

func bytesOf(letters string) string { return spaced([]byte(textOf(letters))) }

func lettersDrawing(first, last, title, desc string, wide bool) template.HTML {
	d := draw("letters", title, desc, 1088, 236)
	if wide {
		d.letters(0, 0, 24, first, "the first four letters of the token")
		d.letters(720, 0, 24, last, fmt.Sprintf("the last %d letters of the token", len(last)))
		return d.svg("wide")
	}
	d.width, d.height = 340, 476
	d.letters(0, 0, 13.4, first, "the first four letters of the token")
	d.letters(0, 240, 13.4, last, fmt.Sprintf("the last %d letters of the token", len(last)))
	return d.svg("narrow")
}

// letters draws letters, their bits, and the bytes that these are.
func (d *drawing) letters(x, y, cell float64, letters, what string) {
	d.text(x, y+14, "s q", what)
	bits := bitsOf(letters)
	for i, c := range letters {
		at := x + float64(i*6)*cell
		d.rect(at, y+28, 6*cell-5, 44, "bx bS", 6)
		d.text(at+3*cell-2.5, y+58, "big center cS", string(c))
		d.text(at+3*cell-2.5, y+90, "m s q center", fmt.Sprint(strings.IndexRune(alphabet, c)))
	}
	for i, c := range bits {
		class := "bx"
		spare := i >= len(bits)/8*8
		if spare {
			class = "ot"
		}
		d.rect(x+float64(i)*cell, y+104, cell-2, 28, class, 2)
		d.text(x+float64(i)*cell+cell/2-1, y+123, "m s center", string(c))
	}
	for i, c := range []byte(textOf(letters)) {
		at := x + float64(i*8)*cell
		d.path("ln", "M%s %sv8h%sv-8", at, y+138, 8*cell-6)
		d.rect(at, y+156, 8*cell-5, 44, "bx gb", 6)
		d.text(at+4*cell-2.5, y+186, "big center", fmt.Sprintf("%02x", c))
		shown := fmt.Sprintf("%d", c)
		if c >= '!' && c <= '~' {
			shown += ", " + string(rune(c))
		}
		d.text(at+4*cell-2.5, y+220, "m s q center", shown)
	}
	if spare := len(bits) % 8; spare > 0 {
		at := x + float64(len(bits)-spare)*cell
		d.path("ln kB", "M%s %sv8h%sv-8", at, y+138, float64(spare)*cell-2)
		d.text(at, y+172, "b s cB", fmt.Sprintf("✗ %d spare bits", spare))
		d.text(at, y+190, "s q", "must be 0")
	}
}
