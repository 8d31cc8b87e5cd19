package solutions_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/solutions"

	// The programs use these. A change in them is a reason to test again,
	// and not to take the result from the cache.
	_ "example.com/glassjwt/httpauth"
	_ "example.com/glassjwt/walkthrough/internal/byhand"
	_ "example.com/glassjwt/walkthrough/internal/lessontest"
	_ "example.com/glassjwt/walkthrough/internal/textbook"
)

// Each exercise is done with its solution, and not with the repairs in
// testdata/wrong, which look right on the page. That it is not done without any
// repair is what the test of each program says.
//
// To link so many tests takes long. So each program becomes a package of its
// own here, once with its solutions in place, and once with each of its wrong
// repairs. One program tries them all. The go command is told so
// by an overlay; no file is written but that.
func TestSolutions(t *testing.T) {
	o, inPlace := overlay{}, overlay{}
	var b builder
	var dirs []string
	for _, e := range lesson.Contents {
		solved := map[string]string{}
		for _, s := range solutions.Of(e.Number) {
			solved[s.File] = s.Text
			inPlace.add(t, filepath.Join("../..", e.Dir(), s.File), s.Text)
		}
		if solved["naive.go"] == "" {
			t.Errorf("%s has no solution", e.Dir())
		}
		dirs = append(dirs, "../../"+e.Dir())
		b.add(t, o, e, "solved", true, solved)
	}
	for _, file := range glob(t, "testdata/wrong/*.go.txt") {
		number, what, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".go.txt"), "-")
		n, err := strconv.Atoi(number)
		e, ok := lesson.Find(n)
		if err != nil || !ok {
			t.Fatalf("%s is for no program", file)
		}
		wrong := map[string]string{"naive.go": read(t, file)}
		for _, s := range solutions.Of(n) {
			if s.File != "naive.go" {
				wrong[s.File] = s.Text
			}
		}
		b.add(t, o, e, "wrong-"+what, false, wrong)
	}
	o.add(t, "all/main.go", fmt.Sprintf(all, &b.imports, &b.attempts))

	t.Setenv(lesson.Recorded, absolute(t, "../../"+lesson.Last().Dir()+"/testdata"))
	goCommand(t, "run", "-overlay="+o.write(t), "./all")
	goCommand(t, append([]string{"vet", "-overlay=" + inPlace.write(t)}, dirs...)...)
}

// A builder collects what the program has to try.
type builder struct{ imports, attempts strings.Builder }

// add makes a package of a program, with other texts for some of its files.
func (b *builder) add(t *testing.T, o overlay, e lesson.Entry, what string, done bool, texts map[string]string) {
	name := fmt.Sprintf("p%02d%s", e.Number, strings.ReplaceAll(what, "-", ""))
	for _, file := range glob(t, filepath.Join("..", "..", e.Dir(), "*.go")) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, ok := texts[filepath.Base(file)]
		if !ok {
			text = read(t, file)
		}
		text = strings.Replace(text, "package main\n", "package "+name+"\n", 1)
		o.add(t, filepath.Join(name, filepath.Base(file)), text)
	}
	o.add(t, filepath.Join(name, "export.go"), "package "+name+"\n\nvar Program = program\n")
	fmt.Fprintf(&b.imports, "\t%q\n", "example.com/glassjwt/walkthrough/internal/solutions/"+name)
	fmt.Fprintf(&b.attempts, "\t\t{%q, %v, %s.Program},\n", e.Dir()+", "+what, done, name)
}

// all is the program that tries the exercises.
const all = `package main

import (
	"fmt"
	"os"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
%s)

func main() {
	code := 0
	for _, x := range []struct {
		name    string
		done    bool
		program lesson.Program
	}{
%s	} {
		a := x.program.Attempt()
		switch {
		case x.done && a.Open() > 0:
			fmt.Printf("%%s: want it done\n%%s\n", x.name, a.Advice())
			code = 1
		case !x.done && a.Open() == 0:
			fmt.Printf("%%s: passes; want something open\n", x.name)
			code = 1
		case strings.Contains(x.name, "wrong") && fell(a.Shown):
			fmt.Printf("%%s: a case of the page is open; this repair is to fail only in those that are not shown\n%%s\n", x.name, a.Advice())
			code = 1
		case !x.done && a.Panic != "":
			fmt.Printf("%%s: panics: %%s\n", x.name, a.Panic)
			code = 1
		}
		for _, s := range append(a.Shown, a.Hidden...) {
			if !s.OursHeld() {
				fmt.Printf("%%s: ours went wrong in %%q\n", x.name, s.Name)
				code = 1
			}
		}
	}
	os.Exit(code)
}

func fell(scores []lesson.Score) bool {
	for _, s := range scores {
		if s.NaiveFell() {
			return true
		}
	}
	return false
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
	o.add(t, page+"/naive.go", solutions.Of(14)[0].Text)
	goCommand(t, "test", "-tags=exercise", "-overlay="+o.write(t), page)
}

// Plain tests of a page that is repaired name the exercise and the way back.
// They do not say that -update would help, and with it, they write nothing.
func TestRepaired(t *testing.T) {
	const page = "../../14-who"
	before := read(t, page+"/output.txt")
	o := overlay{}
	o.add(t, page+"/naive.go", solutions.Of(14)[0].Text)
	for _, args := range [][]string{nil, {"-update"}} {
		args = append([]string{"test", "-overlay=" + o.write(t), page}, args...)
		out, err := exec.Command("go", args...).CombinedOutput()
		if err == nil || strings.Contains(string(out), "-update") {
			t.Errorf("go %s: %v\n%s\nwant a failure, and no word of -update", args[0], err, out)
		}
		for _, want := range []string{
			"go test -tags exercise ./walkthrough/14-who", "git checkout walkthrough/14-who",
		} {
			if !strings.Contains(string(out), want) {
				t.Errorf("go test of a repaired page says\n%s\nwant %q in it", out, want)
			}
		}
	}
	if read(t, page+"/output.txt") != before {
		t.Error("-update has written the page of a repaired program")
	}
	// The page itself praises the reader.
	out, err := exec.Command("go", "run", "-overlay="+o.write(t), page).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Well done") {
		t.Errorf("the page of a repaired program: %v\n%s\nwant praise", err, out)
	}
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
