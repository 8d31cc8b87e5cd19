package jwt

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The bounds of the JSON that we read. They are far above what issuers send, and
// so low that time and memory stay in proportion to the text.
const (
	maxDepth    = 128     // arrays and objects within each other
	maxMembers  = 1024    // of all open objects together
	maxElements = 1 << 16 // of an array that Get converts
)

// A scanner reads one JSON text (RFC 8259), once, from left to right. It
// checks everything and converts nothing: strings and numbers stay text.
//
// A method gets the offset of what it reads, and returns the offset after it.
type scanner struct {
	text  string
	depth int
	// shallow means that a name may stand twice in an inner object.
	shallow bool
	// members are the members read so far, of all open objects. Those of the
	// innermost object stand last, and are dropped when it closes.
	members []member
}

// member is a name, unescaped, and the text of its value.
type member struct{ name, value string }

// scanObject reads a text that holds one object and white space around it. If
// shallow is true, a name may stand twice in an inner object.
func scanObject(text string, shallow bool) (Object, error) {
	if !utf8.ValidString(text) {
		return Object{}, wrong(firstInvalid(text), "invalid UTF-8")
	}
	s := scanner{text: text, shallow: shallow}
	i := s.space(0)
	switch {
	case strings.HasPrefix(text, "\ufeff"):
		return Object{}, wrong(0, "a byte order mark before the JSON object")
	case s.at(i) != '{':
		return Object{}, wrong(i, "not a JSON object")
	}
	i, err := s.object(i)
	if err != nil {
		return Object{}, err
	}
	if i = s.space(i); i < len(text) {
		return Object{}, wrong(i, "data after the JSON object")
	}
	return Object{text, s.members}, nil
}

// object reads an object. The members of the outermost one stay in s.members.
func (s *scanner) object(i int) (int, error) {
	first := len(s.members)
	i, done, err := s.open(i, '}')
	for ; !done && err == nil; i, done, err = s.next(i, '}') {
		if i, err = s.member(i, first); err != nil {
			return 0, err
		}
	}
	if err != nil {
		return 0, err
	}
	if own := s.members[first:]; len(own) > few && s.compares() && anyTwice(own) {
		return 0, wrong(i, "a name stands twice in one object")
	}
	s.depth--
	if s.depth > 0 {
		s.members = s.members[:first]
	}
	return i, nil
}

// array reads an array. If elements is not nil, it appends their texts to it.
func (s *scanner) array(i int, elements *[]string) (int, error) {
	i, done, err := s.open(i, ']')
	for ; !done && err == nil; i, done, err = s.next(i, ']') {
		start := i
		if i, err = s.value(start); err != nil {
			return 0, err
		}
		if elements == nil {
			continue
		}
		if len(*elements) == maxElements {
			return 0, wrong(start, "too many elements")
		}
		*elements = append(*elements, s.text[start:i])
	}
	if err != nil {
		return 0, err
	}
	s.depth--
	return i, nil
}

// open steps over the bracket that opens an object or an array, to its first
// item. If there is no item, it steps over the closing bracket, and is done.
func (s *scanner) open(i int, closing byte) (_ int, done bool, err error) {
	if s.depth == maxDepth {
		return 0, false, wrong(i, "too deeply nested")
	}
	s.depth++
	i, done = s.accept(i+1, closing)
	return i, done, nil
}

// next steps over the comma after an item, to the next item. If the closing
// bracket stands there instead, it steps over that, and is done.
func (s *scanner) next(i int, closing byte) (_ int, done bool, err error) {
	i = s.space(i)
	switch s.at(i) {
	case ',':
		return s.space(i + 1), false, nil
	case closing:
		return i + 1, true, nil
	}
	return 0, false, wrong(i, "comma or closing bracket expected")
}

// compares reports whether the names of the innermost open object are compared.
func (s *scanner) compares() bool { return !s.shallow || s.depth == 1 }

// member reads a name and its value, and appends them to s.members, where the
// members of the same object begin at the index first.
func (s *scanner) member(i, first int) (int, error) {
	if s.at(i) != '"' {
		return 0, wrong(i, "member name expected")
	}
	end, escaped, err := s.str(i)
	if err != nil {
		return 0, err
	}
	name := s.text[i+1 : end-1]
	if escaped {
		name = unescape(name)
	}
	if len(s.members) == maxMembers {
		return 0, wrong(end, "too many members")
	}
	if others := s.members[first:]; len(others) <= few && s.compares() && (Object{members: others}).Has(name) {
		return 0, wrong(i, "a name stands twice in one object")
	}
	i, ok := s.accept(end, ':')
	if !ok {
		return 0, wrong(i, "colon expected")
	}
	i = s.space(i)
	end, err = s.value(i)
	if err != nil {
		return 0, err
	}
	if len(s.members) == cap(s.members) {
		s.grow()
	}
	s.members = append(s.members, member{name, s.text[i:end]})
	return end, nil
}

// grow makes room for 16 members, which is enough for most objects. If there are
// more, it makes room for one per 32 bytes of text: most members are longer.
func (s *scanner) grow() {
	most := maxMembers
	if s.members == nil {
		most = 16
	}
	s.members = slices.Grow(s.members, min(2+len(s.text)/32, most))
}

// In an object with up to this many names, each is compared with all before it, so
// that the error points at the second one. In a larger object, the names are
// sorted at its end, so that it does not take quadratic time.
const few = 16

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

func (s *scanner) value(i int) (int, error) {
	switch c := s.at(i); {
	case c == '"':
		end, _, err := s.str(i)
		return end, err
	case c == '{':
		return s.object(i)
	case c == '[':
		return s.array(i, nil)
	case c == '-' || isDigit(c):
		return s.number(i)
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(s.text[i:], word) {
			return i + len(word), nil
		}
	}
	return 0, wrong(i, "value expected")
}

// number reads RFC 8259 section 6: [ minus ] int [ frac ] [ exp ].
func (s *scanner) number(i int) (_ int, err error) {
	if s.at(i) == '-' {
		i++
	}
	if s.at(i) == '0' {
		i++
	} else if i, err = s.digits(i); err != nil {
		return 0, err
	}
	if s.at(i) == '.' {
		if i, err = s.digits(i + 1); err != nil {
			return 0, err
		}
	}
	if c := s.at(i); c == 'e' || c == 'E' {
		i++
		if c := s.at(i); c == '+' || c == '-' {
			i++
		}
		return s.digits(i)
	}
	return i, nil
}

// digits reads one digit or more.
func (s *scanner) digits(i int) (int, error) {
	start := i
	for i < len(s.text) && isDigit(s.text[i]) {
		i++
	}
	if i == start {
		return 0, wrong(i, "digit expected")
	}
	return i, nil
}

// space steps over white space, RFC 8259 section 2.
func (s *scanner) space(i int) int {
	for i < len(s.text) && isSpace(s.text[i]) {
		i++
	}
	return i
}

// accept steps over white space, and over c if it comes next.
func (s *scanner) accept(i int, c byte) (int, bool) {
	i = s.space(i)
	if s.at(i) != c {
		return i, false
	}
	return i + 1, true
}

// at returns the byte at the offset, or 0 at the end of the text. A zero byte in
// the text is refused anyway: JSON allows it nowhere.
func (s *scanner) at(i int) byte {
	if i < len(s.text) {
		return s.text[i]
	}
	return 0
}

func wrong(offset int, message string) error { return &SyntaxError{Offset: offset, Message: message} }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
