package oidc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"example.com/glassjwt/jwt"
)

// Keys are the keys of an issuer, fetched over HTTP when they are needed and
// kept for a while. They are a [jwt.KeySet]. The package documentation says
// when they are fetched, and when not.
//
// Set Issuer or URL. The zero value of every other field is its default. Keys
// may be used by many goroutines at once; the fields must not change after the
// first use, nor may Keys be copied.
type Keys struct {
	// Issuer is the issuer's identifier, character for character as in its
	// metadata, which tell where the keys are. [jwt.Verifier].Issuer is the
	// same, unless the issuer has another name in its access tokens, such as
	// the access_token_issuer of AD FS.
	Issuer string
	// URL is the address of the key set itself. If it is set, nothing is
	// discovered, and Issuer has no effect.
	URL string

	// Client makes the requests. Nil means one with a copy of
	// http.DefaultTransport, made at the first fetch, which reads at most 64
	// KiB of header; in a client of your own, MaxResponseHeaderBytes of its
	// http.Transport does that. Redirects are limited whatever its
	// CheckRedirect says, and its Jar is not used. A Transport must end when
	// the request's context does.
	Client *http.Client

	// MinAge and MaxAge limit the max-age that the issuer asks for. 0
	// means 1 minute and 1 hour. If they contradict each other, MaxAge
	// holds. Without a max-age, keys are refreshed after 10 minutes.
	MinAge, MaxAge time.Duration
	// StaleFor is how long keys are used that cannot be refreshed, counted
	// from the last time that they could. 0 means 24 hours.
	StaleFor time.Duration
	// Cooldown is the time in which one more fetch is granted to tokens
	// whose key is unknown, after four in a row; the fetch that brings the
	// first keys counts as one of them. It also is the longest pause after a
	// failure, unless the issuer demands a longer one. 0 means 15 seconds.
	Cooldown time.Duration
	// Timeout limits a fetch, with discovery and body. 0 means 10 seconds.
	Timeout time.Duration

	// Logger gets a line for each fetch that failed, and when the keys that
	// had to be skipped are others than before. Nil means none.
	Logger *slog.Logger

	current  atomic.Pointer[keySet] // the last good one
	departed atomic.Uint64          // how many flights there were

	mu       sync.Mutex
	flight   *flight // the fetch in progress, or nil
	bucket   bucket  // what strangers may make us fetch
	failures int     // since the last success
	retryAt  time.Time
	lastErr  error // of the latest fetch; nil if it succeeded

	// Only the fetch in progress uses these.
	metadata *Metadata
	readAt   time.Time
}

var (
	_ jwt.KeySet     = (*Keys)(nil)
	_ jwt.Generation = (*Keys)(nil)
)

// Keys returns the keys that may have signed a token with this header, from
// memory if it can. The error wraps [jwt.ErrKeyUnknown] if the issuer has no
// such key, or had none when it was last asked and has been asked often enough;
// [jwt.ErrKeysUnavailable] if it cannot be asked; and [jwt.ErrConfig] if there
// is no usable Issuer or URL.
//
// The context bounds how long this caller waits for a fetch, and not the fetch
// itself, which others may be waiting for too.
func (k *Keys) Keys(ctx context.Context, h jwt.Header) ([]jwt.Key, error) {
	arrived := k.departed.Load()
	set, ok := k.held(time.Now())
	if !ok {
		var err error
		if set, err = k.newer(ctx, set, noKeys); err != nil {
			return nil, err
		}
	}
	for {
		keys, err := set.Keys(ctx, h)
		// A set that was asked for after the token arrived has the last
		// word. An older one may lack a key which by now is published:
		// also if it came just now, out of a fetch that a stranger's
		// token had begun.
		if err == nil || !set.lacks(h) || set.number > arrived {
			return keys, err
		}
		if set, err = k.newer(ctx, set, unknownKey); err != nil {
			return nil, err
		}
	}
}

// Refresh fetches the keys now, for programs that want to fail at start-up
// rather than at the first token. It waits for no pause after a failure. If it
// fails, the keys that are there stay in use. The error wraps
// [jwt.ErrKeysUnavailable], or [jwt.ErrConfig].
func (k *Keys) Refresh(ctx context.Context) error {
	arrived := k.departed.Load()
	for {
		// A fetch that was under way before may bring what is out of date.
		set, err := k.newer(ctx, k.current.Load(), wish)
		if err != nil || set.number > arrived {
			return err
		}
	}
}

// Generation implements [jwt.Generation]: the number changes with the document
// that the issuer serves. Like Keys, it has keys refreshed that are past their
// age; it never waits.
func (k *Keys) Generation() (number uint64, ok bool) {
	set, ok := k.held(time.Now())
	if !ok {
		return 0, false
	}
	return set.generation, true
}

// held returns the set in memory, and whether it may be used. One that is past
// its age may, while a fetch in the background brings another. Without I/O to
// wait for, this is the way of almost every token.
func (k *Keys) held(now time.Time) (set *keySet, ok bool) {
	set = k.current.Load()
	if set == nil || !now.Before(set.usableUntil) {
		return set, false
	}
	if !now.Before(set.freshUntil) {
		_, _ = k.board(set, aged)
	}
	return set, true
}

// newer returns a set that is newer than the one the caller has seen.
func (k *Keys) newer(ctx context.Context, seen *keySet, why reason) (*keySet, error) {
	if err := k.check(); err != nil {
		return nil, err
	}
	f, err := k.board(seen, why)
	if err != nil {
		return nil, err
	}
	if f == nil {
		return k.current.Load(), nil
	}
	select {
	case <-f.landed:
		return f.set, f.err
	case <-ctx.Done():
		return nil, unavailable(fmt.Errorf("waiting for them: %w", ctx.Err()))
	}
}

// check refuses what cannot work, whatever the network does.
func (k *Keys) check() error {
	var err error
	switch {
	case k.URL != "":
		_, err = parseAddress(k.URL)
	case k.Issuer != "":
		_, err = parseIssuer(k.Issuer)
	default:
		err = errors.New("neither Issuer nor URL")
	}
	if err != nil {
		return fmt.Errorf("%w: oidc.Keys: %w", jwt.ErrConfig, err)
	}
	return nil
}
