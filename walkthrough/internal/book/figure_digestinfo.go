package book

import (
	"fmt"
	"html/template"
)

// A derNode is a value of DER: its tag and its length, what it holds, and what
// that means.
type derNode struct {
	from, to int // in the bytes of the tree
	head     int // bytes of tag and length
	depth    int
	name     string
	words    string
	colour   string
	inHash   bool // it goes on with the hash
}

// digestInfoFigure is the tree in the 19 bytes before the hash.
func digestInfoFigure(_ *Book, p *page) *figure {
	em := p.value("EM", "H")
	if em == nil {
		return nil
	}
	f := fieldOf(em, "DigestInfo")
	b := em.Bytes[f.Start:f.End]
	if string(b) != digestInfo {
		return nil
	}
	nodes := []derNode{
		{0, 19, 2, 0, "SEQUENCE", fmt.Sprintf("%d bytes follow", b[1]), "fr", true},
		{2, 17, 2, 1, "SEQUENCE", fmt.Sprintf("%d bytes: which hash function", b[3]), "al", false},
		{4, 15, 2, 2, "OBJECT IDENTIFIER", fmt.Sprintf("%d bytes: 2.16.840.1.101.3.4.2.1, the name of SHA-256", b[5]), "al", false},
		{15, 17, 2, 2, "NULL", "0 bytes: it has no parameters", "al", false},
		{17, 19, 2, 1, "OCTET STRING", fmt.Sprintf("%d bytes: the hash", b[18]), "hs", true},
	}
	title := "The DigestInfo, a tree in 19 bytes"
	desc := "30 31: a SEQUENCE of 49 bytes. In it, 30 0d: a SEQUENCE of 13 bytes, which holds 06 09 and nine bytes, the object identifier 2.16.840.1.101.3.4.2.1 of SHA-256, and 05 00, NULL. After it, 04 20: an OCTET STRING of 32 bytes, the hash."
	return &figure{
		Name:    "The DigestInfo, byte by byte",
		Caption: "Each value is a tag, a length, and as many bytes. 30 is a SEQUENCE, 06 an OBJECT IDENTIFIER, 05 NULL, 04 an OCTET STRING. These 19 bytes are always the same for SHA-256, so a verifier writes them, and never reads them.",
		Wide:    digestInfoWide(b, nodes, title, desc), Narrow: digestInfoNarrow(b, nodes, title, desc),
	}
}

func digestInfoWide(b []byte, nodes []derNode, title, desc string) template.HTML {
	const left, cell, row = 8.0, 48.0, 62.0
	d := draw("digestinfo", title, desc, 1088, 3*row+64)
	hash := left + 19*cell
	end := d.width - 8
	for _, n := range nodes {
		x, y := left+float64(n.from)*cell, float64(n.depth)*row
		w := float64(n.to-n.from)*cell - 4
		if n.inHash {
			w = end - x
		}
		d.rect(x, y, w, 34, n.colour, 4)
		d.text(x+10, y+15, "b s", n.name)
		d.text(x+10, y+29, "s", shortWords(n, w))
		d.path("fl", "M%s %sV%s", x+cell, y+34, 3*row)
	}
	for i, c := range b {
		x := left + float64(i)*cell
		class := "bx"
		if headOf(nodes, i) {
			class = "bx kS"
		}
		d.rect(x, 3*row, cell-4, 34, class, 4)
		d.text(x+cell/2-2, 3*row+22, "m b center", fmt.Sprintf("%02x", c))
		d.text(x+cell/2-2, 3*row+52, "m s q center", fmt.Sprint(i))
	}
	d.rect(hash, 3*row, end-hash, 34, "hs", 4)
	d.text((hash+end)/2, 3*row+22, "s center", "32 bytes: H")
	return d.svg("wide")
}

// shortWords are those that fit.
func shortWords(n derNode, width float64) string {
	if float64(len(n.words))*6.2 < width-16 {
		return n.words
	}
	return fmt.Sprintf("%d bytes", n.to-n.from-n.head)
}

func headOf(nodes []derNode, i int) bool {
	for _, n := range nodes {
		if i == n.from || i == n.from+1 {
			return true
		}
	}
	return false
}

func digestInfoNarrow(b []byte, nodes []derNode, title, desc string) template.HTML {
	d := draw("digestinfo", title, desc, 340, 0)
	y := 4.0
	for _, n := range nodes {
		x := 4 + float64(n.depth)*18
		d.rect(x, y, d.width-x-2, 40, n.colour, 4)
		d.text(x+10, y+17, "m b", spaced(b[n.from:n.from+n.head]))
		d.text(x+62, y+17, "b s", n.name)
		words := n.words
		if n.name == "OBJECT IDENTIFIER" {
			words = "9 bytes: the name of SHA-256"
		}
		d.text(x+10, y+33, "s", words)
		y += 46
		if n.name == "OBJECT IDENTIFIER" {
			d.text(x+10, y+11, "m s", spaced(b[n.from+n.head:n.to]))
			d.text(x+10, y+27, "m s q", "2.16.840.1.101.3.4.2.1")
			y += 38
		}
	}
	d.rect(40, y, d.width-42, 30, "hs", 4)
	d.text(50, y+19, "s", "32 bytes: H")
	d.height = y + 34
	return d.svg("narrow")
}
