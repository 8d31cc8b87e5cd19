package oidc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/glassjwt/jwt"
)

// A flight is one fetch of the key set, with all callers that wait for it.
// There is one at a time.
type flight struct {
	number   uint64    // 1, 2, 3 and so on: unlike times, no two are equal
	asked    time.Time // when it began
	why      reason
	failures int     // before it, since the last success
	reading  reading // what the metadata had said before

	landed chan struct{} // closed when set and err are final
	set    *keySet
	err    error
}

// A reason is why somebody wants a fetch.
type reason int

const (
	noKeys     reason = iota // there are no keys to use
	aged                     // the keys are past their age
	unknownKey               // a token names a key that is not among them
	wish                     // the program calls Refresh
)

var (
	errAskedEnough = fmt.Errorf("%w, and the issuer was asked often enough lately", jwt.ErrKeyUnknown)
	errNoResult    = errors.New("the fetch ended without a result")
)

// wait returns the set that the flight brings. A caller whose context ends
// leaves the flight to the others.
func (f *flight) wait(ctx context.Context) (*keySet, error) {
	select {
	case <-f.landed:
		return f.set, f.err
	case <-ctx.Done():
		return nil, unavailable(fmt.Errorf("waiting for them: %w", ctx.Err()))
	}
}

// join returns the flight in progress, or starts one. If a newer set than seen
// has come meanwhile, it returns a flight that has landed with that set. The
// error says that the pause after a failure is not over, or that there were too
// many fetches for unknown keys.
func (k *Keys) join(seen *keySet, why reason) (*flight, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if set := k.current.Load(); set != seen {
		f := &flight{set: set, landed: make(chan struct{})}
		close(f.landed)
		return f, nil
	}
	if k.flight != nil {
		return k.flight, nil
	}
	now := time.Now()
	if why != wish && now.Before(k.retryAt) {
		return nil, unavailable(k.lastErr)
	}
	if !k.grants(why, now) {
		return nil, errAskedEnough
	}
	k.flight = &flight{
		number: k.fetches.Add(1), asked: now, why: why,
		failures: k.failures, reading: k.reading,
		landed: make(chan struct{}),
	}
	go k.fly(k.flight)
	return k.flight, nil
}

// grants applies the rate limit. Fetches that a token can trigger count.
// Scheduled refreshes do not, so that they leave room for a rotated key. The
// fetch of the first keys counts too, but is never refused.
func (k *Keys) grants(why reason, now time.Time) bool {
	if why != noKeys && why != unknownKey {
		return true
	}
	return k.bucket.take(now, k.cooldown()) || why == noKeys
}

// justFailed reports whether the latest fetch has failed, so recently that the
// next one cannot have ended yet.
func (k *Keys) justFailed(now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.failures > 0 && now.Before(k.retryAt.Add(k.timeout()))
}

// fly fetches, for all who wait. So the context of a single caller cannot end
// it. The flight lands by Timeout, whatever the user's Transport does: also if
// it panics, ends its goroutine, or ignores its context.
func (k *Keys) fly(f *flight) {
	ctx, cancel := context.WithTimeout(context.Background(), k.timeout())
	defer cancel()
	w := k.fetcher()
	o, err := within(ctx, func() (outcome, error) { return k.fetch(ctx, w, f), nil })
	if err != nil {
		o.err = w.during(err)
	}
	k.land(f, o)
}

// within returns what run returns, but waits no longer than the context lasts.
// A panic becomes an error. If run outlasts the context, its result is dropped.
func within[T any](ctx context.Context, run func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		r := result{err: errNoResult}
		defer func() {
			if p := recover(); p != nil {
				r.err = fmt.Errorf("panic: %s", clip(fmt.Sprint(p), 200))
			}
			done <- r
		}()
		r.value, r.err = run()
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return result{}.value, ctx.Err()
	}
}

// land ends the flight. Only a usable set replaces the one before, and it
// replaces all of it: a key that is no longer in the set has been withdrawn.
func (k *Keys) land(f *flight, o outcome) {
	var pause time.Duration
	k.mu.Lock()
	before := k.current.Load()
	k.lastErr = o.err
	if o.reading.Metadata != nil {
		k.reading = o.reading
	}
	if o.err == nil {
		o.set.number = f.number
		o.set.generation = before.next(o.set)
		k.current.Store(o.set)
		k.failures, k.retryAt = 0, time.Time{}
		f.set = o.set
	} else {
		k.failures++
		k.failed++
		pause = k.pause(k.failures, o.err)
		k.retryAt = time.Now().Add(pause)
		f.err = unavailable(o.err)
	}
	plain := o.plain != "" && !k.plainSaid
	k.plainSaid = k.plainSaid || plain
	k.flight = nil
	k.mu.Unlock()
	close(f.landed)
	if plain {
		k.logPlain(o.plain)
	}
	k.log(before, o, pause)
}
