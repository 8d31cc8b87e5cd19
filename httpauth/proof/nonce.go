package proof

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// A nonce is the number of a window of time and a MAC of it. All clients get the
// same nonce within one window, which is fine: RFC 9449 section 11.1 lets many
// proofs have one nonce, since each has its own "jti".
//
//	nonce  = base64url( window || MAC )
//	window = seconds since 1970 / MaxAge, 8 bytes
//	MAC    = the first 16 bytes of HMAC-SHA-256( NonceKey, label || window || Base )
const (
	nonceLabel = "glassjwt DPoP nonce\x00"
	macSize    = 16
)

// window returns the number of the window in which a moment lies.
func (d *DPoP) window(t time.Time) int64 {
	return t.UnixNano() / int64(d.maxAge())
}

func (d *DPoP) nonce(window int64) string {
	var b [8 + macSize]byte
	binary.BigEndian.PutUint64(b[:8], uint64(window))
	// Base is in the MAC, so that another API with the same key has other
	// nonces.
	mac := hmac.New(sha256.New, d.NonceKey)
	mac.Write([]byte(nonceLabel))
	mac.Write(b[:8])
	mac.Write([]byte(d.base))
	copy(b[8:], mac.Sum(nil))
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// askNonce accepts the nonce of this window, of the one before, and of the next
// one if it begins within the Leeway: the clock of another instance may be ahead.
func (d *DPoP) askNonce(x *Examination) error {
	if !x.Claims.Has("nonce") {
		return because(ErrNonce, "it is missing")
	}
	b, err := base64.RawURLEncoding.DecodeString(x.Claims.Nonce)
	if err != nil || len(b) != 8+macSize {
		return because(ErrNonce, "it is another server's")
	}
	said := int64(binary.BigEndian.Uint64(b[:8]))
	// In constant time: the time must not tell how much of a forged MAC is
	// right.
	if !hmac.Equal([]byte(d.nonce(said)), []byte(x.Claims.Nonce)) {
		return because(ErrNonce, "it is another server's")
	}
	now := d.window(x.Time)
	if said < d.window(x.Time.Add(-d.leeway()))-1 || said > d.window(x.Time.Add(d.leeway())) {
		return because(ErrNonce, "it is old")
	}
	x.renew = said < now
	// The proof could be used until its nonce is too old.
	start := time.Unix(0, said*int64(d.maxAge()))
	x.until = start.Add(2 * d.maxAge()).Add(d.leeway())
	return nil
}
