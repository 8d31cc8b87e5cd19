package oidc_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// A site is an issuer with an answer for each of its two documents.
type site struct {
	script
	metadata, keys func(*http.Request) (*http.Response, error)
}

func newSite() (*oidc.Keys, *site) {
	s := &site{metadata: status(200, document("https://issuer.example", "https://issuer.example/jwks")), keys: healthy}
	s.set(func(req *http.Request) (*http.Response, error) {
		if strings.Contains(req.URL.Path, ".well-known") {
			return s.metadata(req)
		}
		return s.keys(req)
	})
	return &oidc.Keys{Issuer: "https://issuer.example", Client: &http.Client{Transport: s}}, s
}

const (
	discovery = "https://issuer.example/.well-known/openid-configuration"
	moved     = "https://issuer.example/moved"
)

func mustAsk(t *testing.T, s *site, want ...string) {
	t.Helper()
	if got := s.urls(); !slices.Equal(got, want) {
		t.Errorf("asked %q; want %q", got, want)
	}
}

// jwks-uri-changes: the key set moves, and is found at its new address.
func TestMetadataAreReadAgain(t *testing.T) {
	here := func(path string) func(*http.Request) (*http.Response, error) {
		return func(req *http.Request) (*http.Response, error) {
			if req.URL.Path != path {
				return status(404, "")(req)
			}
			return healthy(req)
		}
	}
	t.Run("once", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := newSite()
			mustKnow(t, k, known)
			mustAsk(t, s, discovery, address)
			mustFail(t, k, invented(1), jwt.ErrKeyUnknown)
			time.Sleep(time.Hour)
			mustKnow(t, k, known)
			synctest.Wait()
			mustAsk(t, s, address, address)
		})
	})
	t.Run("after a failure", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := newSite()
			mustKnow(t, k, known)
			s.metadata = status(200, document("https://issuer.example", moved))
			s.keys = here("/moved")
			s.urls()
			mustFail(t, k, invented(1), jwt.ErrKeysUnavailable)
			mustAsk(t, s, address)
			time.Sleep(time.Second)
			mustFail(t, k, invented(1), jwt.ErrKeyUnknown)
			mustAsk(t, s, discovery, moved)
			if got := k.Snapshot().URL; got != moved {
				t.Errorf("Snapshot().URL = %s; want %s", got, moved)
			}
		})
	})
	t.Run("once a day", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := newSite()
			mustKnow(t, k, known)
			s.metadata = status(200, document("https://issuer.example", moved))
			for range 23 {
				time.Sleep(time.Hour)
				mustKnow(t, k, known)
				synctest.Wait()
			}
			if got := s.urls(); got[len(got)-1] != address {
				t.Errorf("asked %s; want %s", got[len(got)-1], address)
			}
			time.Sleep(time.Hour)
			mustKnow(t, k, known)
			synctest.Wait()
			mustAsk(t, s, discovery, moved)
		})
	})
	// The old address still answers, but without the new key.
	t.Run("when a token names an unknown key", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			both := oidctest.NewIssuerAt("https://issuer.example")
			young := jwt.Header{Algorithm: jwt.ES384, KeyID: both.NewKey(jwt.ES384)}
			k, s := newSite()
			mustKnow(t, k, known)
			s.metadata = status(200, document("https://issuer.example", moved))
			s.keys = func(req *http.Request) (*http.Response, error) {
				if req.URL.String() == moved {
					return ok(both.KeySet())(req)
				}
				return healthy(req)
			}
			time.Sleep(time.Hour - time.Second)
			s.urls()
			mustFail(t, k, young, jwt.ErrKeyUnknown) // the metadata are younger than MaxAge
			if got := s.urls(); slices.Contains(got, discovery) {
				t.Errorf("asked %q; want the metadata left alone", got)
			}
			time.Sleep(time.Second)
			mustKnow(t, k, young)
			mustAsk(t, s, discovery, moved)
		})
	})
	// The same, if no token came for hours: the keys are past their age too.
	t.Run("when the first token in hours names an unknown key", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			both := oidctest.NewIssuerAt("https://issuer.example")
			young := jwt.Header{Algorithm: jwt.ES384, KeyID: both.NewKey(jwt.ES384)}
			k, s := newSite()
			mustKnow(t, k, known)
			s.metadata = status(200, document("https://issuer.example", moved))
			s.keys = func(req *http.Request) (*http.Response, error) {
				if req.URL.String() == moved {
					return ok(both.KeySet())(req)
				}
				return healthy(req)
			}
			time.Sleep(2 * time.Hour)
			s.urls()
			mustKnow(t, k, young)
			mustAsk(t, s, address, discovery, moved)
			mustFail(t, k, invented(0), jwt.ErrKeyUnknown)
			mustAsk(t, s, moved)
		})
	})
	// A stranger's invented keys cost one more request per MaxAge.
	t.Run("when a stranger invents keys", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := newSite()
			mustKnow(t, k, known)
			metadata := 0
			for range 3 * 60 {
				time.Sleep(time.Minute)
				for n := range 10 {
					mustFail(t, k, invented(n), jwt.ErrKeyUnknown)
				}
				for _, asked := range s.urls() {
					if asked == discovery {
						metadata++
					}
				}
			}
			if metadata != 1+3 {
				t.Errorf("%d requests for the metadata in 3 hours; want the first, and one an hour", metadata)
			}
		})
	})
	// While the metadata cannot be read, the address that they named holds.
	for name, fault := range map[string]func(*http.Request) (*http.Response, error){
		"they fail":                 status(500, ""),
		"they hang":                 after(time.Hour, healthy),
		"they are another issuer's": status(200, document("https://other.example", moved)),
		"they lie about http":       status(200, document("https://issuer.example", "http://issuer.example/jwks")),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := newSite()
				mustKnow(t, k, known)
				s.metadata = fault
				time.Sleep(24*time.Hour - time.Minute)
				mustKnow(t, k, known)
				synctest.Wait()
				mustAsk(t, s, discovery, address, address)
				time.Sleep(11 * time.Minute)
				mustKnow(t, k, known)
				time.Sleep(10 * time.Second)
				mustAsk(t, s, discovery, address)
				if got := k.Snapshot(); got.Stale || !strings.Contains(got.LastError, discovery) {
					t.Errorf("Snapshot() = %+v; want fresh keys, and an error about the metadata", got)
				}
			})
		})
	}
	// Half of the Timeout is not enough for these, and the old address is dead.
	t.Run("they are slow", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := newSite()
			mustKnow(t, k, known)
			s.metadata = after(6*time.Second, status(200, document("https://issuer.example", moved)))
			s.keys = here("/moved")
			time.Sleep(time.Hour)
			for range 2 {
				mustFail(t, k, invented(1), jwt.ErrKeysUnavailable)
				time.Sleep(15 * time.Second)
			}
			mustFail(t, k, invented(1), jwt.ErrKeyUnknown)
			if got := k.Snapshot(); got.Stale || got.URL != moved {
				t.Errorf("Snapshot() = %+v; want fresh keys from %s", got, moved)
			}
		})
	})
	// It does not hold for ever: the address may have a new owner.
	t.Run("no more", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k, s := newSite()
			logger, logged := lines()
			k.Logger = logger
			mustKnow(t, k, known)
			s.metadata = status(200, document("https://other.example", moved))
			for range 47 {
				time.Sleep(time.Hour)
				mustKnow(t, k, known)
				synctest.Wait()
			}
			if got := logged(); len(got) != 24 || !strings.Contains(got[0], "metadata not read again") {
				t.Errorf("%d lines logged, %q; want one for each hour of the second day", len(got), got)
			}
			s.urls()
			time.Sleep(time.Hour)
			mustKnow(t, k, known) // from memory
			synctest.Wait()
			mustAsk(t, s, discovery)
			if got := k.Snapshot(); !strings.Contains(got.LastError, "metadata of another issuer") || got.Failures != 1 {
				t.Errorf("Snapshot() = %+v; want a failed fetch", got)
			}
			time.Sleep(24 * time.Hour)
			mustFail(t, k, known, oidc.ErrIssuerMismatch)
		})
	})
}

// Metadata that were read count, also if the keys could not be fetched then.
func TestMetadataOfAFailedFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := newSite()
		s.keys = status(500, "")
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
		s.metadata, s.keys = status(500, ""), healthy
		time.Sleep(time.Second)
		mustKnow(t, k, known)
		if got := k.Snapshot().LastError; !strings.Contains(got, discovery) {
			t.Errorf("Snapshot().LastError = %q; want it to be about the metadata", got)
		}
		// The next fetch does not read them, and has nothing to complain about.
		time.Sleep(10 * time.Minute)
		s.urls()
		mustKnow(t, k, known)
		synctest.Wait()
		mustAsk(t, s, address)
		if got := k.Snapshot().LastError; got != "" {
			t.Errorf("Snapshot().LastError = %q; want none", got)
		}
	})
}

// Without metadata there are no keys. The error says why.
func TestDiscoveryFailsAtFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := newSite()
		s.metadata = status(200, document("https://issuer.example/", address))
		mustFail(t, k, known, oidc.ErrIssuerMismatch)
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
		mustAsk(t, s, discovery)
		if got := k.Snapshot().LastError; !strings.Contains(got, "the slash at the end") {
			t.Errorf("Snapshot().LastError = %q; want it to name the slash", got)
		}
		s.metadata = status(503, "", "Retry-After: 60")
		time.Sleep(time.Second)
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
		time.Sleep(59 * time.Second)
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
		mustAsk(t, s, discovery)
		s.metadata = status(200, document("https://issuer.example", address))
		time.Sleep(time.Second)
		mustKnow(t, k, known)
	})
}

// The first discovery may take all of Timeout, since there is no known address
// that needs the rest.
func TestSlowDiscoveryAtFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := newSite()
		s.metadata = after(9*time.Second, s.metadata)
		mustKnow(t, k, known)
	})
}
