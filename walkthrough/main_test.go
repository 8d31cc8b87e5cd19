package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

var update = flag.Bool("update", false, "write testdata anew")

func TestList(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(nil, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Errorf("run() = %d, stderr %q; want 0 and nothing", code, &stderr)
	}
	golden(t, "testdata/list.txt", stdout.String())
}

func TestArguments(t *testing.T) {
	tests := map[string]struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		"help":            {[]string{"-h"}, 0, "usage: go run ./walkthrough", ""},
		"no such program": {[]string{"99"}, 2, "", `there is no program "99"`},
		"a tutorial":      {[]string{"T1"}, 0, "Step 3: Setup Postman to Get a Valid Token", ""},
		"no tutorial":     {[]string{"T5"}, 2, "", `there is no program "T5"`},
		"nothing":         {[]string{""}, 2, "", "there is no program"},
		"-o and nothing":  {[]string{"-o"}, 2, "", "-o takes one argument"},
		"-http, too much": {[]string{"-http", "127.0.0.1:0", "x"}, 2, "", "-http takes one argument"},
		"http, no flag":   {[]string{"http", "127.0.0.1:0"}, 2, "", "http takes one argument"},
		"-all and more":   {[]string{"-all", "9"}, 2, "", `unexpected argument "9"`},
		"a hint":          {[]string{"13", "-hint"}, 0, "The function asks whether", ""},
		"by name":         {[]string{"13-time", "-hint"}, 0, "The function asks whether", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if got := run(tt.args, &stdout, &stderr); got != tt.code {
				t.Errorf("run(%q) = %d; want %d", tt.args, got, tt.code)
			}
			if !strings.Contains(stdout.String(), tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("run(%q) prints %q and complains %q; want %q and %q", tt.args, &stdout, &stderr, tt.stdout, tt.stderr)
			}
		})
	}
}

// Several programs are printed in their order, whichever is done first.
func TestSeveral(t *testing.T) {
	programs := two(t)
	var want []string
	for _, e := range programs {
		text, err := os.ReadFile(e.Dir() + "/output.txt")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, string(text))
	}
	var stdout, stderr bytes.Buffer
	if code := runAll(programs, nil, &stdout, &stderr); code != 0 {
		t.Errorf("runAll(...) = %d, stderr %q; want 0", code, &stderr)
	}
	line := "\n" + strings.Repeat("-", 72) + "\n\n"
	if diff := cmp.Diff(strings.Join(want, line), stdout.String()); diff != "" {
		t.Errorf("runAll prints something else than its programs (-want +got):\n%s", diff)
	}
}

// two are programs to run: time and who.
func two(t *testing.T) (list []lesson.Entry) {
	for _, name := range []string{"time", "who"} {
		e, err := find(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

// What a program says of itself is what is recorded of it.
func TestCollect(t *testing.T) {
	programs := two(t)
	got, err := lesson.Collect(programs)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(lesson.Recorded, lesson.Last().Dir()+"/testdata")
	want, err := lesson.Collect(programs)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Collect(...) differs from the record (-want +got):\n%s", diff)
	}
}

// Elsewhere, the go command does not find the programs.
func TestElsewhere(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range [][]string{{"-all"}, {"1"}} {
		var stdout, stderr bytes.Buffer
		if got := run(args, &stdout, &stderr); got != 2 {
			t.Errorf("run(%q) = %d; want 2", args, got)
		}
		if !strings.Contains(stderr.String(), "hint: change to the directory") {
			t.Errorf("run(%q) complains %q; want a hint where to go", args, &stderr)
		}
	}
}
