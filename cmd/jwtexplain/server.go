package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt/explain/workbench"
)

// serve serves the page until the context is done. It is for the person at
// this machine: anybody else who reached it could see the tokens, and could use
// the program to see what the machine can reach.
func (o *options) serve(ctx context.Context, stdout, stderr io.Writer) error {
	bench, err := o.bench()
	if err != nil {
		return err
	}
	handler, err := bench.Handler()
	if err != nil {
		return err
	}
	l, err := command.ListenLoopback(o.http)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "jwtexplain http://%s/ ready\n", l.Addr())
	return command.Serve(ctx, l, handler, slog.New(slog.NewTextHandler(stderr, nil)))
}

// bench is the page: the gallery, and what the command line expects of tokens.
func (o *options) bench() (*workbench.Bench, error) {
	keys, err := o.keySet()
	if err != nil {
		return nil, err
	}
	return &workbench.Bench{
		Name:      "jwtexplain",
		Specimens: gallery,
		Settings:  o.settings(),
		KeySet:    keys,
	}, nil
}
