package jwt

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A KeySet may be the caller's own. Whatever it returns, no forged token gets in.
func TestForeignKeySets(t *testing.T) {
	good := token(t, ES256, payload())
	key := Key{Public: privateKey(t, ES256).Public()}
	other := Key{Public: newEC(rfcP256().Curve).Public()}
	foreign := errors.New("the network is gone")
	for _, c := range []struct {
		why    string
		keys   []Key
		err    error
		step   Step
		reason error
	}{
		{"one that fits", []Key{key}, nil, 0, nil},
		{"the last of four", []Key{other, other, other, key}, nil, 0, nil},
		{"none, and no error", nil, nil, StepKey, ErrKeyUnknown},
		{"too many", []Key{key, key, key, key, key}, nil, StepKey, ErrKeyUnknown},
		{"none that signed", []Key{other, other}, nil, StepSignature, ErrSignature},
		{"an unknown error", nil, foreign, StepKey, ErrKeysUnavailable},
		{"an unknown error is kept", nil, foreign, StepKey, foreign},
		{"an error, and a key all the same", []Key{key}, foreign, StepKey, ErrKeysUnavailable},
		{"a context that ended", nil, context.Canceled, StepKey, context.Canceled},
		{"a reason of ours for something else", nil, ErrExpired, StepKey, ErrKeysUnavailable},
		{"a signature that the set checked itself", nil, ErrSignature, StepKey, ErrKeysUnavailable},
		{"the same, wrapped", nil, fmt.Errorf("set: %w", ErrSignature), StepKey, ErrKeysUnavailable},
		{"unknown, wrapped", nil, fmt.Errorf("set: %w", ErrKeyUnknown), StepKey, ErrKeyUnknown},
		{"unavailable, wrapped", nil, fmt.Errorf("set: %w", ErrKeysUnavailable), StepKey, ErrKeysUnavailable},
		{"no key in the key", []Key{{}}, nil, StepSignature, ErrKey},
		{"no key in one of them", []Key{{}, key}, nil, 0, nil},
		{"a key of another type", []Key{{Public: rfcRSA().Public()}}, nil, StepSignature, ErrKey},
		{"a key for another algorithm", []Key{{Algorithm: ES384, Public: key.Public}}, nil, StepSignature, ErrKey},
		{"a private key", []Key{{Public: rfcP256()}}, nil, StepSignature, ErrKey},
		{"a secret", []Key{{Public: []byte("secret")}}, nil, StepSignature, ErrKey},
		{"an ID that differs is for the KeySet to see", []Key{{ID: "x", Public: key.Public}}, nil, 0, nil},
	} {
		v := verifier()
		v.Keys = keySetFunc(func(context.Context, Header) ([]Key, error) { return c.keys, c.err })
		checkVerdict(t, c.why, v, good, c.step, c.reason)
	}
}

// An unknown key and a mistake in the configuration are not reported as
// unavailable keys: the client would wait and try again.
func TestKeySetVerdictIsNotUnavailable(t *testing.T) {
	good := token(t, ES256, payload())
	for _, reason := range []error{ErrKeyUnknown, ErrConfig, ErrKeysUnavailable} {
		v := verifier()
		v.Keys = failing{fmt.Errorf("set: %w", reason)}
		_, err := v.Verify(t.Context(), good)
		if !errors.Is(err, reason) || errors.Is(err, ErrKeysUnavailable) != (reason == ErrKeysUnavailable) {
			t.Errorf("Verify = %v; want error %q, and nothing else", err, reason)
		}
	}
	many := slices.Repeat([]Key{{Public: privateKey(t, ES256).Public()}}, MaxCandidates+1)
	v := verifier()
	v.Keys = keySetFunc(func(context.Context, Header) ([]Key, error) { return many, ErrKeysUnavailable })
	checkVerdict(t, "too many keys, and an error", v, good, StepKey, ErrKeysUnavailable)
}

type keySetFunc func(context.Context, Header) ([]Key, error)

func (f keySetFunc) Keys(ctx context.Context, h Header) ([]Key, error) { return f(ctx, h) }

// A malformed token does not make the Verifier ask for keys, which may cost a
// request to the issuer.
func TestNoKeysForNonsense(t *testing.T) {
	v := verifier()
	v.Keys = keySetFunc(func(context.Context, Header) ([]Key, error) {
		t.Error("Keys was called")
		return nil, ErrKeyUnknown
	})
	for why, tok := range map[string]string{
		"no token":  "",
		"two parts": "a.b",
		"too large": strings.Repeat("a", DefaultMaxSize+1),
		"no JSON":   "AAAA.AAAA.AAAA",
		"alg none":  encode(`{"alg":"none"}`) + ".e30.",
		"crit":      encode(`{"alg":"ES256","crit":["x"]}`) + ".e30.",
	} {
		if got, err := v.Verify(t.Context(), tok); got != nil || err == nil {
			t.Errorf("%s: Verify = %v, %v", why, got, err)
		}
		v.Examine(t.Context(), tok)
	}
	header := encode(`{"alg":"ES256","typ":"logout+jwt"}`)
	if _, err := v.Verify(t.Context(), header+".e30."); !errors.Is(err, ErrType) {
		t.Errorf("Verify = %v; want %q", err, ErrType)
	}
}

// The context and the header reach the key set.
func TestKeySetIsAsked(t *testing.T) {
	type mark struct{}
	v := verifier()
	v.Keys = keySetFunc(func(ctx context.Context, h Header) ([]Key, error) {
		if ctx.Value(mark{}) != 1 || h.KeyID != "k" || h.Algorithm != ES256 || !h.Has("jku") {
			t.Errorf("Keys(%v, %v)", ctx, h)
		}
		return nil, ErrKeyUnknown
	})
	tok := signed(t, ES256, `{"alg":"ES256","kid":"k","jku":"https://evil.example"}`, payload())
	v.Verify(context.WithValue(t.Context(), mark{}, 1), tok)
}

func TestKeys(t *testing.T) {
	ec, other := rfcP256().Public(), newEC(rfcP256().Curve).Public()
	_, ed, _ := ed25519.GenerateKey(nil)
	a, b := Key{ID: "a", Public: ec}, Key{ID: "b", Public: other}
	none := Key{Public: ec}
	for _, c := range []struct {
		why    string
		keys   Keys
		header Header
		want   []crypto.PublicKey
	}{
		{"no keys", nil, Header{Algorithm: ES256}, nil},
		{"by ID", Keys{a, b}, Header{Algorithm: ES256, KeyID: "b"}, []crypto.PublicKey{other}},
		{"unknown ID", Keys{a, b}, Header{Algorithm: ES256, KeyID: "c"}, nil},
		{"ID of another case", Keys{a, b}, Header{Algorithm: ES256, KeyID: "A"}, nil},
		{"no ID in the token", Keys{a, b}, Header{Algorithm: ES256}, []crypto.PublicKey{ec, other}},
		{"no ID on the key", Keys{none}, Header{Algorithm: ES256, KeyID: "a"}, nil},
		{"no ID anywhere", Keys{none}, Header{Algorithm: ES256}, []crypto.PublicKey{ec}},
		{"one ID twice", Keys{a, {ID: "a", Public: other}}, Header{Algorithm: ES256, KeyID: "a"}, []crypto.PublicKey{ec, other}},
		{"one ID, two types", Keys{{ID: "a", Public: ed.Public()}, a}, Header{Algorithm: ES256, KeyID: "a"}, []crypto.PublicKey{ec}},
		{"type does not fit", Keys{a}, Header{Algorithm: RS256, KeyID: "a"}, nil},
		{"curve does not fit", Keys{a}, Header{Algorithm: ES384, KeyID: "a"}, nil},
		{"alg of the key fits", Keys{{Algorithm: ES256, Public: ec}}, Header{Algorithm: ES256}, []crypto.PublicKey{ec}},
		{"alg of the key differs", Keys{{Algorithm: EdDSA, Public: ed.Public()}}, Header{Algorithm: Ed25519}, nil},
		{"four", Keys{a, a, a, a}, Header{Algorithm: ES256}, []crypto.PublicKey{ec, ec, ec, ec}},
		{"four of five", Keys{a, a, a, a, b}, Header{Algorithm: ES256, KeyID: "a"}, []crypto.PublicKey{ec, ec, ec, ec}},
		{"five", Keys{a, a, a, a, a}, Header{Algorithm: ES256}, nil},
		{"an algorithm that does not exist", Keys{a}, Header{Algorithm: "none"}, nil},
	} {
		got, err := c.keys.Keys(t.Context(), c.header)
		if (err == nil) != (c.want != nil) || err != nil && !errors.Is(err, ErrKeyUnknown) || len(got) != len(c.want) {
			t.Errorf("%s: Keys = %d keys, %v; want %d", c.why, len(got), err, len(c.want))
			continue
		}
		for i := range got {
			if !got[i].Public.(interface{ Equal(crypto.PublicKey) bool }).Equal(c.want[i]) {
				t.Errorf("%s: key %d is another one", c.why, i)
			}
		}
	}
}

// A key set may fail for three of our reasons. Any other error of it, such as
// ErrSignature, says nothing about the token: the client hears that the keys are
// unavailable.
func TestForeignKeySetsSpeakOfKeysOnly(t *testing.T) {
	own := map[error]bool{ErrKeyUnknown: true, ErrKeysUnavailable: true, ErrConfig: true}
	for name, reason := range reasons {
		v := verifier()
		v.Keys = failing{reason}
		_, err := v.Verify(t.Context(), token(t, ES256, payload()))
		if errors.Is(err, ErrKeysUnavailable) == (own[reason] && reason != ErrKeysUnavailable) {
			t.Errorf("a key set that fails with %s: Verify = nil, %v", name, err)
		}
		refused := err.(*Error)
		if got := refused.Description(); !own[reason] && got != "the keys of the issuer are unavailable" {
			t.Errorf("a key set that fails with %s: Description() = %q", name, got)
		}
	}
	both := &Error{Step: StepKey, Err: fmt.Errorf("%w: %w", ErrConfig, ErrKeysUnavailable)}
	if got := both.Description(); got != "the keys of the issuer are unavailable" {
		t.Errorf("Description() of %v = %q; want words about the keys", both, got)
	}
}
