package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What a README shows is real. The word after the three backquotes says what a
// block is, and where it must be found:
//
//	go        verbatim in a .go file
//	text      verbatim in a golden file: output.txt, or a file below testdata
//	console   "$ " and a command, then its output, verbatim in a golden file
//	sh        commands; the packages that they name exist
//
// A block of code may be indented less than its file, by the same tabs in each
// line. Where a line of a golden file is left out, or many, there is a line
// with three dots. Blocks of other kinds, or of none, are not allowed.
func TestReadmes(t *testing.T) {
	sources, goldens := readAll(t)
	for _, readme := range readmes(t) {
		for _, b := range blocks(t, readme) {
			if err := b.check(sources, goldens); err != nil {
				t.Errorf("%s:%d: %v", readme, b.line, err)
			}
		}
	}
}

const root = ".."

// readmes are those of this module. Below testdata they belong to others.
func readmes(t *testing.T) []string {
	list := walk(t, func(path string) bool {
		return filepath.Base(path) == "README.md" && !strings.Contains(path, "testdata")
	})
	if !slices.Contains(list, filepath.Join(root, "walkthrough", "README.md")) {
		t.Fatalf("no README.md of the walkthrough among %q", list)
	}
	return list
}

// readAll reads what README blocks may be taken from.
func readAll(t *testing.T) (sources, goldens []string) {
	for _, path := range walk(t, func(path string) bool {
		return filepath.Ext(path) == ".go" || filepath.Base(path) == "output.txt" || strings.Contains(path, "testdata")
	}) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 1<<20 {
			continue // no page for people
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(path) == ".go" {
			sources = append(sources, string(text))
		} else {
			goldens = append(goldens, string(text))
		}
	}
	return sources, goldens
}

func walk(t *testing.T, wanted func(path string) bool) (files []string) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules" || d.Name() == "fuzz"):
			return filepath.SkipDir
		case d.Type().IsRegular() && wanted(path):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A block of a README, and the line at which it starts.
type block struct {
	line  int
	kind  string
	lines []string
}

func blocks(t *testing.T, readme string) (list []block) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	var open *block
	for i, line := range strings.Split(string(text), "\n") {
		kind, fence := strings.CutPrefix(strings.TrimLeft(line, " "), "```")
		switch {
		case fence && open == nil:
			open = &block{line: i + 1, kind: kind}
		case fence:
			list = append(list, *open)
			open = nil
		case open != nil:
			open.lines = append(open.lines, line)
		}
	}
	if open != nil {
		t.Errorf("%s:%d: the block is not closed", readme, open.line)
	}
	return list
}

func (b block) check(sources, goldens []string) error {
	switch b.kind {
	case "go":
		return b.find(sources, "any .go file")
	case "text":
		return b.find(goldens, "any golden file")
	case "console":
		return b.checkConsole(goldens)
	case "sh":
		return checkPackages(b.lines)
	}
	return fmt.Errorf("a block of kind %q; it can be go, text, console or sh", b.kind)
}

func (b block) checkConsole(goldens []string) error {
	var commands []string
	output := block{kind: "text"}
	for i, line := range b.lines {
		command, ok := strings.CutPrefix(line, "$ ")
		if ok {
			commands = append(commands, command)
			output = block{kind: "text"}
		} else {
			output.lines = append(output.lines, line)
		}
		if last := i == len(b.lines)-1; last || strings.HasPrefix(b.lines[i+1], "$ ") {
			if err := output.find(goldens, "any golden file"); err != nil {
				return err
			}
		}
	}
	if len(commands) == 0 {
		return fmt.Errorf(`no command in a block of kind console: it begins with "$ "`)
	}
	return checkPackages(commands)
}

// find looks for the lines in one of the texts.
func (b block) find(texts []string, where string) error {
	pieces := b.pieces()
	for _, text := range texts {
		if containsAll(strings.Split(text, "\n"), pieces) {
			return nil
		}
	}
	return fmt.Errorf("this is not in %s:\n%s", where, strings.Join(b.lines, "\n"))
}

// pieces cuts the block at lines of three dots.
func (b block) pieces() (pieces [][]string) {
	var piece []string
	for _, line := range append(b.lines, "...") {
		if strings.TrimSpace(line) != "..." {
			piece = append(piece, strings.TrimRight(line, " "))
			continue
		}
		if len(piece) > 0 {
			pieces = append(pieces, piece)
		}
		piece = nil
	}
	return pieces
}

// containsAll reports whether the pieces stand in the text one after another.
func containsAll(text []string, pieces [][]string) bool {
	for _, piece := range pieces {
		i := index(text, piece)
		if i < 0 {
			return false
		}
		text = text[i+len(piece):]
	}
	return true
}

func index(text, piece []string) int {
	for i := 0; i+len(piece) <= len(text); i++ {
		if same(text[i:i+len(piece)], piece) {
			return i
		}
	}
	return -1
}

// same compares lines. All lines of the text may have some tabs more.
func same(text, piece []string) bool {
	indent := strings.TrimSuffix(text[0], piece[0])
	if strings.Trim(indent, "\t") != "" {
		return false
	}
	for i := range piece {
		if text[i] != indent+piece[i] && (text[i] != "" || piece[i] != "") {
			return false
		}
	}
	return true
}

// checkPackages looks whether the packages of this module that a command names
// are there.
func checkPackages(commands []string) error {
	for _, command := range commands {
		for _, word := range strings.Fields(command) {
			dir, ok := strings.CutPrefix(strings.TrimSuffix(word, "/..."), "./")
			if !ok || dir == "" {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(dir))); err != nil {
				return fmt.Errorf("%s: there is no %s", command, word)
			}
		}
	}
	return nil
}

// The checks of this file find what is wrong.
func TestBlocks(t *testing.T) {
	sources := []string{"func f() {\n\tif x {\n\t\ty()\n\t}\n}\n"}
	goldens := []string{"one\ntwo\nthree\nfour\n"}
	tests := map[string]struct {
		kind, text string
		ok         bool
	}{
		"code":              {"go", "func f() {", true},
		"code, dedented":    {"go", "if x {\n\ty()\n}", true},
		"code, made up":     {"go", "if x {\n\tz()\n}", false},
		"code, half a line": {"go", "f() {", false},
		"output":            {"text", "two\nthree", true},
		"output with a gap": {"text", "one\n...\nthree", true},
		"output, shuffled":  {"text", "three\n...\none", false},
		"output, made up":   {"text", "one\nthree", false},
		"a command":         {"console", "$ go run ./walkthrough\none\ntwo", true},
		"two commands":      {"console", "$ go version\none\n$ go version\nthree", true},
		"a wrong output":    {"console", "$ go version\none\n$ go version\nfive", false},
		"a wrong package":   {"console", "$ go run ./nowhere\none", false},
		"no command":        {"console", "one", false},
		"commands":          {"sh", "go test ./walkthrough/...", true},
		"commands, wrong":   {"sh", "go test ./nowhere/...", false},
		"another kind":      {"json", "{}", false},
		"no kind":           {"", "one", false},
	}
	for name, tt := range tests {
		b := block{kind: tt.kind, lines: strings.Split(tt.text, "\n")}
		if err := b.check(sources, goldens); (err == nil) != tt.ok {
			t.Errorf("%s: check(...) = %v; want ok %v", name, err, tt.ok)
		}
	}
}
