package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

const audience = "https://api.example"

// A publisher is an honest issuer: a key is published for a while before it is
// used, and for a while after.
type publisher struct {
	config
	issuer *oidctest.Issuer
	server *httptest.Server
	down   atomic.Bool
	made   int

	mu        sync.RWMutex
	keys      []*key // those that are published, the newest last
	withdrawn []*key // those that were published once
}

// A key has been published since some time. Its tokens are signed when it is
// made, the attacks too, so that the load during the run is the API's alone.
type key struct {
	kid     string
	alg     jwt.Algorithm
	since   time.Time
	until   time.Time // when it was withdrawn; zero: still published
	tokens  []token
	attacks []attack
}

// A token is an honest one, and the subject that it names.
type token struct{ text, subject string }

// retiring is how many keys that are not used any more remain published.
const retiring = 2

func newPublisher(c config) *publisher {
	p := &publisher{config: c}
	p.server = httptest.NewServer(p)
	p.issuer = oidctest.NewIssuerAt(p.server.URL)
	p.down.Store(c.cold > 0)
	// As if it had been publishing keys all the time.
	for age := (c.lead/c.rotate + retiring) * c.rotate; age > 0; age -= c.rotate {
		p.publish(age)
	}
	return p
}

func (p *publisher) close() { p.server.Close() }

// ServeHTTP breaks the connection while the issuer is down.
func (p *publisher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.down.Load() {
		panic(http.ErrAbortHandler)
	}
	p.issuer.Handler().ServeHTTP(w, r)
}

// live lets time pass for the issuer.
func (p *publisher) live(ctx context.Context) {
	at := func(d time.Duration, do func()) {
		time.AfterFunc(d, func() {
			if ctx.Err() == nil {
				do()
			}
		})
	}
	at(p.cold, func() { p.down.Store(false) })
	if p.outage > 0 {
		at(p.length/2, func() { p.down.Store(true) })
		at(p.length/2+p.outage, func() { p.down.Store(false) })
	}
	for tick := time.Tick(p.rotate); ; {
		select {
		case <-tick:
			p.publish(0)
		case <-ctx.Done():
			return
		}
	}
}

// publish makes a key that has been published for some time already, and
// withdraws those that have served.
func (p *publisher) publish(age time.Duration) {
	alg := []jwt.Algorithm{jwt.RS256, jwt.ES256}[p.made%2]
	p.made++
	k := &key{kid: p.issuer.NewKey(alg), alg: alg}
	for i := range 16 {
		claims := p.issuer.Claims(audience)
		subject := fmt.Sprintf("user-%d-of-%s", i, k.kid)
		claims["sub"], claims["scope"] = subject, "read:orders"
		k.tokens = append(k.tokens, token{p.issuer.Sign(map[string]any{"alg": alg, "typ": "at+jwt", "kid": k.kid}, claims), subject})
	}
	k.attacks = attacks(p.issuer, k)
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	k.since = now.Add(-age)
	p.keys = append(p.keys, k)
	for p.inUse() > retiring {
		p.keys[0].until = now
		p.withdrawn = append(p.withdrawn, p.keys[0])
		p.keys = p.keys[1:]
	}
	p.issuer.SetKeySet(p.document())
}

// document is the key set with the keys that are published, and no others that
// the issuer has made.
func (p *publisher) document() []byte {
	var all, published struct {
		Keys []map[string]any `json:"keys"`
	}
	err := json.Unmarshal(p.issuer.KeySet(), &all)
	for _, j := range all.Keys {
		if slices.ContainsFunc(p.keys, func(k *key) bool { return k.kid == j["kid"] }) {
			published.Keys = append(published.Keys, j)
		}
	}
	text, err2 := json.Marshal(published)
	if err := errors.Join(err, err2); err != nil {
		panic(err)
	}
	return text
}

// inUse returns the index of the newest key that has been published for long
// enough, or of the oldest.
func (p *publisher) inUse() int {
	for i := len(p.keys) - 1; i > 0; i-- {
		if time.Since(p.keys[i].since) >= p.lead {
			return i
		}
	}
	return 0
}

// inService returns the key that the issuer signs with, and newest the one that
// it published last.
func (p *publisher) inService() *key {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.keys[p.inUse()]
}

func (p *publisher) newest() *key {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.keys[len(p.keys)-1]
}

// honest returns a key whose tokens must be believed: the one in service, or
// one that has retired and is still published.
func (p *publisher) honest() *key {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.keys[rand.IntN(p.inUse()+1)]
}

// forgotten returns a key that was withdrawn at least so long ago, or nil.
func (p *publisher) forgotten(ago time.Duration) *key {
	p.mu.RLock()
	defer p.mu.RUnlock()
	n := 0
	for n < len(p.withdrawn) && time.Since(p.withdrawn[n].until) > ago {
		n++
	}
	if n == 0 {
		return nil
	}
	return p.withdrawn[rand.IntN(n)]
}

// published reports whether the key is still in the set.
func (p *publisher) published(k *key) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return k.until.IsZero()
}
