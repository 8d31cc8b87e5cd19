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
	Number int         // as Contents has it
	Tell   func(*Page) // the lesson
	Hint   string      // how to repair naive.go

	Exercise Exercise
}

// Main runs the program with the arguments of the command line, and exits: 0
// if the naive code fell for every attack and ours for none, 1 if not, and 2
// for misuse.
func (prog Program) Main() {
	os.Exit(prog.run(os.Args[1:], os.Stdout, os.Stderr))
}

func (prog Program) run(args []string, stdout, stderr io.Writer) int {
	e := prog.entry()
	flags := flag.NewFlagSet(e.Dir(), flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	verbose := flags.Bool("v", false, "show every byte")
	hint := flags.Bool("hint", false, "say how to repair naive.go, and nothing else")
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
	case *hint:
		first := or(prog.Exercise.Hints[0], prog.Hint)
		NewPage(stdout, prog.Number, false).Say("%s", first)
		return 0
	case *score:
		stdout.Write(prog.Score())
		return 0
	}
	page := prog.Print(stdout, *verbose)
	if !page.AsItShould() {
		page.explain(stderr)
		return 1
	}
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
	for _, hint := range append(prog.Exercise.Hints[:], prog.Hint) {
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
func (prog Program) Dir() string { return prog.entry().Dir() }

func (prog Program) entry() Entry { return entry(prog.Number) }

// Print prints the whole page, from its title to the name of the next.
func (prog Program) Print(w io.Writer, verbose bool) *Page {
	e := prog.entry()
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

// explain says which cases came out otherwise than the page says.
func (p *Page) explain(w io.Writer) {
	dir := entry(p.Program).Dir()
	for _, s := range p.Scores {
		switch {
		case s.AsItShould():
		case !s.OursHeld():
			fmt.Fprintf(w, "%s: our packages went wrong in the case %q\n", dir, s.Name)
		case s.Kind == Honest:
			fmt.Fprintf(w, "%s: naive.go refuses the honest case %q: %s\n", dir, s.Name, s.Naive)
		default:
			fmt.Fprintf(w, "%s: naive.go withstands the case %q\n", dir, s.Name)
		}
	}
	fmt.Fprintf(w, "hint: if you are repairing naive.go, run: go test -tags exercise ./walkthrough/%s\n", dir)
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

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
