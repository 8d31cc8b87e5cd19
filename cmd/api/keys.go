package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// keySet returns where the issuer's keys come from: discovery, the address of
// a key set, or a file.
func (c *config) keySet(ctx context.Context, log *slog.Logger) (jwt.KeySet, error) {
	switch {
	case c.jwks == "":
		return fetched(ctx, &oidc.Keys{Issuer: c.issuer, Logger: log})
	case strings.Contains(c.jwks, "://"):
		return fetched(ctx, &oidc.Keys{URL: c.jwks, Logger: log})
	}
	return readKeys(c.jwks, log)
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

func readKeys(file string, log *slog.Logger) (jwt.KeySet, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, command.Misuse(err.Error(), "-jwks takes an https URL or a file")
	}
	set, err := jwk.ParseSet(text)
	if err != nil {
		return nil, command.Misuse(file+": "+err.Error(), `a key set is a JSON object with the member "keys"`)
	}
	for _, skipped := range set.Skipped {
		log.Warn("key skipped", "file", file, "reason", skipped)
	}
	if len(set.Usable) == 0 {
		return nil, command.Misuse(file+": no usable key in the set", "where the set has keys, the log says why each was skipped")
	}
	return set, nil
}
