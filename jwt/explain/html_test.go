package explain

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

// checkHTML checks that the page of a report is whole, and that the token put
// nothing but text into it.
func checkHTML(t testing.TB, r *Report) {
	t.Helper()
	f, err := NewFragment(r)
	if err != nil {
		t.Fatal(err)
	}
	body := string(f.Body)
	if i := strings.IndexFunc(body, func(r rune) bool { return r != '\n' && hidden(r) }); i >= 0 {
		t.Errorf("a character that cannot be seen: %q", body[i:min(i+16, len(body))])
	}
	if strings.Contains(string(f.Style), "<") {
		t.Error("the style has a < in it")
	}
	ids, targets := map[string]bool{}, map[string]bool{}
	for _, e := range elements(t, body) {
		if !slices.Contains(plainElements, e.Name.Local) {
			t.Errorf("<%s> is on the page", e.Name.Local)
		}
		for _, a := range e.Attr {
			switch name, value := a.Name.Local, a.Value; name {
			case "id":
				if value == "" || ids[value] {
					t.Errorf("id %q is not unique", value)
				}
				ids[value] = true
			case "href":
				if anchor, ok := strings.CutPrefix(value, "#"); ok {
					targets[anchor] = true
				} else if !strings.HasPrefix(value, "https://www.rfc-editor.org/rfc/rfc") && value != Rule("FIPS 186-5").URL() {
					t.Errorf("a link to %q", value)
				} else if !slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "rel" && strings.Contains(a.Value, "noreferrer") }) {
					t.Errorf("a link to %q with a referrer", value)
				}
			case "class", "aria-label", "aria-hidden", "role", "rel", "scope", "title":
			default:
				t.Errorf("<%s %s=%q> is on the page", e.Name.Local, name, value)
			}
		}
	}
	for target := range targets {
		if !ids[target] {
			t.Errorf("a link to #%s, which is not on the page", target)
		}
	}
}

// plainElements are the elements that only show something.
var plainElements = []string{
	"a", "article", "b", "code", "dd", "details", "div", "dl", "dt", "h2", "h3", "h4", "header", "li", "nav", "ol", "p",
	"pre", "section", "span", "summary", "table", "tbody", "td", "th", "thead", "time", "tr", "ul",
}

// elements returns the elements of a page. Each must end where it should.
func elements(t testing.TB, body string) []xml.StartElement {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(body))
	d.Entity = xml.HTMLEntity
	var all []xml.StartElement
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("the page cannot be read: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			all = append(all, e.Copy())
		}
	}
}

// What the sender chose stands on the page as visible text.
func TestPageEscapesWhatTheSenderChose(t *testing.T) {
	for why, c := range map[string]struct{ header, payload, want string }{
		"a script in a claim": {
			`{"alg":"RS256"}`, `{"x":"<script>alert(1)</script>"}`, `&lt;script&gt;alert(1)&lt;/script&gt;`},
		"a script as the name of a claim": {
			`{"alg":"RS256"}`, `{"<script>alert(1)</script>":1}`, `&lt;script&gt;alert(1)&lt;/script&gt;`},
		"a script in kid": {
			`{"alg":"RS256","kid":"</code><script>alert(1)</script>"}`, `{}`, `&lt;/code&gt;&lt;script&gt;`},
		"an attribute in iss": {
			`{"alg":"RS256"}`, `{"iss":"\" onmouseover=\"alert(1)"}`, `onmouseover=`},
		"writing turned round": {
			`{"alg":"RS256","kid":"` + "abc\u202e321" + `"}`, `{"sub":"` + "\u2066nimda" + `"}`, `\u202e`},
		"an alg with an end of the style": {
			`{"alg":"</style><script>"}`, `{}`, `&lt;/style&gt;`},
	} {
		t.Run(why, func(t *testing.T) {
			raw := encode(c.header) + "." + encode(c.payload) + "." + encode(strings.Repeat("\x00", 256))
			x := verifier().Examine(t.Context(), raw)
			checkHTML(t, New(x))
			var b bytes.Buffer
			if err := HTML(&b, x); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), c.want) {
				t.Errorf("the page lacks %q", c.want)
			}
		})
	}
}

// The page has its own policy, which allows its one style and nothing else.
func TestPageAllowsItsStyleOnly(t *testing.T) {
	x := verifier().Examine(t.Context(), "a.b.c")
	var b bytes.Buffer
	if err := HTML(&b, x); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(b.String(), "<style>")
	style, _, ok := strings.Cut(rest, "</style>")
	if !ok {
		t.Fatal("the page has no style")
	}
	f, err := NewFragment(New(x))
	if err != nil {
		t.Fatal(err)
	}
	if style != string(f.Style) {
		t.Error("the style was changed on its way onto the page")
	}
	page := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(b.String())
	if want := "default-src 'none'; style-src " + StyleSource(f.Style) + ";"; !strings.Contains(page, want) {
		t.Errorf("the page lacks the policy %q", want)
	}
}

// The claims of a token with a wrong signature are marked as not proven.
func TestPageMarksWhatIsNoEvidence(t *testing.T) {
	x := verifier().Examine(t.Context(), token(t, jwt.RS256, header, claims))
	good := must(NewFragment(New(x))).Body
	if strings.Contains(string(good), "not evidence") {
		t.Error("a token with a good signature is marked as no evidence")
	}
	raw := []byte(x.Raw)
	raw[len(raw)-10] ^= 1
	bad := must(NewFragment(New(verifier().Examine(t.Context(), string(raw))))).Body
	if !strings.Contains(string(bad), "unproven") || strings.Count(string(bad), "not evidence") < 2 {
		t.Error("a token with a bad signature is not marked as no evidence")
	}
}

// Pieces that belong together light up together.
func TestPageHighlightsLinks(t *testing.T) {
	f := must(NewFragment(New(verifier().Examine(t.Context(), token(t, jwt.RS256, header, claims)))))
	for _, name := range []string{"digest", "signing-input", "signature", "em", "payload-1"} {
		if strings.Count(string(f.Style), ".to-"+name+":is(") != 1 || strings.Count(string(f.Style), ".is-"+name+":is(") != 1 {
			t.Errorf("no rule for %q", name)
		}
		if strings.Count(string(f.Body), "to-"+name) < 2 {
			t.Errorf("nothing lights up together for %q", name)
		}
	}
}

func TestNoReportHasTheStyleAlone(t *testing.T) {
	f, err := NewFragment(nil)
	if err != nil || f.Body != "" || f.Style == "" {
		t.Errorf("NewFragment(nil) = %d bytes of style, body %q, %v", len(f.Style), f.Body, err)
	}
}
