package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"log/slog"

	"example.com/glassjwt/internal/command"
	"example.com/glassjwt/jwt"
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
	case c.issuer == "":
		return serveWithOwnIssuer(ctx, c, stdout, log)
	}
	keys, err := c.keySet(ctx, log)
	if err != nil {
		return err
	}
	return serve(ctx, c, keys, log, func(url string) {
		fmt.Fprintf(stdout, `api %s ready, for tokens of %s

curl -i %[1]s/api/protected -H "Authorization: Bearer $TOKEN"
`, url, c.issuer)
	})
}

// serve serves the API until the context is done. Once it listens, it calls
// ready with the address.
func serve(ctx context.Context, c *config, keys jwt.KeySet, log *slog.Logger, ready func(url string)) error {
	l, err := command.Listen(c.addr)
	if err != nil {
		return err
	}
	ready("http://" + l.Addr().String())
	return command.Serve(ctx, l, routes(c, keys, log), log)
}
