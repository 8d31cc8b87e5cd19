package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
)

//go:embed doc.go
var doc string

func main() { command.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	v := &visit{now: time.Now}
	err := v.start(ctx, args, os.Stdin, stdout)
	code := command.Exit("doctor", command.Usage(doc), stdout, stderr, err)
	if err == nil && v.faults() > 0 {
		return 1
	}
	return code
}

// A visit is one look at one issuer.
type visit struct {
	issuer     string
	audience   []string
	token      string
	algorithms []jwt.Algorithm // nil: RS256 and ES256
	cleartext  []string
	json       bool

	client *http.Client // nil: a plain one
	now    func() time.Time

	findings []finding
}

func (v *visit) start(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	if err := v.parse(args, stdin); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	v.examine(ctx)
	return v.print(stdout)
}

func (v *visit) parse(args []string, stdin io.Reader) error {
	given := false // -token
	flags := flag.NewFlagSet("doctor", flag.ContinueOnError)
	flags.StringVar(&v.issuer, "issuer", "", "")
	flags.StringVar(&v.token, "token", "", "")
	flags.BoolVar(&v.json, "json", false, "")
	list := func(to *[]string) func(string) error {
		return func(s string) error {
			if s == "" {
				return fmt.Errorf("it is empty")
			}
			*to = append(*to, s)
			return nil
		}
	}
	flags.Func("audience", "", list(&v.audience))
	flags.Func("cleartext", "", list(&v.cleartext))
	flags.Func("alg", "", func(s string) (err error) {
		v.algorithms, err = command.ParseAlgorithms(s)
		return err
	})
	if err := command.Parse(flags, args); err != nil {
		return err
	}
	if v.issuer == "" {
		return command.Misuse("no -issuer", "name the issuer as its metadata do, such as -issuer https://issuer.example")
	}
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == "token" })
	if given && v.token == "" {
		return command.Misuse("-token is empty", "is the variable set? For a visit without a token, leave -token out")
	}
	if v.token == "-" {
		text, err := io.ReadAll(io.LimitReader(stdin, jwt.DefaultMaxSize+100))
		if err != nil {
			return err
		}
		if v.token = strings.TrimSpace(string(text)); v.token == "" {
			return command.Misuse("-token - found nothing on the standard input", "such as: echo $TOKEN | doctor -issuer URL -token -")
		}
	}
	return nil
}

// examine makes all findings. Each part goes on from what the one before has
// found, and ends the visit if nothing is left to look at.
func (v *visit) examine(ctx context.Context) {
	defer v.examineToken(ctx)
	if !v.examineName() {
		return
	}
	m := v.examineMetadata(ctx)
	if m == nil {
		return
	}
	set := v.examineKeySet(ctx, m)
	if set == nil {
		return
	}
	v.examineKeys(set)
	v.examineAlgorithms(m, set)
}
