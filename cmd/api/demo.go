package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/httpauth/proof"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// noon is when the demo happens, on every machine.
var noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// A newAPI makes the handler of an API. The demo uses routes. The test of the
// demo uses broken ones.
type newAPI func(*config, jwt.KeySet, *slog.Logger) http.Handler

// demo serves the API and calls it. The requests go over the network, to a
// free loopback port. The issuer, which the API asks for keys, answers within
// the program. So only the port differs from run to run.
func demo(ctx context.Context, out io.Writer, api newAPI) error {
	ctx, cancel := context.WithCancel(ctx)
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	d := &demonstration{out: out, issuer: issuer, api: api, log: new(notes)}
	defer d.running.Wait()
	defer cancel()
	if err := d.listen(ctx); err != nil {
		return err
	}
	c := demoConfig(issuer, d.url)
	fmt.Fprintf(out, `An API, %s, and the issuer whose tokens it believes, %s.
It is noon on 15 January 2026, and stays noon. The issuer's first keys are printed
in RFC 7515, so everybody has them. Tokens are shortened. Fields that do not matter
here are left out. A line that begins with "log" is from the log of the API.

API=%[1]s
`, d.url, issuer.URL)

	t := newTeacher(issuer, c.Audience[0], noon)
	bound := *c
	bound.proof = &proof.DPoP{Base: d.url, Now: c.now}
	theft := func() []call { return t.theft(bound.proof) }
	for _, chapter := range []struct {
		title string
		start *config // the API anew, without any keys; nil to go on
		calls func() []call
	}{
		{"Who calls?", c, t.whoCalls},
		{"What may they do?", nil, t.whatIsAllowed},
		{"What is there?", nil, t.whatIsThere},
		{"Tokens are stolen", &bound, theft},
		{"Keys change", c, t.newKeys},
		{"Issuers fail", nil, t.outage},
		{"APIs start while issuers fail", c, t.coldStart},
	} {
		fmt.Fprintf(out, "\n# %s\n", chapter.title)
		if chapter.start != nil {
			d.start(chapter.start)
		}
		for _, call := range chapter.calls() {
			if err := d.show(ctx, call); err != nil {
				return err
			}
		}
	}
	if d.wrong > 0 {
		return fmt.Errorf("%d of %d answers are wrong", d.wrong, d.count)
	}
	fmt.Fprintf(out, "\nAll %d answers are right.\n", d.count)
	return nil
}

// demoConfig is the API of the demo. Its name is its address.
func demoConfig(issuer *oidctest.Issuer, url string) *config {
	return &config{
		Expectations: command.Expectations{Issuer: issuer.URL, Audience: []string{url}},
		roles:        []string{"roles"},
		now:          func() time.Time { return noon },
	}
}

type demonstration struct {
	out     io.Writer
	issuer  *oidctest.Issuer
	api     newAPI
	running sync.WaitGroup

	url     string // of the API
	handler atomic.Pointer[http.Handler]
	log     *notes
	// How many answers there were, and how many were not the right ones.
	count, wrong int
}

// listen opens a free port, behind which the API can be started anew.
func (d *demonstration) listen(ctx context.Context) error {
	l, err := command.Listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	d.url = "http://" + l.Addr().String()
	current := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*d.handler.Load()).ServeHTTP(w, r) })
	d.running.Go(func() { _ = command.Serve(ctx, l, current, d.logger()) })
	return nil
}

func (d *demonstration) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{ReplaceAttr: withoutTime}))
}

// start starts the API anew, without keys.
func (d *demonstration) start(c *config) {
	handler := d.api(c, &oidc.Keys{Issuer: c.Issuer, Client: d.issuer.Client()}, d.logger())
	d.handler.Store(&handler)
}

// show makes a call, prints it with its answer, and judges.
func (d *demonstration) show(ctx context.Context, c call) error {
	answer, err := c.do(ctx, d.url)
	if err != nil {
		return err
	}
	d.count++
	fmt.Fprintf(d.out, "\n%d. %s\n\n", d.count, c.title)
	d.indent("$ ", c.curl("$API", shortened))
	d.indent("", answer.String())
	d.indent("log: ", d.log.take())
	fmt.Fprintln(d.out)
	if wrong := c.judge(answer); wrong != "" {
		d.wrong++
		d.indent("WRONG: ", wrong)
		return nil
	}
	fmt.Fprintln(d.out, c.why)
	return nil
}

func (d *demonstration) indent(prefix, text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(d.out, "    %s%s\n", prefix, strings.TrimSuffix(line, "\n"))
	}
}

// Notes are what the API has logged.
type notes struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(p)
}

// take returns the notes since the last time.
func (n *notes) take() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	defer n.text.Reset()
	return n.text.String()
}

// withoutTime leaves out the fields that differ from run to run.
func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
		return slog.Attr{}
	}
	return a
}
