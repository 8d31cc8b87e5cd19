package jwt

import (
	"context"
	"crypto"
	"strings"
)

// A Key is a public key of the issuer.
type Key struct {
	ID        string           // "kid"; "" if it has none
	Algorithm Algorithm        // "alg"; "" if the issuer does not say
	Public    crypto.PublicKey // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey

	// Issuer is the only issuer for which the key may sign; "" if the key set
	// does not say. It is the member "issuer" of Microsoft's key sets, which
	// many issuers share. "{tenantid}" in it stands for the token's own "tid".
	Issuer string
}

// Fits reports whether the key can serve the algorithm: it is of the right
// type, curve and size, and its own Algorithm, if it has one, is this one
// (RFC 8725 section 3.1: each key is used with exactly one algorithm).
func (k Key) Fits(alg Algorithm) bool {
	return (k.Algorithm == "" || k.Algorithm == alg) && alg.fits(k.Public)
}

// signsFor reports whether the key may sign these claims. They are proven by
// now, but only to be the words of the key's owner, who may be the wrong one.
func (k Key) signsFor(c Claims) bool {
	before, after, template := strings.Cut(k.Issuer, "{tenantid}")
	if !template {
		return k.Issuer == "" || k.Issuer == c.Issuer
	}
	var tid string
	err := c.Get("tid", &tid)
	return err == nil && tid != "" && before+tid+after == c.Issuer
}

// A KeySet finds the keys of one issuer that may have signed a token with this
// header. Nothing in the header is proven yet. The jku, x5u, jwk and x5c in it
// are the sender's own words, and must not lead to a key.
//
// The error wraps [ErrKeyUnknown] if no key fits, and [ErrKeysUnavailable] if
// the keys cannot be had. With more than [MaxCandidates] keys, the token is
// refused.
type KeySet interface {
	Keys(ctx context.Context, h Header) ([]Key, error)
}

// MaxCandidates is the largest number of keys that may fit one token. More is
// a refusal, because every further key costs a verification.
const MaxCandidates = 4

var errTooMany = because(ErrKeyUnknown, "too many keys fit to tell which it is")

// Keys is a [KeySet] of keys in hand.
type Keys []Key

var _ KeySet = Keys(nil)

// Keys returns those keys, in their order, that fit the token's algorithm and
// have its key ID. If the token has no key ID, any key that fits will do. A
// key without an ID never serves a token that names one. The error wraps
// [ErrKeyUnknown] if there is none, or more than [MaxCandidates].
func (ks Keys) Keys(_ context.Context, h Header) ([]Key, error) {
	// A list of its own for each caller, who may change it.
	var candidates []Key
	for _, k := range ks {
		if (h.KeyID == "" || k.ID == h.KeyID) && k.Fits(h.Algorithm) {
			candidates = append(candidates, k)
		}
	}
	switch {
	case len(candidates) == 0:
		return nil, ErrKeyUnknown
	case len(candidates) > MaxCandidates:
		return nil, errTooMany
	}
	return candidates, nil
}
