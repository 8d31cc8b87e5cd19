package explain

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// maxParts is the number of parts that are told apart. An encrypted token has
// five, and nothing useful has more.
const maxParts = 8

// split cuts a text at its dots and decodes the parts between them, as far as
// possible. The text need not be a token.
func split(raw string) []Part {
	if raw == "" || strings.HasPrefix(raw, "{") || !strings.Contains(raw, ".") {
		return []Part{{Name: "text", Role: RoleText, End: len(raw), Chars: cutMiddle(raw, maxChars)}}
	}
	texts := strings.SplitN(raw, ".", maxParts)
	parts := make([]Part, len(texts))
	start := 0
	for i, text := range texts {
		p := &parts[i]
		p.Name, p.Role = nameOfPart(i, len(texts))
		p.Start, p.End = start, start+len(text)
		p.Chars = cutMiddle(text, maxChars)
		p.Bytes = decodePrefix(text)
		start = p.End + len(".")
	}
	return parts
}

// nameOfPart names a part by its place: RFC 7515 section 3.1 for three parts,
// RFC 7516 section 3.1 for five.
func nameOfPart(i, parts int) (string, Role) {
	switch parts {
	case 3:
		names := [...]string{"header", "payload", "signature"}
		roles := [...]Role{RoleHeader, RolePayload, RoleSignature}
		return names[i], roles[i]
	case 5:
		names := [...]string{"header", "encrypted key", "initialization vector", "ciphertext", "authentication tag"}
		if i == 0 {
			return names[i], RoleHeader
		}
		return names[i], RoleText
	}
	return "part", RoleText
}

// decodePrefix decodes base64url, up to the first character outside its alphabet.
func decodePrefix(text string) []byte {
	good := strings.IndexFunc(text, func(r rune) bool {
		return !('A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '_')
	})
	if good < 0 {
		good = len(text)
	}
	b, err := base64.RawURLEncoding.DecodeString(text[:good])
	if err != nil {
		// The last character may stand alone, and hold no whole byte.
		b, _ = base64.RawURLEncoding.DecodeString(text[:good-good%4])
	}
	return b
}

// textOf returns the bytes as printable text, or "" if they are not UTF-8.
func textOf(b []byte) string {
	if !utf8.Valid(b) {
		return ""
	}
	return printable(string(b))
}

// charAt returns the offset, from the start of a part, of the character that
// holds the first bit of a byte. A character holds six bits of the eight.
func charAt(offset int) int { return offset * 8 / 6 }

// maxSpans bounds how finely a part is cut.
const maxSpans = 64

// spans cuts the whole token. Where a part holds JSON, the characters of each
// member are one span. A character that holds bits of two members belongs to the
// second.
func spans(raw string, parts []Part, fault *Fault) []Span {
	var all []Span
	add := func(p *Part, role Role, start, end int, links ...string) {
		if start < end {
			all = append(all, Span{Part: p.Name, Role: role, Start: start, End: end, Text: printable(raw[start:end]), Links: links})
		}
	}
	for i := range parts {
		p := &parts[i]
		at := p.Start
		if len(p.Members) <= maxSpans {
			for _, m := range p.Members {
				start, end := p.Start+charAt(m.Start), min(p.Start+charAt(m.End), p.End)
				add(p, p.Role, at, start, p.Links...)
				add(p, p.Role, start, end, append([]string{m.ID}, p.Links...)...)
				at = end
			}
		}
		add(p, p.Role, at, p.End, p.Links...)
		if i < len(parts)-1 {
			add(&Part{Name: "dot"}, RoleDot, p.End, p.End+len("."), dotLinks(i, len(parts))...)
		}
	}
	return markFault(raw, all, fault)
}

// dotLinks returns the links of a dot. The first dot is a part of the signing
// input, which ends before the second.
func dotLinks(i, parts int) []string {
	if i == 0 && parts == 3 {
		return []string{"signing-input"}
	}
	return nil
}

// markFault cuts the wrong character out of its span.
func markFault(raw string, all []Span, fault *Fault) []Span {
	if fault == nil {
		return all
	}
	var marked []Span
	for _, s := range all {
		if fault.Token < s.Start || s.End <= fault.Token {
			marked = append(marked, s)
			continue
		}
		_, size := utf8.DecodeRuneInString(raw[fault.Token:s.End])
		for _, cut := range [...]struct {
			start, end int
			role       Role
		}{{s.Start, fault.Token, s.Role}, {fault.Token, fault.Token + size, RoleFault}, {fault.Token + size, s.End, s.Role}} {
			if cut.start < cut.end {
				piece := s
				piece.Start, piece.End, piece.Role = cut.start, cut.end, cut.role
				piece.Text = printable(raw[cut.start:cut.end])
				marked = append(marked, piece)
			}
		}
	}
	return marked
}
