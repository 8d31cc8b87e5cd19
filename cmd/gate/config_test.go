package main

import (
	"context"
	"flag"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/jwt"
)

// Each issuer with its own audiences, or all with common ones.
func TestAudienceOfEachIssuer(t *testing.T) {
	for name, test := range map[string]struct {
		args string
		want []expectation
	}{
		"one": {"-issuer A -audience x", []expectation{{name: "A", audience: []string{"x"}}}},
		"one with two names": {"-issuer A -audience x -audience y",
			[]expectation{{name: "A", audience: []string{"x", "y"}}}},
		"each its own": {"-issuer A -audience x -issuer B -audience y",
			[]expectation{{name: "A", audience: []string{"x"}}, {name: "B", audience: []string{"y"}}}},
		"a common one behind": {"-issuer A -issuer B -audience x",
			[]expectation{{name: "A", audience: []string{"x"}}, {name: "B", audience: []string{"x"}}}},
		"a common one in front": {"-audience x -issuer A -issuer B -audience y -issuer C",
			[]expectation{{name: "A", audience: []string{"y"}}, {name: "B", audience: []string{"y"}}, {name: "C", audience: []string{"x"}}}},
		"key sets": {"-audience x -issuer A -jwks a.json -issuer B -jwks https://b.example/keys",
			[]expectation{{name: "A", audience: []string{"x"}, jwks: "a.json"}, {name: "B", audience: []string{"x"}, jwks: "https://b.example/keys"}}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := parse(strings.Fields(test.args), noEnvironment)
			if err != nil {
				t.Fatalf("parse(%q) = %v", test.args, err)
			}
			if diff := cmp.Diff(test.want, c.issuers, cmp.AllowUnexported(expectation{})); diff != "" {
				t.Errorf("parse(%q): issuers (-want +got):\n%s", test.args, diff)
			}
		})
	}
}

// One issuer's audience must not let in a token of another issuer.
func TestAudienceOfAnotherIssuer(t *testing.T) {
	a, b := newFixture(t), newFixture(t)
	f := newFixture(t, "-issuer", a.issuer.URL, "-audience", "https://a.example", "-issuer", b.issuer.URL, "-audience", "https://b.example")
	if w := f.ask("/require", "Authorization", a.bearer("aud", "https://a.example")); w.Code != 200 {
		t.Errorf("a token of A for A's audience: %d; want 200", w.Code)
	}
	if w := f.ask("/require", "Authorization", a.bearer("aud", "https://b.example")); w.Code != 401 {
		t.Errorf("a token of A for B's audience: %d; want 401", w.Code)
	}
	kid := a.issuer.NewKey(jwt.RS256) // the issuers of oidctest share their first keys
	claims := a.issuer.Claims("https://b.example")
	claims["iss"] = b.issuer.URL
	forged := a.issuer.Sign(map[string]any{"alg": "RS256", "kid": kid}, claims)
	if w := f.ask("/require", "Authorization", "Bearer "+forged); w.Code != 401 {
		t.Errorf("a token that A signed in the name of B: %d; want 401", w.Code)
	}
}

func TestMisuse(t *testing.T) {
	for args, want := range map[string]string{
		"":                                  "no -issuer",
		"-audience x":                       "no -issuer",
		"-issuer A":                         "-issuer A without -audience",
		"-issuer A -audience x -issuer B":   "-issuer B without -audience",
		"-issuer A -issuer A -audience x":   "twice",
		"-jwks f -issuer A -audience x":     "follows the -issuer",
		"-issuer A -jwks f -jwks g":         "one key set",
		"-issuer A -audience x -alg none":   "there is no \"none\"",
		"-issuer A -audience x -alg HS256":  "there is no \"HS256\"",
		"-issuer A -audience x -typ a,":     "typ",
		"-issuer A -audience x -leeway -1":  "duration",
		"-issuer A -audience x -cache 1":    "at least 2",
		"-issuer A -audience x -cache -5":   "at least 2",
		"-issuer A -audience x -cache lot":  "number of tokens",
		"-issuer A -audience x -dpop-uri X": "-dpop-uri without -dpop",
		"-issuer A -audience x -dpop https://api.example -header X-Me":          "-dpop with -header",
		"-issuer A -audience x -role-claim a..b":                                "empty name",
		"-issuer A -audience x surplus":                                         "unexpected argument",
		"-issuer A -audience x -scope read":                                     "not defined",
		"-issuer A -audience x -jwks /no/such/file":                             "no such file",
		"-issuer https://a.example -audience x -addr nowhere":                   "address",
		"-issuer https://a.example -audience x -addr unix:/no/such/directory/s": "directory",
		"-issuer https://a.example -audience x -addr unix:":                     "path",
		// With these, the gate could never say yes.
		"-issuer A -audience x":                                                  "names no host",
		"-issuer http://keycloak:8080 -audience x":                               "-cleartext",
		"-issuer https://user:secret@a.example -audience x":                      "-issuer",
		"-issuer https://a.example -audience x -jwks http://a.example/keys":      "-cleartext",
		"-issuer https://a.example -audience x -cleartext http://keycloak:8080/": "not a host",
		"-issuer https://a.example -audience x -header X:Me":                     "-header",
		"-issuer https://a.example -audience x -header Authorization":            "-header",
		// With this one, a proof for the gate's own URL would be good for each route.
		"-issuer A -audience x -dpop https://api.example -dpop-uri=":              "-dpop-uri",
		"-issuer A -audience x -dpop https://api.example -dpop-uri X:Uri":         "-dpop-uri",
		"-issuer A -audience x -dpop https://api.example -dpop-uri DPoP":          "-dpop-uri",
		"-issuer A -audience x -dpop https://api.example -dpop-uri authorization": "-dpop-uri",
	} {
		var stdout, stderr strings.Builder
		code := run(t.Context(), strings.Fields(args), &stdout, &stderr)
		if code == 0 || stdout.String() != "" || !strings.Contains(stderr.String(), want) || !strings.Contains(stderr.String(), "hint: ") {
			t.Errorf("gate %s: %d, %q, %q; want a failure with %q and a hint", args, code, &stdout, &stderr, want)
		}
		if strings.Contains(stderr.String(), "secret") {
			t.Errorf("gate %s prints a password: %q", args, &stderr)
		}
	}
}

func TestHelp(t *testing.T) {
	var stdout, stderr strings.Builder
	if code := run(t.Context(), []string{"-h"}, &stdout, &stderr); code != 0 || stderr.String() != "" {
		t.Errorf("gate -h: %d, %q; want 0 and nothing", code, &stderr)
	}
	c := &config{}
	missing := []string{"-h "}
	c.flags().VisitAll(func(f *flag.Flag) { missing = append(missing, "-"+f.Name+" ") })
	for _, name := range missing {
		if !strings.Contains(stdout.String(), "\n    "+name) && !strings.Contains(stdout.String(), "\n\t"+name) && !strings.Contains(stdout.String(), "\n  "+name) {
			t.Errorf("gate -h does not list %q", name)
		}
	}
}

func TestEnvironment(t *testing.T) {
	env := map[string]string{
		"GATE_ADDR": "unix:/run/gate.sock", "GATE_ISSUER": "https://a.example https://b.example", "GATE_AUDIENCE": "x y",
		"GATE_ALG": "ES256", "GATE_TYP": "at+jwt", "GATE_LEEWAY": "5s", "GATE_ROLE_CLAIM": "realm_access.roles", "GATE_CLEARTEXT": "keycloak:8080",
		"GATE_DPOP": "https://api.example", "GATE_DPOP_URI": "X-Uri", "GATE_CACHE": "100", "GATE_NGINX": "true",
	}
	getenv := func(name string) string { return env[name] }
	c, err := parse(nil, getenv)
	if err != nil {
		t.Fatalf("parse() = %v", err)
	}
	want := &config{
		addr: "unix:/run/gate.sock", common: []string{"x", "y"},
		issuers:    []expectation{{name: "https://a.example", audience: []string{"x", "y"}}, {name: "https://b.example", audience: []string{"x", "y"}}},
		algorithms: []jwt.Algorithm{jwt.ES256}, types: []string{"at+jwt"}, leeway: 5 * time.Second, roleClaim: []string{"realm_access", "roles"},
		cleartext: []string{"keycloak:8080"}, dpop: "https://api.example", dpopURI: "X-Uri", cache: 100, nginx: true,
	}
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(config{}, expectation{})); diff != "" {
		t.Errorf("parse() (-want +got):\n%s", diff)
	}

	// A flag replaces the variable, all of it.
	c, err = parse([]string{"-issuer", "https://c.example", "-cache", "0", "-nginx=false"}, getenv)
	if err != nil {
		t.Fatalf("parse() = %v", err)
	}
	if len(c.issuers) != 1 || c.issuers[0].name != "https://c.example" || len(c.issuers[0].audience) != 2 || c.cache != 0 || c.nginx {
		t.Errorf("parse(-issuer) = %+v; want that issuer alone, with the audience of the environment", c)
	}
	env["GATE_ALG"] = "none"
	if _, err := parse(nil, getenv); err == nil || !strings.Contains(err.Error(), "GATE_ALG") {
		t.Errorf("parse() with GATE_ALG=none = %v; want an error that names it", err)
	}
}

// The command starts without its issuer, and ends when it is told to.
func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-issuer", "http://127.0.0.1:1", "-audience", audience}, in, io.Discard)
	}()
	b := make([]byte, 200)
	n, err := out.Read(b)
	if got := string(b[:n]); err != nil || !strings.HasPrefix(got, "gate http://127.0.0.1:") || !strings.HasSuffix(got, " ready\n") {
		t.Errorf("gate prints %q, %v; want its address", got, err)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("run() = %d; want 0", code)
	}
}
