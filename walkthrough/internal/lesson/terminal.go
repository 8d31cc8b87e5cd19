package lesson

import (
	"fmt"
	"io"
	"strings"
)

// columns is the width of a page.
const columns = 72

// A terminal prints blocks, in paragraphs of at most 72 columns.
type terminal struct {
	w       io.Writer
	verbose bool // show every byte
}

func (t *terminal) block(b Block) {
	switch {
	case b.Say != "":
		t.print("", "", b.Say)
	case b.Show != nil:
		for _, l := range b.Show {
			t.line("  " + l)
		}
	case b.JSON != "":
		t.json(b.JSON)
	case b.Text != nil:
		t.text(b.Text.Label, b.Text.Text)
	case b.Bytes != nil:
		t.bytes(b.Bytes.Label, b.Bytes.Bytes)
	case b.Values != nil:
		for _, v := range b.Values {
			t.value(v)
		}
	case b.Case != nil:
		t.told(*b.Case)
	case b.Check != nil:
		t.check(*b.Check)
	case b.Figure != nil:
		return
	}
	t.line("")
}

// json breaks a JSON text after commas.
func (t *terminal) json(text string) {
	const indent = "  "
	line := indent
	for _, member := range strings.SplitAfter(text, ",") {
		if line != indent && len(line)+len(member) > columns {
			t.line(line)
			line = indent
		}
		line += member
	}
	t.line(line)
}

// text cuts a long text in the middle, if not verbose.
func (t *terminal) text(label, text string) {
	t.line(fmt.Sprintf("  %s, %d characters", label, len(text)))
	if !t.verbose && len(text) > 64 {
		text = text[:30] + "..." + text[len(text)-30:]
	}
	for len(text) > 64 {
		t.line("    " + text[:64])
		text = text[64:]
	}
	t.line("    " + text)
}

// bytes prints hexadecimal, cut in the middle if not verbose.
func (t *terminal) bytes(label string, b []byte) {
	t.line(fmt.Sprintf("  %s, %d bytes", label, len(b)))
	const row = 20
	switch {
	case len(b) <= row:
		t.line(fmt.Sprintf("    % x", b))
	case !t.verbose:
		t.line(fmt.Sprintf("    % x ... % x", b[:row/2-1], b[len(b)-row/2:]))
	default:
		for at := 0; at < len(b); at += row {
			t.line(fmt.Sprintf("    %3d  % x", at, b[at:min(at+row, len(b))]))
		}
	}
}

func (t *terminal) value(v Value) {
	t.line(fmt.Sprintf("  %s = %s", v.Name, v.How))
	fields := v.Fields
	if fields == nil {
		fields = []Field{{End: len(v.Bytes)}}
	}
	for _, f := range fields {
		t.field(v.Bytes, f)
	}
}

// field is one line, or several if verbose.
func (t *terminal) field(b []byte, f Field) {
	place := fmt.Sprintf("    [%3d:%3d]  %-24s ", f.Start, f.End, f.Label)
	bytes := b[f.Start:f.End]
	if len(bytes) > 8 && !t.verbose {
		t.line(fmt.Sprintf("%s% x ... % x", place, bytes[:4], bytes[len(bytes)-4:]))
		return
	}
	for len(bytes) > 0 {
		n := min(len(bytes), 16)
		t.line(fmt.Sprintf("%s% x", place, bytes[:n]))
		bytes = bytes[n:]
		place = fmt.Sprintf("%*s", len(place), "")
	}
}

func (t *terminal) told(c Told) {
	t.print(strings.ToUpper(c.Kind)+"  ", "        ", c.Name)
	if t.verbose {
		t.request(c.Replay)
	}
	t.verdict("naive", c.NaiveWord(), c.Naive, c.Fell)
	t.verdict("ours", c.OursWord(), c.Ours, c.Held)
	if c.Rule != "" {
		t.print("  ", "  ", c.Rule)
	}
	if c.Seen != "" {
		t.print("  ", "  ", "The same in "+c.Seen+".")
	}
}

// verdict prints one line with the verdict, and what there is to say to it.
func (t *terminal) verdict(who, word string, remarks ...string) {
	const indent = "                  "
	first := fmt.Sprintf("  %-6s %-8s ", who, word)
	for _, r := range remarks {
		if r != "" {
			t.print(first, indent, r)
			first = indent
		}
	}
	if first != indent {
		t.line(first)
	}
}

// request prints every byte of the requests.
func (t *terminal) request(r Replay) {
	for _, value := range append(r.Before, r.Authorization...) {
		text := "Authorization: " + value
		for len(text) > 64 {
			t.line("    " + text[:64])
			text = text[64:]
		}
		t.line("    " + text)
	}
}

func (t *terminal) check(c SelfCheck) {
	t.print("CHECK IT YOURSELF  ", "  ", c.Why)
	for _, l := range c.Lines {
		t.line("  " + l)
	}
}

// print breaks a text into lines. The first starts with a prefix, the others
// with another.
func (t *terminal) print(first, other, text string) {
	line := first
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case len(line)+1+len(word) > columns:
			t.line(line)
			line = other
		default:
			line += " "
		}
		line += word
	}
	t.line(line)
}

func (t *terminal) line(s string) { fmt.Fprintln(t.w, strings.TrimRight(s, " ")) }
