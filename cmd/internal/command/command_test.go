package command

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	const source = "// Api is an API.\n//\n//\tapi -h\npackage main\n\n// not this\n"
	if got, want := Usage(source), "Api is an API.\n\n\tapi -h\n"; got != want {
		t.Errorf("Usage(...) = %q; want %q", got, want)
	}
}

func TestExit(t *testing.T) {
	tests := map[string]struct {
		err            error
		code           int
		stdout, stderr string
	}{
		"nothing":           {nil, 0, "", ""},
		"help":              {flag.ErrHelp, 0, "usage\n", ""},
		"a failure":         {errors.New("no luck"), 1, "", "x: no luck\n"},
		"one with a hint":   {Hint(errors.New("no luck"), "try again"), 1, "", "x: no luck\nhint: try again\n"},
		"a wrapped hint":    {fmt.Errorf("start: %w", Hint(errors.New("no luck"), "try again")), 1, "", "x: start: no luck\nhint: try again\n"},
		"misuse":            {Misuse("no such flag", "x -h"), 2, "", "x: no such flag\nhint: x -h\n"},
		"an unknown flag":   {parse("-y"), 2, "", "x: flag provided but not defined: -y\nhint: x -h lists the flags\n"},
		"an argument":       {parse("y"), 2, "", "x: unexpected argument \"y\"\nhint: x -h lists the flags\n"},
		"a call for help":   {parse("-help"), 0, "usage\n", ""},
		"a call that is ok": {parse(), 0, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			code := Exit("x", "usage\n", &stdout, &stderr, test.err)
			if code != test.code || stdout.String() != test.stdout || stderr.String() != test.stderr {
				t.Errorf("Exit(%v) = %d, prints %q and %q; want %d, %q, %q",
					test.err, code, &stdout, &stderr, test.code, test.stdout, test.stderr)
			}
		})
	}
}

func parse(args ...string) error {
	return Parse(flag.NewFlagSet("x", flag.ContinueOnError), args)
}

// TestMain lets the test binary be a command, for TestInterrupt.
func TestMain(m *testing.M) {
	if os.Getenv("COMMAND_TEST") == "" {
		os.Exit(m.Run())
	}
	Main(func(ctx context.Context, args []string, stdout, _ io.Writer) int {
		fmt.Fprintln(stdout, "ready")
		<-ctx.Done()
		return 7
	})
}

func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted there")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "COMMAND_TEST=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "ready\n" {
		t.Fatalf("it begins with %q, %v", line, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 7 {
		t.Errorf("it ends with %v; want the status that run returns, 7", err)
	}
}
