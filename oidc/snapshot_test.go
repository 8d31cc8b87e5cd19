package oidc_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"

	"github.com/google/go-cmp/cmp"
)

func TestSnapshot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := newSite()
		day := time.Now()
		check := func(when string, want oidc.Snapshot, text string) {
			t.Helper()
			got := k.Snapshot()
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: Snapshot (-want +got):\n%s", when, diff)
			}
			if b, err := json.Marshal(got); err != nil || string(b) != text {
				t.Errorf("%s: as JSON %s, %v; want %s", when, b, err, text)
			}
		}
		check("before", oidc.Snapshot{Issuer: "https://issuer.example", KeyIDs: []string{}, Skipped: []string{}},
			`{"issuer":"https://issuer.example","usable":false,"stale":false,"key_ids":[],"skipped":[],"fetches":0}`)
		mustFetch(t, &s.script, 0)

		s.keys = ok(with(`{"kty":"RSA","kid":"weak","n":"AQ","e":"AQAB"}`))
		mustKnow(t, k, known)
		time.Sleep(90 * time.Second)
		want := oidc.Snapshot{
			Issuer:  "https://issuer.example",
			URL:     address,
			Usable:  true,
			KeyIDs:  []string{"rfc7515-a2", "rfc7515-a3"},
			Fetched: day,
			Age:     90 * time.Second,
			Fetches: 1,
		}
		want.Skipped = k.Snapshot().Skipped // in the words of package jwk
		if len(want.Skipped) != 1 || !strings.Contains(want.Skipped[0], `"weak"`) {
			t.Errorf("Skipped = %q; want the weak key", want.Skipped)
		}
		skipped := quoted(want.Skipped[0])
		check("after", want, `{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/jwks","usable":true,"stale":false,"key_ids":["rfc7515-a2","rfc7515-a3"],"skipped":[`+skipped+`],"fetched":"2000-01-01T00:00:00Z","fetches":1,"age_seconds":90}`)

		s.keys = status(500, "")
		time.Sleep(10*time.Minute - 90*time.Second)
		mustKnow(t, k, known)
		synctest.Wait()
		want.Stale, want.Age, want.Failures = true, 10*time.Minute, 1
		want.Fetches, want.Failed = 2, 1
		want.LastError = "https://issuer.example/jwks: status 500 Internal Server Error"
		want.RetryAt = time.Now().Add(time.Second)
		check("outage", want, `{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/jwks","usable":true,"stale":true,"key_ids":["rfc7515-a2","rfc7515-a3"],"skipped":[`+skipped+`],"fetched":"2000-01-01T00:00:00Z","fetches":2,"failed":1,"last_error":"https://issuer.example/jwks: status 500 Internal Server Error","failures":1,"retry_at":"2000-01-01T00:10:01Z","age_seconds":600}`)
	})
}

// With Keys.URL, a Snapshot has the address before the first fetch.
func TestSnapshotOfAnAddress(t *testing.T) {
	k, s := start()
	if got := k.Snapshot().URL; got != address {
		t.Errorf("Snapshot().URL = %q; want %q", got, address)
	}
	mustFetch(t, s, 0)
}

// First the metadata cannot be read again, then the keys cannot be fetched either.
// LastError is about the latest failure.
func TestSnapshotOfTwoErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := newSite()
		mustKnow(t, k, known)
		time.Sleep(24*time.Hour - time.Minute)
		mustKnow(t, k, known)
		synctest.Wait()
		for _, c := range []struct {
			site *func(*http.Request) (*http.Response, error)
			want string
		}{{&s.metadata, discovery}, {&s.keys, address}} {
			*c.site = status(500, "")
			time.Sleep(11 * time.Minute)
			mustKnow(t, k, known)
			synctest.Wait()
			if got := k.Snapshot().LastError; !strings.HasPrefix(got, c.want+": status 500") {
				t.Errorf("Snapshot().LastError = %q; want it to be about %s", got, c.want)
			}
		}
	})
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// The log has a line for each fetch that failed, and for each change of the
// skipped keys. Tokens cause no lines.
func TestLogger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		var written func() []string
		k.Logger, written = lines()
		check := func(when string, want ...string) {
			t.Helper()
			synctest.Wait()
			if diff := cmp.Diff(want, written(), cmp.Transformer("skip", func(s string) string {
				before, _, _ := strings.Cut(s, "skipped=")
				return before
			})); diff != "" {
				t.Errorf("%s: lines (-want +got):\n%s", when, diff)
			}
		}
		mustKnow(t, k, known)
		check("all well")

		s.set(down)
		for n := range 50 {
			mustFail(t, k, invented(n), jwt.ErrKeysUnavailable)
		}
		check("one failure", `level=WARN msg="oidc: keys not fetched" error="https://issuer.example/jwks: connection refused" retry_in=1s`)

		weak := `{"kty":"RSA","kid":"weak","n":"AQ","e":"AQAB"}`
		s.set(ok(with(weak)))
		time.Sleep(time.Minute)
		for n := range 3 {
			mustFail(t, k, invented(n), jwt.ErrKeyUnknown)
			time.Sleep(time.Minute)
		}
		check("a key that is skipped", `level=WARN msg="oidc: keys skipped" url=https://issuer.example/jwks `)

		s.set(healthy)
		mustFail(t, k, invented(0), jwt.ErrKeyUnknown)
		check("none skipped any more", `level=WARN msg="oidc: keys skipped" url=https://issuer.example/jwks `)
	})
}

// In an outage of an hour under load, there are no more lines than fetches.
func TestLoggerDoesNotFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		var written func() []string
		k.Logger, written = lines()
		s.set(down)
		for range 3600 {
			for n := range 5 {
				mustFail(t, k, invented(n), jwt.ErrKeysUnavailable)
			}
			time.Sleep(time.Second)
		}
		synctest.Wait()
		if got := len(written()); got > 4*60+4 {
			t.Errorf("%d lines in an hour; want at most 4 a minute", got)
		}
	})
}
