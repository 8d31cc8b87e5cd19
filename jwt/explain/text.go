package explain

import (
	"fmt"
	"io"
	"strings"

	"example.com/glassjwt/jwt"
)

// Text writes the explanation as text of 80 columns, without colour. It is
// [Style.Text] of the zero Style.
func Text(w io.Writer, x *jwt.Examination) error { return Style{}.Text(w, x) }

// A Style says how text looks.
type Style struct {
	Width int  // columns; 0 means 80
	Color bool // with the escape sequences of ECMA-48, for a terminal
}

// Text writes the explanation as text.
func (s Style) Text(w io.Writer, x *jwt.Examination) error {
	return s.Report(w, New(x))
}

// Report writes a report as text.
func (s Style) Report(w io.Writer, r *Report) error {
	p := newPrinter(s)
	p.verdict(r)
	p.line("")
	p.token(r)
	for _, step := range r.Steps {
		p.step(r, step)
	}
	p.line("")
	p.verdict(r)
	return p.writeTo(w)
}

func (p *printer) verdict(r *Report) {
	words := p.paint(colorOf(r.Verdict), strings.ToUpper(string(r.Verdict)))
	p.line(words + ", as of " + stamp(r.Time))
	if r.Reason != "" {
		p.wrap("  ", r.Reason)
	}
}

// maxToken is the length of the longest token that is printed whole.
const maxToken = 2048

// token prints the token in the colours of its pieces.
func (p *printer) token(r *Report) {
	if r.Size == 0 || r.Size > maxToken {
		return
	}
	const lead = "    "
	column := len(lead)
	p.b.WriteString(lead)
	for _, s := range r.Spans {
		c := colorOf(s.Role)
		if s.Role == RoleFault {
			c = reverse
		}
		for text := []rune(s.Text); len(text) > 0; {
			if column == p.width {
				p.line("")
				p.b.WriteString(lead)
				column = len(lead)
			}
			n := min(len(text), p.width-column)
			p.b.WriteString(p.paint(c, string(text[:n])))
			text, column = text[n:], column+n
		}
	}
	p.line("")
	p.line("")
}

// step prints a question, what it was about, and the answer.
func (p *printer) step(r *Report, s Step) {
	name := fmt.Sprintf("%-13s", fmt.Sprintf("%d %s", s.Number, strings.ToUpper(s.Step.String())))
	answer := strings.ToUpper(string(s.Answer))
	if s.Answer == Yes {
		answer = string(s.Answer)
	}
	if moot(r, s) {
		answer = "moot"
	}
	rule := fmt.Sprintf("%15s", strings.Replace(string(s.Rule), " section", "", 1))
	end := p.paint(dim, rule) + "  " + fmt.Sprintf("%*s", len("not judged")-len(answer), "") + p.paint(colorOf(s.Answer), answer)
	room := max(16, p.width-len(name)-len(rule)-len("   not judged"))
	lead := p.paint(bold, name)
	for _, words := range fold(s.Question, room) {
		p.line(lead + fmt.Sprintf("%-*s ", room, words) + end)
		lead, end = strings.Repeat(" ", len(name)), ""
	}
	switch s.Step {
	case jwt.StepShape:
		p.parts(r)
		p.fault(r.Fault)
	case jwt.StepKey:
		p.pair(s)
		for _, k := range r.Keys {
			p.key(k)
		}
	default:
		p.pair(s)
	}
	if s.Reason != "" {
		p.wrap("    why   ", s.Reason)
	}
	for _, c := range r.Causes {
		if c.Step == s.Step {
			p.wrapIn(yellow, "    cause ", c.Words)
		}
	}
	switch s.Step {
	case jwt.StepShape:
		p.header(r)
	case jwt.StepClaims:
		p.claims(r)
	}
	for _, c := range s.Cards {
		p.card(c)
	}
	if s.Cards != nil {
		p.line("")
	}
}

func (p *printer) pair(s Step) {
	if s.Got != "" {
		p.wrap("    got   ", s.Got)
	}
	if s.Want != "" {
		p.wrap("    want  ", s.Want)
	}
}

func (p *printer) key(k Key) {
	words := "no kid, " + k.Kind
	if k.ID != "" {
		words = fmt.Sprintf("kid %q, %s", k.ID, k.Kind)
	}
	if k.Algorithm != "" {
		words += ", for " + k.Algorithm
	}
	if k.Issuer != "" {
		words += ", of " + k.Issuer
	}
	if k.Signed {
		words += "; it signed this token"
	}
	p.wrap("    key   ", words)
}

// parts prints where the parts lie.
func (p *printer) parts(r *Report) {
	digits := len(fmt.Sprint(r.Size))
	for _, part := range r.Parts {
		lead := fmt.Sprintf("    %-9s [%*d:%*d]  %*d chars -> %*d bytes  ", part.Name, digits, part.Start, digits, part.End,
			digits, part.End-part.Start, digits, len(part.Bytes))
		p.line(lead + p.paint(colorOf(part.Role), cutMiddle(part.Chars, max(8, p.width-len(lead)))))
	}
}

func (p *printer) header(r *Report) {
	for _, part := range r.Parts {
		if part.Role == RoleHeader {
			p.members(part)
		}
	}
}

func (p *printer) claims(r *Report) {
	for _, part := range r.Parts {
		if part.Role != RolePayload {
			continue
		}
		if !r.Proven {
			p.wrap("    ", "No evidence: it is not proven that the issuer said any of this.")
		}
		p.members(part)
	}
}

// members prints a JSON object, member by member. It prints other bytes as text or
// in hexadecimal.
func (p *printer) members(part Part) {
	if part.Members == nil && len(part.Bytes) > 0 {
		if part.Text != "" {
			p.wrap("    text  ", cutMiddle(part.Text, maxValue))
		} else {
			p.hex("    bytes ", part.Bytes, part.Role)
		}
		return
	}
	width := 0
	for _, m := range part.Members {
		width = max(width, min(len(m.Name), 16))
	}
	for _, m := range part.Members {
		lead := fmt.Sprintf("    %-*s  ", width, m.Name)
		gap := max(0, wordsColumn-width-visible(m.Value)) + 2
		if visible(lead+m.Value)+gap+len(m.Words) <= p.width {
			p.line(lead + p.paint(colorOf(part.Role), m.Value) + strings.Repeat(" ", gap) + p.paint(dim, m.Words))
			continue
		}
		p.wrapIn(colorOf(part.Role), lead, m.Value)
		p.aside(len(lead), m.Words)
	}
}

// wordsColumn is where the words about a member begin, if there is room.
const wordsColumn = 30

// fault prints the text around the wrong character, and a caret below it.
func (p *printer) fault(f *Fault) {
	if f == nil {
		return
	}
	p.line("")
	p.line("    " + f.Excerpt)
	p.line("    " + strings.Repeat(" ", f.Caret) + p.paint(red, "^"))
	p.wrap("    ", f.Part+": "+f.Message)
	p.line("")
}

// card prints a stretch of the calculation.
func (p *printer) card(c Card) {
	rule := strings.Replace(string(c.Rule), " section", "", 1)
	p.line("")
	p.line("  " + p.paint(bold, c.Title) + strings.Repeat(" ", max(1, p.width-2-len(c.Title)-len(rule))) + p.paint(dim, rule))
	if c.Words != "" {
		p.wrap("    ", c.Words)
	}
	for _, v := range c.Values {
		p.value(v)
	}
	if c.Check != nil {
		answer, color := "yes", green
		if !c.Check.Holds {
			answer, color = "NO", red
		}
		space := max(1, p.width-4-len(c.Check.Formula)-len(answer))
		p.line("    " + p.paint(color, c.Check.Formula) + strings.Repeat(" ", space) + p.paint(color, answer))
		p.wrap("      ", c.Check.Words)
	}
}

// column is where bytes begin. The bytes of values and fields stand below each
// other, so that you see which are equal.
const column = 14

func (p *printer) value(v Value) {
	how := "    " + v.Name + " = " + v.How
	if v.Words != "" {
		how += ", " + v.Words
	}
	if v.Fields != nil {
		p.line(how)
		for _, f := range v.Fields {
			p.field(v, f)
		}
		return
	}
	if n := len(v.Bytes); n <= inline {
		p.line(strings.TrimRight(how+"  "+p.paint(colorOf(v.Role), spaced(v.Bytes)), " "))
		return
	}
	p.line(how)
	p.hex(strings.Repeat(" ", column), v.Bytes, v.Role)
}

// inline is the most bytes that stand in one line with their name.
const inline = 4

func (p *printer) field(v Value, f Field) {
	digits := len(fmt.Sprint(len(v.Bytes)))
	lead := fmt.Sprintf("%-*s", column, fmt.Sprintf("    [%*d:%*d]", digits, f.Start, digits, f.End))
	label := f.Label
	if f.Words != "" {
		label += ": " + f.Words
	}
	b := v.Bytes[f.Start:f.End]
	text := spaced(b)
	if same(b) && len(b) > inline {
		text = fmt.Sprintf("%02x x %d", b[0], len(b))
	}
	const hexWidth = 13
	if len(text) > hexWidth {
		p.hex(lead, b, f.Role)
		p.aside(column, label)
		return
	}
	p.wrap(lead+p.paint(colorOf(f.Role), text)+strings.Repeat(" ", hexWidth-len(text)), label)
}

// same reports whether all bytes are equal.
func same(b []byte) bool {
	return len(b) > 0 && strings.Count(string(b), string(b[:1])) == len(b)
}
