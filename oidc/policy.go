package oidc

import (
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The defaults of the fields of Keys.
const (
	defaultMinAge   = time.Minute
	defaultMaxAge   = time.Hour
	defaultStaleFor = 24 * time.Hour
	defaultCooldown = 15 * time.Second
	defaultTimeout  = 10 * time.Second

	defaultAge  = 10 * time.Minute // without a max-age
	metadataAge = 24 * time.Hour   // until metadata are read again
)

// longest is the largest Duration that a field can have, 36 years. A few of
// them can be added without an overflow.
const longest = math.MaxInt64 / 8

func (k *Keys) minAge() time.Duration   { return positive(k.MinAge, defaultMinAge) }
func (k *Keys) maxAge() time.Duration   { return positive(k.MaxAge, defaultMaxAge) }
func (k *Keys) staleFor() time.Duration { return positive(k.StaleFor, defaultStaleFor) }
func (k *Keys) cooldown() time.Duration { return positive(k.Cooldown, defaultCooldown) }
func (k *Keys) timeout() time.Duration  { return positive(k.Timeout, defaultTimeout) }

// positive returns d, or the default for a field that is not set.
func positive(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return min(d, longest)
	}
	return otherwise
}

// age returns how long the answer is fresh: what its header says, within MinAge
// and MaxAge. Without a lower limit, "no-store" would mean a fetch for every
// token.
func (k *Keys) age(h http.Header) time.Duration {
	age, ok := freshness(h)
	if !ok {
		age = defaultAge
	} else {
		// RFC 9111 section 5.1: Age is how long caches have held this
		// answer. An invalid Age is read as 0, an overflowing one as the
		// largest (section 1.2.2).
		seconds, _ := strconv.ParseUint(h.Get("Age"), 10, 31)
		age -= time.Duration(seconds) * time.Second
	}
	age = min(max(age, k.minAge()), k.maxAge())
	return age - k.random(min(k.Spread, age/2))
}

// random returns a duration below the limit, and 0 without a Spread.
func (k *Keys) random(limit time.Duration) time.Duration {
	if k.Spread <= 0 || limit <= 0 {
		return 0
	}
	return rand.N(limit)
}

// freshness reads Cache-Control, RFC 9111 section 5.2.2. A max-age that cannot
// be parsed is 0 (section 4.2.1). Of several, the shortest wins.
func freshness(h http.Header) (age time.Duration, ok bool) {
	const forever = 1 << 31 // seconds: RFC 9111 section 1.2.2
	age = forever * time.Second
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch strings.ToLower(name) {
		case "no-store", "no-cache":
			age, ok = 0, true
		case "max-age":
			seconds, _ := strconv.ParseUint(strings.Trim(value, `"`), 10, 64) // 0 if invalid, the largest if it overflows
			age, ok = min(age, time.Duration(min(seconds, forever))*time.Second), true
		}
	}
	return age, ok
}

// pause is how long nothing is fetched after this many failures in a row: 1, 2,
// 4, 8 seconds, then Cooldown. It is longer if the issuer demands that.
func (k *Keys) pause(failures int, err error) time.Duration {
	pause := min(time.Second<<min(failures-1, 10), k.cooldown())
	pause += k.random(pause / 2)
	var e *FetchError
	if errors.As(err, &e) {
		pause = max(pause, e.retryAfter)
	}
	return pause
}

// burst is how many fetches for unknown keys may follow each other at once.
const burst = 4

// A bucket holds burst tokens and gains one per cooldown. The zero bucket is
// full. It stores the moment at which it will be full again.
type bucket struct{ full time.Time }

// take takes a token, and reports whether there was one.
func (b *bucket) take(now time.Time, cooldown time.Duration) bool {
	full := b.full
	if full.Before(now) {
		full = now
	}
	if full.Sub(now) > (burst-1)*cooldown {
		return false
	}
	b.full = full.Add(cooldown)
	return true
}
