package main

import (
	"crypto/rand"
	"sync"
	"time"
)

// An authorization is what an authorization code stands for, until a client
// brings the code to the token endpoint.
type authorization struct {
	grant
	redirectURI string
	challenge   string // RFC 7636: the SHA-256 of what only the client knows
	expires     time.Time
}

// codeLifetime is a minute. RFC 6749 section 4.1.2 allows ten, and a client needs
// a second.
const codeLifetime = time.Minute

// maxCodes bounds how many codes strangers can make us remember.
const maxCodes = 1000

// Codes are the authorization codes that were handed out and not yet used.
type codes struct {
	mu  sync.Mutex
	all map[string]authorization
}

// add returns a new code, or "" if too many are waiting to be used.
func (c *codes) add(a authorization, now time.Time) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = make(map[string]authorization)
	}
	for code, old := range c.all {
		if !now.Before(old.expires) {
			delete(c.all, code)
		}
	}
	if len(c.all) >= maxCodes {
		return ""
	}
	code := rand.Text()
	a.expires = now.Add(codeLifetime)
	c.all[code] = a
	return code
}

// take returns what a code stands for, once. RFC 6749 section 4.1.2: "The
// client MUST NOT use the authorization code more than once." A code is
// spent too if the wrong client sends it, or sends the wrong verifier.
func (c *codes) take(code string, now time.Time) (authorization, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a, ok := c.all[code]
	delete(c.all, code)
	return a, ok && now.Before(a.expires)
}
