package main

import (
	"flag"
	"fmt"
	"slices"
	"time"

	"example.com/glassjwt/cmd/internal/command"
)

// A config is what the flags say.
type config struct {
	command.Expectations
	addr  string
	roles []string // the path to the claim with the roles
	demo  bool

	now func() time.Time // nil for time.Now; the demo lives on one fixed day
}

func parse(args []string) (*config, error) {
	flags, c := newFlags()
	if err := command.Parse(flags, args); err != nil {
		return nil, err
	}
	var given []string
	flags.Visit(func(f *flag.Flag) { given = append(given, f.Name) })
	if err := c.check(given); err != nil {
		return nil, err
	}
	return c, nil
}

func newFlags() (*flag.FlagSet, *config) {
	c := &config{roles: []string{"roles"}}
	flags := flag.NewFlagSet("api", flag.ContinueOnError)
	flags.StringVar(&c.addr, "addr", "127.0.0.1:8080", "")
	c.Expectations.Register(flags)
	flags.BoolVar(&c.demo, "demo", false, "")
	flags.Func("role-claim", "", func(path string) error {
		c.roles = command.ClaimPath(path)
		return nil
	})
	return flags, c
}

// check refuses flags that do not go together, or that leave open what is
// right: a guard that does not know its issuer or its audience protects nothing.
func (c *config) check(given []string) error {
	if c.Issuer == "" {
		for _, name := range given {
			switch {
			case c.demo && name != "demo":
				return command.Misuse("-demo takes no other flag", "leave out -"+name)
			case name != "addr" && name != "demo":
				return command.Misuse(fmt.Sprintf("-%s without -issuer", name), "the issuer that the API starts by itself is fixed; name yours with -issuer and -audience")
			}
		}
		c.Audience = []string{"https://api.example"}
		return nil
	}
	switch {
	case c.demo:
		return command.Misuse("-demo takes no other flag", "leave out -issuer")
	case len(c.Audience) == 0:
		return command.Misuse("-issuer without -audience", "name this API as the issuer does; else tokens for other APIs would do")
	case slices.Contains(c.roles, ""):
		return command.Misuse("-role-claim has an empty name", "such as -role-claim realm_access.roles")
	}
	return nil
}
