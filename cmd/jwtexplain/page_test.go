package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/jwt/explain"
)

// What the page shows of four tokens, byte by byte, without the style. The
// golden text and JSON have all tokens, and the browser test looks at each.
func TestPageOfTheGallery(t *testing.T) {
	for _, name := range []string{"es256", "ps256", "tampered", "respelled"} {
		t.Run(name, func(t *testing.T) {
			e, err := lookUp(name)
			if err != nil {
				t.Fatal(err)
			}
			x, err := e.Examine(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			f, err := explain.NewFragment(explain.New(x))
			if err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "page", name+".html")
			if *update {
				if err := os.WriteFile(golden, []byte(f.Body), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(f.Body), "\n")); diff != "" {
				t.Errorf("%s (-want +got; -update writes it):\n%s", golden, diff)
			}
		})
	}
}

func TestOutputFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.html")
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"-example", "tampered", "-o", name}, strings.NewReader(""), &stdout, &stderr)
	if code != 1 || !strings.HasPrefix(stdout.String(), "refused: ") || stderr.Len() > 0 {
		t.Errorf("exit %d, %q, %q; want 1 and the verdict", code, stdout.String(), stderr.String())
	}
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<!doctype html>", "<style>", "</html>", `class="verdict refused"`} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the file holds a token, and others can read it: %v, %v", info.Mode(), err)
	}
	code = run(t.Context(), []string{"-example", "rs256", "-o", filepath.Join(name, "no-such", "page.html")}, strings.NewReader(""), &stdout, &stderr)
	if code != 2 || stderr.Len() == 0 {
		t.Errorf("a file that cannot be written: exit %d, %q", code, stderr.String())
	}
}
