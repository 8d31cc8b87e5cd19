package lesson

import (
	"fmt"
	"io"
	"strings"
)

// columns is the width of a page.
const columns = 72

// A Page prints what a program tells, in paragraphs of at most 72 columns, and
// keeps the score.
type Page struct {
	Scores []Score

	w       io.Writer
	verbose bool
	program int
}

// NewPage returns a page of the program with that number. A verbose page
// shows every byte.
func NewPage(w io.Writer, program int, verbose bool) *Page {
	return &Page{w: w, program: program, verbose: verbose}
}

// Verbose reports whether the page shows every byte.
func (p *Page) Verbose() bool { return p.verbose }

// Say prints a paragraph. White space in the text, line breaks too, stands
// for one space.
func (p *Page) Say(format string, args ...any) {
	p.print("", "", fmt.Sprintf(format, args...))
	p.line("")
}

// Show prints lines as they stand, indented, such as a small table.
func (p *Page) Show(lines ...string) {
	for _, l := range lines {
		p.line("  " + l)
	}
	p.line("")
}

// Showf prints one line.
func (p *Page) Showf(format string, args ...any) { p.Show(fmt.Sprintf(format, args...)) }

// JSON prints a JSON text as it stands, but for line breaks after commas.
func (p *Page) JSON(text string) {
	const indent = "  "
	line := indent
	for _, member := range strings.SplitAfter(text, ",") {
		if line != indent && len(line)+len(member) > columns {
			p.line(line)
			line = indent
		}
		line += member
	}
	p.line(line)
	p.line("")
}

// Text prints a long text, cut in the middle if the page is not verbose.
func (p *Page) Text(label, text string) {
	p.line(fmt.Sprintf("  %s, %d characters", label, len(text)))
	if !p.verbose && len(text) > 64 {
		text = text[:30] + "..." + text[len(text)-30:]
	}
	for len(text) > 64 {
		p.line("    " + text[:64])
		text = text[64:]
	}
	p.line("    " + text)
	p.line("")
}

// Bytes prints bytes in hexadecimal, cut in the middle if the page is not
// verbose.
func (p *Page) Bytes(label string, b []byte) {
	p.line(fmt.Sprintf("  %s, %d bytes", label, len(b)))
	const row = 20
	switch {
	case len(b) <= row:
		p.line(fmt.Sprintf("    % x", b))
	case !p.verbose:
		p.line(fmt.Sprintf("    % x ... % x", b[:row/2-1], b[len(b)-row/2:]))
	default:
		for at := 0; at < len(b); at += row {
			p.line(fmt.Sprintf("    %3d  % x", at, b[at:min(at+row, len(b))]))
		}
	}
	p.line("")
}

// print breaks a text into lines. The first starts with a prefix, the others
// with another.
func (p *Page) print(first, other, text string) {
	line := first
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case len(line)+1+len(word) > columns:
			p.line(line)
			line = other
		default:
			line += " "
		}
		line += word
	}
	p.line(line)
}

func (p *Page) line(s string) { fmt.Fprintln(p.w, strings.TrimRight(s, " ")) }
