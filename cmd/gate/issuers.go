package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// An issuer has keys, from the network or from a file.
type issuer struct {
	expectation
	keys   jwt.KeySet
	remote *oidc.Keys // nil if the keys are from a file
}

// spread keeps many gates that were started together from asking an issuer in
// the same second.
const spread = 2 * time.Minute

// readIssuers makes the key sets. It fetches nothing: an issuer that is down
// must not keep the gate from starting.
func (c *config) readIssuers(log *slog.Logger) ([]issuer, error) {
	var issuers []issuer
	for _, e := range c.issuers {
		i := issuer{expectation: e}
		switch {
		case e.jwks == "":
			i.remote = &oidc.Keys{Issuer: e.name}
		case strings.Contains(e.jwks, "://"):
			i.remote = &oidc.Keys{URL: e.jwks}
		default:
			set, err := command.ReadKeySet(e.jwks)
			if err != nil {
				return nil, err
			}
			i.keys = set
		}
		if i.remote != nil {
			i.remote.Cleartext, i.remote.Spread, i.remote.Logger = c.cleartext, spread, log
			i.keys = i.remote
		}
		issuers = append(issuers, i)
	}
	return issuers, nil
}

// ask fetches the keys of each issuer that has none, all at once, and returns
// the names of those without usable keys. What no later fetch can mend is
// returned as an error.
func ask(ctx context.Context, issuers []issuer) (without []string, err error) {
	var wg sync.WaitGroup
	errs := make([]error, len(issuers))
	for n, i := range issuers {
		if i.remote == nil {
			continue
		}
		if s := i.remote.Snapshot(); s.Usable || time.Now().Before(s.RetryAt) {
			continue
		}
		wg.Go(func() { errs[n] = i.remote.Refresh(ctx) })
	}
	wg.Wait()
	for n, i := range issuers {
		if i.remote != nil && !i.remote.Snapshot().Usable {
			without = append(without, i.name)
		}
		if errors.Is(errs[n], jwt.ErrConfig) || errors.Is(errs[n], oidc.ErrIssuerMismatch) {
			err = errors.Join(err, errs[n])
		}
	}
	return without, err
}

// ready answers 200 if there are keys of each issuer, and else 503, until there
// are. It asks for them itself, as often as a token could.
func ready(issuers []issuer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		w.Header().Set("Cache-Control", "no-store")
		without, _ := ask(ctx, issuers)
		if len(without) > 0 {
			http.Error(w, "no keys of "+strings.Join(without, ", "), http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n")) // an error means that the asker is gone
	})
}
