package jwt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

// countedKeys counts how often it is asked, and can change.
type countedKeys struct {
	keys       Keys
	asked      int
	generation uint64
	unsure     bool
}

func (k *countedKeys) Keys(ctx context.Context, h Header) ([]Key, error) {
	k.asked++
	return k.keys.Keys(ctx, h)
}

func (k *countedKeys) Generation() (uint64, bool) { return k.generation, !k.unsure }

func cached() (*Cache, *countedKeys) {
	keys := &countedKeys{keys: issuerKeys()}
	v := verifier()
	v.Keys = keys
	return &Cache{Verifier: v}, keys
}

func TestCacheRemembers(t *testing.T) {
	c, keys := cached()
	good := token(t, ES256, payload(`"sub":"u"`))
	for i := range 3 {
		got, err := c.Verify(t.Context(), good)
		if err != nil || got.Claims.Subject != "u" || got.Header.Algorithm != ES256 || keys.asked != 1 {
			t.Errorf("call %d: Verify = %v, %v, and Keys was called %d times", i, got, err, keys.asked)
		}
	}
	// What one caller does to a Token, another does not see.
	got, _ := c.Verify(t.Context(), good)
	got.Claims.Audience[0], got.Claims.Subject = "evil", "evil"
	if got, err := c.Verify(t.Context(), good); err != nil || got.Claims.Audience[0] != audience || got.Claims.Subject != "u" {
		t.Errorf("Verify = %v, %v", got, err)
	}
	// Another signature is another token, though it says the same.
	before := keys.asked
	if _, err := c.Verify(t.Context(), token(t, ES256, payload(`"sub":"u"`))); err != nil || keys.asked != before+1 {
		t.Errorf("Verify = %v, and Keys was called %d times", err, keys.asked)
	}
	if got, err := c.Verify(t.Context(), otherSpelling(good)); got != nil || !errors.Is(err, ErrMalformed) {
		t.Errorf("Verify = %v, %v", got, err)
	}
	if got, err := c.Verify(t.Context(), otherClaims(good, payload(`"sub":"admin"`))); got != nil || !errors.Is(err, ErrSignature) {
		t.Errorf("Verify = %v, %v", got, err)
	}
}

// Time is asked again: a token that is remembered expires at its second.
func TestCacheAsksTimeAgain(t *testing.T) {
	for _, x := range []struct {
		why, claims string
		later       time.Duration
		step        Step
		reason      error
	}{
		{"a nanosecond left", payload(), 5*time.Minute - 1, 0, nil},
		{"expired", payload(), 5 * time.Minute, StepExpiry, ErrExpired},
		{"too old", payload(`"exp":1760086400`), time.Hour + 1, StepRequired, ErrTooOld},
		{"the clock was set back", payload(`"nbf":1760000000`), -1, StepNotBefore, ErrNotYetValid},
	} {
		c, keys := cached()
		c.Verifier.MaxAge = time.Hour
		tok := token(t, ES256, x.claims)
		if _, err := c.Verify(t.Context(), tok); err != nil {
			t.Fatal(err)
		}
		c.Verifier.Now = func() time.Time { return now.Add(x.later) }
		got, err := c.Verify(t.Context(), tok)
		_, want := c.Verifier.Verify(t.Context(), tok)
		if fmt.Sprint(err) != fmt.Sprint(want) || !errors.Is(err, x.reason) || (got == nil) != (x.step != 0) || keys.asked != 2 {
			t.Errorf("%s: Verify = %v, %v; want %v, as without a Cache", x.why, got, err, want)
		}
	}
}

// A key that was withdrawn serves no more, remembered or not.
func TestCacheForgetsWithTheKeys(t *testing.T) {
	c, keys := cached()
	good := token(t, ES256, payload())
	if _, err := c.Verify(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	keys.keys, keys.generation = nil, 1
	if got, err := c.Verify(t.Context(), good); got != nil || !errors.Is(err, ErrKeyUnknown) {
		t.Errorf("after a change of keys, Verify = %v, %v", got, err)
	}
	keys.keys, keys.unsure = issuerKeys(), true
	for range 2 {
		keys.asked = 0
		if _, err := c.Verify(t.Context(), good); err != nil || keys.asked != 1 {
			t.Errorf("when nobody knows, Verify = %v, and Keys was called %d times; want 1", err, keys.asked)
		}
	}
	c.Verifier.Keys = keySetFunc(keys.Keys) // no Generation
	for range 2 {
		keys.asked = 0
		if _, err := c.Verify(t.Context(), good); err != nil || keys.asked != 1 {
			t.Errorf("with keys that do not tell, Verify = %v, and Keys was called %d times; want 1", err, keys.asked)
		}
	}
	c.Verifier.Keys = issuerKeys() // never change
	if number, ok := issuerKeys().Generation(); number != 0 || !ok {
		t.Errorf("Keys.Generation() = %d, %v", number, ok)
	}
	if _, err := c.Verify(t.Context(), good); err != nil {
		t.Errorf("Verify = %v", err)
	}
}

func TestCacheRemembersNoRefusal(t *testing.T) {
	c, keys := cached()
	keys.keys = nil
	good := token(t, ES256, payload())
	if _, err := c.Verify(t.Context(), good); !errors.Is(err, ErrKeyUnknown) {
		t.Errorf("Verify = %v", err)
	}
	keys.keys = issuerKeys()
	if _, err := c.Verify(t.Context(), good); err != nil {
		t.Errorf("Verify = %v", err)
	}
}

// However many tokens there are, the Cache holds no more than its Size, and
// keeps what is asked for.
func TestCacheSize(t *testing.T) {
	often := sha256.Sum256([]byte("often"))
	for _, size := range []int{0, 1, 2, 3, 10, 1000} {
		c := &Cache{Size: size}
		limit := cmp.Or(size, 1024)
		for i := range 3*limit + 10 {
			c.remember(sha256.Sum256([]byte(fmt.Sprint(i))), remembered{new(Token), 0})
			if held := len(c.young) + len(c.old); held > limit+1 {
				t.Fatalf("size %d: the Cache holds %d", size, held)
			}
			if i == 0 {
				c.remember(often, remembered{new(Token), 0})
			}
			if c.recall(often, 0) == nil && limit > 3 {
				t.Fatalf("size %d: what is asked for each time is forgotten", size)
			}
			if c.recall(often, 1) != nil {
				t.Fatalf("size %d: another generation is remembered", size)
			}
		}
	}
}

func TestCacheConfig(t *testing.T) {
	good := token(t, ES256, payload())
	for why, c := range map[string]*Cache{"zero": {}, "a zero Verifier": {Verifier: &Verifier{}}, "no Keys": {Verifier: &Verifier{Issuer: issuer, Audience: []string{audience}}}} {
		if got, err := c.Verify(t.Context(), good); got != nil || !errors.Is(err, ErrConfig) {
			t.Errorf("%s: Verify = %v, %v; want error %q", why, got, err, ErrConfig)
		}
	}
	c, _ := cached()
	c.Verifier.MaxSize = len(good) - 1
	if got, err := c.Verify(t.Context(), good); got != nil || !errors.Is(err, ErrTooLarge) {
		t.Errorf("Verify = %v, %v; want error %q", got, err, ErrTooLarge)
	}
}

func TestCacheConcurrently(t *testing.T) {
	v := verifier()
	v.Algorithms = []Algorithm{EdDSA}
	c := &Cache{Verifier: v, Size: 8}
	var tokens []string
	for i := range 16 {
		tokens = append(tokens, token(t, EdDSA, payload(fmt.Sprintf(`"sub":"%d"`, i))))
	}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 200 {
				n := (i*7 + g) % len(tokens)
				if got, err := c.Verify(t.Context(), tokens[n]); err != nil || got.Claims.Subject != fmt.Sprint(n) {
					t.Errorf("Verify = %v, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
}
