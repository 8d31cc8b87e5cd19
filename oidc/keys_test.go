package oidc_test

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// Each of these tests runs in a bubble of its own, with a clock that only
// moves when all wait. The bubble also fails if a goroutine is left behind.

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

// 200 tokens with invented key IDs, as fast as they can be sent: at most four
// fetches at once, and four a minute. The known keys are served meanwhile.
func TestInventedKeyIDs(t *testing.T) {
	for name, flood := range map[string]func(t *testing.T, k *oidc.Keys, tokens int){
		"unknown-kid-flood": func(t *testing.T, k *oidc.Keys, tokens int) {
			for n := range tokens {
				mustFail(t, k, invented(n), jwt.ErrKeyUnknown)
			}
		},
		"unknown-kid-flood, all at once": func(t *testing.T, k *oidc.Keys, tokens int) {
			var wg sync.WaitGroup
			for n := range tokens {
				wg.Go(func() { mustFail(t, k, invented(n), jwt.ErrKeyUnknown) })
			}
			wg.Wait()
		},
		"unknown-kid-flood, one ID again and again": func(t *testing.T, k *oidc.Keys, tokens int) {
			for range tokens {
				mustFail(t, k, invented(0), jwt.ErrKeyUnknown)
			}
		},
		"no-kid-flood, and no key that fits": func(t *testing.T, k *oidc.Keys, tokens int) {
			for range tokens {
				mustFail(t, k, jwt.Header{Algorithm: jwt.ES512}, jwt.ErrKeyUnknown)
			}
		},
		"unknown-kid-negative-cache": func(t *testing.T, k *oidc.Keys, tokens int) {
			// There is none, so that nothing can fill it.
			huge := strings.Repeat("k", 1<<20)
			for range tokens {
				mustFail(t, k, jwt.Header{Algorithm: jwt.RS256, KeyID: huge}, jwt.ErrKeyUnknown)
			}
		},
	} {
		for _, warm := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					k, s := start()
					if warm {
						mustKnow(t, k, known)
						time.Sleep(5 * time.Minute)
						s.fetches()
					}
					flood(t, k, 200)
					if got := s.fetches(); got < 1 || got > 4 {
						t.Errorf("warm %v: %d fetches at once; want 1 to 4", warm, got)
					}
					for range 60 {
						time.Sleep(time.Second)
						flood(t, k, 10)
						mustKnow(t, k, known)
					}
					if got := s.fetches(); got > 4+3 {
						t.Errorf("warm %v: %d fetches in the first minute; want at most 4, and what was left of the first 4", warm, got)
					}
					for range 60 {
						time.Sleep(time.Second)
						flood(t, k, 10)
					}
					if got := s.fetches(); got > 4 {
						t.Errorf("warm %v: %d fetches in the second minute; want at most 4", warm, got)
					}
				})
			})
		}
	}
}

// A known key ID is known: that the key is of another algorithm, or that the
// signature is wrong, is the token's fault.
func TestForgeriesCostNoFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		v := &jwt.Verifier{Issuer: issuer.URL, Audience: []string{"https://api.example"}, Keys: k}
		good := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
		if _, err := v.Verify(t.Context(), good); err != nil {
			t.Fatal(err)
		}
		mustFetch(t, s, 1)

		signature := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://else.example"))
		for name, test := range map[string]struct {
			token string
			want  error
		}{
			"bad signature":         {good[:strings.LastIndexByte(good, '.')] + signature[strings.LastIndexByte(signature, '.'):], jwt.ErrSignature},
			"other algorithm":       {issuer.SignAs(jwt.ES256, `{"alg":"ES256","kid":"rfc7515-a2"}`, issuer.Claims("https://api.example")), jwt.ErrKeyUnknown},
			"flood-bad-alg":         {issuer.SignAs(jwt.RS256, `{"alg":"PS256","kid":"invented"}`, `{}`), jwt.ErrAlgorithm},
			"alg none":              {issuer.Sign(`{"alg":"none","kid":"invented"}`, `{}`), jwt.ErrAlgorithm},
			"critical extension":    {issuer.SignAs(jwt.RS256, `{"alg":"RS256","kid":"invented","crit":["b64"]}`, `{}`), jwt.ErrCritical},
			"not a token":           {"invented", jwt.ErrMalformed},
			"too large":             {strings.Repeat("a", 1<<17), jwt.ErrTooLarge},
			"type of another token": {issuer.SignAs(jwt.RS256, `{"alg":"RS256","kid":"invented","typ":"logout+jwt"}`, `{}`), jwt.ErrType},
		} {
			if _, err := v.Verify(t.Context(), test.token); !errors.Is(err, test.want) {
				t.Errorf("%s: Verify = nil, %v; want %q", name, err, test.want)
			}
		}
		mustFetch(t, s, 0)
	})
}

// flood-wrong-iss: a KeySet sees the header alone, so that a token of another
// issuer counts as one with an invented key ID. [jwt.Issuers] reads "iss" first,
// to choose, and asks for no key of an issuer that is not in the list.
func TestFloodWrongIssuer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		v := &jwt.Verifier{Issuer: issuer.URL, Audience: []string{"https://api.example"}, Keys: k}
		claims := issuer.Claims("https://api.example")
		claims["iss"] = "https://other.example"
		token := issuer.Sign(`{"alg":"RS256","kid":"invented"}`, claims)
		for range 50 {
			if _, err := (jwt.Issuers{v}).Verify(t.Context(), token); !errors.Is(err, jwt.ErrIssuer) {
				t.Errorf("Verify = nil, %v; want %q", err, jwt.ErrIssuer)
			}
		}
		mustFetch(t, s, 0)
		for range 50 {
			if _, err := v.Verify(t.Context(), token); !errors.Is(err, jwt.ErrKeyUnknown) {
				t.Errorf("Verify = nil, %v; want %q", err, jwt.ErrKeyUnknown)
			}
		}
		mustFetch(t, s, 4)
	})
}

// no-kid-flood: more keys fit than are tried. Asking the issuer again would not help.
func TestTooManyCandidatesCostNoFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		many := oidctest.NewIssuerAt("https://issuer.example")
		for range 5 {
			many.NewKey(jwt.ES384)
		}
		s.set(ok(many.KeySet()))
		mustKnow(t, k, known)
		for range 10 {
			mustFail(t, k, jwt.Header{Algorithm: jwt.ES384}, jwt.ErrKeyUnknown)
		}
		mustFetch(t, s, 1)
	})
}

func TestRotation(t *testing.T) {
	rotated := oidctest.NewIssuerAt("https://issuer.example")
	rotated.Rotate()
	young := jwt.Header{Algorithm: jwt.ES256, KeyID: rotated.Header(jwt.ES256)["kid"].(string)}
	both := rotated.KeySet()
	rotated.Retire()
	alone := rotated.KeySet()

	t.Run("rotation-new-key, rotation-just-before-signing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			mustKnow(t, k, known)
			s.set(ok(both)) // seconds after the first fetch
			mustKnow(t, k, young)
			mustKnow(t, k, known)
			mustFetch(t, s, 2)
		})
	})
	t.Run("rotation-new-key right after a stranger's invented one", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			mustKnow(t, k, known)
			mustFail(t, k, invented(1), jwt.ErrKeyUnknown)
			s.set(ok(both))
			mustKnow(t, k, young)
			mustFetch(t, s, 3)
		})
	})
	// The stranger's fetch may have been answered before the new key was
	// there. Whoever joined it may ask again.
	t.Run("rotation-new-key during a stranger's fetch", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			mustKnow(t, k, known)
			s.set(after(time.Second, healthy))
			go mustFail(t, k, invented(1), jwt.ErrKeyUnknown)
			time.Sleep(time.Second / 2)
			s.set(ok(both))
			mustKnow(t, k, young)
			mustFetch(t, s, 3)
		})
	})
	t.Run("flood-shared-budget: accepted one cooldown later", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			for n := range 10 {
				mustFail(t, k, invented(n), jwt.ErrKeyUnknown)
			}
			s.set(ok(both))
			mustFail(t, k, young, jwt.ErrKeyUnknown)
			time.Sleep(15 * time.Second)
			mustKnow(t, k, young)
		})
	})
	t.Run("flood-shared-budget: found without a token that names it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			mustKnow(t, k, known)
			s.set(ok(both))
			time.Sleep(10 * time.Minute)
			mustKnow(t, k, known) // notices the age
			synctest.Wait()
			mustKnow(t, k, young)
			mustFetch(t, s, 2)
		})
	})
	t.Run("rotation-old-key-removed", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			mustKnow(t, k, known)
			s.set(ok(alone))
			mustKnow(t, k, young)
			mustFail(t, k, known, jwt.ErrKeyUnknown)
			mustFail(t, k, other, jwt.ErrKeyUnknown)
		})
	})
	t.Run("rotation-same-kid-new-key: followed at the next refresh", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			before, _ := k.Keys(t.Context(), other)
			same := strings.Replace(string(alone), young.KeyID, other.KeyID, 1)
			s.set(ok([]byte(same)))
			time.Sleep(10 * time.Minute)
			mustKnow(t, k, other)
			synctest.Wait()
			now, err := k.Keys(t.Context(), other)
			if err != nil || now[0].Public.(*ecdsa.PublicKey).Equal(before[0].Public) {
				t.Errorf("Keys = %v, %v; want the new key", now, err)
			}
		})
	})
}

// rotation-mid-flight: 100 goroutines verify while the set is replaced: each sees the old or the
// new one, and no token of a key that is in both fails.
func TestRotationWhileManyVerify(t *testing.T) {
	k, s := start()
	k.MinAge, k.MaxAge = time.Nanosecond, time.Nanosecond // refreshed all the time
	wide := oidctest.NewIssuerAt("https://issuer.example")
	wide.NewKey(jwt.EdDSA)
	sets := [][]byte{issuer.KeySet(), wide.KeySet()}
	n := 0
	s.set(func(req *http.Request) (*http.Response, error) {
		n++ // one flight at a time: the race detector would tell
		return ok(sets[n%2])(req)
	})
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			for range 20 {
				mustKnow(t, k, known)
				mustKnow(t, k, other)
				_ = k.Snapshot()
				_, _ = k.Generation()
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
	if got := s.fetches(); got < 2 {
		t.Errorf("%d fetches; want some", got)
	}
}

// context-cancelled: who gives up leaves the fetch to the others.
func TestCancelledCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(after(5*time.Second, healthy))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var wg sync.WaitGroup
		wg.Go(func() { // it starts the fetch, and leaves
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

// unknown-kid-flood-cold, recovery: down at the start, and for a while: few requests, one at a time. Then up:
// within one pause all is well, without a restart.
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

// An outage that no timeout ends: one request hangs, and all wait for that one.
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

// A success in between starts StaleFor anew; and a StaleFor of next to nothing
// means keys that are never stale, and not a fetch for each token.
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

// If both are set, URL is where the keys are, and nothing is discovered.
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
