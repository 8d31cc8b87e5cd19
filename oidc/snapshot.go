package oidc

import (
	"encoding/json"
	"time"
)

// A Snapshot is the state of [Keys] at one moment, for a health page or a log.
// Nothing in it is secret.
type Snapshot struct {
	Issuer string `json:"issuer,omitempty"`
	URL    string `json:"jwks_uri,omitempty"` // where the keys are from; "" as long as that is not known

	Usable  bool     `json:"usable"`  // there are keys, and they may be used
	Stale   bool     `json:"stale"`   // there are keys, but they are past their age
	KeyIDs  []string `json:"key_ids"` // in the order of the key set; "" for a key without one
	Skipped []string `json:"skipped"` // which keys are not usable, and why

	Fetched time.Time     `json:"fetched,omitzero"` // when the keys were fetched; zero if never
	Age     time.Duration `json:"-"`                // how long ago that is; in JSON "age_seconds"

	LastError string    `json:"last_error,omitempty"` // why the latest fetch failed, or could not read the metadata again; else ""
	Failures  int       `json:"failures,omitempty"`   // since the last success
	RetryAt   time.Time `json:"retry_at,omitzero"`    // no token causes a fetch before
}

// Snapshot returns the state of the keys. It fetches nothing.
func (k *Keys) Snapshot() Snapshot {
	now := time.Now()
	s := Snapshot{Issuer: k.Issuer, URL: k.URL, KeyIDs: []string{}, Skipped: []string{}}
	k.mu.Lock()
	set := k.current.Load()
	s.Failures, s.RetryAt = k.failures, k.retryAt
	if k.lastErr != nil {
		s.LastError = k.lastErr.Error()
	}
	k.mu.Unlock()
	if set == nil {
		return s
	}
	s.URL = set.url
	s.Usable = now.Before(set.usableUntil)
	s.Stale = !now.Before(set.freshUntil)
	s.KeyIDs = append(s.KeyIDs, set.KeyIDs()...)
	s.Skipped = set.skipped()
	s.Fetched = set.asked
	if s.LastError == "" && set.movedErr != nil {
		s.LastError = set.movedErr.Error()
	}
	s.Age = now.Sub(set.asked)
	return s
}

// KeyIDs returns the key IDs that there are, for [jwt.Examination.Causes].
func (k *Keys) KeyIDs() []string { return k.Snapshot().KeyIDs }

// Fetched returns when the keys were fetched, for [jwt.Examination.Causes]. It
// is the zero time if they never were.
func (k *Keys) Fetched() time.Time { return k.Snapshot().Fetched }

// MarshalJSON adds the age, in seconds, if there are keys.
func (s Snapshot) MarshalJSON() ([]byte, error) {
	type fields Snapshot
	var age *float64 // of keys that there are
	if !s.Fetched.IsZero() {
		age = new(float64)
		*age = s.Age.Seconds()
	}
	return json.Marshal(struct {
		fields
		Age *float64 `json:"age_seconds,omitempty"`
	}{fields(s), age})
}
