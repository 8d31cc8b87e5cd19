package lessontest

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

var update = flag.Bool("update", false, "write output.txt anew")

// Run tests the program in the current directory.
func Run(t *testing.T, prog lesson.Program) {
	if exercise {
		t.Run("exercise", func(t *testing.T) { attack(t, prog) })
		return
	}
	// A page that somebody repairs reads otherwise, and nothing about it is
	// to be compared, and least of all to be written.
	if changed := prog.Print(io.Discard, false).Repaired(); changed != "" {
		t.Fatal("\n" + changed)
	}
	t.Run("cases", func(t *testing.T) { cases(t, prog) })
	t.Run("more", func(t *testing.T) { more(t, prog) })
	t.Run("output", func(t *testing.T) { output(t, prog) })
	t.Run("verbose", func(t *testing.T) { verbose(t, prog) })
	t.Run("score", func(t *testing.T) { score(t, prog) })
	t.Run("source", source)
}

// Every attack works on naive.go, and none on ours.
func cases(t *testing.T, prog lesson.Program) {
	page := prog.Print(io.Discard, false)
	if len(page.Scores) == 0 {
		t.Error("the page has no case")
	}
	for _, s := range page.Scores {
		if !s.OursHeld() {
			t.Errorf("%s %q: ours went wrong: %q", s.Kind, s.Name, s.Ours)
		}
	}
}

// Ours is right in the cases that the page does not show, too. The exercise
// has all that belongs to one, and is still to be done.
func more(t *testing.T, prog lesson.Program) {
	a := prog.Attempt()
	for _, s := range a.Hidden {
		if !s.OursHeld() {
			t.Errorf("not shown, %s %q: ours went wrong: %q", s.Kind, s.Name, s.Ours)
		}
		if s.Kind != lesson.Honest && s.Fell == "" {
			t.Errorf("not shown, %s %q: nothing says why naive goes wrong", s.Kind, s.Name)
		}
	}
	if a.Open() == 0 || a.Panic != "" {
		t.Errorf("the exercise has %d open cases before it is begun, and panics with %q", a.Open(), a.Panic)
	}
	if len(a.Undone) != a.Tasks {
		t.Errorf("%d of %d tasks are undone; want all", len(a.Undone), a.Tasks)
	}
	x := prog.Exercise
	if x.Hints[0] == "" || x.Hints[1] == "" || x.Done == "" {
		t.Error("the exercise is without a hint, or says nothing once it is done")
	}
	if len(a.Hidden) == 0 && a.Entry != lesson.Last() {
		t.Error("every case is on the page: a list of forbidden words would pass")
	}
}

func output(t *testing.T, prog lesson.Program) {
	var got bytes.Buffer
	prog.Print(&got, false)
	for i, line := range strings.Split(got.String(), "\n") {
		if len([]rune(line)) > 80 && strings.Contains(strings.TrimSpace(line), " ") {
			t.Errorf("line %d of the output has %d columns, more than 80: %s", i+1, len(line), line)
		}
	}
	golden(t, "output.txt", got.Bytes())
}

// The test of the last program replays what the others record.
func score(t *testing.T, prog lesson.Program) {
	if e, last := prog.Entry(), lesson.Last(); e != last {
		golden(t, "../"+last.Dir()+"/testdata/"+e.Dir()+".json", prog.Score())
	}
}

// golden compares with a file, or writes it.
func golden(t *testing.T, file string, got []byte) {
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := difference(string(want), string(got)); diff != "" {
		t.Errorf("it differs from %s; -update writes it anew:\n%s", file, diff)
	}
}

// difference shows the first line that two texts do not share, or "". This
// package is no test itself, and so does with the standard library.
func difference(want, got string) string {
	if want == got {
		return ""
	}
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n-want %s\n+got  %s", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines; want %d", len(b), len(a))
}

// The verbose page says the same each time, and more than the short one.
func verbose(t *testing.T, prog lesson.Program) {
	var short, once, twice bytes.Buffer
	prog.Print(&short, false)
	prog.Print(&once, true)
	prog.Print(&twice, true)
	if once.Len() <= short.Len() {
		t.Errorf("the verbose page has %d bytes, the short one %d", once.Len(), short.Len())
	}
	if diff := difference(once.String(), twice.String()); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
}

// The programs are read like pages: 72 columns, with a tab for four.
func source(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if n := len([]rune(strings.ReplaceAll(line, "\t", "    "))); n > 72 {
				t.Errorf("%s:%d: %d columns, more than 72", file, i+1, n)
			}
		}
	}
}

// attack attacks the reader's naive.go.
func attack(t *testing.T, prog lesson.Program) {
	if advice := prog.Attempt().Advice(); advice != "" {
		t.Fatal("\n" + advice)
	}
	t.Log("well done\n" + strings.Join(strings.Fields(prog.Exercise.Done), " "))
}
