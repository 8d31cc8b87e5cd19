package lesson

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// program has one case of each kind, as it should be if fine, and else with
// a naive step that has been repaired.
func program(fine bool) Program {
	return Program{Number: 1, Exercise: Exercise{Hints: [2]string{"Look twice."}}, Tell: func(p *Page) {
		no := errors.New("no")
		naive := no
		if fine {
			naive = nil
		}
		p.Honest(Case{Name: "an honest one"})
		p.Attack(Case{Name: "an attack", Token: "a.b.c", Naive: naive, Ours: no, Fell: "It fell.", Held: "It held."})
		p.Harm(Case{Name: "a harm", Naive: no})
	}}
}

func TestRun(t *testing.T) {
	tests := map[string]struct {
		fine   bool
		args   []string
		code   int
		stdout string
		stderr string
	}{
		"as it should be": {true, nil, 0, "Of 2 cases, 2 went wrong in naive.go and 0 in ours.", ""},
		"naive withstands": {false, nil, 1, "Of 2 cases, 1 went wrong in naive.go and 0 in ours.",
			"If you repair it:  go test -tags exercise ./walkthrough/01-bearer\nThe way back:      git checkout walkthrough/01-bearer\n"},
		"an exercise":   {true, []string{"-exercise"}, 1, "It got in:     an attack", ""},
		"verbose":       {true, []string{"-v"}, 0, "Authorization: Bearer a.b.c", ""},
		"hint":          {true, []string{"-hint"}, 0, "Look twice.", ""},
		"help":          {true, []string{"-h"}, 0, "usage: go run ./walkthrough/01-bearer [flags]", ""},
		"unknown flag":  {true, []string{"-x"}, 2, "", "hint: -h lists the flags"},
		"an argument":   {true, []string{"x"}, 2, "", `unexpected argument "x"`},
		"a score":       {true, []string{"-score"}, 0, `"Kind": "attack"`, ""},
		"no such thing": {true, []string{"-score", "x"}, 2, "", "unexpected argument"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if got := program(tt.fine).run(tt.args, &stdout, &stderr); got != tt.code {
				t.Errorf("run(%q) = %d; want %d", tt.args, got, tt.code)
			}
			if !strings.Contains(stdout.String(), tt.stdout) {
				t.Errorf("run(%q) prints %q; want %q in it", tt.args, &stdout, tt.stdout)
			}
			if !strings.Contains(stderr.String(), tt.stderr) || (tt.stderr == "") != (stderr.Len() == 0) {
				t.Errorf("run(%q) complains %q; want %q in it", tt.args, &stderr, tt.stderr)
			}
		})
	}
}

// The scoreboard gets everything from what -score prints.
func TestScore(t *testing.T) {
	var stdout, stderr bytes.Buffer
	program(true).run([]string{"-score"}, &stdout, &stderr)
	var scores []Score
	if err := json.Unmarshal(stdout.Bytes(), &scores); err != nil {
		t.Fatal(err)
	}
	if len(scores) != 3 || scores[1].Replay.Authorization[0] != "Bearer a.b.c" {
		t.Errorf("-score prints %s; want three cases, the second with its token", &stdout)
	}
	for _, s := range scores {
		if !s.AsItShould() {
			t.Errorf("%s: AsItShould() = false; want true", s.Name)
		}
	}
}

// A page without a case proves nothing.
func TestEmpty(t *testing.T) {
	var out bytes.Buffer
	p := Program{Number: 1, Tell: func(*Page) {}}
	if got := p.run(nil, &out, &out); got != 1 {
		t.Errorf("run() = %d; want 1", got)
	}
}

func TestPage(t *testing.T) {
	var b bytes.Buffer
	p := NewPage(&b, 1, false)
	p.Say("%s", strings.Repeat("word ", 20))
	p.Bytes("bytes", bytes.Repeat([]byte{0xab}, 64))
	p.Text("text", strings.Repeat("x", 100))
	p.JSON(`{"a":"` + strings.Repeat("a", 60) + `","b":"` + strings.Repeat("b", 60) + `"}`)
	for i, line := range strings.Split(b.String(), "\n") {
		if len(line) > columns {
			t.Errorf("line %d has %d columns: %q", i+1, len(line), line)
		}
	}
}

// What is told is recorded in its order, with the line from which it came.
func TestRecord(t *testing.T) {
	prog := Program{Number: 1, Exercise: Exercise{Hints: [2]string{"Look twice."}}, Tell: func(p *Page) {
		p.Say("two\n\t\twords")
		p.Figure("drawing", 1, 2)
		p.Check("Count them.", "$ echo two words | wc -w", "2")
		p.Values(Value{Name: "H", How: "SHA-256(x)", Bytes: []byte{1, 2}})
		p.Attack(Case{Name: "an attack", Token: "a.b.c", Ours: errors.New("no"), Held: "It held."})
	}}
	r := prog.Record()
	if r.Program != 1 || !slices.Equal(r.Hints, []string{"Look twice."}) || len(r.Blocks) != 5 {
		t.Fatalf("Record() = %+v; want five blocks of program 1, and its hint", r)
	}
	for i, b := range r.Blocks {
		if want := r.Blocks[0].Line + i; b.Line != want {
			t.Errorf("block %d is of line %d; want %d", i, b.Line, want)
		}
	}
	if got := r.Blocks[0].Say; got != "two words" {
		t.Errorf("the first block says %q; want %q", got, "two words")
	}
	told := r.Blocks[4].Case
	if told == nil || told.Token != "a.b.c" || told.Held != "It held." || told.NaiveWord() != "IN" || told.OursWord() != "refused" {
		t.Errorf("the last block is %+v; want the attack", told)
	}
}

// The terminal prints how to check a page, and leaves its figures out.
func TestTerminal(t *testing.T) {
	var b bytes.Buffer
	p := NewPage(&b, 1, false)
	p.Figure("drawing")
	p.Check("Count the words, without a line of ours.", "$ echo two words | wc -w", "2")
	want := "CHECK IT YOURSELF  Count the words, without a line of ours.\n  $ echo two words | wc -w\n  2\n\n"
	if b.String() != want {
		t.Errorf("the page is %q; want %q", &b, want)
	}
}

func TestContents(t *testing.T) {
	before := -1
	for _, e := range Contents {
		if e.Number <= before {
			t.Errorf("%s comes after number %d", e.Dir(), before)
		}
		before = e.Number
		if e.Name == "" || e.Idea == "" || e.Attack == "" {
			t.Errorf("%s lacks something", e.Dir())
		}
		if found, ok := Find(e.Number); !ok || found != e {
			t.Errorf("Find(%d) = %v, %v; want %v", e.Number, found, ok, e)
		}
	}
	if e, ok := Find(99); ok {
		t.Errorf("Find(99) = %v; want none", e)
	}
}
