package book

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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
