package jwt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"sync"
)

// A Generation tells whether a [KeySet] has changed: while the number stays the
// same, the keys are the same. If ok is false, the key set cannot tell, and a
// [Cache] must not answer from memory. A key set that refreshes itself in Keys
// must do so in Generation too: a Cache that answers from memory does not call
// Keys.
type Generation interface {
	Generation() (number uint64, ok bool)
}

// Generation returns a constant: keys in hand do not change.
func (Keys) Generation() (number uint64, ok bool) { return 0, true }

// A Cache remembers the tokens that its Verifier has believed. While the keys do
// not change, it believes such a token again without a check of the signature. It
// checks the times on every call: a token expires at the same second as without a
// Cache. It never remembers a refusal.
//
// A hit costs one SHA-256 of the token in place of a signature verification.
// The price is memory for the claims of up to Size tokens. A Cache is worth it
// if clients send the same token many times.
//
// The Verifier is a [*Verifier], [Issuers] or an [IssuerFunc]. Issuers may also
// hold a Cache for each issuer. An IssuerFunc must return the same *Verifier for
// an issuer each time: a token that another *Verifier has believed counts as new.
// The Cache has no effect if the Verifier's Keys do not implement [Generation],
// or if the Verifier is a type of your own.
//
// The Cache may be used by many goroutines at once.
type Cache struct {
	Verifier Judge
	Size     int // tokens, at least 2; 0 means 1024

	mu sync.Mutex
	// New tokens go into the young half. When it is full, it becomes the old
	// half, and what was in the old half is forgotten. A token in the old
	// half moves to the young half when it is asked for.
	young, old map[[sha256.Size]byte]remembered
}

type remembered struct {
	token      *Token
	by         *Verifier
	generation uint64
}

// Verify answers as the Cache's Verifier does, with the same errors. Without a
// Verifier, it refuses every token with [ErrConfig].
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
	// The generation is read before the keys. If the keys change in between,
	// the token is remembered under the old generation, and never recalled.
	generation, ok := v.generation()
	if !ok || len(token) > v.maxSize() {
		return v.Verify(ctx, token)
	}
	// The key is the hash of the whole token, with its signature. Without the
	// signature, a forged token would find the entry of a good one.
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

// verifierOf returns the Verifier that will judge the token, or nil if the Judge
// is of a type that we do not know.
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

// askTimeAgain asks the questions from exp on. The clock changes their answers.
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

// clone gives each caller an Audience of its own. The Objects never change.
func (t *Token) clone() *Token {
	u := *t
	u.Claims.Audience = slices.Clone(u.Claims.Audience)
	return &u
}
