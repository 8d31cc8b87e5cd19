package lessontest

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
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
	t.Run("cases", func(t *testing.T) { cases(t, prog) })
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
		if s.NaiveFell() != (s.Kind != lesson.Honest) {
			t.Errorf("%s %q: naive said %q; if you repaired naive.go, run this with -tags exercise", s.Kind, s.Name, s.Naive)
		}
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
	if e, last := entry(prog), lesson.Last(); e != last {
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
	for _, file := range []string{"main.go", "naive.go"} {
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
	if advice := Exercise(prog); advice != "" {
		t.Error("\n" + advice)
	}
}

// Exercise attacks the naive.go of a program, and returns what is still open.
// It is empty if nothing is.
func Exercise(prog lesson.Program) string {
	e := entry(prog)
	scores, err := scoresOf(prog)
	if err != nil {
		return Advice(e, nil) + "It panics:     " + err.Error() + "\n"
	}
	return Advice(e, scores)
}

func entry(prog lesson.Program) lesson.Entry {
	e, ok := lesson.Find(prog.Number)
	if !ok {
		panic(fmt.Sprintf("lessontest: no program has the number %d", prog.Number))
	}
	return e
}

// scoresOf runs the program. Code that is being repaired may panic.
func scoresOf(prog lesson.Program) (scores []lesson.Score, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return prog.Print(io.Discard, false).Scores, nil
}

// Advice says kindly which cases are still open in the reader's naive.go, and
// where to go from there. It is empty if there is none.
func Advice(e lesson.Entry, scores []lesson.Score) string {
	var b strings.Builder
	open := 0
	for _, s := range scores {
		if problem := problem(s); problem != "" {
			b.WriteString(problem + "\n")
			open++
		}
	}
	if open == 0 && len(scores) > 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d cases are open in your naive.go.\n\n%s", open, len(scores), &b) +
		fmt.Sprintf("Where to look: walkthrough/%s/naive.go\n", e.Dir()) +
		fmt.Sprintf("To see it all: go run ./walkthrough/%s\n", e.Dir()) +
		fmt.Sprintf("For a hint:    go run ./walkthrough/%s -hint\n", e.Dir())
}

// problem is empty if there is none.
func problem(s lesson.Score) string {
	switch {
	case s.Kind == lesson.Attack && s.Naive == "":
		return "It got in:     " + s.Name + "\nWhy:           " + strings.Join(strings.Fields(s.Fell), " ") + "\n"
	case s.Kind == lesson.Harm && s.Naive != "":
		return "Harm was done: " + s.Name + "\nWhat happened: " + s.Naive + "\nWhy:           " + strings.Join(strings.Fields(s.Fell), " ") + "\n"
	case s.Kind == lesson.Honest && s.Naive != "":
		return "Kept out:      " + s.Name + ", who is honest\nIt said:       " + s.Naive + "\n"
	}
	return ""
}
