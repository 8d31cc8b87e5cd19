package main

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// What a page tells its readers to check with tools of their own comes out as
// the page says. Tools that are not here are left out.
func TestChecks(t *testing.T) {
	pages := 0
	for _, e := range lesson.Contents {
		list := checks(readFile(t, e.Dir()+"/output.txt"))
		for _, lines := range list {
			t.Run(e.Name, func(t *testing.T) { check(t, lines) })
		}
		if len(list) > 0 {
			pages++
		}
	}
	if pages < 5 {
		t.Errorf("%d pages can be checked; want 5 or more", pages)
	}
}

// checks finds the commands on a page, each with its output.
func checks(page string) (list [][]string) {
	for _, block := range strings.Split(page, "\n\n") {
		_, lines, ok := strings.Cut(block, "\n  $ ")
		if strings.HasPrefix(block, "CHECK IT YOURSELF") && ok {
			list = append(list, strings.Split("  $ "+lines, "\n"))
		}
	}
	return list
}

// check runs the commands in one shell, from the root of the module.
func check(t *testing.T, lines []string) {
	var commands, want []string
	for _, line := range lines {
		if len(line) > 72 {
			t.Errorf("a line of %d columns, more than 72: %s", len(line), line)
		}
		if command, ok := strings.CutPrefix(line, "  $ "); ok {
			commands = append(commands, command)
			continue
		}
		want = append(want, strings.TrimSpace(line))
	}
	if len(want) == 0 {
		t.Fatalf("no output: %q", lines)
	}
	for _, tool := range tools(commands) {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s here", tool)
		}
		if tool == "openssl" && !isOpenSSL3() {
			t.Skip("openssl is not OpenSSL 3, and may say the same in other words")
		}
	}
	script := strings.ReplaceAll(strings.Join(commands, "\n"), "/tmp/", filepath.ToSlash(t.TempDir())+"/")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", script)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, &stderr)
	}
	var got []string
	for line := range strings.Lines(string(out)) {
		got = append(got, strings.TrimSpace(line))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n(-want +got):\n%s", script, diff)
	}
}

func isOpenSSL3() bool {
	out, err := exec.Command("openssl", "version").Output()
	return err == nil && strings.HasPrefix(string(out), "OpenSSL 3")
}

// tools are the first words of all commands, and bash.
func tools(commands []string) []string {
	list := []string{"bash"}
	for _, command := range commands {
		for _, part := range strings.Split(command, "|") {
			if m := firstWord.FindStringSubmatch(part); m != nil && m[1] != "cd" {
				list = append(list, m[1])
			}
		}
	}
	return list
}

var firstWord = regexp.MustCompile(`^\s*([a-z0-9]+) `)
