package explain

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// HTML writes the explanation as a page: one file without script. A browser that
// shows it fetches nothing else.
func HTML(w io.Writer, x *jwt.Examination) error {
	f, err := NewFragment(New(x))
	if err != nil {
		return err
	}
	return pages.ExecuteTemplate(w, "document.html", f)
}

// A Fragment is an explanation as a part of a page. Style goes into a style
// element of its own, with nothing around it, and Body into the body. The style
// is for the whole page: it sets the fonts and the colours.
type Fragment struct {
	Report *Report
	Style  template.CSS
	Body   template.HTML

	top, questions template.HTML
}

// NewFragment renders a report. Without a report, it renders the Style only.
func NewFragment(r *Report) (Fragment, error) {
	css, err := pageFiles.ReadFile("page/explanation.css")
	if err != nil || r == nil {
		return Fragment{Style: template.CSS(css)}, err
	}
	var style, top, questions bytes.Buffer
	style.Write(css)
	highlight(&style, linksOf(r))
	if err := pages.ExecuteTemplate(&top, "top", r); err != nil {
		return Fragment{}, err
	}
	if err := pages.ExecuteTemplate(&questions, "questions", r); err != nil {
		return Fragment{}, err
	}
	f := Fragment{
		Report:    r,
		Style:     template.CSS(style.String()),
		top:       template.HTML(top.String()),
		questions: template.HTML(questions.String()),
	}
	f.Body = f.With("")
	return f, nil
}

// With returns the Body with something of your own in it: below the token and
// what it says, and above the questions.
func (f Fragment) With(own template.HTML) template.HTML {
	if f.Report == nil {
		return own
	}
	class := "xp"
	if !f.Report.Proven {
		class += " unproven"
	}
	return template.HTML(`<article class="`+class+`" aria-label="explanation of the token">`) +
		f.top + own + f.questions + "\n</article>\n"
}

// StyleSource returns the source expression that allows a style element, and
// no other style, in the style-src of a Content-Security-Policy.
func StyleSource(style template.CSS) string {
	h := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'"
}

//go:embed page
var pageFiles embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"class":       func(text any) string { return strings.ReplaceAll(fmt.Sprint(text), " ", "-") },
	"cells":       cells,
	"fieldLinks":  fieldLinks,
	"hex":         func(b Bytes) string { return b.String() },
	"length":      func(start, end int) int { return end - start },
	"links":       linkClasses,
	"moot":        moot,
	"noun":        count,
	"parts":       partsOf,
	"runs":        runsOf,
	"sample":      sample,
	"sentence":    sentence,
	"stamp":       stamp,
	"styleSource": StyleSource,
	"target":      target,
}).ParseFS(pageFiles, "page/*.html"))

// sentence is the verdict in words.
func sentence(r *Report) string {
	var unasked []string
	for _, s := range r.Steps {
		switch s.Answer {
		case No:
			return fmt.Sprintf("Question %d of %d was answered with no: %s.", s.Number, len(r.Steps), r.Client)
		case NotAsked, Unknown:
			unasked = append(unasked, s.Step.String())
		}
	}
	if len(unasked) > 0 {
		return "Nothing speaks against this token, but not all questions could be asked. Open are: " + strings.Join(unasked, ", ") + "."
	}
	return fmt.Sprintf("All %d questions were answered with yes.", len(r.Steps))
}

// moot reports whether a yes means nothing, because it rests on claims without a
// proven signature.
func moot(r *Report, s Step) bool {
	return !r.Proven && s.Step > jwt.StepSignature && s.Answer == Yes
}

// partsOf returns the parts with a name.
func partsOf(r *Report, name string) []Part {
	return slices.DeleteFunc(slices.Clone(r.Parts), func(p Part) bool { return p.Name != name })
}

// target is the anchor to which a piece of the token links: the member of the
// JSON in it, or else its part.
func target(r *Report, s Span) string {
	for _, p := range r.Parts {
		if p.Start <= s.Start && s.End <= p.End {
			for _, m := range p.Members {
				if slices.Contains(s.Links, m.ID) {
					return m.ID
				}
			}
			if p.ID != "" {
				return p.ID
			}
		}
	}
	return "token"
}

// maxCells is how many bytes a grid shows. It is the size of the largest RSA key,
// and more than most honest payloads have.
const maxCells = 1024

// A run is a piece of a grid: the bytes of one field.
type run struct {
	Field
	ID    string
	Links []string
	Cells template.HTML
}

// runsOf cuts a value into its fields, or into one.
func runsOf(v Value) []run {
	if len(v.Fields) == 0 {
		return []run{{Field: Field{End: len(v.Bytes), Role: v.Role}, Links: v.Links, Cells: cells(v.Bytes, 0)}}
	}
	runs := make([]run, len(v.Fields))
	for i, f := range v.Fields {
		runs[i] = run{f, fmt.Sprintf("%s-%d", v.ID, i), fieldLinks(v, i), cells(v.Bytes[f.Start:f.End], f.Start)}
	}
	return runs
}

// fieldLinks returns the links of a field. Without any, it makes one to its label.
func fieldLinks(v Value, i int) []string {
	if links := v.Fields[i].Links; len(links) > 0 {
		return links
	}
	return []string{fmt.Sprintf("%s-%d", v.ID, i)}
}

// cells writes bytes into a grid, from an offset on. It marks the bytes that
// begin a row of 32 or of 16.
func cells(b []byte, offset int) template.HTML {
	var s strings.Builder
	for i, c := range b {
		switch at := offset + i; {
		case at >= maxCells:
			return template.HTML(s.String())
		case at%32 == 0:
			s.WriteString(`<b class="r">`)
		case at%16 == 0:
			s.WriteString(`<b class="h">`)
		default:
			s.WriteString("<b>")
		}
		s.WriteString(hex.EncodeToString([]byte{c}))
		s.WriteString("</b>")
	}
	return template.HTML(s.String())
}

// sample shows a few of the bytes: "00 01", "ff x 202", "30 31 .. 04 20".
func sample(b Bytes, start, end int) string {
	b = b[start:end]
	switch {
	case len(b) > 2 && len(bytes.Trim(b, string(b[:1]))) == 0:
		return fmt.Sprintf("%x \u00d7 %d", []byte(b[:1]), len(b))
	case len(b) > 6:
		return fmt.Sprintf("% x \u2026 % x", []byte(b[:3]), []byte(b[len(b)-2:]))
	}
	return fmt.Sprintf("% x", []byte(b))
}

// linkClasses returns the CSS classes of a piece with links. With "to-", it lights
// up together with other pieces. With "is-", it lights them up the most.
func linkClasses(links []string) string {
	var classes []string
	for i, name := range links {
		if i == 0 {
			classes = append(classes, "is-"+name)
		}
		classes = append(classes, "to-"+name)
	}
	return strings.Join(classes, " ")
}

// linksOf returns every name in the links of a report once.
func linksOf(r *Report) []string {
	var names []string
	for _, s := range r.Spans {
		names = append(names, s.Links...)
	}
	for _, p := range r.Parts {
		names = append(names, p.Links...)
		for _, m := range p.Members {
			names = append(names, m.Links...)
		}
	}
	for _, s := range r.Steps {
		for _, c := range s.Cards {
			for _, v := range c.Values {
				names = append(names, v.Links...)
				for i := range v.Fields {
					names = append(names, fieldLinks(v, i)...)
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// highlight writes the CSS rules by which pieces light up together with the piece
// under the pointer or the focus: strongly for its first link, faintly for the
// other links that they share.
func highlight(w *bytes.Buffer, names []string) {
	const faint = ".xp:has(.to-%[1]s:is(:hover,:focus-visible,:focus-within)) .to-%[1]s{--mark:var(--faint)}\n"
	const strong = ".xp:has(.is-%[1]s:is(:hover,:focus-visible,:focus-within)) .to-%[1]s{--mark:var(--strong)}\n"
	for _, rule := range []string{faint, strong} {
		for _, name := range names {
			fmt.Fprintf(w, rule, name)
		}
	}
}
