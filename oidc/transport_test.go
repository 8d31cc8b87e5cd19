package oidc_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// deaf answers later, and does not hear that the request's context has ended.
func deaf(d time.Duration) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		time.Sleep(d)
		return healthy(req)
	}
}

// A Transport that ignores its context cannot hold the keys for ever. The fetch
// ends at Timeout, and is seen. What comes too late has no effect.
func TestTransportThatIgnoresItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, start := range map[string]func() (*oidc.Keys, *script){
			address:   start,
			discovery: func() (*oidc.Keys, *script) { k, s := newSite(); return k, &s.script },
		} {
			k, s := start()
			logger, written := lines()
			k.Logger = logger
			well := s.answer
			s.set(deaf(time.Hour))
			began := time.Now()
			mustFail(t, k, known, context.DeadlineExceeded)
			if took := time.Since(began); took != 10*time.Second {
				t.Errorf("the token waited %v; want the 10s of Timeout", took)
			}
			synctest.Wait()
			if got := k.Snapshot(); got.Failures != 1 || !strings.Contains(got.LastError, name) {
				t.Errorf("Snapshot() = %+v; want a failure that names %s", got, name)
			}
			if got := written(); len(got) != 1 || !strings.Contains(got[0], name) {
				t.Errorf("logged %q; want one line that names %s", got, name)
			}
			s.set(well)
			time.Sleep(15 * time.Second)
			mustKnow(t, k, known)
			fetched := k.Snapshot().Fetched
			s.set(down)
			time.Sleep(2 * time.Hour) // by now the first request has ended
			if got := k.Snapshot().Fetched; got != fetched {
				t.Errorf("Snapshot().Fetched = %v; want %v, and not what came too late", got, fetched)
			}
		}
	})
}

func TestDiscoverWithADeafTransport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answer: deaf(time.Hour)}
		began := time.Now()
		m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, "https://issuer.example")
		var e *oidc.FetchError
		if !errors.As(err, &e) || e.URL != discovery || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Discover = %v, %v; want a FetchError about %s", m, err, discovery)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("Discover took %v; want 10s", took)
		}
		time.Sleep(time.Hour)
	})
}

// A Logger that panics, or has no Handler, does not end the process.
func TestLoggerThatPanics(t *testing.T) {
	for name, logger := range map[string]*slog.Logger{
		"panics": slog.New(panicky{slog.DiscardHandler}), "zero": {},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				k.Logger = logger
				s.set(down)
				mustFail(t, k, known, jwt.ErrKeysUnavailable)
				s.set(healthy)
				time.Sleep(time.Second)
				mustKnow(t, k, known)
			})
		})
	}
}

type panicky struct{ slog.Handler }

func (panicky) Enabled(context.Context, slog.Level) bool { panic("no space left on device") }
