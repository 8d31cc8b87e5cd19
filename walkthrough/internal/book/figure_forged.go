package book

import (
	"fmt"
	"html/template"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// forgedFigure shows Bleichenbacher's block beside the right one, both small.
func forgedFigure(_ *Book, p *page) *figure {
	em := p.value("EM", "left over")
	if em == nil {
		return nil
	}
	over, hash := fieldOf(em, "left over"), fieldOf(em, "H")
	right := rightBlock(em.Bytes[hash.Start:hash.End], len(em.Bytes))
	n, pad := over.End-over.Start, len(right)-3-len(digestInfo)-32
	title := "The forged block beside the right one"
	desc := fmt.Sprintf("Two blocks of %d bytes. Forged: 00 01, only 8 bytes ff, 00, DigestInfo, and the right hash, which ends at byte %d; then %d bytes are left over. "+
		"Right: 00 01, then %d bytes ff, then 00 and DigestInfo, and the last 32 bytes are the hash.", len(em.Bytes), over.Start, n, pad)
	return &figure{
		Name:    "The forged block",
		Caption: template.HTML(fmt.Sprintf("Two blocks of %d bytes, drawn small. With eight <code>ff</code> in the place of %d, there is room after the hash for what the rounding of a cube root leaves: %d bytes that nobody looks at.", len(em.Bytes), pad, n)),
		Wide:    forgedDrawing(em, right, title, desc, true), Narrow: forgedDrawing(em, right, title, desc, false),
	}
}

func forgedDrawing(em *lesson.Value, right []byte, title, desc string, wide bool) template.HTML {
	over := fieldOf(em, "left over")
	height := float64(len(em.Bytes)/32) * 15
	d := draw("forged", title, desc, 1088, height+70)
	cell, second, top := 15.0, 608.0, 0.0
	if !wide {
		d.width, cell, second, top = 340, 10.6, 0, height+88
		d.height = 2*(height+88) - 14
	}
	block := func(x, y float64, name, note, below, class string, bytes []byte, runs []run) {
		d.text(x, y+16, "b "+class, name)
		d.text(x+32*cell, y+16, "s end "+class, note)
		d.grid(x, y+34, bytes, 32, cell, 15, runs, false)
		d.text(x, y+height+56, "s q", below)
	}
	n, pad := over.End-over.Start, len(right)-3-len(digestInfo)-32
	block(0, 0, "✗ The forged block", fmt.Sprintf("naive stops at byte %d", over.Start),
		"with eight ff, there is room after the hash", "cB", em.Bytes, runsOf(em))
	d.path("ln kB", "M%s 22V%s", float64(over.Start%32)*cell, 34+15*float64(over.Start/32)+13)
	d.label(16*cell, 34+height*0.6, 236, fmt.Sprintf("%d bytes left over", n), "cB")
	block(second, top, "✓ The right block", fmt.Sprintf("compared to byte %d", len(right)),
		"ff, and nothing else, fills what is left", "cG", right,
		[]run{{0, 2, "fr"}, {2, 2 + pad, "pd"}, {2 + pad, 3 + pad, "fr"}, {3 + pad, len(right) - 32, "al"}, {len(right) - 32, len(right), "hs"}})
	d.label(second+16*cell, top+34+height*0.45, 140, fmt.Sprintf("ff × %d", pad), "q")
	if wide {
		return d.svg("wide")
	}
	return d.svg("narrow")
}

// label is a text on a chip, so that it can be read on any ground.
func (d *drawing) label(x, y, width float64, text, class string) {
	d.rect(x-width/2, y-14.5, width, 29, "cd", 14.5)
	d.text(x, y+4.5, "center b "+class, text)
}
