package oidc

import (
	"net/http"
	"testing"
	"time"
	"unsafe"

	"example.com/glassjwt/jwt"
)

// While a machine sleeps its monotonic clock stands still. After three days of
// sleep the keys are three days old all the same.
func TestMachineThatSlept(t *testing.T) {
	token := jwt.Header{Algorithm: jwt.ES256}
	for name, test := range map[string]struct {
		slept         time.Duration
		stale, usable bool
		fetches       uint64
	}{
		"a minute":    {time.Minute, false, true, 1},
		"15 minutes":  {15 * time.Minute, true, true, 2}, // in the background
		"an hour":     {time.Hour, true, true, 2},
		"three days":  {72 * time.Hour, true, false, 2},
		"set back":    {-time.Hour, false, true, 1},
		"ten years":   {10 * 365 * 24 * time.Hour, true, false, 2},
		"just stale":  {10 * time.Minute, true, true, 2},
		"just usable": {24*time.Hour - time.Second, true, true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			k := &Keys{URL: "https://issuer.example/jwks", Client: &http.Client{Transport: serve{}}}
			if err := k.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			set := *k.current.Load()
			set.asked = asleep(t, set.asked, test.slept)
			k.current.Store(&set)
			if got := k.Snapshot(); got.Stale != test.stale || got.Usable != test.usable || got.Age < test.slept {
				t.Errorf("Snapshot() = %+v; want stale %v, usable %v", got, test.stale, test.usable)
			}
			if _, err := k.Keys(t.Context(), token); err != nil {
				t.Errorf("Keys = %v", err)
			}
			if got := k.fetches.Load(); got != test.fetches {
				t.Errorf("%d fetches; want %d", got, test.fetches)
			}
		})
	}
}

// A wall clock that is set back makes no set younger.
func TestWallClockThatWasSetBack(t *testing.T) {
	k := &Keys{URL: "https://issuer.example/jwks", Client: &http.Client{Transport: serve{}}}
	if err := k.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	set := *k.current.Load()
	set.asked = asleep(t, set.asked.Add(-48*time.Hour), -48*time.Hour)
	k.current.Store(&set)
	if got := k.Snapshot(); got.Usable || got.Age < 48*time.Hour {
		t.Errorf("Snapshot() = %+v; want keys that are two days old", got)
	}
}

// The metadata age in the same way.
func TestMetadataOfAMachineThatSlept(t *testing.T) {
	now := time.Now()
	k := new(Keys)
	f := &flight{asked: now, reading: reading{Metadata: &Metadata{}, at: now}}
	if k.mustRead(f) {
		t.Error("mustRead = true; want fresh metadata left alone")
	}
	f.reading.at = asleep(t, now, 72*time.Hour)
	if !k.mustRead(f) {
		t.Error("mustRead = false after three days of sleep")
	}
}

// asleep returns the moment as it would be if the machine had slept ever since:
// that much earlier by the wall clock, and the same by the monotonic clock. No
// function of package time makes such a Time. It holds the seconds of the wall clock from
// bit 30 on.
func asleep(t *testing.T, moment time.Time, slept time.Duration) time.Time {
	t.Helper()
	before := moment
	wall := (*int64)(unsafe.Pointer(&moment))
	*wall -= int64(slept/time.Second) << 30
	if before.Sub(moment) != 0 || before.Round(0).Sub(moment.Round(0)) != slept {
		t.Fatalf("%v became %v: package time stores its clocks in another way", before, moment)
	}
	return moment
}
