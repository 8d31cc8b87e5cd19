package lesson

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata anew")

// What a reader sees who has begun to repair 14-who, and overdone it.
func TestAdvice(t *testing.T) {
	got := Attempt{Entry: who(t), Shown: []Score{
		{Kind: Honest, Name: "Ines with her token"},
		{Kind: Honest, Name: "Ines with a token for two APIs", Naive: "invalid audience"},
		{
			Kind: Attack,
			Name: "a token for https://loans.library.example.evil.test",
			Fell: "includes finds our name at the start of hers.",
		},
		{Kind: Attack, Name: "an ID token", Naive: "invalid audience"},
		{
			Kind:  Harm,
			Name:  "a token without aud makes the gate crash",
			Naive: "TypeError: cannot read properties of undefined",
			Fell:  "undefined has no includes, and nobody catches that.",
		},
	}}.Advice()
	golden(t, "testdata/advice.txt", got)
}

// Then somebody forbids .evil.test, and nothing else.
func TestAdviceOnHidden(t *testing.T) {
	longer := Score{
		Kind: Attack,
		Name: "a token for https://loans.library.example/more",
		Fell: "A longer name is another name.",
	}
	got := Attempt{
		Entry:  who(t),
		Shown:  []Score{{Kind: Honest, Name: "Ines with her token"}},
		Hidden: merge([]Score{{Kind: Attack, Name: longer.Name, Naive: "no"}, longer, longer}),
		Undone: []string{"To write:      nothing, in yours.go\nIt says:       no\n"}, Tasks: 1,
	}.Advice()
	golden(t, "testdata/advice-hidden.txt", got)
}

func TestNoAdvice(t *testing.T) {
	got := Attempt{Entry: who(t), Shown: []Score{
		{Kind: Honest, Name: "Ines with her token"},
		{Kind: Attack, Name: "an ID token", Naive: "invalid audience"},
		{Kind: Harm, Name: "a token without aud"},
	}}.Advice()
	if got != "" {
		t.Errorf("Advice() = %q; want none", got)
	}
}

// An exercise of nothing is not done, and neither is one that panics.
func TestOpen(t *testing.T) {
	for name, a := range map[string]Attempt{
		"nothing": {Entry: who(t)},
		"a panic": {Entry: who(t), Shown: []Score{{Kind: Honest}}, Panic: "index out of range"},
	} {
		if a.Open() == 0 || a.Advice() == "" {
			t.Errorf("%s: Open() = %d, Advice() = %q; want something to do", name, a.Open(), a.Advice())
		}
		if !strings.Contains(a.Advice(), a.Panic) {
			t.Errorf("%s: Advice() = %q; want %q in it", name, a.Advice(), a.Panic)
		}
	}
}

// What the reader writes may break down, and the advice says so.
func TestAttemptPanics(t *testing.T) {
	prog := program(true)
	prog.Exercise.More = func(*Page) { panic("index out of range") }
	if a := prog.Attempt(); a.Panic != "index out of range" || a.Open() == 0 {
		t.Errorf("Attempt() = %+v; want the panic", a)
	}
}

func TestTasks(t *testing.T) {
	done := error(nil)
	prog := repaired()
	prog.Exercise.Tasks = []Task{{"a forgery", "yours.go", func() error { return done }}}
	if a := prog.Attempt(); a.Open() != 0 {
		t.Errorf("with the task done: Open() = %d; want 0: %s", a.Open(), a.Advice())
	}
	done = errors.New("invalid signature")
	a := prog.Attempt()
	if a.Open() != 1 || !strings.Contains(a.Advice(), "To write:      a forgery, in yours.go") {
		t.Errorf("with the task undone: Open() = %d, Advice() = %s; want the task", a.Open(), a.Advice())
	}
}

// Three hints: where to look, what to do, and a solution.
func TestHints(t *testing.T) {
	prog := program(true)
	prog.Exercise.Hints = [2]string{"Look there.", "Do that."}
	for args, want := range map[string][]string{
		"-hint":                   {"Look there.", "For more: go run ./walkthrough/01-bearer -hint -hint\n"},
		"-hint -hint":             {"Do that.", "For the solution: go run ./walkthrough/01-bearer -hint -hint -hint\n"},
		"-hint -hint -hint":       {"// A solution for walkthrough/01-bearer/naive.go", "package main", "func naiveIncludes("},
		"-hint -hint -hint -hint": {"package main"},
	} {
		var stdout, stderr bytes.Buffer
		if code := prog.run(strings.Fields(args), &stdout, &stderr); code != 0 || stderr.Len() > 0 {
			t.Errorf("run(%s) = %d, stderr %q; want 0 and nothing", args, code, &stderr)
		}
		for _, w := range want {
			if !strings.Contains(stdout.String(), w) {
				t.Errorf("run(%s) prints %q; want %q in it", args, &stdout, w)
			}
		}
	}
}

// A page that is repaired is praised, and does not complain.
func TestPraise(t *testing.T) {
	for _, args := range [][]string{nil, {"-exercise"}} {
		var stdout, stderr bytes.Buffer
		if code := repaired().run(args, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
			t.Errorf("run(%q) = %d, stderr %q; want 0 and nothing", args, code, &stderr)
		}
		for _, want := range []string{"Well done", "That is why.", "git checkout walkthrough/01-bearer"} {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("run(%q) prints %q; want %q in it", args, &stdout, want)
			}
		}
	}
	// The fault may be in a case that the page does not show.
	prog := repaired()
	prog.Exercise.More = func(p *Page) { p.Attack(Case{Name: "another", Ours: errors.New("no"), Fell: "It fell."}) }
	var stdout, stderr bytes.Buffer
	if code := prog.run(nil, &stdout, &stderr); code != 1 || strings.Contains(stdout.String(), "Well done") {
		t.Errorf("run() = %d, with %q; want 1, and no praise", code, &stdout)
	}
}

// repaired is the program with a naive.go that does all right.
func repaired() Program {
	prog := program(false)
	prog.Tell = func(p *Page) {
		no := errors.New("no")
		p.Honest(Case{Name: "an honest one"})
		p.Attack(Case{Name: "an attack", Token: "a.b.c", Naive: no, Ours: no, Fell: "It fell."})
		p.Harm(Case{Name: "a harm"})
	}
	prog.Exercise.Done = "That is why."
	return prog
}

// who is a program to be repaired.
func who(t *testing.T) Entry {
	const number = 14
	e, ok := Find(number)
	if !ok || e.Name != "who" {
		t.Fatalf("Find(%d) = %v, %v; want who", number, e, ok)
	}
	return e
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("it differs from %s; -update writes it anew:\n%s", file, got)
	}
}
