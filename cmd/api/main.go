package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"log/slog"

	"example.com/glassjwt/cmd/internal/command"
)

//go:embed doc.go
var doc string

func main() { command.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := start(ctx, args, stdout, stderr)
	return command.Exit("api", command.Usage(doc), stdout, stderr, err)
}

func start(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	c, err := parse(args)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	switch {
	case c.demo:
		return demo(ctx, stdout, routes)
	case c.Issuer == "":
		return serveWithOwnIssuer(ctx, c, stdout, log)
	}
	keys, err := c.keySet(ctx, log)
	if err != nil {
		return err
	}
	l, err := command.Listen(c.addr)
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Fprintf(stdout, `api http://%s ready, for tokens of %s

%s
curl -i http://%[1]s/api/protected -H "Authorization: Bearer $TOKEN"
`, l.Addr(), c.Issuer, howToGetAToken(c.Issuer, c.Audience[0]))
	return command.Serve(ctx, l, routes(c, keys, log), log)
}
