package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// serveWithOwnIssuer starts an issuer, serves the API for its tokens, and prints
// what to try. Everybody can make tokens for such an API, so it serves this
// machine only.
func serveWithOwnIssuer(ctx context.Context, c *config, stdout io.Writer, log *slog.Logger) error {
	l, err := command.ListenLoopback(c.addr)
	if err != nil {
		return err
	}
	defer l.Close()
	issuer := oidctest.NewIssuer()
	defer issuer.Close()
	c.Issuer = issuer.URL
	// The API is named by its address, so the metadata that its challenges
	// name can be opened.
	c.Audience = []string{"http://" + l.Addr().String()}
	t := newTeacher(issuer, c.Audience[0], time.Now())
	keys := &oidc.Keys{Issuer: issuer.URL, Logger: log}
	calls := slices.Concat(t.whoCalls(), t.whatIsAllowed(), t.whatIsThere())
	if c.proof != nil {
		calls = append(calls, t.theft(c.proof)...)
	}
	fmt.Fprint(stdout, t.welcome(c.Audience[0], calls))
	return command.Serve(ctx, l, routes(c, keys, log), log)
}

// welcome returns lines to paste into a shell.
func (t teacher) welcome(api string, calls []call) string {
	var b strings.Builder
	fmt.Fprintf(&b, `api %s ready, for tokens of its own issuer, %s

EVERYBODY HAS THE PRIVATE KEYS OF THIS ISSUER: they are printed in RFC 7515. For
a real one, name it with -issuer and -audience. Until then, paste into another
terminal; the tokens are good for an hour.
`, api, t.URL)
	for _, call := range calls {
		if call.paste {
			fmt.Fprintf(&b, "\n# %s: %d\n%s\n", call.title, call.status, call.curl(api, entire))
		}
	}
	return b.String()
}
