package lesson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
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

// Collect runs all programs but the last and returns their scores.
func Collect() ([]Score, error) {
	if err := CheckModule(); err != nil {
		return nil, err
	}
	var all []Score
	for _, result := range RunAll(Contents[:len(Contents)-1], "-score") {
		r := <-result
		var scores []Score
		err := r.Err
		if err == nil {
			err = json.Unmarshal(r.Stdout.Bytes(), &scores)
		}
		if err != nil {
			stderr, _ := io.ReadAll(&r.Stderr)
			return nil, fmt.Errorf("%s: %w\n%s", r.Dir(), err, stderr)
		}
		all = append(all, scores...)
	}
	return all, nil
}
