package lesson

import (
	"fmt"
	"io"
	"runtime"
	"strings"
)

// A Page records what a program tells, block by block, prints it, and keeps
// the score.
type Page struct {
	Record // all that was told so far
	Scores []Score

	out  terminal
	tell string // the name of the function that tells the lesson
}

// NewPage returns a page of the program with that number. A verbose page
// shows every byte.
func NewPage(w io.Writer, program int, verbose bool) *Page {
	return &Page{Record: Record{Program: program}, out: terminal{w, verbose}}
}

// Verbose reports whether the page shows every byte.
func (p *Page) Verbose() bool { return p.out.verbose }

// Say prints a paragraph. White space in the text, line breaks too, stands
// for one space.
func (p *Page) Say(format string, args ...any) {
	p.add(Block{Say: strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " ")})
}

// Show prints lines as they stand, indented, such as a small table.
func (p *Page) Show(lines ...string) { p.add(Block{Show: lines}) }

// Showf prints one line.
func (p *Page) Showf(format string, args ...any) { p.Show(fmt.Sprintf(format, args...)) }

// JSON prints a JSON text as it stands, but for line breaks after commas.
func (p *Page) JSON(text string) { p.add(Block{JSON: text}) }

// Text prints a long text, cut in the middle if the page is not verbose.
func (p *Page) Text(label, text string) { p.add(Block{Text: &Text{label, text}}) }

// Bytes prints bytes in hexadecimal, cut in the middle if the page is not
// verbose.
func (p *Page) Bytes(label string, b []byte) { p.add(Block{Bytes: &Bytes{label, b}}) }

// Values prints the letters of a calculation, each with its fields.
func (p *Page) Values(values ...Value) { p.add(Block{Values: values}) }

// Check prints how a reader can check the page with tools that are not ours.
// A line that begins with "$ " is a command, the others are its output.
func (p *Page) Check(why string, lines ...string) { p.add(Block{Check: &SelfCheck{why, lines}}) }

// Figure puts a drawing with these numbers here, into the book. The terminal
// prints nothing.
func (p *Page) Figure(name string, numbers ...int) { p.add(Block{Figure: &Figure{name, numbers}}) }

func (p *Page) add(b Block) {
	b.Line = p.caller()
	p.Blocks = append(p.Blocks, b)
	p.out.block(b)
}

// caller returns the line at which the function that tells the lesson is now.
func (p *Page) caller() int {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for p.tell != "" {
		f, more := frames.Next()
		if f.Function == p.tell {
			return f.Line
		}
		if !more {
			break
		}
	}
	return 0
}
