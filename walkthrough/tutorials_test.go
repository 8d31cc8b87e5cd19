package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// The index has the headings of the tutorials, all of them and in their order.
func TestHeadings(t *testing.T) {
	text, err := os.ReadFile("testdata/tutorials.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			want = append(want, line)
		}
	}
	for _, tutorial := range lesson.Tutorials {
		for _, h := range tutorial.Headings {
			got = append(got, tutorial.Name+" "+h.Title)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the index differs from testdata/tutorials.txt (-want +got):\n%s", diff)
	}
}

// Each heading has a program or a command, and all that it names is there.
func TestPlaces(t *testing.T) {
	routes := readFile(t, "../cmd/api/routes.go")
	for _, tutorial := range lesson.Tutorials {
		for _, h := range tutorial.Headings {
			places := len(h.Pages())
			for _, point := range h.Points {
				for _, name := range point.Programs {
					if _, err := find(name); err != nil {
						t.Errorf("%s %s: %v", tutorial.Name, h.Title, err)
					}
				}
				for _, also := range point.Also {
					if isRoute(also) {
						if !strings.Contains(routes, fmt.Sprintf("%q", also)) {
							t.Errorf("%s %s: cmd/api has no route %q", tutorial.Name, h.Title, also)
						}
						continue
					}
					places++
					if err := checkCommand(also); err != nil {
						t.Errorf("%s %s: %v", tutorial.Name, h.Title, err)
					}
				}
			}
			if places == 0 {
				t.Errorf("%s %s: no program and no command", tutorial.Name, h.Title)
			}
		}
	}
}

func isRoute(s string) bool { return strings.HasPrefix(s, "GET ") || strings.HasPrefix(s, "DELETE ") }

// checkCommand looks whether the package or the file of a command is there.
func checkCommand(command string) error {
	if strings.HasPrefix(command, "go ") {
		return checkPackages([]string{command})
	}
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(command)))
	return err
}

// A page mirrors a heading, or says why it mirrors none.
func TestMirrors(t *testing.T) {
	for _, e := range lesson.Contents {
		mirrors := strings.HasPrefix(e.Mirrors(), "Mirrors: ")
		if mirrors == (e.Beside != "") {
			t.Errorf("%s: mirrors a heading: %v; stands beside the tutorials: %q; want one of the two", e.Dir(), mirrors, e.Beside)
		}
		if page := readFile(t, e.Dir()+"/output.txt"); !strings.Contains(words(page), words(e.Mirrors())) {
			t.Errorf("%s does not print %q", e.Dir(), e.Mirrors())
		}
	}
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestTutorial(t *testing.T) {
	for _, tutorial := range lesson.Tutorials {
		var stdout, stderr bytes.Buffer
		if code := run([]string{strings.ToLower(tutorial.Name)}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
			t.Errorf("run(%q) = %d, stderr %q; want 0 and nothing", tutorial.Name, code, &stderr)
		}
		golden(t, "testdata/"+tutorial.Name+".txt", stdout.String())
		for line := range strings.Lines(stdout.String()) {
			if len(line) > 81 {
				t.Errorf("run(%q) prints a line of %d columns: %s", tutorial.Name, len(line)-1, line)
			}
		}
	}
}

// The README has a row for each program, and a table for each tutorial.
func TestTables(t *testing.T) {
	readme := readFile(t, "README.md")
	var pages, tutorials strings.Builder
	for _, e := range lesson.Contents {
		fmt.Fprintf(&pages, "| [%s](%s/main.go) | %s | %s | %s |\n", e.Dir(), e.Dir(), e.Idea, e.In(), e.Attack)
	}
	for _, tutorial := range lesson.Tutorials {
		table(&tutorials, tutorial)
	}
	want := replace(t, readme, "the attack that works there |\n|---|---|---|---|\n", pages.String(), "\n\n")
	want = replace(t, want, "and so for T0 to T4.\n", tutorials.String(), "\n\n## ")
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, readme); diff != "" {
		t.Errorf("the tables of README.md differ from the index; -update writes them anew (-want +got):\n%s", diff)
	}
}

// replace replaces what stands between two texts.
func replace(t *testing.T, text, after, with, before string) string {
	t.Helper()
	head, rest, ok := strings.Cut(text, after)
	_, tail, ok2 := strings.Cut(rest, before)
	if !ok || !ok2 {
		t.Fatalf("README.md has no %q, or no %q after it", after, before)
	}
	return head + after + strings.TrimSuffix(with, "\n") + before + tail
}

// table writes the table of a tutorial.
func table(b *strings.Builder, tutorial lesson.Tutorial) {
	fmt.Fprintf(b, "\n### %s: %s\n\n%s; %s.\n\n", tutorial.Name, tutorial.Title, tutorial.Publisher, tutorial.Tools)
	b.WriteString("| its heading | programs | commands and routes |\n|---|---|---|\n")
	for _, h := range tutorial.Headings {
		var pages, also []string
		for _, e := range h.Pages() {
			pages = append(pages, fmt.Sprintf("[%s](%s/main.go)", e.Dir(), e.Dir()))
		}
		for _, point := range h.Points {
			for _, a := range point.Also {
				also = append(also, "`"+a+"`")
			}
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", h.Title, strings.Join(pages, ", "), strings.Join(also, ", "))
	}
}

// golden compares a text with a file, or writes the file.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readFile(t, file), got); diff != "" {
		t.Errorf("it differs from %s; -update writes it anew (-want +got):\n%s", file, diff)
	}
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
