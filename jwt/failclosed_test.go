package jwt

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// A list of questions that lost one refuses the honest token, for that is the
// only safe way to be wrong.
func TestFailClosedWithoutAllQuestions(t *testing.T) {
	all := questions[:]
	lists := map[string][]question{
		"no list":    nil,
		"empty list": {},
		"reversed":   reversed(all),
	}
	for i, q := range all {
		lists["without "+q.step.String()] = slices.Concat(all[:i], all[i+1:])
		lists["only "+q.step.String()] = all[i : i+1]
		lists["up to "+q.step.String()+", without it"] = all[:i]
		twice := slices.Clone(all)
		twice[i] = all[(i+1)%len(all)]
		lists["the one after in place of "+q.step.String()] = twice
		lists["reversed, without "+q.step.String()] = reversed(slices.Concat(all[:i], all[i+1:]))
	}
	v, honest := verifier(), token(t, ES256, payload())
	if _, err := v.Verify(t.Context(), honest); err != nil {
		t.Fatalf("Verify(honest) = nil, %v", err)
	}
	for name, list := range lists {
		if got, err := v.verify(t.Context(), honest, list); got != nil || err == nil {
			t.Errorf("%s: verify(honest) = %v, %v; want a refusal", name, got, err)
		}
	}
	for i := range all {
		_, err := v.verify(t.Context(), honest, slices.Concat(all[:i], all[i+1:]))
		if all[i].needed() {
			continue // what comes after it says no before the end
		}
		if !errors.Is(err, ErrNotAsked) {
			t.Errorf("without %v: verify(honest) = nil, %v; want error %q", all[i].step, err, ErrNotAsked)
		}
	}
}

// needed reports whether other questions cannot be asked without this one.
func (q question) needed() bool {
	return slices.ContainsFunc(questions[:], func(other question) bool { return other.needs == q.step })
}

func reversed(list []question) []question {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// A yes to the question for the signature is not enough: VerifySignature must
// have said so.
func TestFailClosedWithoutSignature(t *testing.T) {
	list := replace(StepSignature, func(*Verifier, context.Context, *Examination) error { return nil })
	got, err := verifier().verify(t.Context(), token(t, ES256, payload()), list)
	var refusal *Error
	if got != nil || !errors.Is(err, ErrNotAsked) || !errors.As(err, &refusal) || refusal.Step != StepSignature {
		t.Errorf("verify = %v, %v; want error %q at signature", got, err, ErrNotAsked)
	}
}

// replace returns the questions, with another way to ask one of them.
func replace(s Step, ask func(*Verifier, context.Context, *Examination) error) []question {
	list := slices.Clone(questions[:])
	for i := range list {
		if list[i].step == s {
			list[i].ask = ask
		}
	}
	return list
}

// Nobody outside of the package can make an Examination that says yes.
func TestFailClosedExamination(t *testing.T) {
	var zero Examination
	if err := zero.Err(); !errors.Is(err, ErrNotAsked) {
		t.Errorf("Examination{}.Err() = %v; want %q", err, ErrNotAsked)
	}
	forged := Examination{Key: issuerKeys()[0]}
	for _, q := range questions {
		forged.Checks = append(forged.Checks, Check{Step: q.step})
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

// The table has each step once, in order, and needs only what comes before.
func TestQuestionsInOrder(t *testing.T) {
	for i, q := range questions {
		if q.step != Step(i+1) || q.needs >= q.step || q.rule == "" || q.ask == nil || q.show == nil {
			t.Errorf("row %d is %v, needs %v, rule %q", i, q.step, q.needs, q.rule)
		}
	}
	if got := questions[len(questions)-1].step; got != lastStep {
		t.Errorf("the last question is %v; want %v", got, lastStep)
	}
}
