package book

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"example.com/glassjwt/jwt"
)

// A guard is what holds where the naive step of a page falls.
type guard struct {
	Question string     // the name of a stage
	Asked    string     // the function that a card names as ours
	Naive    []mark     // the lines of naive.go that decide
	Ours     []function // the functions beside naive.go
	Tests    []string   // those that prove it
	Ask      string     // one question to the reader
	Answer   []string   // and its answer, in paragraphs
	Before   []string   // pages that should have been read
}

// A function of ours, with the lines that decide.
type function struct {
	File, Func string
	Marks      []mark
}

// A stage is a place where a request may be stopped: one of the questions of
// package jwt, or of the middleware before and after them.
type stage struct {
	Number int // of the question; 0 for those of the middleware
	Name   string
	Words  string
	Rule   string
	URL    string
}

// InStrip reports whether the stage is one of a request.
func (s stage) InStrip() bool { return s.Name != "issuer" && s.Name != "tests" }

// stages are the questions of package jwt, those around them, and what is asked
// before and after any request.
func stages() (list []stage) {
	list = append(list,
		stage{Name: "issuer", Words: "does the app get it that asked for it?", Rule: "RFC 7636 section 4.6"},
		stage{Name: "Bearer", Words: "is there one token, in one header, by its grammar?", Rule: "RFC 6750 section 2.1"})
	for i, c := range new(jwt.Verifier).Examine(context.Background(), "").Checks {
		list = append(list, stage{Number: i + 1, Name: c.Step.String(), Words: c.Question, Rule: c.Rule})
	}
	list = append(list,
		stage{Name: "proof", Words: "if it is bound to a key: has its sender that key?", Rule: "RFC 9449 section 4.3"},
		stage{Name: "scope", Words: "may this app, or this reader, do that?", Rule: "RFC 6750 section 3.1"},
		stage{Name: "handler", Words: "whose books are they?"},
		stage{Name: "tests", Words: "would a test go red, if one of these were gone?"})
	for i, s := range list {
		list[i].URL = urlOf(s.Rule)
	}
	return list
}

// refusal is how an error of package jwt names the question that said no.
var refusal = regexp.MustCompile(`^jwt: (\w+): `)

// stops is the name of the stage that stops an attack: as our answer says, or
// else that of its page.
func stops(ours string, g guard) string {
	if m := refusal.FindStringSubmatch(ours); m != nil {
		return m[1]
	}
	switch {
	case strings.HasPrefix(ours, "weak key"), strings.HasPrefix(ours, "malformed key"):
		return "kid"
	case strings.HasPrefix(ours, "signature does not match"):
		return "signature"
	case strings.HasPrefix(ours, "401 invalid_dpop_proof"):
		return "proof"
	case strings.HasPrefix(ours, "403 insufficient_scope"):
		return "scope"
	case strings.HasPrefix(ours, "served as"), strings.HasPrefix(ours, "withdrawn"), strings.Contains(ours, "the books of"):
		return "handler"
	}
	return g.Question
}

// checkTest reports an error if a test is not there: "jwt.TestX", or a case of
// TestRefusals by its file and name.
func (b *Book) checkTest(name string) error {
	if rest, ok := strings.CutPrefix(name, "TestRefusals/"); ok {
		file, label, _ := strings.Cut(rest, "/")
		text, err := os.ReadFile(filepath.Join(b.module, "testdata", "refusals", file+".txt"))
		if err != nil {
			return err
		}
		if label != "" && !regexp.MustCompile(`(?m)^case: *`+regexp.QuoteMeta(label)+`$`).Match(text) {
			return fmt.Errorf("testdata/refusals/%s.txt has no case %s", file, label)
		}
		return nil
	}
	pkg, test, _ := strings.Cut(name, ".")
	for _, dir := range []string{pkg, "cmd/" + pkg, "oidc/" + pkg} {
		files, _ := filepath.Glob(filepath.Join(b.module, filepath.FromSlash(dir), "*_test.go"))
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			if strings.Contains(string(text), "\nfunc "+test+"(") {
				return nil
			}
		}
	}
	return fmt.Errorf("there is no test %s any more, which guards_*.go names", name)
}
