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
	// does not say. Microsoft's key sets, which many issuers share, have it
	// as "issuer". "{tenantid}" in it stands for the token's own "tid".
	Issuer string
}

// Fits reports whether the key can serve the algorithm. Its type, curve and
// size must be right, and its own Algorithm, if it has one, must be this one
// (RFC 8725 section 3.1: each key is used with exactly one algorithm).
func (k Key) Fits(alg Algorithm) bool {
	return (k.Algorithm == "" || k.Algorithm == alg) && alg.fits(k.Public)
}

// signsFor reports whether the key may sign these claims. The signature proves
// that they come from the owner of the key. That owner may be another issuer than
// the one in "iss".
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
// header. Nothing in the header is proven yet. Its members jku, x5u, jwk and x5c
// are the sender's words, and must not lead to a key.
//
// The error wraps [ErrKeyUnknown] if no key fits, and [ErrKeysUnavailable] if
// the keys cannot be fetched or read. If there are more than [MaxCandidates]
// keys, the token is refused.
type KeySet interface {
	Keys(ctx context.Context, h Header) ([]Key, error)
}

// MaxCandidates is the largest number of keys that may fit one token. If more
// fit, the token is refused, because each key costs a verification.
const MaxCandidates = 4

var errTooMany = because(ErrKeyUnknown, "too many keys fit")

// Keys is a [KeySet] of keys in hand.
type Keys []Key

var _ KeySet = Keys(nil)

// Keys returns the keys that fit the token's algorithm and have its key ID, in
// their order. If the token has no key ID, it returns every key that fits. A
// key without an ID never serves a token that names one. The error wraps
// [ErrKeyUnknown] if no key fits, or more than [MaxCandidates].
func (ks Keys) Keys(_ context.Context, h Header) ([]Key, error) {
	// Each caller gets a new list, and may change it.
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
