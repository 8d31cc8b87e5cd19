package lesson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const module = "example.com/glassjwt"

// ErrModule is the answer of [CheckModule] outside of this module.
var ErrModule = errors.New("not within the module " + module)

// CheckModule returns an error if the go command is not called within this
// module, where alone it finds the programs.
func CheckModule() error {
	out, err := exec.Command("go", "list", "-m").Output()
	if errors.Is(err, exec.ErrNotFound) {
		return err
	}
	if err != nil || strings.TrimSpace(string(out)) != module {
		return ErrModule
	}
	return nil
}

// Command returns the command that builds and runs the program. The go command
// keeps what it has built, so that the second time is quick.
func (e Entry) Command(args ...string) *exec.Cmd {
	return exec.Command("go", append([]string{"run", module + "/walkthrough/" + e.Dir()}, args...)...)
}

// A Run is a program that was run to its end.
type Run struct {
	Entry
	Stdout, Stderr bytes.Buffer
	Err            error // an *exec.ExitError if the program failed
}

// RunAll runs programs, a few at a time, and returns a channel for each. The
// channels are in the order of the programs.
func RunAll(programs []Entry, args ...string) []<-chan *Run {
	var results []<-chan *Run
	slots := make(chan bool, runtime.GOMAXPROCS(0))
	for _, e := range programs {
		result := make(chan *Run, 1)
		results = append(results, result)
		go func() {
			slots <- true
			defer func() { <-slots }()
			r := &Run{Entry: e}
			cmd := e.Command(args...)
			cmd.Stdout, cmd.Stderr = &r.Stdout, &r.Stderr
			r.Err = cmd.Run()
			result <- r
		}()
	}
	return results
}

// Recorded is the environment variable that names a directory with recorded
// scores, one file for each program. The tests set it, to save the time that it
// takes to build the programs; and they compare the records.
const Recorded = "GLASSJWT_SCORES"

// Collect runs these programs and returns their scores.
func Collect(programs []Entry) (all []Score, err error) {
	dir := os.Getenv(Recorded)
	if dir == "" {
		if err := CheckModule(); err != nil {
			return nil, err
		}
		for _, result := range RunAll(programs, "-score") {
			r := <-result
			if r.Err != nil {
				return nil, fmt.Errorf("%s: %w\n%s", r.Dir(), r.Err, &r.Stderr)
			}
			if all, err = appendScores(all, r.Stdout.Bytes()); err != nil {
				return nil, fmt.Errorf("%s: %w", r.Dir(), err)
			}
		}
		return all, nil
	}
	for _, e := range programs {
		text, err := os.ReadFile(filepath.Join(dir, e.Dir()+".json"))
		if err != nil {
			return nil, err
		}
		if all, err = appendScores(all, text); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Dir(), err)
		}
	}
	return all, nil
}

func appendScores(all []Score, text []byte) ([]Score, error) {
	var scores []Score
	err := json.Unmarshal(text, &scores)
	return append(all, scores...), err
}
