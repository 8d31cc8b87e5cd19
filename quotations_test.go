package glassjwt_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every sentence that this module quotes from a standard is in
// testdata/rfc/quotations.txt, whole and with its section. Half a sentence
// says something else now and then.
func TestQuotations(t *testing.T) {
	known := readQuotations(t, "testdata/rfc/quotations.txt")
	found := map[quotation]bool{}
	for _, text := range allTexts(t) {
		for _, q := range quotationsIn(text.text) {
			sentences := known.split(q)
			if sentences == nil {
				t.Errorf("%s quotes %s section %s: %q. testdata/rfc/quotations.txt has no such whole sentence", text.file, q.standard, q.section, cut(q.text))
			}
			for _, s := range sentences {
				found[s] = true
			}
		}
		for _, q := range commands(text.text) {
			if !known.begins(q) {
				t.Errorf("%s quotes %q. testdata/rfc/quotations.txt has no such sentence", text.file, cut(q))
			}
		}
	}
	if len(found) < 30 {
		t.Errorf("%d quotations are found; want 30 or more: has their form changed?", len(found))
	}
	if !slices.IsSortedFunc(known, func(a, b quotation) int { return strings.Compare(a.standard, b.standard) }) {
		t.Error("testdata/rfc/quotations.txt is not sorted by standard")
	}
}

// A quotation is a text from a section of a standard. In what is read from a
// page, the text goes on after its end: only a comparison tells where that is.
type quotation struct{ standard, section, text string }

type quotations []quotation

func readQuotations(t *testing.T, file string) (list quotations) {
	for line := range strings.Lines(read(t, file)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.SplitN(line, " | ", 3)
		if len(parts) != 3 {
			t.Fatalf("%s: this is no standard, section and sentence: %s", file, line)
		}
		list = append(list, quotation{parts[0], parts[1], parts[2]})
	}
	return list
}

// split takes a quotation apart into whole sentences, up to its closing quote.
// It returns nil if there is anything else in it.
func (list quotations) split(q quotation) (sentences []quotation) {
	rest := q.text
	for {
		s, ok := list.prefix(q, rest)
		if !ok {
			return nil
		}
		sentences = append(sentences, s)
		rest = rest[len(s.text):]
		if strings.HasPrefix(rest, `"`) {
			return sentences
		}
		rest = strings.TrimPrefix(rest, " ")
	}
}

// prefix finds the sentence of that section with which a text begins.
func (list quotations) prefix(q quotation, text string) (quotation, bool) {
	for _, s := range list {
		if s.standard == q.standard && s.section == q.section && strings.HasPrefix(text, s.text) {
			return s, true
		}
	}
	return quotation{}, false
}

// citation is a standard with a section. What comes after it, up to the next
// full stop, may announce a quotation.
var citation = regexp.MustCompile(`(RFC \d+|OpenID Connect \w+ 1\.0|FIPS [\d-]+)(?: sections?|,? appendix) ([\d.A-Z]*[\dA-Z])`)

// quotationsIn returns the texts after those citations that announce one: by a
// colon and a quote, or by a quote that has five words or more.
func quotationsIn(text string) (list []quotation) {
	for _, m := range citation.FindAllStringSubmatchIndex(text, -1) {
		q := quotation{standard: text[m[2]:m[3]], section: text[m[4]:m[5]]}
		if at := announced(text[m[1]:]); at >= 0 {
			q.text = text[m[1]+at:]
			list = append(list, q)
		}
	}
	return list
}

// announced returns where the quotation begins that a citation announces, or
// -1. It has to begin in the same sentence.
func announced(text string) int {
	at := 0
	for {
		before, quoted, ok := strings.Cut(text[at:], `"`)
		if !ok || before == "" || quoted == "" || strings.Contains(before, ". ") || citation.MatchString(before) {
			return -1
		}
		at += len(before) + 1
		words, _, ok := strings.Cut(quoted, `"`)
		if !ok || strings.HasSuffix(before, ": ") || strings.Count(words, " ") >= 4 {
			return at
		}
		at += len(words) + 1
	}
}

// command is a quotation that a standard must be behind, also where no section
// is named before it.
var command = regexp.MustCompile(`(?:^|[ (])"([^" ][^"]* (?:MUST|SHOULD|MAY) [^"]*)`)

func commands(text string) (list []string) {
	for _, m := range command.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// begins reports whether a sentence begins like this.
func (list quotations) begins(text string) bool {
	return slices.ContainsFunc(list, func(s quotation) bool {
		return strings.HasPrefix(text, s.text) || strings.HasPrefix(s.text, text)
	})
}

// A textFile is a comment, a string or a paragraph, in one line.
type textFile struct{ file, text string }

// allTexts are the comments and strings of all Go files that are no tests, and
// the paragraphs of the pages in Markdown.
func allTexts(t *testing.T) (list []textFile) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			list = append(list, goTexts(t, path)...)
		case strings.HasSuffix(path, ".md"):
			for paragraph := range strings.SplitSeq(read(t, path), "\n\n") {
				list = append(list, textFile{path, oneLine(paragraph)})
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func goTexts(t *testing.T, path string) (list []textFile) {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range f.Comments {
		list = append(list, textFile{path, oneLine(group.Text())})
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil {
				list = append(list, textFile{path, oneLine(s)})
			}
		}
		return true
	})
	return list
}

// oneLine also writes a reference such as [RFC6750] as people do: RFC 6750.
func oneLine(s string) string {
	return reference.ReplaceAllString(strings.Join(strings.Fields(s), " "), "RFC $1")
}

var reference = regexp.MustCompile(`\[RFC(\d+)\]`)

func cut(s string) string { return s[:min(len(s), 90)] }
