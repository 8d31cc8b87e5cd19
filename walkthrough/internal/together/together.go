package together

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// Records runs the programs of the module in this directory, and returns what
// each has told, in their order.
func Records(module string) ([]lesson.Record, error) {
	temp, err := os.MkdirTemp("", "glassjwt-together-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)

	o := overlay{module: module, temp: temp, replace: map[string]string{}}
	overlayFile, err := o.write(lesson.Contents[:])
	if err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("go", "run", "-overlay="+overlayFile, "./"+home+"/all")
	cmd.Dir, cmd.Stdout, cmd.Stderr = module, &stdout, &stderr
	// The last program replays what the others write there.
	cmd.Env = append(os.Environ(), lesson.Recorded+"="+temp)
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("running all programs: %w\n%s", err, &stderr)
	}
	var records []lesson.Record
	if err := json.Unmarshal(stdout.Bytes(), &records); err != nil {
		return nil, fmt.Errorf("reading what all programs told: %w", err)
	}
	return records, nil
}

// home is this directory, in which the packages seem to be.
const home = "walkthrough/internal/together"

// An overlay is what the go command finds in the place of files.
type overlay struct {
	module, temp string
	replace      map[string]string
}

// write writes the file for -overlay, and returns its name.
func (o overlay) write(programs []lesson.Entry) (string, error) {
	var imports, list strings.Builder
	for _, e := range programs {
		name := fmt.Sprintf("p%02d", e.Number)
		if err := o.program(e, name); err != nil {
			return "", err
		}
		fmt.Fprintf(&imports, "\t\"example.com/glassjwt/%s/%s\"\n", home, name)
		fmt.Fprintf(&list, "\t\t%s.Program,\n", name)
	}
	if err := o.add("all/main.go", fmt.Sprintf(all, &imports, &list)); err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]any{"Replace": o.replace})
	if err != nil {
		return "", err
	}
	file := filepath.Join(o.temp, "overlay.json")
	return file, os.WriteFile(file, text, 0o600)
}

// program makes a package of a program.
func (o overlay) program(e lesson.Entry, name string) error {
	files, err := filepath.Glob(filepath.Join(o.module, "walkthrough", e.Dir(), "*.go"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no program in walkthrough/%s", e.Dir())
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		// No line moves: the records name lines of main.go.
		source := strings.Replace(string(text), "package main\n", "package "+name+"\n", 1)
		if err := o.add(name+"/"+filepath.Base(file), source); err != nil {
			return err
		}
	}
	return o.add(name+"/export.go", "package "+name+"\n\nvar Program = program\n")
}

func (o overlay) add(path, text string) error {
	file := filepath.Join(o.temp, strings.ReplaceAll(path, "/", "-"))
	o.replace[filepath.Join(o.module, filepath.FromSlash(home), filepath.FromSlash(path))] = file
	return os.WriteFile(file, []byte(text), 0o600)
}

// all is the program that runs all others.
const all = `package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	"example.com/glassjwt/walkthrough/internal/lesson"
%s)

func main() {
	var records []lesson.Record
	for _, program := range []lesson.Program{
%s	} {
		r := program.Record()
		records = append(records, r)
		file := filepath.Join(os.Getenv(lesson.Recorded), program.Dir()+".json")
		if err := os.WriteFile(file, r.Scores(), 0o600); err != nil {
			panic(err)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(records); err != nil {
		panic(err)
	}
}
`
