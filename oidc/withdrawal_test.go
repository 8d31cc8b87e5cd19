package oidc_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// withdrawn is a key set without the key of known.
var withdrawn = func() []byte {
	i := oidctest.NewIssuerAt("https://issuer.example")
	i.NewKey(jwt.RS256)
	i.Retire()
	return i.KeySet()
}()

// A key was withdrawn, and for a night no token came. The first forged token in
// the morning is refused, and so are all that come while a slow issuer answers.
func TestWithdrawnKeyAfterANight(t *testing.T) {
	for name, night := range map[string]time.Duration{"23 hours": 23 * time.Hour, "two minutes": 2 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				s.set(status(200, string(issuer.KeySet()), "Cache-Control: max-age=60"))
				v := &jwt.Verifier{Issuer: issuer.URL, Audience: []string{"api"}, Keys: k}
				c := &jwt.Cache{Verifier: v}
				claims := issuer.Claims("api")
				claims["exp"] = time.Now().Add(48 * time.Hour).Unix()
				token := issuer.Sign(issuer.Header(jwt.RS256), claims)
				for range 2 { // now it is in the Cache
					if _, err := c.Verify(t.Context(), token); err != nil {
						t.Fatal(err)
					}
				}
				time.Sleep(night)
				s.set(after(9*time.Second, ok(withdrawn)))
				var wg sync.WaitGroup
				for range 8 {
					for range 10 {
						wg.Go(func() { mustFail(t, k, known, jwt.ErrKeyUnknown) })
						wg.Go(func() {
							if tok, err := c.Verify(t.Context(), token); err == nil {
								t.Errorf("Cache.Verify = %v, nil; want the withdrawn key refused", tok.Claims)
							}
						})
					}
					time.Sleep(time.Second)
					if _, ok := k.Generation(); ok {
						t.Error("Generation() = ok; want not, since Keys waits")
					}
				}
				wg.Wait()
			})
		})
	}
}

// If the issuer is down, old keys serve, though not at once: for a while after
// each failure no caller waits.
func TestOldKeysServeIfTheFetchFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		mustKnow(t, k, known)
		time.Sleep(23 * time.Hour)
		s.set(after(time.Hour, healthy)) // no answer
		began := time.Now()
		mustKnow(t, k, known)
		if waited := time.Since(began); waited != 10*time.Second {
			t.Errorf("the first token waited %v; want the 10s of Timeout", waited)
		}
		began = time.Now()
		for range 40 * 60 {
			mustKnow(t, k, known)
			time.Sleep(time.Second)
		}
		if took := time.Since(began); took != 40*time.Minute {
			t.Errorf("later tokens of a busy API waited %v", took-40*time.Minute)
		}
		if got := s.fetches(); got < 40 {
			t.Errorf("%d fetches; want the issuer asked all the time", got)
		}
		time.Sleep(time.Minute)
		s.set(ok(withdrawn))
		mustFail(t, k, known, jwt.ErrKeyUnknown)
	})
}

// A caller who gives up while the fetch goes on gets no old key for that.
func TestImpatientCallerGetsNoOldKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		mustKnow(t, k, known)
		time.Sleep(time.Hour)
		s.set(after(5*time.Second, ok(withdrawn)))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if keys, err := k.Keys(ctx, known); err == nil {
			t.Errorf("Keys = %v, nil; want an error", keys)
		}
		time.Sleep(10 * time.Second)
	})
}

// TestWithdrawal computes the numbers that the package documentation and
// SECURITY.md promise: how long after its withdrawal a key can still be
// believed. The issuer withdraws it at the worst moment, right after it has
// answered. In the worst case it says that its keys are fresh for MaxAge, and
// each fetch takes nearly all of Timeout.
func TestWithdrawal(t *testing.T) {
	const slow = 10*time.Second - time.Millisecond
	up := after(slow, ok(withdrawn))
	for _, c := range []struct {
		name   string
		answer func(*http.Request) (*http.Response, error)
		every  time.Duration // between tokens; 0: one token after all of the time
		want   string
	}{
		{"busy API, issuer up", up, time.Second, "1 hour and 10 seconds"},
		{"idle API, issuer up", up, 0, "2 hours"},
		{"busy API, issuer down", down, 10 * time.Second, "24 hours"},
		{"idle API, issuer down", down, 0, "24 hours"},
	} {
		t.Run(c.name, func(t *testing.T) {
			believed := 0 * time.Second
			if c.every > 0 {
				believed = lastBelieved(t, c.answer, c.every)
			} else {
				// Each wait is a run of its own: the token must be the first.
				low, high := time.Duration(0), 48*time.Hour
				for high-low > time.Second {
					if middle := (low + high) / 2; firstBelieved(t, c.answer, middle) {
						low = middle
					} else {
						high = middle
					}
				}
				believed = high
			}
			if got := inWords(believed.Round(5 * time.Second)); got != c.want {
				t.Errorf("a withdrawn key is believed for %s; want %s", got, c.want)
			}
			for _, file := range []string{"doc.go", "../SECURITY.md"} {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				kind, state, _ := strings.Cut(c.name, ", ")
				if want := kind + ", " + state + ": " + c.want; !strings.Contains(string(text), want) {
					t.Errorf("%s does not say %q", file, want)
				}
			}
		})
	}
}

// An outage ends at the worst moment, right after a fetch has failed, and by then
// the key is withdrawn.
func TestWithdrawalAfterAnOutage(t *testing.T) {
	for want, outage := range map[string]func(*http.Request) (*http.Response, error){
		"25 seconds":               down,
		"5 minutes and 10 seconds": status(503, "", "Retry-After: 3600"),
	} {
		for _, every := range []time.Duration{time.Millisecond * 100, 0} {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				mustKnow(t, k, known)
				s.set(outage)
				for began := time.Now(); time.Since(began) < 3*time.Hour; time.Sleep(time.Second) {
					mustKnow(t, k, known)
				}
				for failures := k.Snapshot().Failures; k.Snapshot().Failures == failures; time.Sleep(time.Millisecond) {
					mustKnow(t, k, known)
				}
				s.set(after(10*time.Second-time.Millisecond, ok(withdrawn)))
				began := time.Now()
				var last time.Duration
				if every > 0 {
					for ; time.Since(began) < 10*time.Minute; time.Sleep(every) {
						if _, err := k.Keys(t.Context(), known); err == nil {
							last = time.Since(began) + every
						}
					}
				} else {
					wait := time.Until(k.Snapshot().RetryAt) + 10*time.Second
					time.Sleep(wait)
					mustFail(t, k, known, jwt.ErrKeyUnknown)
					last = wait
				}
				if got := last.Round(time.Second); got != duration(t, want) {
					t.Errorf("tokens every %v: a withdrawn key is believed for %v after the outage; want %s", every, got, want)
				}
			})
		}
		for _, file := range []string{"doc.go", "../SECURITY.md"} {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), want) {
				t.Errorf("%s does not say %q", file, want)
			}
		}
	}
}

func duration(t *testing.T, words string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(strings.NewReplacer(" minutes and ", "m", " seconds", "s").Replace(words))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// lastBelieved returns when the last of many tokens was believed.
func lastBelieved(t *testing.T, answer func(*http.Request) (*http.Response, error), every time.Duration) (last time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		k := freshForAnHour(t, answer)
		for began := time.Now(); time.Since(began) < 25*time.Hour; time.Sleep(every) {
			if _, err := k.Keys(t.Context(), known); err == nil {
				last = time.Since(began) + every
			} else if every == time.Second {
				break
			}
		}
	})
	return last
}

// firstBelieved reports whether the first token after the wait is believed.
func firstBelieved(t *testing.T, answer func(*http.Request) (*http.Response, error), wait time.Duration) (believed bool) {
	synctest.Test(t, func(t *testing.T) {
		k := freshForAnHour(t, answer)
		time.Sleep(wait)
		_, err := k.Keys(t.Context(), known)
		believed = err == nil
		time.Sleep(time.Minute)
	})
	return believed
}

func freshForAnHour(t *testing.T, then func(*http.Request) (*http.Response, error)) *oidc.Keys {
	t.Helper()
	k, s := start()
	s.set(status(200, string(issuer.KeySet()), "Cache-Control: max-age=86400"))
	mustKnow(t, k, known)
	s.set(then)
	return k
}

func inWords(d time.Duration) string {
	hours, seconds := int(d.Hours()), int((d % time.Hour).Seconds())
	switch {
	case hours > 1 && seconds == 0:
		return fmt.Sprint(hours, " hours")
	case hours == 1:
		return fmt.Sprint("1 hour and ", seconds, " seconds")
	}
	return d.String()
}
