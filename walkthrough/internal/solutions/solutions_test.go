package solutions

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "example.com/glassjwt/httpauth" // what the programs use is an input of
	_ "example.com/glassjwt/walkthrough/internal/byhand"
	_ "example.com/glassjwt/walkthrough/internal/lessontest"
	_ "example.com/glassjwt/walkthrough/internal/textbook" // the test's cache

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// Each exercise is green with its solution. Without, it is red: that is what
// the tests of the programs say when they are not exercises.
func TestSolutions(t *testing.T) {
	overlay := overlay(t)
	var packages []string
	for _, e := range lesson.Contents {
		packages = append(packages, "../../"+e.Dir())
	}
	args := []string{"test", "-count=1", "-vet=all", "-tags=exercise", "-overlay=" + overlay}
	out, err := exec.Command("go", append(args, packages...)...).CombinedOutput()
	if err != nil {
		t.Errorf("go test -tags=exercise: %v\n%s", err, out)
	}
}

// overlay writes a file that tells the go command to read the solutions in
// the place of the files that they repair.
func overlay(t *testing.T) string {
	replace := map[string]string{}
	for _, e := range lesson.Contents {
		dir := filepath.Join("..", "..", e.Dir())
		solution := fmt.Sprintf("%02d.go.txt", e.Number)
		replace[absolute(t, filepath.Join(dir, "naive.go"))] = absolute(t, solution)
		read(t, solution)
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			read(t, f)
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// read reads a file that only the go command needs, so that the result of
// this test is not taken from the cache when the file has changed.
func read(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), "package main") && !strings.Contains(string(text), "\npackage main") {
		t.Errorf("%s is not of package main", file)
	}
}

func absolute(t *testing.T, file string) string {
	path, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
