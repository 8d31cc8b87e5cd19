package oidc_test

import (
	"crypto/ecdsa"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

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
	// published. A token that joined that fetch may cause another.
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
	// Scheduled refreshes do not use up the fetches for unknown keys.
	t.Run("rotation-new-key after many refreshes", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := start()
			k.MinAge, k.MaxAge = time.Second, time.Second // more often than once per Cooldown
			for range 20 {
				mustKnow(t, k, known)
				time.Sleep(time.Second) // a fetch in the background
				mustKnow(t, k, known)
				time.Sleep(2 * time.Second) // the next token waits for it
			}
			for range 10 {
				if err := k.Refresh(t.Context()); err != nil {
					t.Error(err)
				}
			}
			for n := range 3 { // and a fourth fetch is left
				mustFail(t, k, invented(n), jwt.ErrKeyUnknown)
			}
			s.set(ok(both))
			mustKnow(t, k, young)
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

// A program refreshes the keys because one was withdrawn. It must not get the
// result of a fetch that began earlier.
func TestRefreshDoesNotJoinAnOlderFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		withdrawn := oidctest.NewIssuerAt("https://issuer.example")
		withdrawn.NewKey(jwt.EdDSA)
		slow := ok(withdrawn.KeySet())
		s.set(func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return slow(req)
		})
		go k.Refresh(t.Context())
		synctest.Wait()
		s.set(healthy)
		if err := k.Refresh(t.Context()); err != nil {
			t.Errorf("Refresh = %v", err)
		}
		mustFetch(t, s, 2)
		if ids := k.KeyIDs(); len(ids) != 2 {
			t.Errorf("KeyIDs = %q; want those of the newer set", ids)
		}
	})
}

// rotation-mid-flight: 100 goroutines verify while the set is replaced. Each sees
// the old set or the new one. No token fails whose key is in both.
func TestRotationWhileManyVerify(t *testing.T) {
	k, s := start()
	k.MinAge, k.MaxAge = time.Nanosecond, time.Nanosecond // refreshed all the time
	wide := oidctest.NewIssuerAt("https://issuer.example")
	wide.NewKey(jwt.EdDSA)
	sets := [][]byte{issuer.KeySet(), wide.KeySet()}
	n := 0
	var enough atomic.Bool
	s.set(func(req *http.Request) (*http.Response, error) {
		n++ // without a lock, so that the race detector sees two flights
		enough.Store(n >= 20)
		return ok(sets[n%2])(req)
	})
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			for !enough.Load() {
				mustKnow(t, k, known)
				mustKnow(t, k, other)
				_ = k.Snapshot()
				_, _ = k.Generation()
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
}
