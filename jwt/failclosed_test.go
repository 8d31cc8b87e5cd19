package jwt

import (
	"errors"
	"slices"
	"testing"
)

// A list of questions that lost one refuses the honest token, for that is the
// only safe way to be wrong.
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

// needed reports whether other questions cannot be asked without this one.
func needed(s Step) bool {
	return slices.ContainsFunc(questions, func(q question) bool { return q.needs == s })
}

func reversed(list []Step) []Step {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// A yes to the question for the signature is not enough: VerifySignature must
// have said so.
func TestFailClosedWithoutSignature(t *testing.T) {
	got, err := verifyBy(verifier(), token(t, ES256, payload()), steps(), map[Step]way{StepSignature: yes})
	var refusal *Error
	if got != nil || !errors.Is(err, ErrNotAsked) || !errors.As(err, &refusal) || refusal.Step != StepSignature {
		t.Errorf("verifyBy = %v, %v; want error %q at signature", got, err, ErrNotAsked)
	}
}

// Nobody outside of the package can make an Examination that says yes.
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
		"zero":                      func(v *Verifier) { *v = Verifier{} },
		"zero, but for the time":    func(v *Verifier) { *v = Verifier{Now: v.Now} },
		"no Issuer":                 func(v *Verifier) { v.Issuer = "" },
		"no Audience":               func(v *Verifier) { v.Audience = nil },
		"empty Audience":            func(v *Verifier) { v.Audience = []string{} },
		"empty name in Audience":    func(v *Verifier) { v.Audience = []string{""} },
		"empty name beside another": func(v *Verifier) { v.Audience = []string{audience, ""} },
		"no Keys":                   func(v *Verifier) { v.Keys = nil },
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
	// What is not configured does not depend on what the token says: a token
	// with an empty issuer or audience gets nowhere either.
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
