package explain

import (
	"fmt"
	"io"
	"strings"
)

// A printer lays out text of a certain width.
type printer struct {
	b     strings.Builder
	width int
	color bool
}

const (
	defaultWidth = 80
	minWidth     = 64
)

func newPrinter(s Style) *printer {
	width := s.Width
	if width <= 0 {
		width = defaultWidth
	}
	return &printer{width: max(width, minWidth), color: s.Color}
}

// A color is a parameter of SGR, ECMA-48 section 8.3.117.
type color string

const (
	bold   color = "1"
	dim    color = "2"
	red    color = "31"
	green  color = "32"
	yellow color = "33"
	blue   color = "34"
	purple color = "35"
	teal   color = "36"
	plain  color = ""

	reverse color = "7;31"
)

// colorOf gives a role, an answer or a verdict its colour.
func colorOf[T Role | Answer | Verdict](of T) color {
	switch string(of) {
	case string(RoleHeader), string(RoleFault), string(RoleOther), string(No), string(Refused):
		return red
	case string(RolePayload), string(RoleSalt):
		return purple
	case string(RoleSignature):
		return teal
	case string(RoleHash), string(Yes), string(Accepted):
		return green
	case string(RoleFrame), string(Unknown):
		return yellow
	case string(RoleAlgorithm):
		return blue
	case string(RolePadding), string(RoleMasked), string(NotAsked):
		return dim
	}
	return plain
}

func (p *printer) paint(c color, text string) string {
	if !p.color || c == plain || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

func (p *printer) line(text string) {
	p.b.WriteString(strings.TrimRight(text, " "))
	p.b.WriteByte('\n')
}

func (p *printer) writeTo(w io.Writer) error {
	_, err := io.WriteString(w, p.b.String())
	return err
}

// wrap prints text behind a lead, and indents further lines as much.
func (p *printer) wrap(lead, text string) { p.wrapIn(plain, lead, text) }

// aside prints a remark below something, indented.
func (p *printer) aside(indent int, text string) {
	if text == "" {
		return
	}
	p.wrapIn(dim, strings.Repeat(" ", indent), text)
}

func (p *printer) wrapIn(c color, lead, text string) {
	indent := visible(lead)
	room := max(p.width-indent, 16)
	for _, line := range fold(text, room) {
		p.line(lead + p.paint(c, line))
		lead = strings.Repeat(" ", indent)
	}
}

// fold breaks text into lines: at a space, or in the middle of a word that is
// longer than a line.
func fold(text string, room int) []string {
	var lines []string
	for r := []rune(text); ; {
		if len(r) <= room {
			return append(lines, string(r))
		}
		at := room
		for at > 0 && r[at] != ' ' {
			at--
		}
		if at == 0 {
			lines, r = append(lines, string(r[:room])), r[room:]
			continue
		}
		lines, r = append(lines, string(r[:at])), r[at+1:]
	}
}

// visible counts the columns of a text: escape sequences take none.
func visible(text string) int {
	n := 0
	for escape := false; text != ""; text = text[1:] {
		switch c := text[0]; {
		case c == '\x1b':
			escape = true
		case !escape && c&0xc0 != 0x80: // the first byte of a character
			n++
		case c == 'm':
			escape = false
		}
	}
	return n
}

// maxHex is how many bytes of a value are printed whole.
const maxHex = 72

// hex prints bytes behind a lead, up to 32 in a line, with spaces between them
// where there is room.
func (p *printer) hex(lead string, b []byte, role Role) {
	indent := visible(lead)
	if len(b) > maxHex {
		const shown = 12
		p.line(lead + p.paint(colorOf(role), fmt.Sprintf("%x...%x", b[:shown], b[len(b)-shown:])) + fmt.Sprintf("  %d bytes", len(b)))
		return
	}
	perLine := 32
	if indent+2*perLine > p.width {
		perLine = 16
	}
	write := func(b []byte) string { return fmt.Sprintf("%x", b) }
	if indent+3*min(perLine, len(b)) <= p.width {
		write = spaced
	}
	for len(b) > 0 {
		n := min(perLine, len(b))
		p.line(lead + p.paint(colorOf(role), write(b[:n])))
		b, lead = b[n:], strings.Repeat(" ", indent)
	}
}

func spaced(b []byte) string { return fmt.Sprintf("% x", b) }
