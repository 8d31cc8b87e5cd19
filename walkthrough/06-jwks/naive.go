package main

import (
	"errors"
	"io"
	"net/http"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A naiveFetch gets the key set from the issuer, each time.
type naiveFetch struct{ client *http.Client }

func newFetch(c *http.Client) *naiveFetch {
	return &naiveFetch{client: c}
}

// Key is step 4 of T1, and T2, which makes its remote key set within
// the handler: every request fetches all keys, and forgets them.
func (f *naiveFetch) Key(kid string) (*jwk.Key, error) {
	resp, err := f.client.Get(jwksURI)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	set, err := jwk.ParseSet(body)
	if err != nil {
		return nil, err
	}
	for _, k := range set.Usable {
		if k.ID == kid {
			return k, nil
		}
	}
	return nil, errors.New("no such key")
}

// A naiveCache keeps the key of each kid that it has seen, as T3 and T4
// do, and never forgets one. It fetches five times a minute at most,
// for all kids together: jwks-rsa 4.1.0 with jwksRequestsPerMinute: 5.
// (The clock of this book stands still; the minute does not end.)
type naiveCache struct {
	naiveFetch
	keys    map[string]*jwk.Key
	fetches int
}

func newCache(c *http.Client) *naiveCache {
	return &naiveCache{
		naiveFetch: naiveFetch{client: c},
		keys:       map[string]*jwk.Key{},
	}
}

func (c *naiveCache) Key(kid string) (*jwk.Key, error) {
	if k := c.keys[kid]; k != nil {
		return k, nil
	}
	if c.fetches == 5 {
		return nil, errors.New("500: too many requests to the JWKS")
	}
	c.fetches++
	k, err := c.naiveFetch.Key(kid)
	if err != nil {
		return nil, err
	}
	c.keys[kid] = k
	return k, nil
}

// naiveVerify checks a signature with the key of the token's kid.
func naiveVerify(from interface {
	Key(kid string) (*jwk.Key, error)
}, token string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	k, err := from.Key(u.Header.KeyID)
	if err != nil {
		return err
	}
	return jwt.VerifySignature(u.Header.Algorithm, k.Public,
		u.SigningInput(), u.Signature.Bytes())
}
