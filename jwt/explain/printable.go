package explain

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// printable escapes all that a terminal or a browser might take for more than
// text: control characters, broken UTF-8, and marks that turn the direction of
// writing round. The sender of a token chose what is in it.
func printable(s string) string {
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case size == 1 && r == utf8.RuneError:
			b.WriteString(`\x` + Bytes{s[i]}.String())
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// hidden reports whether a character is to be escaped. U+FFFD among them: it
// also stands for broken UTF-8.
func hidden(r rune) bool { return r == utf8.RuneError || !strconv.IsPrint(r) }

// How much of a text is shown where only its beginning and its end matter.
const (
	maxChars = 43
	maxValue = 256
)

// cutMiddle makes a text printable, and leaves out its middle if it is longer
// than max characters.
func cutMiddle(s string, max int) string {
	const gap = "..."
	if len(s) > 8*max { // do not read all of what is thrown away
		s = s[:4*max] + s[len(s)-4*max:]
	}
	r := []rune(printable(s))
	if len(r) <= max {
		return string(r)
	}
	tail := (max - len(gap)) / 4
	return string(r[:max-len(gap)-tail]) + gap + string(r[len(r)-tail:])
}
