package jwt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// changingKeys is a key set that counts how often it is asked, and that can
// change.
type changingKeys struct {
	keys       Keys
	asked      atomic.Int32
	generation atomic.Uint64
	unknown    atomic.Bool
}

func (k *changingKeys) Keys(ctx context.Context, h Header) ([]Key, error) {
	k.asked.Add(1)
	return k.keys.Keys(ctx, h)
}

func (k *changingKeys) Generation() (uint64, bool) { return k.generation.Load(), !k.unknown.Load() }

// cache returns a Cache over a Verifier whose clock can be moved.
func cache(size int) (c *Cache, keys *changingKeys, clock *atomic.Int64) {
	keys, clock = &changingKeys{keys: issuerKeys()}, new(atomic.Int64)
	clock.Store(now.Unix())
	v := verifier()
	v.Keys = keys
	v.Now = func() time.Time { return time.Unix(clock.Load(), 0) }
	return &Cache{Verifier: v, Size: size}, keys, clock
}

// verifierIn returns the Verifier of a cache.
func verifierIn(c *Cache) *Verifier { return c.Verifier.(*Verifier) }

func TestCacheAsksOnce(t *testing.T) {
	c, keys, _ := cache(0)
	token := token(t, RS256, payload())
	for range 5 {
		believed, err := c.Verify(context.Background(), token)
		if err != nil || believed.Claims.ID != "7" {
			t.Fatalf("Verify = %v, %v; want the token", believed, err)
		}
	}
	if n := keys.asked.Load(); n != 1 {
		t.Errorf("the keys were asked %d times, want once", n)
	}
}

// What the signature has to do with is remembered. Time is not.
func TestCacheExpiredTokenIsRefused(t *testing.T) {
	c, _, clock := cache(0)
	token := token(t, RS256, payload(`"exp":1760000010`))
	if _, err := c.Verify(context.Background(), token); err != nil {
		t.Fatal(err)
	}
	clock.Store(1760000009)
	if _, err := c.Verify(context.Background(), token); err != nil {
		t.Errorf("a second before: %v", err)
	}
	clock.Store(1760000010)
	var refused *Error
	if believed, err := c.Verify(context.Background(), token); believed != nil || !errors.Is(err, ErrExpired) || !errors.As(err, &refused) || refused.Step != StepExpiry {
		t.Errorf("at the second: Verify = %v, %v; want %q", believed, err, ErrExpired)
	}
}

func TestCacheTooOldTokenIsRefused(t *testing.T) {
	c, _, clock := cache(0)
	verifierIn(c).MaxAge = time.Minute
	token := token(t, RS256, payload())
	if _, err := c.Verify(context.Background(), token); err != nil {
		t.Fatal(err)
	}
	clock.Add(61)
	if _, err := c.Verify(context.Background(), token); !errors.Is(err, ErrTooOld) {
		t.Errorf("Verify = %v; want %q", err, ErrTooOld)
	}
}

func TestCacheWithdrawnKeyIsRefused(t *testing.T) {
	c, keys, _ := cache(0)
	token := token(t, RS256, payload())
	if _, err := c.Verify(context.Background(), token); err != nil {
		t.Fatal(err)
	}
	keys.keys = nil
	keys.generation.Add(1)
	if believed, err := c.Verify(context.Background(), token); believed != nil || !errors.Is(err, ErrKeyUnknown) {
		t.Errorf("Verify = %v, %v; want %q", believed, err, ErrKeyUnknown)
	}
}

// A key set that knows nothing any more, as after a long outage, leaves
// nothing to remember.
func TestCacheUnknownGenerationIsNotUsed(t *testing.T) {
	c, keys, _ := cache(0)
	token := token(t, RS256, payload())
	keys.unknown.Store(true)
	for range 2 {
		if _, err := c.Verify(context.Background(), token); err != nil {
			t.Fatal(err)
		}
	}
	if n := keys.asked.Load(); n != 2 {
		t.Errorf("the keys were asked %d times, want twice", n)
	}
}

// The keys change while the token is being verified: what comes out belongs
// to the old ones, or to the new, and must not be remembered for the new.
func TestCacheKeysChangeMeanwhile(t *testing.T) {
	c, keys, _ := cache(0)
	verifierIn(c).Keys = meanwhile{keys}
	token := token(t, RS256, payload())
	if _, err := c.Verify(context.Background(), token); err != nil {
		t.Fatal(err)
	}
	keys.keys = nil
	if _, err := c.Verify(context.Background(), token); !errors.Is(err, ErrKeyUnknown) {
		t.Errorf("Verify = %v; want %q", err, ErrKeyUnknown)
	}
}

type meanwhile struct{ *changingKeys }

func (m meanwhile) Keys(ctx context.Context, h Header) ([]Key, error) {
	m.generation.Add(1)
	return m.changingKeys.Keys(ctx, h)
}

func TestCacheRefusalIsNotRemembered(t *testing.T) {
	c, keys, _ := cache(0)
	good := token(t, RS256, payload())
	forged := good[:len(good)-8] + "AAAAAAAA"
	for range 3 {
		if _, err := c.Verify(context.Background(), forged); !errors.Is(err, ErrSignature) && !errors.Is(err, ErrMalformed) {
			t.Fatalf("Verify = %v; want a refusal", err)
		}
	}
	if n := keys.asked.Load(); n != 3 || len(c.young)+len(c.old) > 0 {
		t.Errorf("the keys were asked %d times, and %d tokens remembered; want 3 and none", n, len(c.young)+len(c.old))
	}
}

// Refused tokens, however many, do not drive out the remembered ones.
func TestCacheFloodOfForgeries(t *testing.T) {
	c, keys, _ := cache(8)
	good := token(t, ES256, payload())
	if _, err := c.Verify(context.Background(), good); err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		if _, err := c.Verify(context.Background(), otherClaims(good, payload(fmt.Sprintf(`"jti":"%d"`, 100+i)))); !errors.Is(err, ErrSignature) {
			t.Fatalf("Verify = %v; want %q", err, ErrSignature)
		}
	}
	before := keys.asked.Load()
	if _, err := c.Verify(context.Background(), good); err != nil || keys.asked.Load() != before {
		t.Errorf("Verify = %v, and the keys were asked; want the token to be remembered", err)
	}
}

// Half of Size is remembered for certain; without a Size, that is 512.
func TestCacheSizeIsUsed(t *testing.T) {
	for size, certain := range map[int]int{0: 512, 2: 1, 8: 4, 64: 32} {
		c, keys, _ := cache(size)
		var tokens []string
		for i := range certain {
			tokens = append(tokens, token(t, ES256, payload(fmt.Sprintf(`"jti":"%d"`, i))))
		}
		for range 2 {
			for _, token := range tokens {
				if _, err := c.Verify(context.Background(), token); err != nil {
					t.Fatal(err)
				}
			}
		}
		if n := int(keys.asked.Load()); n != certain {
			t.Errorf("size %d: %d tokens came twice, and the keys were asked %d times; want once for each", size, certain, n)
		}
	}
}

// Keys in hand do not change, so that their tokens are remembered.
func TestCacheOfKeysInHand(t *testing.T) {
	c, _, _ := cache(0)
	verifierIn(c).Keys = issuerKeys()
	if _, err := c.Verify(context.Background(), token(t, RS256, payload())); err != nil || len(c.young) != 1 {
		t.Errorf("Verify = %v, and %d tokens are remembered; want 1", err, len(c.young))
	}
}

// Two tokens that say the same are two tokens.
func TestCacheKnowsTheWholeToken(t *testing.T) {
	c, _, _ := cache(0)
	good := token(t, RS256, payload())
	if _, err := c.Verify(context.Background(), good); err != nil {
		t.Fatal(err)
	}
	for _, forged := range []string{good + "\n", good[:strings.LastIndexByte(good, '.')+1], good[:len(good)-1], " " + good} {
		if believed, err := c.Verify(context.Background(), forged); err == nil {
			t.Errorf("Verify(%q) = %v; want a refusal", forged, believed)
		}
	}
}

func TestCacheIsBounded(t *testing.T) {
	c, _, _ := cache(8)
	for i := range 50 {
		if _, err := c.Verify(context.Background(), token(t, ES256, payload(fmt.Sprintf(`"jti":"%d"`, i)))); err != nil {
			t.Fatal(err)
		}
		if n := len(c.young) + len(c.old); n > 8 {
			t.Fatalf("%d tokens are remembered, more than 8", n)
		}
	}
}

// A token that is asked for again and again stays, however many come by.
func TestCacheKeepsWhatIsUsed(t *testing.T) {
	c, keys, _ := cache(8)
	often := token(t, ES256, payload())
	for i := range 50 {
		for _, token := range []string{often, token(t, ES256, payload(fmt.Sprintf(`"jti":"%d"`, 100+i)))} {
			if _, err := c.Verify(context.Background(), token); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := keys.asked.Load(); n != 51 {
		t.Errorf("the keys were asked %d times, want 51: once for the token that is used, and 50 for the others", n)
	}
}

func TestCacheTooLargeTokenIsNotHashed(t *testing.T) {
	c, _, _ := cache(0)
	if _, err := c.Verify(context.Background(), strings.Repeat("a", DefaultMaxSize+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("Verify = %v; want %q", err, ErrTooLarge)
	}
}

// What one caller does to its token, another does not see.
func TestCacheTokensAreApart(t *testing.T) {
	c, _, _ := cache(0)
	token := token(t, RS256, payload())
	for range 3 {
		believed, err := c.Verify(context.Background(), token)
		if err != nil || believed.Claims.Audience[0] != audience {
			t.Fatalf("Verify = %v, %v; want the audience %q", believed, err, audience)
		}
		believed.Claims.Audience[0] = "https://evil.example"
		believed.Claims.Subject = "mallory"
	}
}

func TestCacheZeroBelievesNothing(t *testing.T) {
	for _, c := range []*Cache{nil, {}, {Verifier: &Verifier{}}, {Verifier: (*Verifier)(nil)}, {Verifier: (*Cache)(nil)}, {Verifier: Issuers(nil)}, {Verifier: Issuers{verifier().Issuer: nil}}, {Verifier: IssuerFunc(nil)}} {
		if believed, err := c.Verify(context.Background(), token(t, RS256, payload())); believed != nil || !errors.Is(err, ErrConfig) {
			t.Errorf("Verify = %v, %v; want %q", believed, err, ErrConfig)
		}
	}
}

// A key set of the user's own, that does not tell its generation, is asked
// each time.
func TestCacheWithoutGeneration(t *testing.T) {
	c, keys, _ := cache(0)
	verifierIn(c).Keys = onlyKeys{keys}
	for range 2 {
		if _, err := c.Verify(context.Background(), token(t, RS256, payload())); err != nil {
			t.Fatal(err)
		}
	}
	if n := keys.asked.Load(); n != 2 {
		t.Errorf("the keys were asked %d times, want twice", n)
	}
}

type onlyKeys struct{ set KeySet }

func (o onlyKeys) Keys(ctx context.Context, h Header) ([]Key, error) { return o.set.Keys(ctx, h) }

// For the race detector.
func TestCacheManyAtOnce(t *testing.T) {
	c, keys, clock := cache(4)
	tokens := make([]string, 8)
	for i := range tokens {
		tokens[i] = token(t, ES256, payload(fmt.Sprintf(`"jti":"%d"`, i)))
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 20 {
				believed, err := c.Verify(context.Background(), tokens[(i+j)%8])
				if want := fmt.Sprint((i + j) % 8); err != nil || believed.Claims.ID != want {
					t.Errorf("Verify = %v, %v; want the token %s", believed, err, want)
				}
				if j%7 == 0 {
					keys.generation.Add(1)
					clock.Add(1)
				}
			}
		})
	}
	wg.Wait()
}
