package jwt

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The bounds of the JSON that we read. They are far above what issuers send,
// and low enough that reading costs time and memory in proportion to the text.
const (
	maxDepth   = 128  // arrays and objects within each other
	maxMembers = 1024 // of an object, and of those around it up to there
)

// A scanner reads one JSON text (RFC 8259), once, from left to right. It
// checks everything and converts nothing: strings and numbers stay text.
type scanner struct {
	text  string
	pos   int
	depth int
	// members holds what was read of all objects that are open, the
	// innermost last. When one closes, only the outermost is kept.
	members []member
}

// member is a name, unescaped, and the text of its value.
type member struct{ name, value string }

// scanObject reads a text that holds one object, and nothing else but white
// space, and returns the object's members in their order.
func scanObject(text string) ([]member, error) {
	s := scanner{text: text}
	if i := invalidUTF8(text); i >= 0 {
		s.pos = i
		return nil, s.wrong("invalid UTF-8")
	}
	s.space()
	if s.peek() != '{' {
		return nil, s.wrong("not a JSON object")
	}
	// Most members take more than 32 bytes, so that this is room enough.
	s.members = make([]member, 0, min(4+len(text)/32, maxMembers))
	if err := s.object(); err != nil {
		return nil, err
	}
	s.space()
	if s.pos < len(text) {
		return nil, s.wrong("data after the JSON object")
	}
	return s.members, nil
}

// object reads an object. The members of the outermost one stay in s.members.
func (s *scanner) object() error {
	if err := s.enter(); err != nil {
		return err
	}
	first := len(s.members)
	for more := !s.accept('}'); more; {
		s.space()
		if err := s.member(first); err != nil {
			return err
		}
		if more = s.accept(','); !more && !s.accept('}') {
			return s.wrong("comma or closing brace expected")
		}
	}
	s.depth--
	own := s.members[first:]
	if s.depth > 0 {
		s.members = s.members[:first]
	}
	if len(own) > few && anyTwice(own) {
		return s.wrong("a name stands twice in one object")
	}
	return nil
}

// member reads a name and its value, and appends them to s.members. The first
// member of the same object is there at the index first.
func (s *scanner) member(first int) error {
	start := s.pos
	if s.peek() != '"' {
		return s.wrong("member name expected")
	}
	if err := s.str(); err != nil {
		return err
	}
	name := unescape(s.text[start:s.pos])
	if len(s.members) == maxMembers {
		return s.wrong("too many members")
	}
	if others := s.members[first:]; len(others) <= few && has(others, name) {
		s.pos = start
		return s.wrong("a name stands twice in one object")
	}
	if !s.accept(':') {
		return s.wrong("colon expected")
	}
	s.space()
	start = s.pos
	if err := s.value(); err != nil {
		return err
	}
	s.members = append(s.members, member{name, s.text[start:s.pos]})
	return nil
}

// Up to so many names are compared each with each, which also tells where the
// second one stands. More are compared when the object ends, by sorting, so
// that a large object takes no quadratic time.
const few = 16

func has(members []member, name string) bool {
	for i := range members {
		if members[i].name == name {
			return true
		}
	}
	return false
}

// anyTwice reports whether a name stands twice among many.
func anyTwice(members []member) bool {
	var room [maxMembers]uint16
	order := room[:len(members)]
	for i := range order {
		order[i] = uint16(i)
	}
	slices.SortFunc(order, func(a, b uint16) int { return strings.Compare(members[a].name, members[b].name) })
	for i := 1; i < len(order); i++ {
		if members[order[i]].name == members[order[i-1]].name {
			return true
		}
	}
	return false
}

// array reads an array. If elements is not nil, it appends their texts to it.
func (s *scanner) array(elements []string) ([]string, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	for more := !s.accept(']'); more; {
		s.space()
		at := s.pos
		if err := s.value(); err != nil {
			return nil, err
		}
		if elements != nil {
			elements = append(elements, s.text[at:s.pos])
		}
		if more = s.accept(','); !more && !s.accept(']') {
			return nil, s.wrong("comma or closing bracket expected")
		}
	}
	s.depth--
	return elements, nil
}

// enter steps over an opening brace or bracket.
func (s *scanner) enter() error {
	if s.depth == maxDepth {
		return s.wrong("too deeply nested")
	}
	s.depth++
	s.pos++
	return nil
}

func (s *scanner) value() error {
	switch c := s.peek(); {
	case c == '"':
		return s.str()
	case c == '{':
		return s.object()
	case c == '[':
		_, err := s.array(nil)
		return err
	case c == '-' || isDigit(c):
		return s.number()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(s.text[s.pos:], word) {
			s.pos += len(word)
			return nil
		}
	}
	return s.wrong("value expected")
}

// number reads RFC 8259 section 6: [ minus ] int [ frac ] [ exp ].
func (s *scanner) number() error {
	s.skip('-')
	if !s.skip('0') && !s.digits() {
		return s.wrong("digit expected")
	}
	if s.skip('.') && !s.digits() {
		return s.wrong("digit expected")
	}
	if s.skip('e') || s.skip('E') {
		if !s.skip('+') {
			s.skip('-')
		}
		if !s.digits() {
			return s.wrong("digit expected")
		}
	}
	return nil
}

// digits steps over digits, and reports whether there was one.
func (s *scanner) digits() bool {
	i := s.pos
	for i < len(s.text) && isDigit(s.text[i]) {
		i++
	}
	found := i > s.pos
	s.pos = i
	return found
}

// str steps over a string, RFC 8259 section 7.
func (s *scanner) str() error {
	text := s.text
	for i := s.pos + 1; i < len(text); i++ {
		switch c := text[i]; {
		case c > '\\': // nearly all
		case c == '"':
			s.pos = i + 1
			return nil
		case c == '\\':
			n := escapeLen(text[i:])
			if n == 0 {
				s.pos = i
				return s.wrong("bad escape in a string")
			}
			i += n - 1
		case c < 0x20:
			s.pos = i
			return s.wrong("control character in a string")
		}
	}
	s.pos = len(text)
	return s.wrong("string without an end")
}

// escapeLen returns the length of the escape at the start of s, or 0 if it is
// none. A surrogate counts only as the half of a pair: RFC 8259 section 8.2
// calls the meaning of a lone one unpredictable, and encoding/json turns all
// of them into the same U+FFFD.
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
	for _, c := range []byte(s[2:6]) {
		switch {
		case isDigit(c):
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// unescape returns what a string means that str has stepped over, without the
// quotes. Most strings hold no escape, and are returned as they stand.
func unescape(quoted string) string {
	s := quoted[1 : len(quoted)-1]
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

// space steps over white space, RFC 8259 section 2.
func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// peek returns the next byte, or 0 at the end of the text. No rule of JSON
// mentions a zero byte, so that it is refused wherever it stands.
func (s *scanner) peek() byte {
	if s.pos < len(s.text) {
		return s.text[s.pos]
	}
	return 0
}

// skip steps over c, if it comes next.
func (s *scanner) skip(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.pos++
	return true
}

// accept steps over white space, and over c if it comes next.
func (s *scanner) accept(c byte) bool {
	s.space()
	return s.skip(c)
}

func (s *scanner) wrong(message string) error {
	return &SyntaxError{Offset: s.pos, Message: message}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// invalidUTF8 returns the offset of the first byte that is no UTF-8, or -1.
func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if _, n := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && n == 1 {
			return i
		}
	}
	return -1
}
