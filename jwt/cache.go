package jwt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"sync"
)

// A Generation tells whether a [KeySet] has changed: as long as the number stays
// the same, so do the keys. If ok is false, the key set cannot tell, and a
// [Cache] must not answer from memory. A key set that refreshes itself must do
// so here too, because a Cache that answers from memory does not call Keys.
type Generation interface {
	Generation() (number uint64, ok bool)
}

// Generation returns a constant: keys in hand do not change.
func (Keys) Generation() (number uint64, ok bool) { return 0, true }

// A Cache remembers the tokens that its Verifier has believed. It believes such
// a token again without another look at its signature, as long as the keys have
// not changed. It looks at the time on every call, so that an expired token is
// refused at the same second as without a Cache. It never remembers a refusal.
//
// A hit costs one SHA-256 of the token in place of a signature verification.
// The price is memory for the claims of up to Size tokens. A Cache pays where
// clients send one token many times.
//
// The Verifier is a [*Verifier], [Issuers] or an [IssuerFunc]. Issuers may also
// hold a Cache for each issuer, which saves them a look into a token that is
// remembered. An IssuerFunc must return the same *Verifier each time: a token
// that another one has believed counts as new. The Cache has no effect if the
// Verifier's Keys are not a [Generation], or if the Verifier is a type of your
// own.
//
// The Cache may be used by many goroutines at once.
type Cache struct {
	Verifier Judge
	Size     int // tokens, at least 2; 0 means 1024

	mu sync.Mutex
	// New tokens go into the young half. When it is full, it becomes the old
	// half. A token in the old half that is asked for becomes young again;
	// the others are forgotten with the next change of halves.
	young, old map[[sha256.Size]byte]remembered
}

type remembered struct {
	token      *Token
	by         *Verifier
	generation uint64
}

// Verify is the Verify of the Cache's Verifier, and has its errors. Without a
// Verifier, every token is refused with [ErrConfig].
func (c *Cache) Verify(ctx context.Context, token string) (*Token, error) {
	if c == nil || c.Verifier == nil {
		return nil, &Error{Step: StepShape, Err: because(ErrConfig, "no Verifier")}
	}
	v, err := verifierOf(ctx, c.Verifier, token)
	if err != nil {
		return nil, err
	}
	if v == nil {
		return c.Verifier.Verify(ctx, token)
	}
	// The generation is read before the keys are: if they change in
	// between, what is remembered is already out of date.
	generation, ok := v.generation()
	if !ok || len(token) > v.maxSize() {
		return v.Verify(ctx, token)
	}
	// The key is the hash of the whole token, with its signature. What the
	// token says is not enough to know it by.
	key := sha256.Sum256([]byte(token))
	if t := c.recall(key, v, generation); t != nil {
		return v.askTimeAgain(ctx, t)
	}
	t, err := v.Verify(ctx, token)
	if err != nil {
		return nil, err
	}
	c.remember(key, remembered{t.clone(), v, generation})
	return t, nil
}

// verifierOf returns the Verifier by which the Judge judges the token. It is nil
// if the Judge does not tell.
func verifierOf(ctx context.Context, judge Judge, token string) (*Verifier, error) {
	switch j := judge.(type) {
	case *Verifier:
		return j, nil
	case *Cache:
		if j != nil {
			return verifierOf(ctx, j.Verifier, token)
		}
	case Issuers:
		next, err := j.choose(token)
		if err != nil {
			return nil, err
		}
		return verifierOf(ctx, next, token)
	case IssuerFunc:
		return j.choose(ctx, token)
	}
	return nil, nil
}

func (v *Verifier) generation() (number uint64, ok bool) {
	g, ok := v.Keys.(Generation)
	if !ok {
		return 0, false
	}
	return g.Generation()
}

// askTimeAgain asks those questions whose answer changes with the clock.
func (v *Verifier) askTimeAgain(ctx context.Context, t *Token) (*Token, error) {
	x := &Examination{Claims: t.Claims, Time: v.now(), verifier: v}
	if err := v.askFrom(ctx, StepExpiry, x); err != nil {
		return nil, err
	}
	return t.clone(), nil
}

func (c *Cache) recall(key [sha256.Size]byte, by *Verifier, generation uint64) *Token {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.young[key]
	if !ok {
		if r, ok = c.old[key]; ok {
			c.add(key, r)
		}
	}
	if !ok || r.by != by || r.generation != generation {
		return nil
	}
	return r.token
}

func (c *Cache) remember(key [sha256.Size]byte, r remembered) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(key, r)
}

func (c *Cache) add(key [sha256.Size]byte, r remembered) {
	half := max(1, cmp.Or(c.Size, 1024)/2)
	if c.young == nil || len(c.young) >= half {
		c.young, c.old = map[[sha256.Size]byte]remembered{}, c.young
	}
	c.young[key] = r
}

// clone keeps one caller's changes from another. The Objects never change.
func (t *Token) clone() *Token {
	u := *t
	u.Claims.Audience = slices.Clone(u.Claims.Audience)
	return &u
}
