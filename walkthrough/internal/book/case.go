package book

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// A card is an attack or a harm, with all that there is to say about it.
type card struct {
	told
	ID      string
	Title   string
	Story   []template.HTML
	Sent    template.HTML // what is sent
	OurName string        // the function of ours that is asked
	Differ  *differ
	Rule    rule
	Seen    template.HTML
}

// A rule is a sentence of a standard, and where it stands.
type rule struct {
	Quote template.HTML // the sentence, or what the rule comes to
	Where string        // the standard, its section, and perhaps the step
	URL   string        // "" if it is not known
}

func cardOf(c told, ours string) card {
	k := card{
		told: c, ID: fmt.Sprintf("case-%d", c.Number), Title: capital(c.Name),
		Story: c.Story, Sent: sent(c), OurName: ours, Differ: differences(c), Rule: ruleOf(c.Rule),
	}
	if c.Seen != "" {
		k.Seen = inline(unwrap("The same in " + c.Seen + "."))
	}
	return k
}

// capital begins a title with a capital letter, unless it begins with mathematics
// or with a name that is written small.
func capital(s string) string {
	first, _, _ := strings.Cut(s, " ")
	switch first {
	case "alg", "exp", "n", "iss", "jku":
		return s
	}
	if strings.ContainsAny(first, "^=:/.") {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// sent is the request, if it is more than a token in its usual place, or else
// the token.
func sent(c told) template.HTML {
	r := c.Replay
	if c.Token != "" && len(r.Authorization) <= 1 && r.Path == "" && r.Method == "" {
		return wire(c.Token)
	}
	var lines []string
	if r.Path != "" || r.Method != "" {
		lines = append(lines, or(r.Method, "GET")+" "+or(r.Path, "/secure-route"))
	}
	for _, value := range r.Authorization {
		lines = append(lines, "Authorization: "+value)
	}
	if c.Kind != lesson.Honest && len(lines) == 0 && r.Times == 0 && c.Token == "" && !r.Down {
		return ""
	}
	return wire(strings.Join(lines, "\n"))
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// where is how a rule begins: a document, perhaps a section of it, and a colon.
var where = regexp.MustCompile(`^((?:RFC \d+|FIPS|OpenID Connect|ECMA|SEC|SP)\b[^:"]*): `)

// ruleOf takes a rule apart: where it stands, and what it says.
func ruleOf(text string) rule {
	text = unwrap(text)
	m := where.FindStringSubmatch(text)
	if m == nil {
		return rule{Quote: inline(text)}
	}
	r := rule{Where: m[1], Quote: inline(text[len(m[0]):]), URL: urlOf(m[1])}
	switch {
	case r.URL != "":
	case strings.HasPrefix(r.Where, "FIPS 186-5"):
		r.URL = "https://doi.org/10.6028/NIST.FIPS.186-5"
	case strings.HasPrefix(r.Where, "OpenID Connect Core"):
		r.URL = "https://openid.net/specs/openid-connect-core-1_0.html"
	case strings.HasPrefix(r.Where, "OpenID Connect Discovery"):
		r.URL = "https://openid.net/specs/openid-connect-discovery-1_0.html"
	}
	return r
}
