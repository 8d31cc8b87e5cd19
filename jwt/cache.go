package jwt

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
)

// A Generation tells whether a [KeySet] has changed. While the number stays
// the same, so do the keys. If ok is false, nobody knows, and nothing that was
// remembered may be used. A key set that refreshes itself does so here too,
// because a [Cache] that answers from memory does not call Keys.
type Generation interface {
	Generation() (number uint64, ok bool)
}

// Generation returns a constant: keys in hand do not change.
func (Keys) Generation() (number uint64, ok bool) { return 0, true }

// A Cache is a [Verifier] with a memory. A token that was believed once is
// believed again without another look at its signature, as long as its keys
// have not changed. Time is asked again on every call, so that an expired
// token is refused at the same second as without a Cache. Refusals are never
// remembered.
//
// What it trades: a hit costs one SHA-256 of the token in place of a signature
// verification, and the claims of up to Size tokens stay in memory. It pays
// where clients send one token many times. It has no effect, and does no harm,
// if the Verifier's Keys are no [Generation].
//
// The Cache may be used by many goroutines at once.
type Cache struct {
	Verifier *Verifier
	Size     int // tokens, at least 2; 0 means 1024

	mu sync.Mutex
	// Tokens enter the young half. When that is full it becomes the old
	// half, and what was in the old one and not asked for is forgotten.
	young, old map[[sha256.Size]byte]remembered
}

type remembered struct {
	token      *Token
	generation uint64
}

// Verify is [Verifier.Verify], and has its errors; without a Verifier, every
// token is refused with [ErrConfig].
func (c *Cache) Verify(ctx context.Context, token string) (*Token, error) {
	if c == nil || c.Verifier == nil {
		return nil, &Error{Step: StepShape, Err: because(ErrConfig, "no Verifier")}
	}
	// The generation is read before the keys are: if they change in
	// between, what is remembered is already out of date.
	generation, ok := c.generation()
	if !ok || len(token) > c.Verifier.maxSize() {
		return c.Verifier.Verify(ctx, token)
	}
	// The whole token, with its signature, and not what it says: two
	// tokens that differ anywhere are two tokens.
	var room [1024]byte // for most tokens, on the stack
	key := sha256.Sum256(append(room[:0], token...))
	if t := c.recall(key, generation); t != nil {
		return c.askTimeAgain(ctx, t)
	}
	t, err := c.Verifier.Verify(ctx, token)
	if err != nil {
		return nil, err
	}
	c.remember(key, remembered{t.clone(), generation})
	return t, nil
}

func (c *Cache) generation() (number uint64, ok bool) {
	g, ok := c.Verifier.Keys.(Generation)
	if !ok {
		return 0, false
	}
	return g.Generation()
}

// askTimeAgain asks those questions whose answer changes with the clock.
func (c *Cache) askTimeAgain(ctx context.Context, t *Token) (*Token, error) {
	x := &Examination{Claims: t.Claims, Time: c.Verifier.now(), verifier: c.Verifier}
	if err := c.Verifier.askFrom(ctx, StepExpiry, x); err != nil {
		return nil, err
	}
	return t.clone(), nil
}

func (c *Cache) recall(key [sha256.Size]byte, generation uint64) *Token {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.young[key]
	if !ok {
		if r, ok = c.old[key]; ok {
			c.add(key, r)
		}
	}
	if !ok || r.generation != generation {
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
	size := c.Size
	if size == 0 {
		size = 1024
	}
	if c.young == nil || len(c.young) >= max(1, size/2) {
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
