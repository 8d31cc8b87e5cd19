package oidc

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A flight is a fetch of the key set. There is one at a time; whoever needs it
// waits for the same one.
type flight struct {
	number uint64 // 1, 2, 3: unlike times, never equal
	asked  time.Time
	landed chan struct{} // closed when set and err are there
	set    *keySet
	err    error
}

// A keySet is what a flight brings home. It does not change.
type keySet struct {
	*jwk.Set
	url         string
	number      uint64    // of the flight
	asked       time.Time // when the flight began
	freshUntil  time.Time
	usableUntil time.Time
	digest      [sha256.Size]byte // of the document
	generation  uint64
	movedErr    error // why it is not known whether the key set has moved
}

// lacks reports whether a newer set could do better for such a token: it names
// a key that is not in this one, or names none, and none in this one fits. A
// key that is here, but of another algorithm, is no reason to ask again.
func (s *keySet) lacks(h jwt.Header) bool {
	return !slices.ContainsFunc(s.Usable, func(k *jwk.Key) bool {
		if h.KeyID != "" {
			return k.ID == h.KeyID
		}
		return jwt.Key{Algorithm: k.Algorithm, Public: k.Public}.Fits(h.Algorithm)
	})
}

// A reason is why a fetch is wanted.
type reason int

const (
	noKeys     reason = iota // there are none to use
	aged                     // there are, but they are past their age
	unknownKey               // a token's key is not among them
	wish                     // the program says so
)

var (
	errAskedEnough = fmt.Errorf("%w, and the issuer was asked often enough lately", jwt.ErrKeyUnknown)
	errAbandoned   = errors.New("the fetch ended without a result")
)

// board returns the flight in progress, or starts one, unless a failure just
// now forbids it, or there have been too many for unknown keys. It returns nil
// if a set has come that is newer than the one the caller has seen.
func (k *Keys) board(seen *keySet, why reason) (*flight, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.current.Load() != seen {
		return nil, nil
	}
	if k.flight != nil {
		return k.flight, nil
	}
	now := time.Now()
	if why != wish && now.Before(k.retryAt) {
		return nil, unavailable(k.lastErr)
	}
	// What a stranger can cause counts, be it the first fetch of all. What has
	// a pace of its own does not: it must not use up what a new key needs.
	if why == noKeys || why == unknownKey {
		if !k.bucket.take(now, k.cooldown()) && why == unknownKey {
			return nil, errAskedEnough
		}
	}
	k.flight = &flight{number: k.departed.Add(1), asked: now, landed: make(chan struct{})}
	go k.fly(k.flight)
	return k.flight, nil
}

// fly fetches, for everybody who waits. Therefore no single caller's context
// can end it. Whatever the user's Transport does, even panic or end the
// goroutine, the flight lands.
func (k *Keys) fly(f *flight) {
	err := errAbandoned
	var set *keySet
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %s", clip(fmt.Sprint(p), 200))
		}
		k.land(f, set, err)
	}()
	ctx, cancel := context.WithTimeout(context.Background(), k.timeout())
	defer cancel()
	set, err = k.fetch(ctx, f.asked)
}

// land ends the flight. Only a set that can be used takes the place of the one
// before, and takes all of it: a key that is not in it any more has been
// withdrawn.
func (k *Keys) land(f *flight, set *keySet, err error) {
	var pause time.Duration
	k.mu.Lock()
	before := k.current.Load()
	k.lastErr = err
	if err == nil {
		set.number = f.number
		set.generation = before.next(set)
		k.current.Store(set)
		k.failures, k.retryAt = 0, time.Time{}
		f.set = set
	} else {
		k.failures++
		pause = k.pause(k.failures, err)
		k.retryAt = time.Now().Add(pause)
		f.err = unavailable(err)
	}
	k.flight = nil
	k.mu.Unlock()
	close(f.landed)
	k.log(before, set, err, pause)
}

// next numbers the set that comes after s.
func (s *keySet) next(set *keySet) uint64 {
	switch {
	case s == nil:
		return 1
	case s.digest == set.digest:
		return s.generation
	}
	return s.generation + 1
}

// fetch asks the issuer for its keys.
func (k *Keys) fetch(ctx context.Context, now time.Time) (*keySet, error) {
	u, movedErr, err := k.address(ctx, now)
	if err != nil {
		return nil, err
	}
	body, header, err := get(ctx, k.Client, u)
	if err != nil {
		return nil, err
	}
	set, err := parseKeySet(body)
	if err != nil {
		return nil, &FetchError{URL: u.String(), Status: http.StatusOK, Err: err}
	}
	age := k.age(header)
	return &keySet{
		Set:         set,
		url:         u.String(),
		asked:       now,
		freshUntil:  now.Add(age),
		usableUntil: now.Add(max(age, k.staleFor())),
		digest:      sha256.Sum256(body),
		movedErr:    movedErr,
	}, nil
}

// parseKeySet refuses a set without a usable key, which an issuer serves only
// by mistake. To believe it would lock everybody out.
func parseKeySet(body []byte) (*jwk.Set, error) {
	set, err := jwk.ParseSet(body)
	switch {
	case err != nil:
		return nil, err
	case len(set.Usable) > 0:
		return set, nil
	case len(set.Skipped) > 0:
		return nil, fmt.Errorf("%w: %d skipped, the first: %w", ErrNoKeys, len(set.Skipped), set.Skipped[0])
	}
	return nil, ErrNoKeys
}

// address returns where the key set is. Metadata are read again once a day,
// and after a failure, since the key set may have moved. If they cannot be
// read, movedErr says why, and the address of before is good for as long as keys
// are.
func (k *Keys) address(ctx context.Context, now time.Time) (u *url.URL, movedErr, err error) {
	if k.URL != "" {
		u, err = parseAddress(k.URL)
		return u, nil, err
	}
	known := k.metadata != nil && now.Sub(k.readAt) < metadataAge+k.staleFor()
	if !known || k.failures > 0 || now.Sub(k.readAt) >= metadataAge {
		movedErr = k.readAgain(ctx, now, known)
	}
	if movedErr != nil && !known {
		return nil, nil, movedErr
	}
	u, err = parseAddress(k.metadata.JWKSURI)
	return u, movedErr, err
}

func (k *Keys) readAgain(ctx context.Context, now time.Time, known bool) error {
	// All of the time after every other failure: the metadata may be slow, and
	// the address that we have dead.
	patient := k.failures > 0 && k.failures%2 == 0
	if known && !patient {
		// Half of the time, so that the address we have gets its turn.
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, k.timeout()/2)
		defer cancel()
	}
	m, err := discover(ctx, k.Client, k.Issuer)
	if err == nil {
		k.metadata, k.readAt = m, now
	}
	return err
}
