package oidc_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// Each of these tests runs in a synctest bubble. Its clock moves only when all
// goroutines wait, and it fails if a goroutine is left behind.

func TestNothingBeforeFirstUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, s := start()
		time.Sleep(24 * time.Hour)
		mustFetch(t, s, 0)
	})
}

func TestOneFetchForFiftyFirstTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(after(time.Second, healthy))
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { mustKnow(t, k, known) })
		}
		wg.Wait()
		mustFetch(t, s, 1)
	})
}

func TestFreshKeysCostNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		for range 9 {
			mustKnow(t, k, known)
			mustKnow(t, k, other)
			time.Sleep(time.Minute)
		}
		mustFetch(t, s, 1)
	})
	k, _ := start()
	set, err := jwk.ParseSet(issuer.KeySet())
	if err != nil {
		t.Fatal(err)
	}
	inHand := testing.AllocsPerRun(100, func() { _, _ = set.Keys(t.Context(), known) })
	fetched := testing.AllocsPerRun(100, func() { _, _ = k.Keys(t.Context(), known) })
	if fetched > inHand {
		t.Errorf("%v allocations with fresh keys; want the %v of keys in hand", fetched, inHand)
	}
}

// Past their age, keys are served at once. One fetch in the background brings
// the next ones, however many tokens come meanwhile.
func TestAgedKeysAreServedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		mustKnow(t, k, known)
		time.Sleep(11 * time.Minute)
		s.set(after(5*time.Second, healthy))
		began := time.Now()
		for range 50 {
			mustKnow(t, k, known)
		}
		if waited := time.Since(began); waited != 0 {
			t.Errorf("tokens waited %v for a refresh", waited)
		}
		time.Sleep(10 * time.Second)
		mustKnow(t, k, known)
		mustFetch(t, s, 2)
		if got := k.Snapshot(); got.Stale || got.Age != 10*time.Second {
			t.Errorf("Snapshot() = %+v; want fresh keys", got)
		}
	})
}

// context-cancelled: a caller who gives up does not end the fetch for the others.
func TestCancelledCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(after(5*time.Second, healthy))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() { // this caller starts the fetch, and gives up
			_, err := k.Keys(ctx, known)
			if !errors.Is(err, jwt.ErrKeysUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Keys = %v; want %q and %q", err, jwt.ErrKeysUnavailable, context.DeadlineExceeded)
			}
		})
		synctest.Wait()
		began := time.Now()
		for range 10 {
			wg.Go(func() { mustKnow(t, k, known) })
		}
		wg.Wait()
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("the others waited %v; want 5s", took)
		}
		mustFetch(t, s, 1)
	})
}

// unknown-kid-flood-cold, recovery: the issuer is down at the start. Requests are
// few, one at a time. Once it is up, all is well within one pause, without a
// restart.
func TestDownAtStartThenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(down)
		for range 50 {
			mustFail(t, k, known, jwt.ErrKeysUnavailable)
		}
		mustFetch(t, s, 1)
		for range 60 {
			for n := range 50 {
				mustFail(t, k, invented(n), jwt.ErrKeysUnavailable)
			}
			time.Sleep(time.Second)
		}
		if got := s.fetches(); got > 7 { // after 1, 3, 7, 15, 30, 45, 60 seconds
			t.Errorf("%d fetches in a minute of outage; want at most 7", got)
		}
		s.set(healthy)
		time.Sleep(15 * time.Second)
		mustKnow(t, k, known)
	})
}

// The issuer takes requests and never answers. One request hangs, and all tokens
// wait for it until Timeout.
func TestHangingAtStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(after(time.Hour, healthy))
		began := time.Now()
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { mustFail(t, k, known, context.DeadlineExceeded) })
		}
		wg.Wait()
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("tokens waited %v; want the 10s of Timeout", took)
		}
		mustFetch(t, s, 1)
	})
}

// stale-limit, recovery.
func TestStaleForEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		mustKnow(t, k, known)
		s.set(down)
		time.Sleep(24*time.Hour - time.Second)
		mustKnow(t, k, known)
		if got := k.Snapshot(); !got.Usable || !got.Stale {
			t.Errorf("Snapshot() = %+v; want usable and stale", got)
		}
		time.Sleep(2 * time.Second)
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
		if got := k.Snapshot(); got.Usable || !got.Stale {
			t.Errorf("Snapshot() = %+v; want stale and not usable", got)
		}
		if _, ok := k.Generation(); ok {
			t.Error("Generation() = ok; want not")
		}
		s.set(healthy)
		time.Sleep(15 * time.Second)
		mustKnow(t, k, known)
	})
}

// StaleFor counts from the last success. If it is shorter than the age of the
// keys, they are usable while they are fresh, without a fetch for each token.
func TestStaleForCountsFromTheLastSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		k.StaleFor = time.Nanosecond
		for range 9 {
			mustKnow(t, k, known)
			time.Sleep(time.Minute)
		}
		mustFetch(t, s, 1)
		time.Sleep(time.Minute)
		s.set(down)
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
	})
}

func TestRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(down)
		for range 3 { // no pause between them
			if err := k.Refresh(t.Context()); !errors.Is(err, jwt.ErrKeysUnavailable) {
				t.Errorf("Refresh() = %v; want %q", err, jwt.ErrKeysUnavailable)
			}
		}
		mustFetch(t, s, 3)
		s.set(healthy)
		for range 10 {
			if err := k.Refresh(t.Context()); err != nil {
				t.Errorf("Refresh() = %v", err)
			}
		}
		mustKnow(t, k, known)
		mustFetch(t, s, 10)
		s.set(down)
		if err := k.Refresh(t.Context()); err == nil {
			t.Error("Refresh() = nil; want an error")
		}
		mustKnow(t, k, known)
	})
}

func TestGeneration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		if _, ok := k.Generation(); ok {
			t.Error("Generation() = ok before there are keys")
		}
		mustFetch(t, s, 0)
		mustKnow(t, k, known)
		first, ok1 := k.Generation()
		time.Sleep(11 * time.Minute)
		_, _ = k.Generation() // refreshes, because a cache does not call Keys
		synctest.Wait()
		mustFetch(t, s, 2)
		second, ok2 := k.Generation()
		if !ok1 || !ok2 || first != second {
			t.Errorf("Generation() = %d, %v and %d, %v; want no change: the document is the same", first, ok1, second, ok2)
		}
		s.set(status(200, strings.Replace(string(issuer.KeySet()), "rfc7515-a3", "a3", 1)))
		if err := k.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if third, ok := k.Generation(); !ok || third == second {
			t.Errorf("Generation() = %d, %v after another document; want a change", third, ok)
		}
	})
}

func TestNotConfigured(t *testing.T) {
	for name, k := range map[string]*oidc.Keys{
		"nothing":           {},
		"plain http":        {URL: "http://issuer.example/jwks"},
		"issuer plain http": {Issuer: "http://issuer.example"},
		"issuer with query": {Issuer: "https://issuer.example?tenant=1"},
		"not a URL":         {URL: "https://[::1"},
		"no scheme":         {Issuer: "issuer.example"},
		"a file":            {URL: "file:///etc/passwd"},
		"a password":        {URL: "https://user:secret@issuer.example/jwks"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{answer: healthy}
			k.Client = &http.Client{Transport: s}
			mustFail(t, k, known, jwt.ErrConfig)
			if _, err := k.Keys(t.Context(), known); errors.Is(err, jwt.ErrKeysUnavailable) {
				t.Errorf("Keys = %v; want %q alone", err, jwt.ErrConfig)
			}
			err := k.Refresh(t.Context())
			if !errors.Is(err, jwt.ErrConfig) || errors.Is(err, jwt.ErrKeysUnavailable) {
				t.Errorf("Refresh() = %v; want %q alone", err, jwt.ErrConfig)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("Refresh() = %v; it shows the password", err)
			}
			mustFetch(t, s, 0)

			v := &jwt.Verifier{Issuer: issuer.URL, Audience: []string{"https://api.example"}, Keys: k}
			_, err = v.Verify(t.Context(), issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example")))
			if !errors.Is(err, jwt.ErrConfig) || errors.Is(err, jwt.ErrKeysUnavailable) {
				t.Errorf("Verify = nil, %v; want %q alone", err, jwt.ErrConfig)
			}
		})
	}
}

// If Issuer and URL are set, the keys are at URL, and nothing is discovered.
func TestURLBeforeIssuer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		k.Issuer = "https://issuer.example"
		mustKnow(t, k, known)
		if got := s.urls(); len(got) != 1 || got[0] != address {
			t.Errorf("asked %v; want only %s", got, address)
		}
	})
}

// A nil pointer refuses every token. It fetches nothing, and nothing panics.
func TestNilKeys(t *testing.T) {
	var k *oidc.Keys
	mustFail(t, k, known, jwt.ErrConfig)
	if err := k.Refresh(t.Context()); !errors.Is(err, jwt.ErrConfig) {
		t.Errorf("Refresh() = %v; want %q", err, jwt.ErrConfig)
	}
	if n, ok := k.Generation(); ok {
		t.Errorf("Generation() = %d, true; want false", n)
	}
	if got := k.Snapshot(); got.Usable || k.KeyIDs() == nil || !k.Fetched().IsZero() {
		t.Errorf("Snapshot() = %+v; want nothing in it", got)
	}
	v := &jwt.Verifier{Issuer: issuer.URL, Audience: []string{"https://api.example"}, Keys: k}
	token := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
	for name, verify := range map[string]func(context.Context, string) (*jwt.Token, error){
		"Verifier": v.Verify, "Cache": (&jwt.Cache{Verifier: v}).Verify,
	} {
		if tok, err := verify(t.Context(), token); !errors.Is(err, jwt.ErrConfig) {
			t.Errorf("%s: Verify = %v, %v; want %q", name, tok, err, jwt.ErrConfig)
		}
	}
	_ = v.Examine(t.Context(), token).Causes()
}
