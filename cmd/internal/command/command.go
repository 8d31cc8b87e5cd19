// Package command has what the commands share: how they begin and end, the flags
// that several of them have, how they report errors, and how they serve HTTP.
//
// A command ends with 0 if all went well, with 1 if not, and with 2 if it was
// called the wrong way. It writes the error to the standard error, and a hint if
// the reader can do something about it:
//
//	api: listen tcp 127.0.0.1:8080: bind: address already in use
//	hint: choose another address, such as 127.0.0.1:0 for any free port
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Main runs a command with the arguments of the program, and ends the program
// with its exit status. The context is done when the program is interrupted or
// asked to terminate; a second such signal ends it at once.
func Main(run func(ctx context.Context, args []string, stdout, stderr io.Writer) int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// Usage returns the comment at the top of a Go file. A command embeds its
// doc.go, so that its documentation and the answer to -h are one text.
func Usage(source string) string {
	var b strings.Builder
	for line := range strings.Lines(source) {
		text, ok := strings.CutPrefix(line, "//")
		if !ok {
			break
		}
		b.WriteString(strings.TrimPrefix(text, " "))
	}
	return b.String()
}

// Parse parses the arguments. No argument may be left over.
func Parse(flags *flag.FlagSet, args []string) error {
	flags.SetOutput(io.Discard) // Exit speaks
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return Misuse(err.Error(), flags.Name()+" -h lists the flags")
	case flags.NArg() > 0:
		return Misuse(fmt.Sprintf("unexpected argument %q", flags.Arg(0)), flags.Name()+" -h lists the flags")
	}
	return nil
}

// An advised error comes with a hint.
type advised struct {
	error
	hint   string
	misuse bool
}

func (e *advised) Unwrap() error { return e.error }

// Hint adds to an error what the reader can do about it.
func Hint(err error, hint string) error { return &advised{err, hint, false} }

// Misuse is the error of a command that was called the wrong way.
func Misuse(what, hint string) error { return &advised{errors.New(what), hint, true} }

// Exit writes the error, if there is one, and returns the exit status. A request
// for help is not an error: its answer is the usage.
func Exit(name, usage string, stdout, stderr io.Writer, err error) int {
	if err == nil {
		return 0
	}
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		return 0
	}
	fmt.Fprintf(stderr, "%s: %v\n", name, err)
	var a *advised
	if !errors.As(err, &a) {
		return 1
	}
	fmt.Fprintf(stderr, "hint: %s\n", a.hint)
	if a.misuse {
		return 2
	}
	return 1
}
