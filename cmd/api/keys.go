package main

import (
	"context"
	"errors"
	"log/slog"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// keySet returns where the issuer's keys come from: discovery, the address of
// a key set, or a file.
func (c *config) keySet(ctx context.Context, log *slog.Logger) (jwt.KeySet, error) {
	switch {
	case c.JWKS == "":
		return fetched(ctx, &oidc.Keys{Issuer: c.Issuer, Logger: log})
	case command.IsURL(c.JWKS):
		return fetched(ctx, &oidc.Keys{URL: c.JWKS, Logger: log})
	}
	set, err := command.ReadKeySet(c.JWKS)
	if err != nil {
		return nil, err
	}
	for _, skipped := range set.Skipped {
		log.Warn("key skipped", "file", c.JWKS, "reason", skipped)
	}
	return set, nil
}

// fetched fetches the keys before the first token needs them, and stops the
// program if that can never work. If it only does not work now, the API serves
// all the same: its answer is 503 until it does.
func fetched(ctx context.Context, keys *oidc.Keys) (jwt.KeySet, error) {
	err := keys.Refresh(ctx)
	switch {
	case errors.Is(err, jwt.ErrConfig):
		return nil, command.Misuse(err.Error(), "keys are fetched over https; http will do on a loopback address, such as http://127.0.0.1:9000")
	case errors.Is(err, oidc.ErrIssuerMismatch):
		return nil, command.Hint(err, "-issuer is what the issuer calls itself, character for character")
	}
	return keys, nil
}
