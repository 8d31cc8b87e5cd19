package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/solutions"
)

// One exercise is done, one is open, and one cannot be built.
func TestProgress(t *testing.T) {
	overlay := map[string]string{}
	put := func(file, text string) {
		temp := filepath.Join(t.TempDir(), "text.go")
		if err := os.WriteFile(temp, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		path, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		overlay[path] = temp
	}
	put("13-time/naive.go", solutions.Of(13)[0].Text)
	put("02-split/naive.go", "package main\n\nthis is not Go\n")
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-overlay="+file)

	var programs []lesson.Entry
	for _, number := range []int{2, 13, 18} {
		e, ok := lesson.Find(number)
		if !ok {
			t.Fatalf("there is no program %d", number)
		}
		programs = append(programs, e)
	}
	var stdout, stderr bytes.Buffer
	if code := runProgress(programs, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Errorf("runProgress(...) = %d, stderr %q; want 0 and nothing", code, &stderr)
	}
	const want = ` 2  split       does not build: go vet ./walkthrough/02-split
13  time        done
18  scopes      13 of 30 cases are open

1 of 3 exercises are done.
The next one: go test -tags exercise ./walkthrough/02-split
`
	if diff := cmp.Diff(want, stdout.String()); diff != "" {
		t.Errorf("runProgress prints (-want +got):\n%s", diff)
	}
}
