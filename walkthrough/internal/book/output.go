package book

import (
	"encoding/hex"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// output renders what a block prints, below its code.
func (t *teller) output(b lesson.Block) template.HTML {
	switch {
	case b.Show != nil:
		return samp(esc(strings.Join(b.Show, "\n")))
	case b.JSON != "":
		return `<samp class="wrap">` + breakJSON(b.JSON) + `</samp>`
	case b.Text != nil:
		return samp(labelled(b.Text.Label, count(len(b.Text.Text), "character"))) + wire(b.Text.Text)
	case b.Bytes != nil:
		return samp(labelled(b.Bytes.Label, count(len(b.Bytes.Bytes), "byte")) + "\n" + esc(glimpse(b.Bytes.Bytes, 9)))
	case b.Values != nil:
		return samp(values(b.Values))
	case b.Case != nil:
		return t.verdicts()
	}
	return ""
}

func samp(html string) template.HTML {
	return template.HTML(`<samp tabindex="0">` + html + `</samp>`)
}

func labelled(label, size string) string { return "<b>" + esc(label) + "</b>, " + size }

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// glimpse is hexadecimal, cut in the middle if there are more bytes than twice
// this number.
func glimpse(b []byte, half int) string {
	if len(b) <= 2*half {
		return spaced(b)
	}
	return spaced(b[:half]) + " … " + spaced(b[len(b)-half:])
}

func spaced(b []byte) string {
	var pieces []string
	for _, c := range b {
		pieces = append(pieces, hex.EncodeToString([]byte{c}))
	}
	return strings.Join(pieces, " ")
}

// breakJSON lets lines break after commas.
func breakJSON(text string) template.HTML {
	return template.HTML(strings.ReplaceAll(esc(text), ",", ",<wbr>"))
}

// values prints a calculation, with the hashes in bold: they are to be
// compared.
func values(list []lesson.Value) string {
	var b strings.Builder
	for _, v := range list {
		fmt.Fprintf(&b, "%s = %s\n", esc(v.Name), esc(v.How))
		fields := v.Fields
		if fields == nil {
			fields = []lesson.Field{{End: len(v.Bytes)}}
		}
		for _, f := range fields {
			bytes := esc(glimpse(v.Bytes[f.Start:f.End], 4))
			if v.Fields == nil || f.Role == "hash" || f.Role == "other" {
				bytes = "<b>" + bytes + "</b>"
			}
			fmt.Fprintf(&b, "  [%3d:%3d]  %-24s %s\n", f.Start, f.End, esc(f.Label), bytes)
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// verdicts is the line about the last case, with a link to its card.
func (t *teller) verdicts() template.HTML {
	c := t.cases[len(t.cases)-1]
	return template.HTML(fmt.Sprintf(`<p class="ran">%s <a href="#case-%d">%s</a> <span class="both">naive %s, ours %s</span></p>`,
		kind(c.Kind), c.Number, esc(c.Name), verdict(c.NaiveWord()), verdict(c.OursWord())))
}

func kind(k string) template.HTML {
	return template.HTML(`<span class="kind ` + k + `">` + k + `</span>`)
}

// verdict is a verdict in a word, with a sign before it: colour never speaks
// alone.
func verdict(word string) template.HTML {
	class, sign := "yes", "✓"
	switch word {
	case "IN", "NO":
		class, sign = "no", "✗"
	case "HARM":
		class, sign = "hurt", "!"
	}
	return template.HTML(`<b class="` + class + `">` + sign + " " + word + `</b>`)
}

// tokens are three pieces of base64url with dots between them.
var tokens = regexp.MustCompile(`([A-Za-z0-9_-]{16,})\.([A-Za-z0-9_-]{16,})\.([A-Za-z0-9_=+/-]*)`)

// long is a piece of text that nobody reads.
var long = regexp.MustCompile(`[A-Za-z0-9_=+/-]{25,}`)

// wire renders what is sent, with tokens in three colours and cut short.
func wire(text string) template.HTML {
	var b strings.Builder
	b.WriteString(`<p class="wire">`)
	at := 0
	for _, m := range tokens.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(esc(cut(text[at:m[0]])))
		at = m[1]
		for i, part := range []string{"header", "payload", "signature"} {
			if i > 0 {
				b.WriteString(".")
			}
			b.WriteString(`<span class="` + part + `">` + esc(cut(text[m[2*i+2]:m[2*i+3]])) + `</span>`)
		}
	}
	b.WriteString(esc(cut(text[at:])) + "</p>")
	return template.HTML(b.String())
}

func cut(text string) string {
	return long.ReplaceAllStringFunc(text, func(s string) string { return s[:8] + "…" + s[len(s)-10:] })
}
