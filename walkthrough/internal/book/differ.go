package book

import (
	"context"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
	"example.com/glassjwt/walkthrough/internal/story"
)

// A differ shows in what the token of a case differs from Ines's, or its
// signature from the right one.
type differ struct {
	Title   string
	Changes []change // members of the header and of the payload
	Grids   []grid   // bytes, one row under the other
	Text    []line   // texts that differ, such as two spellings
}

// A change is a member that is not as in Ines's token.
type change struct {
	Part     string // header or payload
	Now, Was template.HTML
}

// A line is a text with a name.
type line struct {
	Label string
	Text  template.HTML
}

// A grid is a row of bytes with a name.
type grid struct {
	Label, Note, Right string
	Cells              template.HTML
	Words              string // for those who do not see it
}

// differences compares the token of a case with Ines's own. It is nil if there
// is nothing to show.
func differences(c told) *differ {
	if c.Token == "" {
		return nil
	}
	honest := story.Token()
	u, err := jwt.Parse(c.Token)
	if err == nil && u.Header.Algorithm == jwt.ES256 {
		honest = story.TokenES256()
	}
	switch {
	case c.Token == honest:
		return nil
	case err != nil:
		return spelling(honest, c.Token)
	}
	was, _ := jwt.Parse(honest)
	d := &differ{}
	d.Changes = append(d.Changes, changes("header", was.Protected, u.Protected)...)
	d.Changes = append(d.Changes, changes("payload", was.Payload, u.Payload)...)
	if d.Grids = blocks(c); d.Grids != nil {
		d.Title = "The bytes that differ: " + d.Grids[0].Right
		d.Grids[0].Right = ""
		return d
	}
	if len(d.Changes) == 0 {
		d.Grids = signatures(was.Signature.Bytes(), u.Signature.Bytes())
		d.Title = "The bytes of the signature that differ"
		return d
	}
	d.Title = "What differs from Ines's token"
	if len(u.Signature.Bytes()) == 0 {
		d.Changes = append(d.Changes, change{"signature", "nothing at all", template.HTML(count(len(was.Signature.Bytes()), "byte"))})
	}
	return d
}

// spelling compares two texts where they differ.
func spelling(was, now string) *differ {
	head, tail := common(was, now)
	const around = 12
	show := func(s string) template.HTML {
		from, to := max(head-around, 0), min(len(s)-tail+around, len(s))
		middle := s[head : len(s)-tail]
		if len(middle) > 40 {
			middle = middle[:20] + "…" + middle[len(middle)-20:]
		}
		middle = strings.ReplaceAll(middle, "\n", "↵")
		return template.HTML(esc(ellipsis(from > 0)+s[from:head]) + "<mark>" + esc(middle) + "</mark>" +
			esc(s[len(s)-tail:to]+ellipsis(to < len(s))))
	}
	return &differ{
		Title: "The characters that differ",
		Text:  []line{{"this token", show(now)}, {"Ines's", show(was)}},
	}
}

func ellipsis(more bool) string {
	if more {
		return "…"
	}
	return ""
}

// common is the length of what two texts begin with, and of what they end with
// after that.
func common(a, b string) (head, tail int) {
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return head, tail
}

// changes compares JSON objects member by member, as they are written.
func changes(part string, was, now jwt.Segment) (list []change) {
	before, after := members(string(was.Bytes())), members(string(now.Bytes()))
	gone := slices.Clone(before)
	var added []string
	for _, m := range after {
		if i := slices.Index(gone, m); i >= 0 {
			gone = slices.Delete(gone, i, i+1)
		} else {
			added = append(added, m)
		}
	}
	for _, m := range added {
		i := slices.IndexFunc(gone, func(g string) bool { return strings.EqualFold(name(g), name(m)) })
		if i < 0 {
			list = append(list, change{part, marked(m), "not there"})
			continue
		}
		list = append(list, pairOf(part, gone[i], m))
		gone = slices.Delete(gone, i, i+1)
	}
	for _, g := range gone {
		list = append(list, change{part, "not there", marked(g)})
	}
	return list
}

func marked(member string) template.HTML {
	return template.HTML("<code><mark>" + esc(shorten(member)) + "</mark></code>")
}

// pairOf marks in what two members differ.
func pairOf(part, was, now string) change {
	head, tail := common(was, now)
	show := func(s string) template.HTML {
		return template.HTML("<code>" + esc(s[:head]) + "<mark>" + esc(shorten(s[head:len(s)-tail])) + "</mark>" + esc(s[len(s)-tail:]) + "</code>")
	}
	return change{part, show(now), show(was)}
}

func shorten(s string) string {
	if len(s) > 80 {
		return s[:50] + "…" + s[len(s)-20:]
	}
	return s
}

// members cuts the text of a JSON object at its outermost commas.
func members(object string) (list []string) {
	text := strings.TrimSuffix(strings.TrimPrefix(object, "{"), "}")
	depth, quoted, from := 0, false, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth == 0:
			list = append(list, text[from:i])
			from = i + 1
		}
	}
	return append(list, text[from:])
}

func name(member string) string {
	n, _, _ := strings.Cut(member, ":")
	return n
}

// blocks opens the signature by hand, if it is one of RSA, and shows where the
// block is not the right one.
func blocks(c told) []grid {
	var keys jwt.KeySet
	if c.Replay.KeySet != "" {
		set, err := jwk.ParseSet([]byte(c.Replay.KeySet))
		if err != nil {
			return nil
		}
		keys = set
	}
	report := explain.New(story.Verifier(keys).Examine(context.Background(), c.Token))
	hash, em := valueOf(report, "H"), valueOf(report, "EM")
	if hash == nil || em == nil {
		return nil
	}
	for _, f := range em.Fields {
		switch {
		case f.Role == explain.RoleOther:
			return pairOfGrids(
				grid{Label: "H", Note: "the hash of what arrived"}, hash.Bytes,
				grid{Label: fmt.Sprintf("EM[%d:%d]", f.Start, f.End), Note: f.Label}, em.Bytes[f.Start:f.End])
		case f.Label == "left over":
			right := rightBlock(hash.Bytes, len(em.Bytes))
			return pairOfGrids(
				grid{Label: "EM[0:32]", Note: "what s^e mod n opens into"}, em.Bytes,
				grid{Label: "EM'[0:32]", Note: "what it should have been"}, right)
		}
	}
	return nil
}

// digestInfo says in DER that a hash of SHA-256 follows: RFC 8017 section 9.2.
const digestInfo = "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"

// rightBlock is the one block that is right for a hash.
func rightBlock(hash []byte, size int) []byte {
	padding := size - 3 - len(digestInfo) - len(hash)
	block := "\x00\x01" + strings.Repeat("\xff", padding) + "\x00" + digestInfo
	return append([]byte(block), hash...)
}

func valueOf(r *explain.Report, name string) *explain.Value {
	for _, step := range r.Steps {
		for _, card := range step.Cards {
			for i, v := range card.Values {
				if v.Name == name {
					return &card.Values[i]
				}
			}
		}
	}
	return nil
}

func signatures(was, now []byte) []grid {
	return pairOfGrids(
		grid{Label: "this signature", Note: count(len(now), "byte")}, now,
		grid{Label: "Ines's", Note: count(len(was), "byte")}, was)
}

// pairOfGrids shows the first row of two runs of bytes that differs, with the
// bytes that differ marked in the first. Right of the first says how many do.
func pairOfGrids(a grid, left []byte, b grid, right []byte) []grid {
	const row = 32
	n, first := 0, -1
	for i := range max(len(left), len(right)) {
		if i >= len(left) || i >= len(right) || left[i] != right[i] {
			if n++; first < 0 {
				first = i
			}
		}
	}
	at := max(first, 0) / row * row
	if len(left) > row && at > 0 {
		a.Label, b.Label = fmt.Sprintf("%s, from byte %d", a.Label, at), fmt.Sprintf("%s, from byte %d", b.Label, at)
	}
	differs := func(i int) bool { return i >= len(left) || i >= len(right) || left[i] != right[i] }
	a.Cells, a.Words = cells(left, at, row, differs)
	b.Cells, b.Words = cells(right, at, row, func(int) bool { return false })
	a.Right = fmt.Sprintf("%d of %d", n, max(len(left), len(right)))
	if first > 0 {
		a.Right += fmt.Sprintf(", the first of them at byte %d", first)
	}
	return []grid{a, b}
}

func cells(b []byte, at, n int, marked func(int) bool) (template.HTML, string) {
	var html strings.Builder
	to := min(at+n, len(b))
	for i := at; i < to; i++ {
		class := ""
		if marked(i) {
			class = ` class="x"`
		}
		fmt.Fprintf(&html, "<b%s>%02x</b>", class, b[i])
	}
	if at >= to {
		return "", "no bytes"
	}
	return template.HTML(html.String()), glimpse(b[at:to], 4)
}
