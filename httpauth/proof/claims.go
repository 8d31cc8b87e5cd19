package proof

import (
	"errors"
	"fmt"
	"time"

	"example.com/glassjwt/jwt"
)

// Claims are what a proof says (RFC 9449 section 4.2). The Object holds them all.
type Claims struct {
	ID        string    // "jti"
	Method    string    // "htm"
	URL       string    // "htu"
	IssuedAt  time.Time // "iat"
	Hash      string    // "ath"; "" if absent, like the next three
	Nonce     string    // "nonce"
	Expiry    time.Time // "exp", which a proof need not have
	NotBefore time.Time // "nbf", likewise
	jwt.Object
}

// readClaims reads the payload strictly: no name twice, no null, no other type.
// A proof for an access token needs "ath".
func readClaims(payload []byte, token bool) (c Claims, err error) {
	if c.Object, err = jwt.ParseObject(payload); err != nil {
		return Claims{}, err
	}
	for _, m := range []struct {
		name     string
		required bool
		dst      any
	}{
		{"jti", true, &c.ID}, {"htm", true, &c.Method}, {"htu", true, &c.URL}, {"iat", true, &c.IssuedAt},
		{"ath", token, &c.Hash}, {"nonce", false, &c.Nonce}, {"exp", false, &c.Expiry}, {"nbf", false, &c.NotBefore},
	} {
		if !m.required && !c.Has(m.name) {
			continue
		}
		if err := c.Get(m.name, m.dst); err != nil {
			return Claims{}, err
		}
	}
	if c.ID == "" {
		return Claims{}, fmt.Errorf("%w: jti", errEmpty)
	}
	return c, nil
}

var errEmpty = errors.New("empty claim")
