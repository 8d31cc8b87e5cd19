package oidc

import (
	"encoding/json"
	"net/url"
	"time"
)

// A Snapshot is the state of [Keys] at one moment, for a health page or a log.
// Nothing in it is secret.
type Snapshot struct {
	Issuer string `json:"issuer,omitempty"`
	URL    string `json:"jwks_uri,omitempty"` // where the keys are from, without a query; "" while that is not known

	Usable bool `json:"usable"` // there are keys, and they may be used
	Stale  bool `json:"stale"`  // there are keys, but they are past their age

	// KeyIDs are in the order of the key set; "" stands for a key without
	// one. Skipped says which keys are not usable, and why. Both hold the
	// first 20 entries, each cut to 64 and 200 bytes, and then one that
	// says how many more there are.
	KeyIDs  []string `json:"key_ids"`
	Skipped []string `json:"skipped"`

	Fetched time.Time     `json:"fetched,omitzero"` // when the keys were fetched; zero if never
	Age     time.Duration `json:"-"`                // how long ago that was; in JSON "age_seconds"

	Fetches uint64 `json:"fetches"`          // begun so far
	Failed  uint64 `json:"failed,omitempty"` // of these, those that failed

	LastError string    `json:"last_error,omitempty"` // of the latest fetch: why it failed, or could not read the metadata again
	Failures  int       `json:"failures,omitempty"`   // since the last success
	RetryAt   time.Time `json:"retry_at,omitzero"`    // no token triggers a fetch before
}

// Snapshot returns the state of the keys. It fetches nothing.
func (k *Keys) Snapshot() Snapshot {
	s := Snapshot{KeyIDs: []string{}, Skipped: []string{}}
	if k == nil {
		return s
	}
	now := time.Now()
	s.Issuer, s.URL = bare(k.Issuer), bare(k.URL)
	k.mu.Lock()
	set := k.current.Load()
	s.Failures, s.RetryAt = k.failures, k.retryAt
	s.Fetches, s.Failed = k.fetches.Load(), k.failed
	if k.lastErr != nil {
		s.LastError = k.lastErr.Error()
	}
	k.mu.Unlock()
	if set == nil {
		return s
	}
	s.URL = set.url
	s.Usable = set.usable(now)
	s.Stale = !set.fresh(now)
	s.KeyIDs = few(set.KeyIDs(), func(id string) string { return clip(id, 64) })
	s.Skipped = set.skipped()
	s.Fetched = set.asked
	s.Age = elapsed(set.asked, now)
	if s.LastError == "" && set.movedErr != nil {
		s.LastError = set.movedErr.Error()
	}
	return s
}

// bare returns a configured address as it is, unless something in it may be
// secret.
func bare(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return ""
	case u.User == nil && u.RawQuery == "":
		return address
	}
	return shown(u)
}

// KeyIDs returns the key IDs of [Snapshot], for [jwt.Examination.Causes].
func (k *Keys) KeyIDs() []string { return k.Snapshot().KeyIDs }

// Fetched returns when the keys were fetched, for [jwt.Examination.Causes]. It
// is the zero time if they never were.
func (k *Keys) Fetched() time.Time { return k.Snapshot().Fetched }

// MarshalJSON adds the age, in seconds, if there are keys.
func (s Snapshot) MarshalJSON() ([]byte, error) {
	type fields Snapshot
	var age *float64 // nil if there are no keys
	if !s.Fetched.IsZero() {
		age = new(float64)
		*age = s.Age.Seconds()
	}
	return json.Marshal(struct {
		fields
		Age *float64 `json:"age_seconds,omitempty"`
	}{fields(s), age})
}
