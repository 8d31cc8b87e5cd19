package jwt

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"slices"
	"testing"
	"time"
)

// A list with a question missing refuses the honest token. No other mistake would
// be safe.
func TestFailClosedWithoutAllQuestions(t *testing.T) {
	all := steps()
	lists := map[string][]Step{
		"no list":    nil,
		"empty list": {},
		"reversed":   reversed(all),
	}
	for i, s := range all {
		lists["without "+s.String()] = slices.Concat(all[:i], all[i+1:])
		lists["only "+s.String()] = all[i : i+1]
		lists["up to "+s.String()+", without it"] = all[:i]
		twice := slices.Clone(all)
		twice[i] = all[(i+1)%len(all)]
		lists["the one after in place of "+s.String()] = twice
		lists["reversed, without "+s.String()] = reversed(slices.Concat(all[:i], all[i+1:]))
	}
	v, honest := verifier(), token(t, ES256, payload())
	if _, err := verifyBy(v, honest, all, nil); err != nil {
		t.Fatalf("verifyBy(honest) = nil, %v", err)
	}
	for name, list := range lists {
		if got, err := verifyBy(v, honest, list, nil); got != nil || err == nil {
			t.Errorf("%s: verifyBy(honest) = %v, %v; want a refusal", name, got, err)
		}
	}
	for i, s := range all {
		_, err := verifyBy(v, honest, slices.Concat(all[:i], all[i+1:]), nil)
		if needed(s) {
			continue // what comes after it says no before the end
		}
		if !errors.Is(err, ErrNotAsked) {
			t.Errorf("without %v: verifyBy(honest) = nil, %v; want error %q", s, err, ErrNotAsked)
		}
	}
}

// needed reports whether other questions depend on this one.
func needed(s Step) bool {
	return slices.ContainsFunc(questions, func(q question) bool { return q.needs == s })
}

func reversed(list []Step) []Step {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// A yes to the question about the signature is not enough: VerifySignature must
// have accepted it.
func TestFailClosedWithoutSignature(t *testing.T) {
	got, err := verifyBy(verifier(), token(t, ES256, payload()), steps(), map[Step]way{StepSignature: yes})
	var refusal *Error
	if got != nil || !errors.Is(err, ErrNotAsked) || !errors.As(err, &refusal) || refusal.Step != StepSignature {
		t.Errorf("verifyBy = %v, %v; want error %q at signature", got, err, ErrNotAsked)
	}
}

// No code outside the package can make an Examination that accepts a token.
func TestFailClosedExamination(t *testing.T) {
	var zero Examination
	if err := zero.Err(); !errors.Is(err, ErrNotAsked) {
		t.Errorf("Examination{}.Err() = %v; want %q", err, ErrNotAsked)
	}
	forged := Examination{Key: issuerKeys()[0]}
	for _, s := range steps() {
		forged.Checks = append(forged.Checks, Check{Step: s})
	}
	if err := forged.Err(); !errors.Is(err, ErrNotAsked) {
		t.Errorf("an Examination with made-up checks: Err() = %v; want %q", err, ErrNotAsked)
	}
}

func TestFailClosedConfig(t *testing.T) {
	honest := token(t, ES256, payload())
	for name, change := range map[string]func(*Verifier){
		"zero":                       func(v *Verifier) { *v = Verifier{} },
		"zero, but for the time":     func(v *Verifier) { *v = Verifier{Now: v.Now} },
		"no Issuer":                  func(v *Verifier) { v.Issuer = "" },
		"no Audience":                func(v *Verifier) { v.Audience = nil },
		"empty Audience":             func(v *Verifier) { v.Audience = []string{} },
		"empty name in Audience":     func(v *Verifier) { v.Audience = []string{""} },
		"empty name beside another":  func(v *Verifier) { v.Audience = []string{audience, ""} },
		"no Audience and no Clients": func(v *Verifier) { v.Audience, v.Clients = nil, []string{} },
		"empty name in Clients":      func(v *Verifier) { v.Clients = []string{"app", ""} },
		"no Keys":                    func(v *Verifier) { v.Keys = nil },
		"a clock that was not set":   func(v *Verifier) { v.Now = func() time.Time { return time.Time{} } },
	} {
		t.Run(name, func(t *testing.T) {
			v := verifier()
			change(v)
			if got, err := v.Verify(t.Context(), honest); got != nil || !errors.Is(err, ErrConfig) {
				t.Errorf("Verify = %v, %v; want error %q", got, err, ErrConfig)
			}
			if err := v.Examine(t.Context(), honest).Err(); !errors.Is(err, ErrConfig) {
				t.Errorf("Examine: %v; want error %q", err, ErrConfig)
			}
		})
	}
	// A token with an empty issuer or audience does not match a Verifier
	// without them.
	for name, text := range map[string]string{
		"empty iss": payload(`"iss":""`), "no iss": payload(`"iss"`),
		"empty aud": payload(`"aud":""`), "no aud": payload(`"aud"`), "empty in aud": payload(`"aud":[""]`), "aud []": payload(`"aud":[]`),
	} {
		v := verifier()
		v.Issuer, v.Audience = "", nil
		if got, err := v.Verify(t.Context(), token(t, ES256, text)); got != nil || err == nil {
			t.Errorf("%s: Verify = %v, %v; want a refusal", name, got, err)
		}
	}
}

// A nil Verifier refuses, alone and behind a Cache or Issuers.
func TestFailClosedNil(t *testing.T) {
	honest := token(t, ES256, payload())
	var none *Verifier
	for name, v := range map[string]interface {
		Verify(context.Context, string) (*Token, error)
	}{"Verifier": none, "Cache": &Cache{Verifier: none}, "nil Cache": (*Cache)(nil), "Issuers": Issuers{issuer: none}, "nil Issuers": Issuers(nil)} {
		for _, text := range []string{honest, "", "x.y.z"} {
			got, err := v.Verify(t.Context(), text)
			if got != nil || err == nil {
				t.Errorf("%s: Verify(%.9q) = %v, %v; want a refusal", name, text, got, err)
			}
		}
		if _, err := v.Verify(t.Context(), honest); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: Verify(honest) = nil, %v; want error %q", name, err, ErrConfig)
		}
	}
	if err := none.Examine(t.Context(), honest).Err(); !errors.Is(err, ErrConfig) {
		t.Errorf("Examine: %v; want error %q", err, ErrConfig)
	}
}

// A remembered token is refused if the clock was never set.
func TestFailClosedCacheWithoutAClock(t *testing.T) {
	at := now
	v := verifier()
	v.Now = func() time.Time { return at }
	c, honest := &Cache{Verifier: v}, token(t, ES256, payload())
	if _, err := c.Verify(t.Context(), honest); err != nil {
		t.Fatal(err)
	}
	at = time.Time{}
	if got, err := c.Verify(t.Context(), honest); got != nil || !errors.Is(err, ErrConfig) {
		t.Errorf("Verify = %v, %v; want error %q", got, err, ErrConfig)
	}
}

// A key set may hold zero keys. None of them verifies a signature.
func TestFailClosedNilKeys(t *testing.T) {
	honest := token(t, ES256, payload())
	for name, keys := range map[string]KeySet{
		"nil Keys": Keys(nil), "a zero Key": Keys{{}}, "nil RSA": Keys{{Public: (*rsa.PublicKey)(nil)}}, "nil ECDSA": Keys{{Public: (*ecdsa.PublicKey)(nil)}},
		"nil Ed25519": Keys{{Public: ed25519.PublicKey(nil)}}, "RSA without a modulus": Keys{{Public: &rsa.PublicKey{}}}, "ECDSA without a curve": Keys{{Public: &ecdsa.PublicKey{}}},
		"a nil key, given out": gives{Public: (*ecdsa.PublicKey)(nil)},
	} {
		v := verifier()
		v.Keys = keys
		if got, err := v.Verify(t.Context(), honest); got != nil || err == nil {
			t.Errorf("%s: Verify = %v, %v; want a refusal", name, got, err)
		}
		if err := v.Examine(t.Context(), honest).Err(); err == nil {
			t.Errorf("%s: Examine: accepted; want a refusal", name)
		}
	}
}
