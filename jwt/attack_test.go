package jwt

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Attacks where two pieces of code meet: a key and the list of keys, a key set and
// the words for the client, one Verifier and several.

// The issuer serves an error page in place of its keys. The page is malformed, and
// the token need not be.
func TestMalformedKeySetIsNotMalformedToken(t *testing.T) {
	_, page := ParseObject([]byte("<html>"))
	v := verifier()
	v.Keys = failing{fmt.Errorf("%w: %w", ErrKeysUnavailable, page)}
	_, err := v.Verify(context.Background(), token(t, RS256, payload()))
	refused, ok := err.(*Error)
	if !ok || refused.Description() != "the keys of the issuer are unavailable" {
		t.Errorf("Verify = %v, described as %q; want words about the keys", err, refused.Description())
	}
}

type failing struct{ err error }

func (f failing) Keys(context.Context, Header) ([]Key, error) { return nil, f.err }

// A key of 32 zero bytes is a point of order 4. The signature R = (0, 1), S = 0
// is right for every fourth message, so a forger counts up until it fits.
// crypto/ed25519 accepts such a key.
func TestKeyThatNobodyFilledIn(t *testing.T) {
	points := []string{
		"0100000000000000000000000000000000000000000000000000000000000000",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000000",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	}
	sig := append([]byte{1}, make([]byte, 63)...)
	for _, point := range points {
		key, err := hex.DecodeString(point)
		if err != nil {
			t.Fatal(err)
		}
		for _, sign := range []byte{0, 0x80} { // of x
			key[31] |= sign
			forged := false
			for n := 0; n < 200 && !forged; n++ {
				input := encode(`{"alg":"EdDSA"}`) + "." + encode(payload(fmt.Sprintf(`"n":%d`, n)))
				forged = ed25519.Verify(key, []byte(input), sig)
				if err := VerifySignature(EdDSA, ed25519.PublicKey(key), input, sig); err != ErrKey {
					t.Fatalf("key %x: VerifySignature = %v; want %q", key, err, ErrKey)
				}
			}
			if !forged {
				t.Errorf("key %x: no forgery succeeds, so it is not such a point", key)
			}
		}
	}
}

// MaxSize of one issuer lets in its long tokens, and no others.
func TestIssuersMaxSize(t *testing.T) {
	long := token(t, RS256, payload(`"groups":"`+strings.Repeat("x", DefaultMaxSize)+`"`))
	a, b := verifier(), verifier()
	a.Issuer = "https://other.example"
	issuers := Issuers{a.Issuer: a, b.Issuer: b}
	if _, err := issuers.Verify(context.Background(), long); err == nil {
		t.Error("Verify = nil; want the default limit")
	}
	b.MaxSize = 1 << 20
	if _, err := issuers.Verify(context.Background(), long); err != nil {
		t.Errorf("Verify = %v; want the token", err)
	}
	a.MaxSize, b.MaxSize = 1<<20, 0
	if _, err := issuers.Verify(context.Background(), long); err == nil {
		t.Error("Verify = nil; want the limit of the issuer that judges")
	}
}

// Size is an upper bound, also when it is odd.
func TestCacheSizes(t *testing.T) {
	for _, size := range []int{-1, 1, 2, 3, 5} {
		c, _, _ := cache(size)
		for i := range 12 {
			if _, err := c.Verify(context.Background(), token(t, ES256, payload(fmt.Sprintf(`"jti":"%d"`, i)))); err != nil {
				t.Fatal(err)
			}
			if n := len(c.young) + len(c.old); n > max(size, 2) {
				t.Fatalf("size %d: %d tokens are remembered", size, n)
			}
		}
	}
}

// A token expires while its keys are fetched from a slow issuer. Perhaps an
// attacker makes it slow.
func TestTokenThatExpiresInTheWait(t *testing.T) {
	v := verifier()
	now, keys := v.Now(), v.Keys
	v.Now = func() time.Time { return now }
	v.Keys = waits{keys, func() { now = now.Add(time.Hour) }}
	if believed, err := v.Verify(context.Background(), token(t, RS256, payload())); believed != nil || !errors.Is(err, ErrExpired) {
		t.Errorf("Verify = %v, %v; want error %q", believed, err, ErrExpired)
	}
	now = verifier().Now()
	if err := v.Examine(context.Background(), token(t, RS256, payload())).Err(); !errors.Is(err, ErrExpired) {
		t.Errorf("Examine: %v; want error %q", err, ErrExpired)
	}
}

// waits is a slow key set.
type waits struct {
	KeySet
	wait func()
}

func (w waits) Keys(ctx context.Context, h Header) ([]Key, error) {
	w.wait()
	return w.KeySet.Keys(ctx, h)
}
