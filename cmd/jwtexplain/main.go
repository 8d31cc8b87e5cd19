package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
	"example.com/glassjwt/jwt/explain/workbench"
)

//go:embed doc.go
var doc string

func main() {
	command.Main(func(ctx context.Context, args []string, stdout, stderr io.Writer) int {
		return run(ctx, args, os.Stdin, stdout, stderr)
	})
}

// errNotAccepted ends the program with 1. The explanation has been written then.
var errNotAccepted = errors.New("not accepted")

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	err := explainIt(ctx, args, stdin, stdout, stderr)
	if errors.Is(err, errNotAccepted) {
		return 1
	}
	return command.Exit("jwtexplain", command.Usage(doc), stdout, stderr, err)
}

// options are what the command line says.
type options struct {
	expectations
	proven
	token    string
	example  string
	examples bool
	json     bool
	quiet    bool
	output   string // the file for the page
	http     string // the address at which to serve it
	welcome  bool   // called without arguments
}

func explainIt(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	o, err := parse(args, stdin)
	if err != nil {
		return err
	}
	if o.examples {
		return listGallery(stdout)
	}
	if o.http != "" {
		return o.serve(ctx, stdout, stderr)
	}
	if o.proof != "" {
		return o.explainProof(stdout)
	}
	v, err := o.verifier()
	if err != nil {
		return err
	}
	x := v.Examine(ctx, o.token)
	if err := o.write(stdout, x); err != nil {
		return err
	}
	if o.quiet || o.output != "" {
		o.hint(stderr, x)
	}
	if x.Err() != nil {
		return errNotAccepted
	}
	return nil
}

// parse reads the command line, and the token if it is on the standard input.
func parse(args []string, stdin io.Reader) (o options, err error) {
	flags := flag.NewFlagSet("jwtexplain", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // command.Exit speaks
	o.expectations.register(flags)
	flags.StringVar(&o.example, "example", "", "")
	flags.BoolVar(&o.examples, "examples", false, "")
	flags.BoolVar(&o.json, "json", false, "")
	flags.BoolVar(&o.quiet, "q", false, "")
	flags.StringVar(&o.output, "o", "", "")
	flags.StringVar(&o.http, "http", "", "")
	flags.StringVar(&o.proof, "proof", "", "")
	flags.StringVar(&o.method, "method", "GET", "")
	flags.StringVar(&o.url, "url", "", "")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, err
	} else if err != nil {
		return o, command.Misuse(err.Error(), "jwtexplain -h lists the flags")
	}
	if len(args) == 0 {
		o.welcome, o.example = true, "rs256"
	}
	switch {
	case o.examples:
		return o, nil
	case o.http != "":
		if flags.NArg() > 0 || o.example != "" || o.json || o.quiet || o.output != "" {
			return o, command.Misuse("-http with a token, or with another form", "tokens are given to the page, once it is open in a browser")
		}
		return o, nil
	case o.proof == "" && o.url != "":
		return o, command.Misuse("-url without -proof", "-url names the request for which a DPoP proof was made")
	case o.proof != "" && (o.output != "" || o.example != ""):
		return o, command.Misuse("-proof with -o or -example", "a proof is explained as text, or with -json or -q")
	case o.json && (o.quiet || o.output != ""), o.quiet && o.output != "":
		return o, command.Misuse("-json, -q and -o are different forms", "choose one of them")
	case o.example != "":
		if flags.NArg() > 0 {
			return o, command.Misuse("both a token and -example", "leave one of them away")
		}
		e, err := lookUp(o.example)
		if err != nil {
			return o, err
		}
		own, err := expectationsOf(e)
		if err != nil {
			return o, err
		}
		o.token, o.expectations = e.Token, o.or(own)
		return o, nil
	case flags.NArg() == 0 && o.proof != "":
		return o, nil
	case flags.NArg() == 0:
		return o, command.Misuse("no token", "give one as the argument, or - to read it from the standard input; jwtexplain -example rs256 shows one")
	case flags.NArg() > 1 && !strings.EqualFold(flags.Arg(0), "Bearer"):
		return o, command.Misuse(fmt.Sprintf("unexpected argument %q", flags.Arg(1)), "flags come before the token, and there is one token")
	}
	o.token, err = readToken(flags.Args(), stdin)
	return o, err
}

// write writes the explanation in the form that was asked for.
func (o *options) write(w io.Writer, x *jwt.Examination) error {
	switch {
	case o.output != "":
		return o.writePage(w, x)
	case o.json:
		return explain.JSON(w, x)
	case o.quiet:
		return writeVerdict(w, x)
	}
	if e, err := lookUp(o.example); err == nil {
		fmt.Fprintf(w, "Example %s: %s\n\n", e.Name, strings.ReplaceAll(e.Note, ". ", ".\n"))
	}
	if err := styleFor(w, os.Getenv).Text(w, x); err != nil {
		return err
	}
	if missing := o.missing(x); missing != "" {
		fmt.Fprintf(w, "\nNot judged: this needs %s.\n", missing)
		if a, ok := workbench.Advise(x); ok {
			fmt.Fprintf(w, "It says that it is from %s. If that is your issuer:\n\n    %s\n", a.Issuer, a.Command)
		}
	}
	if strings.EqualFold(x.Header.Type, "dpop+jwt") {
		fmt.Fprint(w, "\nThis is a DPoP proof, and no access token. Explain it with the URL of its request:\n\n    jwtexplain -proof PROOF -method GET -url URL TOKEN\n")
	}
	if o.welcome {
		fmt.Fprint(w, welcome)
	}
	return nil
}

// hint says which flags a verdict lacks that is "not judged". It goes to the
// standard error, because scripts read the verdict.
func (o *options) hint(w io.Writer, x *jwt.Examination) {
	if missing := o.missing(x); missing != "" && explain.New(x).Verdict == explain.NotJudged {
		fmt.Fprintf(w, "hint: not judged: this needs %s\n", missing)
	}
}

// missing names the flags that open questions need.
func (o *options) missing(x *jwt.Examination) string {
	var flags []string
	for _, c := range x.Checks {
		if !errors.Is(c.Err, jwt.ErrConfig) {
			continue
		}
		switch c.Step {
		case jwt.StepKey:
			flags = append(flags, "keys (-jwks, -key or -issuer)")
		case jwt.StepIssuer:
			flags = append(flags, "-issuer")
		case jwt.StepAudience:
			flags = append(flags, "-audience")
		}
	}
	return strings.Join(flags, ", ")
}

// writeVerdict writes one line, for scripts.
func writeVerdict(w io.Writer, x *jwt.Examination) error {
	r := explain.New(x)
	line := string(r.Verdict)
	if r.Reason != "" {
		line += ": " + r.Reason
	}
	_, err := fmt.Fprintln(w, line)
	return err
}

const welcome = `
That was an example, and every byte of it is real. See what happens when
somebody changes the token, then try your own:

    jwtexplain -example tampered
    jwtexplain -examples
    jwtexplain -issuer https://ISSUER -audience API TOKEN
`
