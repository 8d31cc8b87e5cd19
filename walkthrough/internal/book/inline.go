package book

import (
	"go/doc/comment"
	"html/template"
	"regexp"
	"strings"
)

// esc is HTML for a plain text.
func esc(s string) string { return template.HTMLEscapeString(s) }

// marks are the pieces of a text that get a form of their own, first come,
// first served.
var marks = regexp.MustCompile(strings.Join([]string{
	`(?P<rfc>RFC (?P<number>\d{4,5})(?:,? (?P<kind>section|appendix) (?P<section>[A-Z]?\.?\d+(?:\.\d+)*|[A-Z]\b))?)`,
	`(?P<power>(?:\b\w+|\([^()]*\)|\(\w+\^\w+\))\^(?:\w+|\([^)]*\)))`,
	`(?P<code>\b[\w-]+(?:/[\w.{}-]+)*\.(?:go|txt|json|js)\b` + // a file
		`|\b[a-z]+\.[A-Za-z]\w*(?:\([^)]*\))?` + // jwt.Parse, verifier.update
		`|\bnaive[A-Z]\w*|\b[a-z]+[A-Z]\w*\b` + // camelCase
		`|\b[a-z]+(?:_[a-z0-9]+)+\b` + // client_id
		`|(?:GET|POST|DELETE|PUT) /[\w/{}.-]*` +
		`|\bgo (?:run|test) \S*\w(?: -\w+)*)`,
	`(?P<letter>\b(?:[b-hj-yB-HJ-Y]|u1|u2)\b)`,
}, "|"))

// inline renders a text: names and files as code, the letters of mathematics
// in italics, RFCs as links.
func inline(text string) template.HTML {
	var b strings.Builder
	at := 0
	for _, m := range marks.FindAllStringSubmatchIndex(text, -1) {
		group := func(name string) string {
			i := marks.SubexpIndex(name)
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		b.WriteString(esc(text[at:m[0]]))
		at = m[1]
		piece := text[m[0]:m[1]]
		before, after := text[:m[0]], text[m[1]:]
		switch {
		case group("rfc") != "":
			b.WriteString(link(rfcURL(group("number"), group("kind"), group("section")), piece))
		case group("power") != "":
			at := strings.LastIndex(piece, "^")
			base, exponent := piece[:at], strings.Trim(piece[at+1:], "()")
			b.WriteString(string(inline(base)) + "<sup>" + letter(exponent) + "</sup>")
		case group("code") != "":
			b.WriteString(codeOrWord(before, piece))
		case noLetter.before.MatchString(before), noLetter.after.MatchString(after):
			b.WriteString(esc(piece)) // Ines's, U+FFFD, P-256, e-mail
		default:
			b.WriteString(letter(piece))
		}
	}
	b.WriteString(esc(text[at:]))
	return template.HTML(b.String())
}

// noLetter tells a letter of mathematics from one that is a part of a word.
var noLetter = struct{ before, after *regexp.Regexp }{
	regexp.MustCompile(`(?:['’/]|\w\w-)$`),
	regexp.MustCompile(`^(?:["+:]|-\w\w|-\d)`),
}

// codeOrWord leaves the names of sites and of the story alone: they only look
// like names in a program.
func codeOrWord(before, piece string) string {
	if strings.HasSuffix(before, "//") || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "\"") {
		return esc(piece)
	}
	return "<code>" + esc(piece) + "</code>"
}

// letter sets a letter of mathematics. Longer names and numbers stay upright.
func letter(s string) string {
	if len(s) == 1 && (s[0] < '0' || s[0] > '9') || s == "u1" || s == "u2" {
		return "<var>" + esc(s) + "</var>"
	}
	return esc(s)
}

func link(url, text string) string {
	return `<a href="` + esc(url) + `">` + esc(text) + `</a>`
}

// urlOf is where the RFC that a text names can be read, or "".
func urlOf(text string) string {
	m := marks.FindStringSubmatch(text)
	if m == nil || m[marks.SubexpIndex("rfc")] == "" {
		return ""
	}
	return rfcURL(m[marks.SubexpIndex("number")], m[marks.SubexpIndex("kind")], m[marks.SubexpIndex("section")])
}

// rfcURL is where a section of an RFC can be read.
func rfcURL(number, kind, section string) string {
	url := "https://www.rfc-editor.org/rfc/rfc" + number
	if section == "" {
		return url
	}
	if kind == "appendix" {
		return url + "#appendix-" + section
	}
	return url + "#section-" + section
}

// paragraphs renders a doc comment: paragraphs, and formulas as they stand.
func paragraphs(text string) (list []template.HTML) {
	doc := new(comment.Parser).Parse(text)
	var printer comment.Printer
	for _, block := range doc.Content {
		switch block := block.(type) {
		case *comment.Code:
			code := strings.TrimRight(block.Text, "\n")
			if formula.MatchString(code) {
				list = append(list, `<p class="show">`+inline(code)+"</p>")
				continue
			}
			list = append(list, template.HTML(`<pre class="formula" tabindex="0">`+esc(code)+`</pre>`))
		case *comment.List:
			var items strings.Builder
			for _, item := range block.Items {
				text := printer.Text(&comment.Doc{Content: item.Content})
				items.WriteString("<li>" + string(inline(unwrap(string(text)))))
			}
			list = append(list, template.HTML("<ul>"+items.String()+"</ul>"))
		case *comment.Paragraph, *comment.Heading:
			text := printer.Text(&comment.Doc{Content: []comment.Block{block}})
			list = append(list, "<p>"+inline(unwrap(string(text)))+"</p>")
		}
	}
	return list
}

// formula is one line of mathematics, short enough for large letters.
var formula = regexp.MustCompile(`^[\w^()+*/ =.-]{1,40}$`)

// unwrap makes one line of a text.
func unwrap(s string) string { return strings.Join(strings.Fields(s), " ") }
