package explain

import (
	"crypto"
	"strconv"
)

// A cutter cuts bytes into fields, from the first to the last. It counts the
// offsets, so that no offset is typed by hand.
type cutter struct {
	bytes  []byte
	pos    int
	fields []Field
}

func (c *cutter) left() []byte { return c.bytes[c.pos:] }

// take makes a field of the next n bytes.
func (c *cutter) take(n int, role Role, label, words string, links ...string) {
	c.fields = append(c.fields, Field{c.pos, c.pos + n, role, label, words, links})
	c.pos += n
}

// run makes a field of the next bytes that equal b, if there are any. It returns
// their number.
func (c *cutter) run(b byte, role Role, label, words string) int {
	n := 0
	for n < len(c.left()) && c.left()[n] == b {
		n++
	}
	if n > 0 {
		c.take(n, role, label, words)
	}
	return n
}

// rest makes a field of the bytes that are left, if there are any.
func (c *cutter) rest(role Role, label, words string) {
	if n := len(c.left()); n > 0 {
		c.take(n, role, label, words)
	}
}

// label adds words to the last field, if there is one.
func (c *cutter) label(words string) {
	if n := len(c.fields); n > 0 {
		c.fields[n-1].Words = words
	}
}

// hashCard is the first card of every calculation except Ed25519.
func hashCard(hash crypto.Hash, name string, h []byte) Card {
	return Card{
		Title: "The hash of what arrived",
		Rule:  "RFC 7515 section 5.2",
		Words: "The signing input is the token up to its second dot: the characters as they stand, not what they decode to.",
		Values: []Value{{
			Name: name, How: hash.String() + "(signing input)", Role: RoleHash,
			Bytes: h, Links: []string{"digest", "signing-input"},
		}},
	}
}

func digest(hash crypto.Hash, message string) []byte {
	h := hash.New()
	h.Write([]byte(message))
	return h.Sum(nil)
}

// count is a number with its noun: "1 byte", "2 bytes".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
