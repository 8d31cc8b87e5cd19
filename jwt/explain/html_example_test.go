package explain_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"example.com/glassjwt/jwt/explain"
)

// One file holds all of the page: it can be kept, mailed and printed.
func ExampleHTML() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	f, err := os.Create(filepath.Join(dir, "token.html"))
	if err != nil {
		panic(err)
	}
	defer f.Close()
	if err := explain.HTML(f, examine(rfc7515)); err != nil {
		panic(err)
	}
	page, err := os.ReadFile(f.Name())
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "<title>") || strings.HasPrefix(line, `<p class="sentence">`) {
			fmt.Print(line)
		}
	}
	// Output:
	// <title>This token, every byte: not judged</title>
	// <p class="sentence">Nothing speaks against this token, but not all questions could be asked. Open are: iss, aud.</p>
}

// On a page of your own, the policy lets no other style in.
func ExampleNewFragment() {
	f, err := explain.NewFragment(explain.New(examine(rfc7515)))
	if err != nil {
		panic(err)
	}
	policy := "default-src 'none'; style-src " + explain.StyleSource(f.Style)
	page := fmt.Sprintf("<!doctype html><title>Mine</title><style>%s</style>%s", f.Style, f.Body)

	fmt.Println(strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-"))
	fmt.Println(strings.Contains(page, `id="step-signature"`))
	// Output:
	// true
	// true
}
