package main

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
)

// A config is what the flags and the environment say.
type config struct {
	addr       string
	issuers    []expectation
	common     []string        // the audience of each issuer that has none of its own
	algorithms []jwt.Algorithm // nil for the default of package jwt, like the next
	types      []string
	leeway     time.Duration
	roleClaim  []string
	header     string
	cleartext  []string
	dpop       string
	dpopURI    string
	cache      int
	nginx      bool

	open int // the first issuer of the group that the next -audience is for
}

// An expectation is one issuer, and what belongs to it alone.
type expectation struct {
	name     string
	audience []string
	jwks     string
}

// parse reads the arguments, and then the environment for each flag that is
// not among them.
func parse(args []string, getenv func(string) string) (*config, error) {
	c := &config{addr: "127.0.0.1:8070", roleClaim: []string{"roles"}}
	flags := c.flags()
	if err := command.Parse(flags, args); err != nil {
		return nil, err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if err := c.fromEnvironment(flags, given, getenv); err != nil {
		return nil, err
	}
	if err := c.check(given["dpop-uri"]); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *config) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("gate", flag.ContinueOnError)
	flags.StringVar(&c.addr, "addr", c.addr, "")
	flags.Func("issuer", "", c.addIssuer)
	flags.Func("audience", "", c.addAudience)
	flags.Func("jwks", "", c.addKeySet)
	flags.Func("alg", "", func(list string) (err error) {
		c.algorithms, err = command.ParseAlgorithms(list)
		return err
	})
	flags.Func("typ", "", func(list string) error {
		c.types = strings.Split(list, ",")
		return nil
	})
	flags.Func("leeway", "", func(s string) (err error) {
		c.leeway, err = command.ParseLeeway(s)
		return err
	})
	flags.Func("role-claim", "", func(path string) error {
		c.roleClaim = command.ClaimPath(path)
		return nil
	})
	flags.StringVar(&c.header, "header", "", "")
	flags.Func("cleartext", "", func(host string) error {
		c.cleartext = append(c.cleartext, host)
		return nil
	})
	flags.StringVar(&c.dpop, "dpop", "", "")
	flags.StringVar(&c.dpopURI, "dpop-uri", "X-Dpop-Uri", "")
	flags.Func("cache", "", func(s string) (err error) {
		if c.cache, err = strconv.Atoi(s); err != nil || c.cache < 0 || c.cache == 1 {
			return errors.New("it is a number of tokens, such as 10000: 0, or at least 2")
		}
		return nil
	})
	flags.BoolVar(&c.nginx, "nginx", false, "")
	return flags
}

func (c *config) addIssuer(name string) error {
	if n := len(c.issuers); n > c.open && c.issuers[n-1].audience != nil {
		c.open = n // the audience before it has closed the group
	}
	c.issuers = append(c.issuers, expectation{name: name})
	return nil
}

// addAudience adds a name for the issuers of the group that it follows.
func (c *config) addAudience(name string) error {
	if len(c.issuers) == 0 {
		c.common = append(c.common, name)
		return nil
	}
	for i := c.open; i < len(c.issuers); i++ {
		c.issuers[i].audience = append(c.issuers[i].audience, name)
	}
	return nil
}

func (c *config) addKeySet(source string) error {
	n := len(c.issuers)
	switch {
	case n == 0:
		return errors.New("it follows the -issuer whose keys it has")
	case c.issuers[n-1].jwks != "":
		return errors.New("an issuer has one key set")
	}
	c.issuers[n-1].jwks = source
	return nil
}

// severalInOne are the flags that may be repeated, and have all their values in
// one variable of the environment.
var severalInOne = []string{"issuer", "audience", "cleartext"}

// fromEnvironment sets the flags that were not given. An audience from there is
// for every issuer without one, a key set for a single issuer.
func (c *config) fromEnvironment(flags *flag.FlagSet, given map[string]bool, getenv func(string) string) (err error) {
	set := func(f *flag.Flag) {
		name := "GATE_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		text := getenv(name)
		if text == "" || given[f.Name] || err != nil {
			return
		}
		values := []string{text}
		if slices.Contains(severalInOne, f.Name) {
			values = strings.Fields(text)
		}
		for _, v := range values {
			// Not flags.Set: that would quote the value, which may hold a
			// password in a URL.
			if e := f.Value.Set(v); e != nil {
				err = command.Misuse(fmt.Sprintf("%s: %v", name, e), "gate -h lists the flags, and what they take")
				return
			}
		}
	}
	if !given["audience"] && len(c.issuers) > 0 {
		c.common = strings.Fields(getenv("GATE_AUDIENCE"))
		given["audience"] = true
	}
	set(flags.Lookup("audience"))
	set(flags.Lookup("issuer"))
	given["audience"], given["issuer"] = true, true
	flags.VisitAll(set)
	return err
}

// check refuses what would protect nothing, or something else than it seems.
func (c *config) check(namesHeader bool) error {
	if len(c.issuers) == 0 {
		return command.Misuse("no -issuer", "name the issuer whose tokens are to pass, and with -audience your API as the issuer names it")
	}
	names := map[string]bool{}
	for n := range c.issuers {
		i := &c.issuers[n]
		if i.audience == nil {
			i.audience = c.common
		}
		switch {
		case i.name == "":
			return command.Misuse("an -issuer is empty", "name it as its metadata do, such as https://issuer.example")
		case names[i.name]:
			return command.Misuse("-issuer "+i.name+" stands there twice", "give it all its audiences: -issuer URL -audience ONE -audience TWO")
		case len(i.audience) == 0 || slices.Contains(i.audience, ""):
			return command.Misuse("-issuer "+i.name+" without -audience", "name the API as the issuer does; else tokens for other APIs would pass")
		}
		names[i.name] = true
	}
	switch {
	case slices.Contains(c.types, ""):
		return command.Misuse("-typ has an empty type", "such as -typ at+jwt or -typ at+jwt,JWT")
	case slices.Contains(c.roleClaim, ""):
		return command.Misuse("-role-claim has an empty name", "such as -role-claim realm_access.roles")
	case slices.Contains(c.cleartext, ""):
		return command.Misuse("-cleartext is empty", "such as -cleartext keycloak:8080")
	case namesHeader && c.dpop == "":
		return command.Misuse("-dpop-uri without -dpop", "-dpop names the URL of the API as clients call it")
	case c.dpop != "" && !isFree(c.dpopURI):
		return command.Misuse("-dpop-uri is not the name of a header that is free for the proxy's use", "such as X-Dpop-Uri, which is the default")
	case c.dpop != "" && c.header != "":
		return command.Misuse("-dpop with -header", "RFC 9449 wants a bound token in Authorization, after the scheme DPoP")
	}
	return nil
}

// isFree reports whether a header may carry what the proxy says. Those of the
// token and of the proof are the client's. Without a name, a proof would be
// compared with the gate's own URL, which is the same for each route.
func isFree(header string) bool {
	for i := range len(header) {
		if c := header[i]; c <= ' ' || c > '~' || strings.IndexByte("()<>@,;:\\\"/[]?={}", c) >= 0 {
			return false
		}
	}
	return header != "" && !strings.EqualFold(header, "Authorization") && !strings.EqualFold(header, "DPoP")
}
