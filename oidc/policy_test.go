package oidc_test

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
)

// A success resets the pause. The next failure costs one second again.
func TestFailuresEndWithASuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(down)
		for range 4 {
			mustFail(t, k, known, jwt.ErrKeysUnavailable)
			time.Sleep(15 * time.Second)
		}
		s.set(healthy)
		mustKnow(t, k, known)
		if got := k.Snapshot(); got.Failures != 0 || !got.RetryAt.IsZero() {
			t.Errorf("Snapshot() = %+v; want no failures", got)
		}
		s.set(down)
		mustFail(t, k, invented(0), jwt.ErrKeysUnavailable)
		s.set(healthy)
		time.Sleep(time.Second)
		mustFail(t, k, invented(0), jwt.ErrKeyUnknown)
	})
}

// After a 429 with Retry-After there is no request before that time. The pause is
// at most 5 minutes.
func TestRetryAfter(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(*http.Request) (*http.Response, error)
		pause  time.Duration
	}{
		"status-429-retry-after": {status(429, "", "Retry-After: 120"), 2 * time.Minute},
		"503":                    {status(503, "", "Retry-After: 120"), 2 * time.Minute},
		"a date":                 {status(503, "", "Retry-After: Sat, 01 Jan 2000 00:03:00 GMT"), 3 * time.Minute},
		"a date in the past":     {status(503, "", "Retry-After: Sat, 01 Jan 1999 00:03:00 GMT"), time.Second},
		"a date beyond bounds":   {status(503, "", "Retry-After: Sun, 02 Jan 2000 00:00:00 GMT"), 5 * time.Minute},
		"a day":                  {status(503, "", "Retry-After: 86400"), 5 * time.Minute},
		"beyond all bounds":      {status(503, "", "Retry-After: 99999999999999999999999"), 5 * time.Minute},
		"less than the pause":    {status(503, "", "Retry-After: 0"), time.Second},
		"nonsense":               {status(503, "", "Retry-After: soon"), time.Second},
		"negative":               {status(503, "", "Retry-After: -1"), time.Second},
		"with another status":    {status(500, "", "Retry-After: 120"), time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				mustKnow(t, k, known)
				s.set(test.answer)
				mustFail(t, k, invented(0), jwt.ErrKeysUnavailable)
				s.fetches()
				time.Sleep(test.pause - time.Millisecond)
				mustFail(t, k, invented(1), jwt.ErrKeysUnavailable)
				mustKnow(t, k, known)
				mustFetch(t, s, 0)
				s.set(healthy)
				time.Sleep(time.Millisecond)
				mustFail(t, k, invented(2), jwt.ErrKeyUnknown)
				mustFetch(t, s, 1)
			})
		})
	}
}

// rotation-caches: how long keys are fresh, between 1 minute and 1 hour.
func TestRotationCaches(t *testing.T) {
	for name, test := range map[string]struct {
		fields string
		want   time.Duration
	}{
		"absent":             {"X-Nothing: 1", 10 * time.Minute},
		"20 minutes":         {"Cache-Control: public, max-age=1200", 20 * time.Minute},
		"the longest":        {"Cache-Control: max-age=3600", time.Hour},
		"too long":           {"Cache-Control: max-age=99999999", time.Hour},
		"beyond all bounds":  {"Cache-Control: max-age=99999999999999999999999", time.Hour},
		"0":                  {"Cache-Control: max-age=0", time.Minute},
		"no-store":           {"Cache-Control: no-store", time.Minute},
		"no-store, with age": {"Cache-Control: max-age=1800, NO-STORE", time.Minute},
		"no-cache":           {"Cache-Control: no-cache", time.Minute},
		"quoted":             {`Cache-Control: Max-Age="1200"`, 20 * time.Minute},
		"nonsense":           {"Cache-Control: max-age=soon", time.Minute},
		"negative":           {"Cache-Control: max-age=-1", time.Minute},
		"twice":              {"Cache-Control: max-age=1200, max-age=600", 10 * time.Minute},
		"twice, longer last": {"Cache-Control: max-age=600, max-age=1200", 10 * time.Minute},
		"no-store, then age": {"Cache-Control: no-store, max-age=1800", time.Minute},
		"no-cache, then age": {"Cache-Control: no-cache\nCache-Control: max-age=1800", time.Minute},
		"in two fields":      {"Cache-Control: public\nCache-Control: max-age=1200", 20 * time.Minute},
		"half spent":         {"Cache-Control: max-age=1200\nAge: 600", 10 * time.Minute},
		"spent, beyond all":  {"Cache-Control: max-age=1200\nAge: 99999999999", time.Minute}, // RFC 9111 section 1.2.2
		"all spent":          {"Cache-Control: max-age=1200\nAge: 99999", time.Minute},
		"spent, nonsense":    {"Cache-Control: max-age=1200\nAge: -600", 20 * time.Minute},
		"spent, of what":     {"Age: 600", 10 * time.Minute},
		"of shared caches":   {"Cache-Control: s-maxage=60", 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				s.set(status(200, string(issuer.KeySet()), strings.Split(test.fields, "\n")...))
				mustKnow(t, k, known)
				time.Sleep(test.want - time.Millisecond)
				mustKnow(t, k, known)
				synctest.Wait()
				mustFetch(t, s, 1)
				time.Sleep(time.Millisecond)
				mustKnow(t, k, known)
				synctest.Wait()
				mustFetch(t, s, 1)
			})
		})
	}
}

// Ages count from the start of a fetch, since the issuer may have answered at
// that very moment.
func TestAgesCountFromTheStartOfTheFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		k.StaleFor = 15 * time.Minute
		s.set(after(8*time.Second, healthy))
		mustKnow(t, k, known)
		time.Sleep(10*time.Minute - 8*time.Second - time.Millisecond)
		if k.Snapshot().Stale {
			t.Error("stale before their age")
		}
		time.Sleep(time.Millisecond)
		if !k.Snapshot().Stale {
			t.Error("fresh past their age")
		}
		time.Sleep(5*time.Minute - time.Millisecond)
		if !k.Snapshot().Usable {
			t.Error("not usable before StaleFor")
		}
		time.Sleep(time.Millisecond)
		if k.Snapshot().Usable {
			t.Error("usable past StaleFor")
		}
	})
}

// Durations that overflow when they are added mean for ever.
func TestHugeDurations(t *testing.T) {
	const forever, century = math.MaxInt64 * time.Nanosecond, 100 * 365 * 24 * time.Hour
	for name, d := range map[string]time.Duration{"the largest": forever, "a century": century} {
		t.Run("StaleFor "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := newSite()
				k.StaleFor = d
				mustKnow(t, k, known)
				s.set(down)
				time.Sleep(10 * 365 * 24 * time.Hour)
				mustKnow(t, k, known)
			})
		})
		t.Run("Cooldown "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				k.Cooldown = d
				for n := range 10 {
					mustFail(t, k, invented(n), jwt.ErrKeyUnknown)
				}
				mustFetch(t, s, 4)
				time.Sleep(365 * 24 * time.Hour)
				mustFail(t, k, invented(0), jwt.ErrKeyUnknown)
				mustFetch(t, s, 1) // for the old keys; none for the invented key
			})
		})
		t.Run("the others "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				k.MinAge, k.MaxAge, k.Timeout = d, d, d
				s.set(status(200, string(issuer.KeySet()), "Cache-Control: max-age=60"))
				mustKnow(t, k, known)
				time.Sleep(365 * 24 * time.Hour)
				mustKnow(t, k, known)
				mustFetch(t, s, 1)
				s.set(down)
				mustFail(t, k, invented(0), jwt.ErrKeysUnavailable)
			})
		})
	}
}
