// The walkthrough is a short book of sixteen programs. Each shows one idea of
// how a token is verified, and then attacks two gates: a step of a tutorial
// with its mistake, and this module.
//
//	go run ./walkthrough          lists the programs
//	go run ./walkthrough 9        runs one of them
//	go run ./walkthrough 9 -v     the same, with every byte
//	go run ./walkthrough -all     runs all, and ends with the scoreboard
//
// What follows the number goes to the program: -v, -hint, -h. Each program can
// be run by itself as well, as in go run ./walkthrough/09-rs256.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

const usage = `usage: go run ./walkthrough [-all | N [-v | -hint | -h]]

without arguments   lists the programs
N                   runs program N, of 1 to 16
-all                runs all of them, and exits with 0 if all went as it should
`

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("walkthrough", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	all := flags.Bool("all", false, "run all programs")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err != nil:
	case *all && flags.NArg() > 0 && flags.Arg(0) != "-v":
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case *all:
		return runSome(lesson.Contents[:], flags.Args(), stdout, stderr)
	case flags.NArg() == 0:
		list(stdout)
		return 0
	default:
		var e lesson.Entry
		if e, err = find(flags.Arg(0)); err == nil {
			return runSome([]lesson.Entry{e}, flags.Args()[1:], stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "walkthrough: %v\nhint: -h shows the usage\n", err)
	return 2
}

// find finds a program by its number, name or directory: 9, 09, rs256,
// 09-rs256.
func find(arg string) (lesson.Entry, error) {
	number, _ := strconv.Atoi(arg)
	for _, e := range lesson.Contents {
		if e.Number == number || e.Name == arg || e.Dir() == strings.Trim(arg, "/") {
			return e, nil
		}
	}
	return lesson.Entry{}, fmt.Errorf("there is no program %q", arg)
}

// list prints the table of contents.
func list(w io.Writer) {
	for _, e := range lesson.Contents {
		fmt.Fprintf(w, "%2d  %-11s %-50s %s\n", e.Number, e.Name, e.Idea, e.Steps)
	}
	fmt.Fprintln(w)
	for _, t := range lesson.Tutorials {
		fmt.Fprintf(w, "%s  %s\n", t.Name, t.Title)
	}
	fmt.Fprint(w, "\ngo run ./walkthrough 1 is the first page, -all runs all of them.\n")
}

// runSome builds these programs, runs each with the arguments, and returns the
// worst of their exit codes.
func runSome(programs []lesson.Entry, args []string, stdout, stderr io.Writer) int {
	dir, err := os.MkdirTemp("", "walkthrough-")
	if err == nil {
		defer os.RemoveAll(dir)
		err = lesson.Build(dir, programs...)
	}
	if err != nil {
		fmt.Fprintf(stderr, "walkthrough: %v\n", err)
		if errors.Is(err, lesson.ErrModule) {
			fmt.Fprintln(stderr, "hint: change to the directory that has go.mod in it, and try again")
		}
		return 2
	}
	worst := 0
	for i, e := range programs {
		if i > 0 {
			fmt.Fprint(stdout, "\n", strings.Repeat("-", 72), "\n\n")
		}
		cmd := exec.Command(filepath.Join(dir, e.Dir()), args...)
		cmd.Stdout, cmd.Stderr = stdout, stderr
		if len(programs) == len(lesson.Contents) {
			cmd.Env = append(os.Environ(), lesson.Programs+"="+dir)
		}
		if err := cmd.Run(); err != nil {
			worst = max(worst, exitCode(err))
		}
	}
	return worst
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return exit.ExitCode()
	}
	return 1
}
