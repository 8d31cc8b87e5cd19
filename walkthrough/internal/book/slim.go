package book

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"example.com/glassjwt/jwt/explain"
)

// A slimmer takes out of the pages of many tokens what they have in common. A
// page that stands alone has its whole style in it, and an element for each
// byte. Sixty of them would be four megabytes.
type slimmer struct {
	common string // the style of every explanation
	shared string // the styles of the pages, without their own rules
	rules  string // those of the page that had the most
}

func newSlimmer() (*slimmer, error) {
	f, err := explain.NewFragment(nil)
	return &slimmer{common: string(f.Style)}, err
}

// style is what belongs into the sheet.
func (s *slimmer) style() string { return s.shared + s.rules + rowStyle() }

// sheet is the file with the style that all pages share.
const sheet = "explanation.css"

var (
	styleElement = regexp.MustCompile(`(?s)\n?<style>(.*?)</style>`)
	styleSources = regexp.MustCompile(`style-src .*; form-action`)
	classes      = regexp.MustCompile(`class="[^"]*"`)
	linkClass    = regexp.MustCompile(`\b(is|to)-[a-z][a-z0-9-]*`)
	cellsInARow  = regexp.MustCompile(`(?:<b(?: class="[rh]")?>[0-9a-f]{2}</b>){2,}`)
	cell         = regexp.MustCompile(`<b( class="([rh])")?>([0-9a-f]{2})</b>`)
	hexLabel     = regexp.MustCompile(`aria-label="([^"]*?)([0-9a-f]{64,})"`)
)

// slim returns a page that looks the same.
func (s *slimmer) slim(page string) string {
	var own, shared []string
	page = styleElement.ReplaceAllStringFunc(page, func(element string) string {
		text := styleElement.FindStringSubmatch(element)[1]
		if rest, ok := strings.CutPrefix(text, s.common); ok {
			own, text = append(own, rest), s.common
		}
		shared = append(shared, text)
		return ""
	})
	s.shared = strings.Join(shared, "\n")
	page, rules := shortLinks(page, strings.Join(own, ""))
	if len(rules) > len(s.rules) {
		s.rules = rules
	}
	page = cellsInARow.ReplaceAllStringFunc(page, rowOfCells)
	page = hexLabel.ReplaceAllStringFunc(page, func(label string) string {
		m := hexLabel.FindStringSubmatch(label)
		return fmt.Sprintf(`aria-label="%s%s … %s"`, m[1], m[2][:16], m[2][len(m[2])-16:])
	})
	page = styleSources.ReplaceAllString(page, "style-src 'self'; form-action")
	return strings.Replace(page, "</head>", `<link rel="stylesheet" href="`+sheet+"\">\n</head>", 1)
}

// shortLinks gives the names by which pieces light up together shorter ones:
// numbers, from 0 on. So the rules of one page are among those of any page that
// has more of them.
func shortLinks(page, rules string) (string, string) {
	short := map[string]string{}
	rename := func(s string) string {
		return linkClass.ReplaceAllStringFunc(s, func(name string) string {
			kind, link, _ := strings.Cut(name, "-")
			if short[link] == "" {
				short[link] = strconv.FormatInt(int64(len(short)), 36)
			}
			return kind[:1] + short[link]
		})
	}
	rules = rename(rules)
	return classes.ReplaceAllStringFunc(page, rename), rules
}

// rowOfCells writes the bytes of a run as one text for each row, or piece of a
// row, of at most sixteen.
func rowOfCells(run string) string {
	var b strings.Builder
	var bytes []string
	class := ""
	flush := func() {
		if len(bytes) > 0 {
			fmt.Fprintf(&b, `<b class="%sn%d">%s</b>`, class, len(bytes), strings.Join(bytes, " "))
		}
		bytes, class = nil, ""
	}
	for _, m := range cell.FindAllStringSubmatch(run, -1) {
		if m[2] != "" {
			flush()
			class = m[2] + " "
		}
		bytes = append(bytes, m[3])
	}
	flush()
	return b.String()
}

// rowStyle spreads the bytes of a row over as many cells.
func rowStyle() string {
	var b strings.Builder
	for n := 1; n <= 16; n++ {
		fmt.Fprintf(&b, "\n.bytes .n%d{grid-column:span %d;padding-inline:max(0px,(100%%/%d - 2ch)/2)}", n, n, n)
		if n > 1 {
			fmt.Fprintf(&b, ".bytes .n%d::after{content:\"\";counter-increment:byte %d}", n, n-1)
		}
	}
	b.WriteString("\n.bytes [class*=n]{text-align-last:justify;white-space:nowrap}.bytes .n1{text-align-last:center}\n")
	return b.String()
}
