package jwk

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"example.com/glassjwt/jwt"
)

// maxKeys is the largest number of keys in a set that we read. Issuers publish
// two to ten keys.
const maxKeys = 1000

// A Set is a key set, RFC 7517 section 5. It comes from [ParseSet], or is made
// from keys in hand. After the first use it must neither change nor be copied.
type Set struct {
	Usable  []*Key  // in the order of the document
	Skipped []error // one for each key that is not usable: which, and why

	once sync.Once
	byID map[string]jwt.Keys // the keys of each key ID; under "", all keys
}

var _ jwt.KeySet = (*Set)(nil)

// ParseSet reads a key set document. A key in it that is not usable is
// skipped: RFC 7517 section 5 says to ignore keys that have an unknown type, lack
// required members, or have values out of range. A key with a member twice is
// skipped too.
// Each text in Skipped is short, however long the key is.
//
// The error wraps [ErrMalformed]. It means that the document is not a key set.
func ParseSet(b []byte) (*Set, error) {
	o, err := jwt.ParseShallow(b)
	if err != nil {
		return nil, fmt.Errorf("%w set: %s", ErrMalformed, reason(err))
	}
	var texts []json.RawMessage
	if err := o.Get("keys", &texts); err != nil {
		return nil, fmt.Errorf("%w set: %s", ErrMalformed, reason(err))
	}
	if len(texts) > maxKeys {
		return nil, fmt.Errorf("%w set: %d keys, more than %d", ErrMalformed, len(texts), maxKeys)
	}
	s := new(Set)
	for i, text := range texts {
		k := new(Key)
		if err := k.parse(text); err != nil {
			s.Skipped = append(s.Skipped, fmt.Errorf("key %d%s: %w", i, k.called(), err))
			continue
		}
		s.Usable = append(s.Usable, k)
	}
	return s, nil
}

// Keys returns the keys that may have signed a token with this header. They have
// the token's key ID, if the token names one, and fit its algorithm. A key
// without an ID never serves a token that names one. The error wraps
// [jwt.ErrKeyUnknown].
func (s *Set) Keys(ctx context.Context, h jwt.Header) ([]jwt.Key, error) {
	if s == nil {
		return nil, jwt.ErrKeyUnknown
	}
	s.once.Do(s.index)
	return s.byID[h.KeyID].Keys(ctx, h)
}

func (s *Set) index() {
	byID := map[string]jwt.Keys{}
	for _, k := range s.Usable {
		if k == nil {
			continue
		}
		byID[""] = append(byID[""], k.key())
		if k.ID != "" {
			byID[k.ID] = append(byID[k.ID], k.key())
		}
	}
	s.byID = byID
}

// KeyIDs returns the key IDs of the usable keys, in their order.
func (s *Set) KeyIDs() []string {
	if s == nil {
		return nil
	}
	var ids []string
	for _, k := range s.Usable {
		if k != nil {
			ids = append(ids, k.ID)
		}
	}
	return ids
}

// called names a skipped key in a message by its ID, if it has one.
func (k *Key) called() string {
	if k.ID == "" {
		return ""
	}
	return " (kid " + quoted(k.ID) + ")"
}

// Generation returns a constant: a Set does not change. See [jwt.Cache].
func (s *Set) Generation() (number uint64, ok bool) { return 0, true }
