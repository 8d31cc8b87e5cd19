package main

import (
	"crypto/rand"
	"flag"
	"fmt"
	"slices"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/httpauth/proof"
)

// A config is what the flags say.
type config struct {
	command.Expectations
	addr  string
	roles []string // the path to the claim with the roles
	demo  bool

	cleartext []string // hosts whose keys may come over plain http
	dpop      string   // the URL of this API as clients call it; "" if proofs are not checked
	dpopNonce bool
	proof     *proof.DPoP // made of these two

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
	return c, c.makeProof()
}

func newFlags() (*flag.FlagSet, *config) {
	c := &config{roles: []string{"roles"}}
	flags := flag.NewFlagSet("api", flag.ContinueOnError)
	flags.StringVar(&c.addr, "addr", "127.0.0.1:8080", "")
	c.Expectations.Register(flags)
	flags.BoolVar(&c.demo, "demo", false, "")
	flags.Func("cleartext", "", func(host string) error {
		c.cleartext = append(c.cleartext, host)
		return nil
	})
	flags.StringVar(&c.dpop, "dpop", "", "")
	flags.BoolVar(&c.dpopNonce, "dpop-nonce", false, "")
	flags.Func("role-claim", "", func(path string) error {
		c.roles = command.ClaimPath(path)
		return nil
	})
	return flags, c
}

// makeProof makes what checks the proofs of clients, if it is wanted.
func (c *config) makeProof() error {
	if c.dpop == "" {
		if c.dpopNonce {
			return command.Misuse("-dpop-nonce without -dpop", "name the URL of this API with -dpop, such as -dpop https://api.example")
		}
		return nil
	}
	c.proof = &proof.DPoP{Base: c.dpop, Leeway: c.Leeway}
	if c.dpopNonce {
		c.proof.NonceKey = make([]byte, 32)
		rand.Read(c.proof.NonceKey)
	}
	if c.Issuer == "" {
		// The proofs in the lines to paste are made at the start.
		c.proof.MaxAge = time.Hour
	}
	if _, err := c.proof.Schemes(); err != nil {
		return command.Misuse("-dpop: "+err.Error(), "it is the URL of this API as clients call it, without the path of a route, such as https://api.example")
	}
	return nil
}

// check refuses flags that contradict each other. It also refuses a missing
// issuer or audience: a guard that does not know them protects nothing.
func (c *config) check(given []string) error {
	if c.Issuer == "" {
		for _, name := range given {
			switch {
			case c.demo && name != "demo":
				return command.Misuse("-demo takes no other flag", "leave out -"+name)
			case !slices.Contains([]string{"addr", "demo", "dpop", "dpop-nonce"}, name):
				return command.Misuse(fmt.Sprintf("-%s without -issuer", name), "the issuer that the API starts by itself is fixed; name yours with -issuer and -audience")
			}
		}
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
