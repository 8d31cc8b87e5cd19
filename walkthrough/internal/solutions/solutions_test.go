package solutions

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/glassjwt/walkthrough/internal/lesson"

	// The programs use these. A change in them is a reason to test again,
	// and not to take the result from the cache.
	_ "example.com/glassjwt/httpauth"
	_ "example.com/glassjwt/walkthrough/internal/byhand"
	_ "example.com/glassjwt/walkthrough/internal/lessontest"
	_ "example.com/glassjwt/walkthrough/internal/textbook"
)

// Each exercise is green with its solution. Without, it is red: that is what
// the tests of the programs say when they are not exercises.
//
// To link so many tests takes long. So each program becomes a package of its
// own here, with its solution in the place of naive.go, and one program runs
// them all. The go command is told so by an overlay; no file is written but
// that.
func TestSolutions(t *testing.T) {
	o, inPlace := overlay{}, overlay{}
	var imports, programs strings.Builder
	var dirs []string
	for _, e := range lesson.Contents {
		name := fmt.Sprintf("p%02d", e.Number)
		for _, file := range glob(t, filepath.Join("..", "..", e.Dir(), "*.go")) {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text := read(t, file)
			if filepath.Base(file) == "naive.go" {
				text = read(t, fmt.Sprintf("%02d.go.txt", e.Number))
				inPlace.add(t, file, text)
			}
			text = strings.Replace(text, "package main\n", "package "+name+"\n", 1)
			o.add(t, filepath.Join(name, filepath.Base(file)), text)
		}
		dirs = append(dirs, "../../"+e.Dir())
		o.add(t, filepath.Join(name, "export.go"), "package "+name+"\n\nvar Program = program\n")
		fmt.Fprintf(&imports, "\t%q\n", "example.com/glassjwt/walkthrough/internal/solutions/"+name)
		fmt.Fprintf(&programs, "\t\t%s.Program,\n", name)
	}
	o.add(t, "all/main.go", fmt.Sprintf(all, &imports, &programs))

	t.Setenv(lesson.Recorded, absolute(t, "../../"+lesson.Last().Dir()+"/testdata"))
	goCommand(t, "run", "-overlay="+o.write(t), "./all")
	goCommand(t, append([]string{"vet", "-overlay=" + inPlace.write(t)}, dirs...)...)
}

// all is the program that runs the exercises.
const all = `package main

import (
	"fmt"
	"os"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/lessontest"
%s)

func main() {
	code := 0
	for _, program := range []lesson.Program{
%s	} {
		if advice := lessontest.Exercise(program); advice != "" {
			fmt.Println(advice)
			code = 1
		}
	}
	os.Exit(code)
}
`

// One of them in the way that a reader does it: red, and green when repaired.
func TestExercise(t *testing.T) {
	const page = "../../14-who"
	out, err := exec.Command("go", "test", "-tags=exercise", page).CombinedOutput()
	if err == nil {
		t.Errorf("the exercise is green before it is repaired:\n%s", out)
	}
	if hint := "For a hint:    go run ./walkthrough/14-who -hint"; !strings.Contains(string(out), hint) {
		t.Errorf("the exercise says\n%s\nwant %q in it", out, hint)
	}
	o := overlay{}
	o.add(t, page+"/naive.go", read(t, "14.go.txt"))
	goCommand(t, "test", "-tags=exercise", "-overlay="+o.write(t), page)
}

func goCommand(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		t.Errorf("go %s: %v\n%s", args[0], err, out)
	}
}

// An overlay tells the go command to find other texts in the place of files,
// or where no file is.
type overlay map[string]string

func (o overlay) add(t *testing.T, file, text string) {
	temp := filepath.Join(t.TempDir(), "text.go")
	if err := os.WriteFile(temp, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	o[absolute(t, file)] = temp
}

func (o overlay) write(t *testing.T) string {
	text, err := json.Marshal(map[string]any{"Replace": o})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func glob(t *testing.T, pattern string) []string {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	return files
}

func read(t *testing.T, file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func absolute(t *testing.T, file string) string {
	path, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
