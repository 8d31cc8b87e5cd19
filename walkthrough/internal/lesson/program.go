package lesson

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"runtime"
)

// A Program is one of those in [Contents].
type Program struct {
	Number   int         // as Contents has it
	Tell     func(*Page) // the lesson
	Exercise Exercise
}

// Main runs the program with the arguments of the command line, and exits: 0
// if the naive code fell for every attack and ours for none, 1 if not, and 2
// for misuse.
func (prog Program) Main() {
	os.Exit(prog.run(os.Args[1:], os.Stdout, os.Stderr))
}

func (prog Program) run(args []string, stdout, stderr io.Writer) int {
	e := prog.Entry()
	flags := flag.NewFlagSet(e.Dir(), flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	verbose := flags.Bool("v", false, "show every byte")
	var hints times
	flags.Var(&hints, "hint", "say how to repair naive.go; -hint -hint says more, -hint -hint -hint a solution")
	exercise := flags.Bool("exercise", false, "attack your naive.go, and say what is still open")
	score := flags.Bool("score", false, "print the score as JSON, and nothing else")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(stdout, "%s: %s\n\nusage: go run ./walkthrough/%s [flags]\n\n", e.Dir(), e.Idea, e.Dir())
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return 0
	case err != nil || flags.NArg() > 0:
		if err == nil {
			err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
		}
		fmt.Fprintf(stderr, "%s: %v\nhint: -h lists the flags\n", e.Dir(), err)
		return 2
	case hints > 0:
		prog.hint(stdout, int(hints))
		return 0
	case *exercise:
		return prog.try(stdout)
	case *score:
		stdout.Write(prog.Score())
		return 0
	}
	page := prog.Print(stdout, *verbose)
	switch {
	case page.AsItShould():
		return 0
	case page.oursFailed(stderr) || prog.Attempt().Open() > 0:
		fmt.Fprint(stderr, page.Repaired())
		return 1
	}
	page.out.line("")
	prog.praise(page)
	return 0
}

// try attacks the reader's naive.go.
func (prog Program) try(stdout io.Writer) int {
	a := prog.Attempt()
	if a.Open() > 0 {
		fmt.Fprint(stdout, a.Advice())
		return 1
	}
	prog.praise(NewPage(stdout, prog.Number, false))
	return 0
}

// Score returns the scores of the program as JSON.
func (prog Program) Score() []byte { return prog.Record().Scores() }

// Scores returns the scores of the cases as JSON.
func (r Record) Scores() []byte {
	var scores []Score
	for _, b := range r.Blocks {
		if b.Case != nil {
			scores = append(scores, b.Case.Score)
		}
	}
	return encode(scores)
}

// Record returns what the program tells, block by block.
func (prog Program) Record() Record {
	r := prog.Print(io.Discard, false).Record
	r.Done = prog.Exercise.Done
	for _, hint := range prog.Exercise.Hints {
		if hint != "" {
			r.Hints = append(r.Hints, hint)
		}
	}
	return r
}

func encode(v any) []byte {
	text, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		panic(err) // there is nothing in a Record that could not be written
	}
	return append(text, '\n')
}

// Dir is the directory of the program.
func (prog Program) Dir() string { return prog.Entry().Dir() }

// Entry is the line of the table of contents.
func (prog Program) Entry() Entry { return entry(prog.Number) }

// Print prints the whole page, from its title to the name of the next.
func (prog Program) Print(w io.Writer, verbose bool) *Page {
	e := prog.Entry()
	p := NewPage(w, prog.Number, verbose)
	p.tell = runtime.FuncForPC(reflect.ValueOf(prog.Tell).Pointer()).Name()
	p.out.line(fmt.Sprintf("%02d %s: %s", e.Number, e.Name, e.Idea))
	p.out.line("")
	p.out.print("", "", e.Mirrors())
	p.out.line("")
	prog.Tell(p)
	p.tally()
	if e != Last() {
		next := Contents[position(e.Number)+1]
		p.out.line(fmt.Sprintf("Next: %s, %s.", next.Dir(), next.Idea))
	}
	return p
}

// AsItShould reports whether every case came out as the page says.
func (p *Page) AsItShould() bool {
	for _, s := range p.Scores {
		if !s.AsItShould() {
			return false
		}
	}
	return len(p.Scores) > 0
}

func (p *Page) tally() {
	var all, naive, ours int
	for _, s := range p.Scores {
		if s.Kind == Honest {
			continue
		}
		all++
		if s.NaiveFell() {
			naive++
		}
		if !s.OursHeld() {
			ours++
		}
	}
	p.out.line(fmt.Sprintf("Of %d cases, %d went wrong in naive.go and %d in ours.", all, naive, ours))
	p.out.line(fmt.Sprintf("Repair it: go test -tags exercise ./walkthrough/%s", entry(p.Program).Dir()))
}

// oursFailed says which cases went wrong in our packages.
func (p *Page) oursFailed(w io.Writer) (failed bool) {
	for _, s := range p.Scores {
		if !s.OursHeld() {
			fmt.Fprintf(w, "%s: our packages went wrong in the case %q\n", entry(p.Program).Dir(), s.Name)
			failed = true
		}
	}
	return failed || len(p.Scores) == 0
}

// Must is for what cannot fail in a program: its own data.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Err is the verdict of a function that returns something else as well.
func Err[T any](_ T, err error) error { return err }
