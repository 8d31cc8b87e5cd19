package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"log/slog"

	"example.com/glassjwt/cmd/internal/command"
)

//go:embed doc.go
var doc string

func main() { command.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := serve(ctx, args, stdout, stderr)
	return command.Exit("issuer", command.Usage(doc), stdout, stderr, err)
}

func serve(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("issuer", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:9000", "")
	if err := command.Parse(flags, args); err != nil {
		return err
	}
	l, err := command.ListenLoopback(*addr)
	if err != nil {
		return err
	}
	p := newProvider("http://" + l.Addr().String())
	fmt.Fprintf(stdout, `issuer %s ready

EVERYBODY HAS ITS PRIVATE KEYS. They are printed in RFC 7515. An API that trusts
this issuer trusts everybody: use it to try things out, and for nothing else.

A token for a program:
curl -s %[1]s/token -u shop:secret -d grant_type=client_credentials -d audience=%s -d scope=read:orders

A token for a user: open %[1]s/ in a browser.
More, and the settings for Postman: issuer -h
`, p.URL, defaultAudience)
	return command.Serve(ctx, l, p.handler(), slog.New(slog.NewTextHandler(stderr, nil)))
}
