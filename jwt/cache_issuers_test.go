package jwt

import (
	"context"
	"errors"
	"testing"
)

// inFront returns Caches that stand in front of Issuers and of an IssuerFunc, and
// Issuers that hold a Cache.
func inFront(v *Verifier) map[string]Judge {
	issuers := Issuers{v.Issuer: v, "https://other.example": &Verifier{}}
	return map[string]Judge{
		"Cache of Issuers": &Cache{Verifier: issuers},
		"Cache of IssuerFunc": &Cache{Verifier: IssuerFunc(func(_ context.Context, issuer string) (*Verifier, error) {
			if issuer != v.Issuer {
				return nil, nil
			}
			return v, nil
		})},
		"Issuers of a Cache": Issuers{v.Issuer: &Cache{Verifier: v}},
	}
}

// A Cache has its effect, and its limits, with Issuers as without.
func TestCacheWithIssuers(t *testing.T) {
	honest := token(t, RS256, payload(`"exp":1760000010`))
	c, _, _ := cache(0)
	for name := range inFront(verifierIn(c)) {
		c, keys, clock := cache(0)
		judge := inFront(verifierIn(c))[name]
		for range 3 {
			if _, err := judge.Verify(t.Context(), honest); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if n := keys.asked.Load(); n != 1 {
			t.Errorf("%s: the keys were asked %d times, want once", name, n)
		}
		clock.Store(1760000010)
		if believed, err := judge.Verify(t.Context(), honest); believed != nil || !errors.Is(err, ErrExpired) {
			t.Errorf("%s, at the second: Verify = %v, %v; want %q", name, believed, err, ErrExpired)
		}
		clock.Store(now.Unix())
		keys.keys = nil
		keys.generation.Add(1)
		if believed, err := judge.Verify(t.Context(), honest); believed != nil || !errors.Is(err, ErrKeyUnknown) {
			t.Errorf("%s, the key withdrawn: Verify = %v, %v; want %q", name, believed, err, ErrKeyUnknown)
		}
	}
}

// An issuer that is not one of ours any more is refused, though its tokens are
// remembered.
func TestCacheOfIssuerWithdrawn(t *testing.T) {
	c, _, _ := cache(0)
	v := verifierIn(c)
	c.Verifier = IssuerFunc(func(context.Context, string) (*Verifier, error) { return v, nil })
	honest := token(t, RS256, payload())
	if _, err := c.Verify(t.Context(), honest); err != nil {
		t.Fatal(err)
	}
	v = nil
	if believed, err := c.Verify(t.Context(), honest); believed != nil || !errors.Is(err, ErrIssuer) {
		t.Errorf("Verify = %v, %v; want %q", believed, err, ErrIssuer)
	}
}

// A token is remembered for the Verifier that believed it. Another one, which
// may expect something else, judges it anew.
func TestCacheOfAnotherVerifier(t *testing.T) {
	c, keys, _ := cache(0)
	v := *verifierIn(c)
	c.Verifier = IssuerFunc(func(context.Context, string) (*Verifier, error) {
		found := v
		return &found, nil
	})
	honest := token(t, RS256, payload())
	for range 3 {
		if _, err := c.Verify(t.Context(), honest); err != nil {
			t.Fatal(err)
		}
	}
	if n := keys.asked.Load(); n != 3 {
		t.Errorf("the keys were asked %d times, want each time", n)
	}
	v.Audience = []string{"https://other-api.example"}
	if believed, err := c.Verify(t.Context(), honest); believed != nil || !errors.Is(err, ErrAudience) {
		t.Errorf("Verify = %v, %v; want %q", believed, err, ErrAudience)
	}
}

// A type of the program's own is asked each time: the Cache does not know how it
// judges.
func TestCacheOfOnesOwn(t *testing.T) {
	c, keys, _ := cache(0)
	c.Verifier = own{c.Verifier}
	for range 3 {
		if _, err := c.Verify(t.Context(), token(t, RS256, payload())); err != nil {
			t.Fatal(err)
		}
	}
	if n := keys.asked.Load(); n != 3 {
		t.Errorf("the keys were asked %d times, want each time", n)
	}
	if n := len(c.young); n > 0 {
		t.Errorf("%d tokens are remembered, want none", n)
	}
}

// The Judge of a token that is not remembered has its own limit.
func TestCacheMaxSizeOfTheJudge(t *testing.T) {
	c, keys, _ := cache(0)
	v := verifierIn(c)
	v.MaxSize = 100
	c.Verifier = Issuers{v.Issuer: v, "https://other.example": &Verifier{MaxSize: 1 << 20}}
	if _, err := c.Verify(t.Context(), token(t, RS256, payload())); !errors.Is(err, ErrTooLarge) || keys.asked.Load() > 0 {
		t.Errorf("Verify = %v; want %q", err, ErrTooLarge)
	}
}
