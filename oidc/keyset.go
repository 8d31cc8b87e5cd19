package oidc

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A keySet is what a fetch brings. It does not change.
type keySet struct {
	*jwk.Set
	url        string    // without its query
	number     uint64    // of the flight
	generation uint64    // counts the different documents
	asked      time.Time // when the flight began
	freshFor   time.Duration
	usableFor  time.Duration
	digest     [sha256.Size]byte // of the document
	movedErr   error             // why the metadata could not be read again
	// mayHaveMoved means that an unknown key is a reason to read the metadata,
	// which this fetch did not do.
	mayHaveMoved bool
}

func newKeySet(set *jwk.Set, document []byte, url string) *keySet {
	return &keySet{Set: set, url: url, digest: sha256.Sum256(document)}
}

// parseKeySet refuses a set without a usable key. An issuer serves one only by
// mistake, and to believe it would lock everybody out.
func parseKeySet(body []byte) (*jwk.Set, error) {
	set, err := jwk.ParseSet(body)
	switch {
	case err != nil:
		if o, _ := jwt.ParseObject(body); o.Has("jwks_uri") {
			return nil, fmt.Errorf("%w: this is an issuer's metadata: set Keys.Issuer in place of URL", err)
		}
		return nil, err
	case len(set.Usable) > 0:
		return set, nil
	case len(set.Skipped) > 0:
		return nil, fmt.Errorf("%w: %d skipped, the first: %w", ErrNoKeys, len(set.Skipped), set.Skipped[0])
	}
	return nil, ErrNoKeys
}

// fresh, justPast and usable compare the age of the set. A fresh one needs no
// fetch. One that is just past may serve while a fetch goes on. A usable one
// may serve if the fetch fails.
func (s *keySet) fresh(now time.Time) bool { return elapsed(s.asked, now) < s.freshFor }

func (s *keySet) justPast(now time.Time) bool {
	return elapsed(s.asked, now)-s.freshFor < s.freshFor
}

func (s *keySet) usable(now time.Time) bool {
	return s != nil && elapsed(s.asked, now) < s.usableFor
}

// elapsed is the time between two moments, by the clock that says more. The
// monotonic clock stands still while a machine sleeps, and the wall clock can
// be set back.
func elapsed(from, to time.Time) time.Duration {
	return max(to.Sub(from), to.Round(0).Sub(from.Round(0)))
}

// lacks reports whether a newer set could do better for such a token. It does
// if the token names a key that is not in this set, or names none and no key
// fits. A key that is here but does not fit is no reason to ask again.
func (s *keySet) lacks(h jwt.Header) bool {
	return !slices.ContainsFunc(s.Usable, func(k *jwk.Key) bool {
		if h.KeyID != "" {
			return k.ID == h.KeyID
		}
		return jwt.Key{Algorithm: k.Algorithm, Public: k.Public}.Fits(h.Algorithm)
	})
}

// next returns the generation of the set that comes after s.
func (s *keySet) next(set *keySet) uint64 {
	switch {
	case s == nil:
		return 1
	case s.digest == set.digest:
		return s.generation
	}
	return s.generation + 1
}

// skipped says which keys were skipped, and why.
func (s *keySet) skipped() []string {
	if s == nil {
		return []string{}
	}
	return few(s.Skipped, func(err error) string { return clip(err.Error(), 200) })
}

// few puts a list into words, within bounds: its first entries, and how many
// more there are. An issuer can publish a thousand keys.
func few[T any](list []T, text func(T) string) []string {
	const most = 20
	words := []string{}
	for _, entry := range list[:min(len(list), most)] {
		words = append(words, text(entry))
	}
	if more := len(list) - most; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return words
}
