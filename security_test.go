package glassjwt_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What SECURITY.md promises, it promises by the name of a test. Each of them
// exists, and its case too.
func TestSecurityNamesTests(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := namedTests(t)
	cited := 0
	name := regexp.MustCompile("`((?:\\w+\\.)?(?:Test|Example|Fuzz)[A-Z]\\w*(?:/[^`]+)?)`")
	for _, m := range name.FindAllStringSubmatch(string(text), -1) {
		cited++
		test, sub, _ := strings.Cut(m[1], "/")
		cases, ok := tests[test]
		if !ok {
			t.Errorf("there is no test %s", test)
		}
		if sub != "" && !cases[sub] {
			t.Errorf("%s has no case %q", test, sub)
		}
	}
	if cited < 150 {
		t.Errorf("%d tests are cited; want 150 or more: has their form changed?", cited)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| ") && !strings.Contains(line, "shown by") && !name.MatchString(line) {
			t.Errorf("no test shows this: %s", line)
		}
	}
}

// Links lead to files that are there. The others would need the network.
func TestSecurityLinks(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
		if strings.HasPrefix(m[1], "https://") {
			continue
		}
		if _, err := os.Stat(filepath.FromSlash(m[1])); err != nil {
			t.Error(err)
		}
	}
}

// namedTests returns the tests of each package, with their cases: the texts
// that stand in its tests, and those in the files that they read.
func namedTests(t *testing.T) map[string]map[string]bool {
	t.Helper()
	tests := map[string]map[string]bool{}
	for path, p := range packages(t) {
		if !ours(path) {
			continue
		}
		prefix := filepath.Base(p.Dir) + "."
		addTests(t, tests, prefix, p.Dir)
	}
	addTests(t, tests, "", ".")
	for _, c := range []struct{ test, files string }{
		{"TestRefusals", "testdata/refusals/*.txt"},
		{"oidc.TestRemote", "testdata/refusals/remote-key-sets.txt"},
		{"proof.TestProofs", "testdata/refusals/proofs.txt"},
		{"jwt.TestTokens", "testdata/tokens/*.txt"},
	} {
		files, err := filepath.Glob(c.files)
		if err != nil {
			t.Fatal(err)
		}
		tests[c.test] = map[string]bool{}
		for _, file := range files {
			subject := ""
			if c.test == "TestRefusals" {
				subject = strings.TrimSuffix(filepath.Base(file), ".txt") + "/"
			}
			for _, m := range regexp.MustCompile(`(?m)^case: (.+)$`).FindAllStringSubmatch(read(t, file), -1) {
				tests[c.test][subject+m[1]] = true
			}
		}
	}
	var headers struct{ Cases []struct{ Name string } }
	if err := json.Unmarshal([]byte(read(t, "testdata/http/authorization.json")), &headers); err != nil {
		t.Fatal(err)
	}
	tests["httpauth.TestAuthorizationHeader"] = map[string]bool{}
	for _, c := range headers.Cases {
		tests["httpauth.TestAuthorizationHeader"][c.Name] = true
	}
	return tests
}

// addTests adds the tests of a directory. The cases of each are all texts in
// its test files, as go test would write them.
func addTests(t *testing.T, tests map[string]map[string]bool, prefix, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]bool{}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && regexp.MustCompile(`^(Test|Example|Fuzz)`).MatchString(n.Name.Name) {
					tests[prefix+n.Name.Name] = cases
				}
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
					cases[strings.ReplaceAll(text, " ", "_")] = true
				}
			}
			return true
		})
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The soak program takes a minute, so that it is run by hand. But it compiles.
func TestSoakBuilds(t *testing.T) {
	if out, err := exec.Command("go", "vet", "./testdata/soak").CombinedOutput(); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}
