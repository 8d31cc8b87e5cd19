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
		return fetched(ctx, &oidc.Keys{Issuer: c.Issuer, Cleartext: c.cleartext, Logger: log})
	case command.IsURL(c.JWKS):
		return fetched(ctx, &oidc.Keys{URL: c.JWKS, Cleartext: c.cleartext, Logger: log})
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

// fetched fetches the keys before the first token needs them. An error that can
// never go away stops the program. With any other error the API serves all the
// same: its answer is 503 until there are keys.
func fetched(ctx context.Context, keys *oidc.Keys) (jwt.KeySet, error) {
	err := keys.Refresh(ctx)
	switch {
	case errors.Is(err, jwt.ErrConfig):
		return nil, command.Misuse(err.Error(), "keys are fetched over https; http will do on a loopback address, such as http://127.0.0.1:9000, and for a host that -cleartext names")
	case errors.Is(err, oidc.ErrIssuerMismatch):
		return nil, command.Hint(err, "-issuer is what the issuer calls itself, character for character")
	}
	return keys, nil
}
