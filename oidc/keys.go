package oidc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"example.com/glassjwt/jwt"
)

// Keys are the keys of one issuer. They are fetched over HTTP when they are
// needed, and kept for a while. Keys implement [jwt.KeySet]. The package
// documentation says when they are fetched.
//
// Set Issuer or URL. The zero value of every other field is its default. Many
// goroutines may use the same Keys. Do not change the fields after the first
// use, and do not copy Keys.
type Keys struct {
	// Issuer is the issuer's identifier, character for character as in its
	// metadata. The metadata say where the keys are. Usually
	// [jwt.Verifier].Issuer is the same text. It differs if the issuer has
	// another name in its access tokens, such as AD FS with its
	// access_token_issuer.
	Issuer string
	// URL is the address of the key set itself. If it is set, nothing is
	// discovered, and Issuer has no effect. A query in it may be a secret:
	// it is sent, and left out of every error, log line and Snapshot.
	URL string

	// Cleartext lists hosts whose metadata and keys may come over plain
	// http, such as "keycloak:8080" for a container next to this program.
	// Each is compared whole with the host and port of the URL, without
	// regard to case. Nil means none but the loopback interface.
	//
	// This trusts the network between this program and the host: everybody
	// on that network can answer with keys of their own, and forge every
	// token.
	Cleartext []string

	// Client makes the requests. Nil means a client with a copy of
	// http.DefaultTransport, which reads at most 64 KiB of header. Unless
	// the issuer is on this machine, the copy dials by itself and refuses
	// the addresses of this machine, whatever name led there. For a client
	// of your own, set MaxResponseHeaderBytes in its http.Transport. Your
	// CheckRedirect can only refuse more redirects than Keys do, and your
	// Jar is not used. A Transport must end when the request's context
	// does: one that does not keeps a goroutine for each fetch that timed
	// out.
	Client *http.Client

	// MinAge and MaxAge limit the max-age that the issuer asks for. 0
	// means 1 minute and 1 hour. If MinAge is the larger, MaxAge wins.
	// Without a max-age, keys are refreshed after 10 minutes.
	MinAge, MaxAge time.Duration
	// StaleFor is how long keys stay in use while they cannot be refreshed,
	// counted from the start of the last fetch that succeeded. 0 means 24
	// hours.
	StaleFor time.Duration
	// Cooldown limits the fetches for tokens whose key is unknown: four in
	// a row, then one more per Cooldown. The fetch of the first keys counts
	// as one of the four. Cooldown is also the longest pause after a
	// failure, unless the issuer demands a longer one. 0 means 15 seconds.
	Cooldown time.Duration
	// Spread is for many instances that start together and share an issuer:
	// each set is refreshed up to this much before its age ends, and each
	// pause after a failure is up to half as long again, at random, so that
	// the instances do not ask in the same second. At most half of the age
	// is taken away. 0 means no randomness.
	Spread time.Duration
	// Timeout limits a fetch as a whole, with discovery and body. 0 means 10
	// seconds.
	Timeout time.Duration

	// Logger gets a line when a fetch fails, when the list of skipped keys
	// changes, and when keys first come over plain http. Nil means no log.
	Logger *slog.Logger

	current atomic.Pointer[keySet] // the last good one
	fetches atomic.Uint64          // how many have begun

	mu        sync.Mutex
	flight    *flight   // the fetch in progress, or nil
	reading   reading   // what the metadata said last
	bucket    bucket    // limits the fetches that tokens can trigger
	failures  int       // since the last success
	failed    uint64    // fetches that failed, ever
	retryAt   time.Time // no token triggers a fetch before
	lastErr   error     // of the latest fetch; nil if it succeeded
	plainSaid bool      // the log has said that keys come over plain http
}

var (
	_ jwt.KeySet     = (*Keys)(nil)
	_ jwt.Generation = (*Keys)(nil)
)

// Keys returns the keys that may have signed a token with this header, from
// memory if possible. The error wraps
//   - [jwt.ErrKeyUnknown] if the issuer has no such key, or had none at the last
//     fetch and was asked too often to ask again;
//   - [jwt.ErrKeysUnavailable] if the issuer cannot be asked;
//   - [jwt.ErrConfig] if there is no usable Issuer or URL.
//
// The context limits how long this caller waits for a fetch. It does not end
// the fetch, since other callers may wait for the same one.
func (k *Keys) Keys(ctx context.Context, h jwt.Header) ([]jwt.Key, error) {
	if k == nil {
		return nil, k.check()
	}
	fetchesBefore := k.fetches.Load()
	set, err := k.usable(ctx)
	if err != nil {
		return nil, err
	}
	// Only a fetch that started after this token arrived can show that its
	// key does not exist, and only at the address where the keys are now.
	for set.lacks(h) && (set.number <= fetchesBefore || set.mayHaveMoved) {
		if set, err = k.newer(ctx, set, unknownKey); err != nil {
			return nil, err
		}
	}
	return set.Keys(ctx, h)
}

// Refresh fetches the keys now, for programs that want to fail at start-up
// rather than at the first token. It does not wait for the pause after a
// failure. If it fails, the keys in memory stay in use. The error wraps
// [jwt.ErrKeysUnavailable] or [jwt.ErrConfig].
func (k *Keys) Refresh(ctx context.Context) error {
	if k == nil {
		return k.check()
	}
	fetchesBefore := k.fetches.Load()
	for {
		// A fetch that was in progress already may bring an older set.
		set, err := k.newer(ctx, k.current.Load(), wish)
		if err != nil || set.number > fetchesBefore {
			return err
		}
	}
}

// Generation implements [jwt.Generation]. The number changes when the issuer
// serves another document. Like the method Keys, it starts a fetch in the
// background if the keys are past their age. It never waits: if Keys would, ok
// is false.
func (k *Keys) Generation() (number uint64, ok bool) {
	set, ok := k.held(time.Now())
	if !ok {
		return 0, false
	}
	return set.generation, true
}

// held returns the set in memory, and whether it may serve a token without
// waiting. Almost every token takes this way.
//
// A set past its age serves for one more age, while a fetch in the background
// brings the next one. After that the caller must wait, or a key that was
// withdrawn long ago would be believed by the first tokens after a quiet night.
// If a fetch has just failed, waiting for the next one would not help.
func (k *Keys) held(now time.Time) (set *keySet, ok bool) {
	if k == nil {
		return nil, false
	}
	set = k.current.Load()
	switch {
	case !set.usable(now):
		return set, false
	case set.fresh(now):
		return set, true
	case !set.justPast(now) && !k.justFailed(now):
		return set, false
	}
	_, _ = k.join(set, aged)
	return set, true
}

// usable returns the set in memory, or one that this caller has to wait for. If
// the fetch fails, an old set serves.
func (k *Keys) usable(ctx context.Context) (*keySet, error) {
	old, ok := k.held(time.Now())
	if ok {
		return old, nil
	}
	why := noKeys
	if old.usable(time.Now()) {
		why = aged
	}
	set, err := k.newer(ctx, old, why)
	if err != nil && ctx.Err() == nil && old.usable(time.Now()) {
		return old, nil
	}
	return set, err
}

// newer returns a set that is newer than the one the caller has seen.
func (k *Keys) newer(ctx context.Context, seen *keySet, why reason) (*keySet, error) {
	if err := k.check(); err != nil {
		return nil, err
	}
	f, err := k.join(seen, why)
	if err != nil {
		return nil, err
	}
	return f.wait(ctx)
}

// check refuses a configuration that can never work.
func (k *Keys) check() error {
	var err error
	switch {
	case k == nil:
		err = errors.New("a nil pointer")
	case k.URL != "":
		_, err = parseAddress(k.URL, k.Cleartext)
	case k.Issuer != "":
		_, err = parseIssuer(k.Issuer, k.Cleartext)
	default:
		err = errors.New("neither Issuer nor URL")
	}
	if err == nil {
		err = k.checkCleartext()
	}
	if err != nil {
		return fmt.Errorf("%w: oidc.Keys: %w", jwt.ErrConfig, err)
	}
	return nil
}

// checkCleartext refuses entries that no host is equal to.
func (k *Keys) checkCleartext() error {
	for _, host := range k.Cleartext {
		if host == "" || strings.ContainsAny(host, "/@?# \t\r\n") {
			return fmt.Errorf("Cleartext: %q is not a host, such as keycloak:8080", host)
		}
	}
	return nil
}
