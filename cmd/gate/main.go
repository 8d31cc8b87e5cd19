package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"

	"example.com/glassjwt/cmd/internal/command"
)

//go:embed doc.go
var doc string

func main() { command.Main(run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := start(ctx, args, os.Getenv, stdout, stderr)
	return command.Exit("gate", command.Usage(doc), stdout, stderr, err)
}

func start(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	c, err := parse(args, getenv)
	if err != nil {
		return err
	}
	log := newLog(stderr)
	issuers, err := c.readIssuers(log)
	if err != nil {
		return err
	}
	g, err := newGate(c, issuers, log)
	if err != nil {
		return err
	}
	l, err := listen(c.addr)
	if err != nil {
		return err
	}
	defer l.Close()
	fmt.Fprintf(stdout, "gate %s ready\n", addressOf(l))
	return command.Serve(ctx, limit(l, maxConnections), g.routes(), log)
}
