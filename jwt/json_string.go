package jwt

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// str reads a string, RFC 8259 section 7, and reports whether it has an escape.
func (s *scanner) str(i int) (end int, escaped bool, err error) {
	text := s.text
	for i++; i < len(text); i++ {
		c := text[i]
		if ordinary[c] {
			continue // nearly all
		}
		switch c {
		case '"':
			return i + 1, escaped, nil
		case '\\':
			n := escapeLen(text[i:])
			if n == 0 {
				return 0, false, wrong(i, "bad escape in a string")
			}
			i += n - 1
			escaped = true
		default:
			return 0, false, wrong(i, "control character in a string")
		}
	}
	return 0, false, wrong(len(text), "string without an end")
}

// ordinary marks the bytes that stand for themselves in a string. Bytes from 0x80
// on belong to characters that scanObject has checked.
var ordinary = func() (table [256]bool) {
	for c := 0x20; c < len(table); c++ {
		table[c] = c != '"' && c != '\\'
	}
	return table
}()

// escapeLen returns the length of the escape at the start of s, or 0 if it is
// wrong. A surrogate must be half of a pair: RFC 8259 section 8.2 calls the
// behaviour for a lone surrogate unpredictable, and encoding/json turns every
// lone surrogate into the same U+FFFD.
func escapeLen(s string) int {
	if len(s) < 2 {
		return 0
	}
	if s[1] != 'u' {
		if strings.IndexByte(`"\/bfnrt`, s[1]) < 0 {
			return 0
		}
		return 2
	}
	r, ok := hex4(s)
	switch {
	case !ok:
		return 0
	case !utf16.IsSurrogate(r):
		return 6
	}
	low, ok := hex4(s[6:])
	if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
		return 0
	}
	return 12
}

// hex4 reads the \uXXXX at the start of s.
func hex4(s string) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	code, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(code), err == nil
}

// unescape takes the text between the quotes of a string, which str has read, and
// replaces the escapes. Most strings have none.
func unescape(s string) string {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '\\') {
		b.WriteString(s[:i])
		n := escapeLen(s[i:])
		b.WriteRune(unescapeRune(s[i : i+n]))
		s = s[i+n:]
	}
	b.WriteString(s)
	return b.String()
}

func unescapeRune(escape string) rune {
	switch escape[1] {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'u':
		r, _ := hex4(escape)
		if low, ok := hex4(escape[6:]); ok {
			return utf16.DecodeRune(r, low)
		}
		return r
	}
	return rune(escape[1]) // quote, backslash, slash
}

// firstInvalid returns the offset of the first byte that is not UTF-8, or the
// length of s.
func firstInvalid(s string) int {
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			return i
		}
	}
	return len(s)
}
