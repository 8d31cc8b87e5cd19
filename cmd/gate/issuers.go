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
			if err := check(i.remote); err != nil {
				return nil, command.Misuse("an -issuer or its -jwks cannot be used: "+err.Error(),
					"both are https URLs; if plain http is enough inside a cluster, name the host with -cleartext")
			}
			i.keys = i.remote
		}
		issuers = append(issuers, i)
	}
	return issuers, nil
}

// check returns an error if no fetch could ever bring keys, such as over http
// from another machine. It asks with a transport that opens no connection.
func check(keys *oidc.Keys) error {
	probe := &oidc.Keys{Issuer: keys.Issuer, URL: keys.URL, Cleartext: keys.Cleartext, Client: &http.Client{Transport: offline{}}}
	if err := probe.Refresh(context.Background()); errors.Is(err, jwt.ErrConfig) {
		return err
	}
	return nil
}

type offline struct{}

func (offline) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("offline") }

// ask fetches the keys of each issuer that has none, all at once, and returns
// the names of those without usable keys.
func ask(ctx context.Context, issuers []issuer) (without []string) {
	var wg sync.WaitGroup
	for _, i := range issuers {
		if i.remote == nil {
			continue
		}
		if s := i.remote.Snapshot(); s.Usable || time.Now().Before(s.RetryAt) {
			continue
		}
		wg.Go(func() { _ = i.remote.Refresh(ctx) }) // the Snapshot shows it
	}
	wg.Wait()
	for _, i := range issuers {
		if i.remote != nil && !i.remote.Snapshot().Usable {
			without = append(without, i.name)
		}
	}
	return without
}

// ready answers 200 if there are keys of each issuer, and else 503, until there
// are. It asks for them itself, as often as a token could.
func ready(issuers []issuer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		w.Header().Set("Cache-Control", "no-store")
		if without := ask(ctx, issuers); len(without) > 0 {
			http.Error(w, "no keys of "+strings.Join(without, ", "), http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n")) // an error means that the asker is gone
	})
}
