package oidc

import (
	"errors"
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

func (k *Keys) staleFor() time.Duration { return positive(k.StaleFor, defaultStaleFor) }
func (k *Keys) cooldown() time.Duration { return positive(k.Cooldown, defaultCooldown) }
func (k *Keys) timeout() time.Duration  { return positive(k.Timeout, defaultTimeout) }

// positive returns d, or the default for a field that is not set.
func positive(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

// age returns how long the answer is fresh: what its header says, within
// limits. Without a lower one, "no-store" would mean a fetch for every token.
func (k *Keys) age(h http.Header) time.Duration {
	age, ok := maxAge(h)
	if !ok {
		age = defaultAge
	} else {
		// RFC 9111 section 4.2.3: so long it has been in caches already. What
		// is no number counts as 0, and too large a one as the largest
		// (section 1.2.2).
		seconds, _ := strconv.ParseUint(h.Get("Age"), 10, 31)
		age -= time.Duration(seconds) * time.Second
	}
	return min(max(age, positive(k.MinAge, defaultMinAge)), positive(k.MaxAge, defaultMaxAge))
}

// maxAge reads Cache-Control, RFC 9111 section 5.2.2. What cannot be read
// counts as no age at all (section 4.2.1), and of two the shorter one.
func maxAge(h http.Header) (age time.Duration, ok bool) {
	const forever = 1 << 31 // seconds: RFC 9111 section 1.2.2
	age = forever * time.Second
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch strings.ToLower(name) {
		case "no-store", "no-cache":
			age, ok = 0, true
		case "max-age":
			seconds, _ := strconv.ParseUint(strings.Trim(value, `"`), 10, 64) // 0, or the largest
			age, ok = min(age, time.Duration(min(seconds, forever))*time.Second), true
		}
	}
	return age, ok
}

// pause is how long nothing is fetched after so many failures in a row: 1, 2,
// 4, 8 seconds, then Cooldown; longer if the issuer says so.
func (k *Keys) pause(failures int, err error) time.Duration {
	pause := min(time.Second<<min(failures-1, 10), k.cooldown())
	var e *FetchError
	if errors.As(err, &e) {
		pause = max(pause, e.retryAfter)
	}
	return pause
}

// burst is how many fetches may follow each other at once.
const burst = 4

// A bucket holds burst tokens and gains one per cooldown. The zero bucket is
// full. It is kept as the moment at which it will be full again.
type bucket struct{ full time.Time }

// take takes a token, or reports that there is none.
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
