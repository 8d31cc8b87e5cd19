package lesson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const module = "example.com/glassjwt"

// ErrModule is the answer of [Build] outside of this module.
var ErrModule = errors.New("not within the module " + module)

// Build builds these programs into a directory. It needs the go command, and
// must be called within the module.
func Build(dir string, programs ...Entry) error {
	out, err := exec.Command("go", "list", "-m").Output()
	if err != nil || strings.TrimSpace(string(out)) != module {
		return ErrModule
	}
	args := []string{"build", "-ldflags=-s -w", "-o", dir + string(filepath.Separator)}
	for _, e := range programs {
		args = append(args, module+"/walkthrough/"+e.Dir())
	}
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// Programs is the environment variable that names a directory in which all
// programs have been built, for those that run others.
const Programs = "GLASSJWT_WALKTHROUGH"

// Collect runs all programs but the last and returns their scores.
func Collect() ([]Score, error) {
	dir := os.Getenv(Programs)
	if dir == "" {
		temp, err := os.MkdirTemp("", "walkthrough-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(temp)
		if err := Build(temp, Contents[:len(Contents)-1]...); err != nil {
			return nil, err
		}
		dir = temp
	}
	var all []Score
	for _, e := range Contents[:len(Contents)-1] {
		var stderr bytes.Buffer
		cmd := exec.Command(filepath.Join(dir, e.Dir()), "-score")
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", e.Dir(), err, &stderr)
		}
		var scores []Score
		if err := json.Unmarshal(out, &scores); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Dir(), err)
		}
		all = append(all, scores...)
	}
	return all, nil
}
