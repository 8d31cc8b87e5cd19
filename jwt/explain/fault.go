package explain

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"example.com/glassjwt/jwt"
)

// fault finds the place where the token breaks, if an error names it.
func fault(x *jwt.Examination, parts []Part) *Fault {
	var syntax *jwt.SyntaxError
	for _, c := range x.Checks {
		if errors.As(c.Err, &syntax) {
			break
		}
	}
	if syntax == nil || syntax.Offset < 0 || len(parts) != 3 { // the number of parts is wrong, no single byte
		return nil
	}
	text, start := x.Raw, 0
	for _, p := range parts {
		if p.Name == syntax.Part {
			text, start = string(p.Bytes), p.Start
		}
	}
	f := &Fault{Part: syntax.Part, Offset: syntax.Offset, Message: syntax.Message, Token: syntax.Offset}
	if f.Part != "token" {
		f.Token = min(start+charAt(syntax.Offset), len(x.Raw))
	}
	f.Excerpt, f.Caret = excerpt(text, syntax.Offset)
	f.Message += " at byte " + strconv.Itoa(syntax.Offset)
	if syntax.Offset < len(text) {
		f.Message += ": " + describe(text[syntax.Offset:])
	} else {
		f.Message += ", the end"
	}
	return f
}

// around is how many bytes before and after a fault are shown.
const around = 32

// excerpt returns the text around an offset, and the column of the offset in it.
// Each character takes one column. An unprintable one becomes a question mark.
func excerpt(text string, offset int) (s string, column int) {
	offset = min(offset, len(text))
	from, to := max(offset-around, 0), min(offset+around, len(text))
	var b []rune
	if from > 0 {
		b = append(b, []rune("...")...)
	}
	for i, r := range text[from:to] {
		if from+i < offset {
			column = len(b) + 1
		}
		if hidden(r) || r > unicodeNarrow {
			r = '?'
		}
		b = append(b, r)
	}
	if to < len(text) {
		b = append(b, []rune("...")...)
	}
	return string(b), column
}

// unicodeNarrow is the last character that surely takes one column. Latin is
// below it.
const unicodeNarrow = 0x2ff

// describe names the first character of a text. A space or a look-alike of
// another character would not be recognized otherwise.
func describe(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError && size == 1 {
		return "0x" + Bytes(text[:1]).String()
	}
	return strconv.QuoteRuneToASCII(r)
}
