package main

import (
	"context"
	"flag"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// A terminal is what a running command has written, by several goroutines.
type terminal struct {
	mu   sync.Mutex
	text strings.Builder
	grew chan struct{} // holds a value if the text grew
}

func newTerminal() *terminal { return &terminal{grew: make(chan struct{}, 1)} }

func (o *terminal) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case o.grew <- struct{}{}:
	default:
	}
	return o.text.Write(p)
}

func (o *terminal) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// A running API.
type running struct {
	url            string
	stdout, stderr *terminal
}

// startAPI runs the command with the arguments, on a free port, until the test
// ends.
func startAPI(t *testing.T, args ...string) running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r := running{stdout: newTerminal(), stderr: newTerminal()}
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...), r.stdout, r.stderr) }()
	t.Cleanup(func() {
		stop()
		select {
		case code := <-ended:
			if code != 0 {
				t.Errorf("api %q = %d: %s", args, code, r.stderr)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("api %q does not end", args)
		}
	})
	for {
		select {
		case <-r.stdout.grew:
		case code := <-ended:
			ended <- code
			t.Fatalf("api %q = %d at once: %s", args, code, r.stderr)
		}
		first, _, _ := strings.Cut(r.stdout.String(), "\n")
		if url, _, ok := strings.Cut(first, " ready"); ok {
			r.url = strings.TrimPrefix(url, "api ")
			return r
		}
	}
}

// get sends a token, and returns the status and the body.
func (r running) get(t *testing.T, path, token string) (status int, body string) {
	t.Helper()
	c := call{path: path}
	if token != "" {
		c.tokens = []string{token}
	}
	a, err := c.do(t.Context(), r.url)
	if err != nil {
		t.Fatal(err)
	}
	return a.status, a.body
}

func TestMisuse(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	empty := filepath.Join(t.TempDir(), "empty.json")
	if err := os.WriteFile(empty, []byte(`{"keys":[{"kty":"oct","k":"AA"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	issuer := oidctest.NewIssuer()
	defer issuer.Close()
	with := func(args ...string) []string {
		return append([]string{"-issuer", issuer.URL, "-audience", "https://api.example"}, args...)
	}
	tests := map[string]struct {
		args []string
		code int
		want string
	}{
		"unknown flag":               {[]string{"-port", "1"}, 2, "hint: api -h"},
		"an argument":                {[]string{"8080"}, 2, "hint: api -h"},
		"issuer without audience":    {[]string{"-issuer", issuer.URL}, 2, "hint: name this API"},
		"empty audience":             {with("-audience", ""), 2, "it is the name of an API"},
		"audience without issuer":    {[]string{"-audience", "a"}, 2, "hint: the issuer that the API starts by itself"},
		"jwks without issuer":        {[]string{"-jwks", "keys.json"}, 2, "hint: the issuer that the API starts by itself"},
		"demo of another issuer":     {with("-demo"), 2, "hint: leave out -issuer"},
		"demo at an address":         {[]string{"-demo", "-addr", "127.0.0.1:0"}, 2, "hint: leave out -addr"},
		"unknown algorithm":          {with("-alg", "RS265"), 2, `there is no "RS265"`},
		"none":                       {with("-alg", "RS256,none"), 2, `there is no "none"`},
		"a shared secret":            {with("-alg", "HS256"), 2, `there is no "HS256"`},
		"empty algorithm":            {with("-alg", ""), 2, `there is no ""`},
		"empty type":                 {with("-typ", "at+jwt,"), 2, "a type is missing"},
		"empty role claim":           {with("-role-claim", "realm_access."), 2, "hint: such as -role-claim"},
		"negative leeway":            {with("-leeway", "-5s"), 2, "such as 30s"},
		"leeway without unit":        {with("-leeway", "30"), 2, "such as 30s"},
		"issuer over http":           {[]string{"-issuer", "http://issuer.example", "-audience", "a"}, 2, "hint: keys are fetched over https"},
		"key set over http":          {with("-jwks", "http://issuer.example/jwks"), 2, "hint: keys are fetched over https"},
		"no such file":               {with("-jwks", "/no/such/file"), 2, "hint: -jwks takes"},
		"file without a usable key":  {with("-jwks", empty), 2, "no usable key"},
		"file that is no key set":    {with("-jwks", "doc.go"), 2, "malformed key set"},
		"a slash at the end":         {[]string{"-issuer", issuer.URL + "/", "-audience", "a"}, 1, "they differ in the slash at the end"},
		"busy port":                  {[]string{"-addr", busy.Addr().String()}, 1, "hint: choose another address"},
		"busy port, a real issuer":   {with("-addr", busy.Addr().String()), 1, "hint: choose another address"},
		"busy port, no such issuer":  {[]string{"-addr", busy.Addr().String(), "-issuer", "foo", "-audience", "a"}, 2, "hint: keys are fetched over https"},
		"an address without a port":  {[]string{"-addr", "127.0.0.1"}, 2, "hint: an address is"},
		"a port that does not exist": {[]string{"-addr", "127.0.0.1:99999"}, 2, "hint: an address is"},
		"a nonce without proofs":     {[]string{"-dpop-nonce"}, 2, "hint: name the URL of this API"},
		"proofs for a path alone":    {with("-dpop", "/v1"), 2, "hint: it is the URL of this API"},
		"proofs for a query":         {[]string{"-dpop", "https://api.example?x"}, 2, "hint: it is the URL of this API"},
		"cleartext without issuer":   {[]string{"-cleartext", "keycloak:8080"}, 2, "hint: the issuer that the API starts by itself"},
		"cleartext of another host":  {[]string{"-issuer", "http://issuer.example", "-audience", "a", "-cleartext", "keycloak:8080"}, 2, "that -cleartext names"},
		"public keys for everybody":  {[]string{"-addr", ":8080"}, 2, "hint: this is for your own machine only"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			stdout, stderr := newTerminal(), newTerminal()
			if !slices.Contains(test.args, "-addr") && !slices.Contains(test.args, "-demo") {
				// The usual port may be taken: by the API that the reader of the README has running.
				test.args = append([]string{"-addr", "127.0.0.1:0"}, test.args...)
			}
			code := run(ctx, test.args, stdout, stderr)
			if code != test.code || !strings.Contains(stderr.String(), test.want) {
				t.Errorf("api %q = %d, %s; want %d, %s", test.args, code, stderr, test.code, test.want)
			}
			if strings.Contains(stdout.String(), "ready") {
				t.Errorf("api %q serves all the same: %s", test.args, stdout)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	var stdout, stderr strings.Builder
	if code := run(t.Context(), []string{"-h"}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Errorf("api -h = %d, %s", code, &stderr)
	}
	if got := stdout.String(); got != command.Usage(doc) || !strings.HasPrefix(got, "Api is ") {
		t.Errorf("usage is:\n%s", got)
	}
	flags, _ := newFlags()
	flags.VisitAll(func(f *flag.Flag) {
		if !strings.Contains(stdout.String(), "\n\t-"+f.Name+" ") {
			t.Errorf("-h does not list -%s", f.Name)
		}
		if f.DefValue != "" && f.DefValue != "false" && !strings.Contains(stdout.String(), "(default "+f.DefValue+")") {
			t.Errorf("-h does not have the default of -%s, %s", f.Name, f.DefValue)
		}
	})
}

// TestRealIssuer runs the command with each flag that tells what to accept.
func TestRealIssuer(t *testing.T) {
	issuer := oidctest.NewIssuer()
	defer issuer.Close()
	issuer.NewKey(jwt.ES384)
	file := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(file, issuer.KeySet(), 0o600); err != nil {
		t.Fatal(err)
	}
	const audience = "https://api.example"
	te := newTeacher(issuer, audience, time.Now())
	good := te.token(jwt.RS256, nil)
	es384 := te.token(jwt.ES384, nil)
	late := te.token(jwt.RS256, map[string]any{"exp": te.now.Add(-time.Minute).Unix()})
	untyped := issuer.Sign(map[string]any{"alg": "RS256", "kid": oidctest.RSAKeyID}, te.claims(nil))
	second := te.token(jwt.RS256, map[string]any{"aud": "second"})

	tests := map[string]struct {
		args    []string
		yes, no string // tokens
	}{
		"discovery":     {yes: good, no: es384},
		"key set":       {args: []string{"-jwks", issuer.URL + "/jwks"}, yes: good, no: es384},
		"file":          {args: []string{"-jwks", file}, yes: good, no: es384},
		"algorithms":    {args: []string{"-alg", "ES384,ES256"}, yes: es384, no: good},
		"types":         {args: []string{"-typ", "at+jwt"}, yes: good, no: untyped},
		"default types": {yes: untyped, no: late},
		"leeway":        {args: []string{"-leeway", "2m"}, yes: late, no: second},
		"two audiences": {args: []string{"-audience", "second"}, yes: second, no: late},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api := startAPI(t, append(test.args, "-issuer", issuer.URL, "-audience", audience)...)
			if status, body := api.get(t, "/secure-route", test.yes); status != 200 {
				t.Errorf("the good token: %d %s", status, body)
			}
			if status, body := api.get(t, "/secure-route", test.no); status != 401 {
				t.Errorf("the bad token: %d %s; want 401", status, body)
			}
		})
	}
}

// TestOutage starts the API while its issuer is down.
func TestOutage(t *testing.T) {
	issuer := oidctest.NewIssuer()
	defer issuer.Close()
	issuer.Fail(http.StatusBadGateway)
	te := newTeacher(issuer, "https://api.example", time.Now())
	api := startAPI(t, "-issuer", issuer.URL, "-audience", te.audience)
	if status, body := api.get(t, "/secure-route", te.token(jwt.RS256, nil)); status != 503 {
		t.Errorf("without keys: %d %s; want 503", status, body)
	}
	if status, _ := api.get(t, "/health", ""); status != 200 {
		t.Errorf("the open route: %d; want 200", status)
	}
	for !strings.Contains(api.stderr.String(), "keys not fetched") {
		select {
		case <-api.stderr.grew:
		case <-time.After(10 * time.Second):
			t.Fatalf("the log does not say why: %s", api.stderr)
		}
	}
}

// TestLog counts: one line for each refusal, none for what is let through, and
// the token in none.
func TestLog(t *testing.T) {
	issuer := oidctest.NewIssuer()
	defer issuer.Close()
	te := newTeacher(issuer, "https://api.example", time.Now())
	api := startAPI(t, "-issuer", issuer.URL, "-audience", te.audience)
	good := te.token(jwt.RS256, nil)
	expired := te.token(jwt.RS256, map[string]any{"exp": 1})
	for _, token := range []string{good, expired, good, ""} {
		api.get(t, "/api/protected", token)
	}
	log := api.stderr.String()
	if got := strings.Count(log, "\n"); got != 2 {
		t.Errorf("%d lines for two refusals:\n%s", got, log)
	}
	for _, part := range []string{"step=exp", "reason=expired", oidctest.RSAKeyID, "step=bearer"} {
		if !strings.Contains(log, part) {
			t.Errorf("no %s in the log:\n%s", part, log)
		}
	}
	if parts := strings.Split(expired, "."); strings.Contains(log, parts[1]) || strings.Contains(log, parts[2]) {
		t.Errorf("the token is in the log:\n%s", log)
	}
}

// TestHeaderLimits sends what no client would send, over a raw connection.
func TestHeaderLimits(t *testing.T) {
	api := startAPI(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(api.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go io.WriteString(conn, "GET /api/protected HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+strings.Repeat("a", 1<<20)+"\r\n\r\n")
	answer := make([]byte, len("HTTP/1.1 431"))
	if _, err := io.ReadFull(conn, answer); err != nil || string(answer) != "HTTP/1.1 431" {
		t.Errorf("a header of 1 MB: %q, %v; want HTTP/1.1 431", answer, err)
	}
}
