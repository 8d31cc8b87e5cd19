// The walkthrough is a short book of programs. Each shows one idea of
// how a token is verified, and then attacks two gates: a step of a tutorial
// with its mistake, and this module.
//
//	go run ./walkthrough          lists the programs
//	go run ./walkthrough 10       runs one of them
//	go run ./walkthrough 10 -v    the same, with every byte
//	go run ./walkthrough T1       lists the steps of a tutorial, T0 to T4
//	go run ./walkthrough -all     runs all, and ends with the scoreboard
//	go run ./walkthrough progress shows which exercises you have done
//
//	go run ./walkthrough -http 127.0.0.1:8092   all of it as a book, in a browser
//	go run ./walkthrough -o DIR                 the same, written as files
//
// What follows the number goes to the program: -v, -hint, -h. Each program can
// be run by itself as well, as in go run ./walkthrough/10-rs256.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

const usage = `usage: go run ./walkthrough             lists the programs
       go run ./walkthrough N [flags]   runs program N of the list
       go run ./walkthrough T1          lists the headings of a tutorial, of T0
                                        to T4, each with its programs
       go run ./walkthrough -all [-v]   runs all of them, and exits with 0 if
                                        all went as it should
       go run ./walkthrough progress    tries the exercises, and shows which
                                        are done
       go run ./walkthrough N -h        lists the flags of a program
       go run ./walkthrough -http 127.0.0.1:8092
                                        serves the book, with pictures, to a
                                        browser on this machine
       go run ./walkthrough -o DIR      writes the book as files, which need no
                                        server
`

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		list(stdout)
		return 0
	}
	var err error
	switch name, rest := strings.TrimLeft(args[0], "-"), args[1:]; name {
	case "h", "help":
		fmt.Fprint(stdout, usage)
		return 0
	case "o", "http":
		if len(rest) == 1 && args[0] != name {
			return runBook(name, rest[0], stdout, stderr)
		}
		err = fmt.Errorf("%s takes one argument: a directory for -o, an address for -http", args[0])
	case "all":
		if len(rest) == 0 || len(rest) == 1 && rest[0] == "-v" {
			return runAll(lesson.Contents, rest, stdout, stderr)
		}
		err = fmt.Errorf("unexpected argument %q", rest[0])
	case "progress":
		if len(rest) == 0 {
			return runProgress(lesson.Contents, stdout, stderr)
		}
		err = fmt.Errorf("unexpected argument %q", rest[0])
	default:
		if t, ok := findTutorial(name); ok && len(rest) == 0 {
			listTutorial(stdout, t)
			return 0
		}
		var e lesson.Entry
		if e, err = find(name); err == nil {
			return runOne(e, rest, stdout, stderr)
		}
	}
	fmt.Fprintf(stderr, "walkthrough: %v\nhint: -h shows the usage\n", err)
	return 2
}

// find finds a program by its number, name or directory: 9, 09, ec-key,
// 09-ec-key.
func find(arg string) (lesson.Entry, error) {
	number, err := strconv.Atoi(arg)
	for _, e := range lesson.Contents {
		if err == nil && e.Number == number || e.Name == arg || e.Dir() == arg {
			return e, nil
		}
	}
	return lesson.Entry{}, fmt.Errorf("there is no program %q", arg)
}

// list prints the table of contents.
func list(w io.Writer) {
	for _, e := range lesson.Contents {
		fmt.Fprintf(w, "%2d  %-11s %s\n", e.Number, e.Name, e.Idea)
		fmt.Fprintf(w, "    %-11s %s\n", "", e.In())
	}
	fmt.Fprintln(w)
	for _, t := range lesson.Tutorials {
		fmt.Fprintln(w, strings.Join(titleLines(t), "\n"))
	}
	fmt.Fprint(w, "\ngo run ./walkthrough 0         is the first page\n",
		"go run ./walkthrough T1        is the way of somebody who reads T1; so for T0 to T4\n",
		"go run ./walkthrough -all      runs all of them\n",
		"go run ./walkthrough progress  shows which exercises are done\n")
}

// runOne runs a program as if it had been called itself.
func runOne(e lesson.Entry, args []string, stdout, stderr io.Writer) int {
	if err := lesson.CheckModule(); err != nil {
		return refuse(err, stderr)
	}
	cmd := e.Command(args...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return exitCode(cmd.Run())
}

// runAll runs programs and prints what they say, one after the other. It
// returns the worst of their exit codes.
func runAll(programs []lesson.Entry, args []string, stdout, stderr io.Writer) int {
	if err := lesson.CheckModule(); err != nil {
		return refuse(err, stderr)
	}
	worst := 0
	for i, result := range lesson.RunAll(programs, args...) {
		if i > 0 {
			fmt.Fprint(stdout, "\n", strings.Repeat("-", 72), "\n\n")
		}
		r := <-result
		_, _ = r.Stdout.WriteTo(stdout)
		_, _ = r.Stderr.WriteTo(stderr)
		worst = max(worst, exitCode(r.Err))
	}
	return worst
}

func refuse(err error, stderr io.Writer) int {
	fmt.Fprintf(stderr, "walkthrough: %v\n", err)
	if errors.Is(err, lesson.ErrModule) {
		fmt.Fprintln(stderr, "hint: change to the directory that has glassjwt's go.mod in it")
	}
	return 2
}

func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode()
	}
	return 1
}
