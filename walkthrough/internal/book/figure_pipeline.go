package book

import (
	"fmt"
	"html/template"
	"strings"
)

// pipeline is the figure of the contents: the stages from top to bottom, with
// the attacks at the one that stops them.
func (b *Book) pipeline() figure {
	cards := b.cards()
	caption := fmt.Sprintf(`<b>The pipeline</b> <b class="no">✗</b> is an attack, with the number of its page. Down to question %d the pipe is grey: nothing that the token says is believed. The dashed gates are not of package jwt: they are the issuer's, the middleware's and your own.`, b.signatureQuestion())
	return figure{
		ID: "figure-pipeline", Name: "The pipeline", Caption: template.HTML(caption),
		Wide: b.pipe(cards, true), Narrow: b.pipe(cards, false),
	}
}

func (b *Book) signatureQuestion() int {
	for _, s := range b.stages {
		if s.Name == "signature" {
			return s.Number
		}
	}
	return 0
}

// A pipe is the drawing of the pipeline while it is made.
type pipe struct {
	*drawing
	wide     bool
	x        float64 // of the pipe
	words    float64 // where the names of the gates begin
	hang     float64 // where the attacks hang
	most     int     // characters of the name of an attack
	y        float64
	believed float64 // from where on the token is believed
}

func (b *Book) pipe(cards []stopped, wide bool) template.HTML {
	p := pipe{drawing: draw("pipe", "Where each attack stops", "", 340, 0), x: 16, words: 42, hang: 42, most: 40, y: 30}
	end := "the handler, with a *jwt.Token"
	if wide {
		p = pipe{drawing: draw("pipe", "Where each attack stops", "", 1088, 0), wide: true, x: 20, words: 56, hang: 346, most: 48, y: 30}
		end += ": Ines passes every gate, on every page"
	}
	// The gates stand on the pipe, so that it is drawn before them; but its
	// length is known after them.
	under := p.drawing
	p.drawing = draw("", "", "", under.width, 0)
	var said []string
	for _, s := range b.stages {
		var attacks []stopped
		for _, c := range cards {
			if c.Stage == s.Name {
				attacks = append(attacks, c)
			}
		}
		said = append(said, fmt.Sprintf("%s: %s", s.Name, count(len(attacks), "attack")))
		if s.Name == "signature" {
			p.believed = p.y
		}
		p.attacks(p.gate(s), attacks)
	}
	under.height, under.links = p.y+30, true
	under.desc = "From top to bottom: " + strings.Join(said, "; ") + "."
	under.text(p.words, 10, "q s", "before any request")
	under.rect(p.x-4, 6, 8, p.believed-6, "li", 0)
	under.rect(p.x-4, p.believed, 8, p.y-p.believed, "hs", 0)
	under.WriteString(p.String())
	under.path("ln kG", "M%s %sl7 8 7-8", p.x-7, p.y+2)
	under.text(p.words, p.y+10, "b cG s", end)
	if wide {
		return under.svg("wide")
	}
	return under.svg("narrow")
}

// gate draws a gate with its question, and returns where that ends.
func (p *pipe) gate(s stage) (below float64) {
	class, number := "stop", fmt.Sprint(s.Number)
	if s.Number == 0 {
		class, number = "stop far", ""
	}
	p.path("fl", "M%s %sH%s", p.words, p.y, p.width)
	p.circle(p.x, p.y, 13, class)
	p.text(p.x, p.y+4.5, "m b s center", number)
	p.link("questions.html#q-" + s.Name)
	p.text(p.words, p.y+20, "m b", s.Name)
	p.unlink()
	below = p.y + 20
	for _, l := range fold(s.Words, 42) {
		below += 16
		p.text(p.words, below+1, "q s", l)
	}
	return below + 1
}

// attacks hangs attacks from the gate, in two columns if there is room.
func (p *pipe) attacks(below float64, attacks []stopped) {
	const row, column = 21.0, 372.0
	top, rows := below+20, len(attacks)
	if p.wide {
		top, rows = p.y+20, (len(attacks)+1)/2
	}
	for i, a := range attacks {
		x, y := p.hang, top+float64(i)*row
		if p.wide {
			x, y = p.hang+float64(i/rows)*column, top+float64(i%rows)*row
		}
		p.path("ln kB thin", "M%s %sV%sH%s", x-8, p.y, y-4, x-1)
		p.link(a.Href())
		p.text(x+4, y, "b cB s", "✗")
		p.text(x+20, y, "m s q", fmt.Sprintf("%02d", a.Page.Number))
		p.text(x+42, y, "s", clip(a.Name, p.most))
		p.unlink()
	}
	if p.wide {
		p.y = max(below+25, top+float64(rows)*row+14)
	} else {
		p.y = top + float64(rows)*row + 16
	}
}

// fold breaks a text into lines of at most n characters.
func fold(s string, n int) (lines []string) {
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len(line)+1+len(w) > n {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}

// clip shortens a text that would run out of its drawing.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimRight(string(r[:n-1]), " ,") + "…"
	}
	return s
}
