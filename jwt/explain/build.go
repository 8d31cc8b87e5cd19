package explain

import (
	"crypto"
	"errors"
	"fmt"
	"slices"

	"example.com/glassjwt/jwt"
)

// New lays out an examination for reading.
//
// It panics if the arithmetic by hand and [jwt.VerifySignature] disagree, which is
// a bug in one of them.
func New(x *jwt.Examination) *Report {
	r := &Report{
		Time:   x.Time.UTC(),
		Size:   len(x.Raw),
		Causes: causes(x),
		Keys:   keys(x),
	}
	r.judge(x)
	r.cut(x)
	for i, c := range x.Checks {
		s := step(i, c)
		if c.Step == jwt.StepSignature && s.Answer != NotAsked && len(r.Keys) > 0 {
			r.Proven = c.Err == nil
			s.Cards = r.calculate(x)
		}
		r.Steps = append(r.Steps, s)
	}
	r.number()
	return r
}

// judge sums up the checks. A token is accepted only if the Err of the examination
// is nil.
func (r *Report) judge(x *jwt.Examination) {
	err := x.Err()
	if err == nil {
		r.Verdict = Accepted
		return
	}
	r.Verdict = NotJudged
	for _, c := range x.Checks {
		if answer(c.Err) == No {
			refusal := &jwt.Error{Step: c.Step, Err: c.Err}
			r.Verdict, r.Client, err = Refused, refusal.Description(), refusal
			break
		}
	}
	r.Reason = printable(err.Error())
}

func answer(err error) Answer {
	switch {
	case err == nil:
		return Yes
	case errors.Is(err, jwt.ErrNotAsked):
		return NotAsked
	case errors.Is(err, jwt.ErrConfig), errors.Is(err, jwt.ErrKeysUnavailable):
		return Unknown
	}
	return No
}

func causes(x *jwt.Examination) []Cause {
	var list []Cause
	for _, c := range x.Causes() {
		list = append(list, Cause{c.Step, printable(c.Words)})
	}
	return list
}

func keys(x *jwt.Examination) []Key {
	var list []Key
	for _, k := range x.Candidates[:min(len(x.Candidates), jwt.MaxCandidates)] {
		list = append(list, Key{
			ID:        cutMiddle(k.ID, maxValue),
			Algorithm: cutMiddle(string(k.Algorithm), maxValue),
			Kind:      kindOf(k.Public),
			Issuer:    cutMiddle(k.Issuer, maxValue),
		})
	}
	return list
}

// cut cuts the token into parts and spans. A token that is too large for the
// Verifier is not read here either.
func (r *Report) cut(x *jwt.Examination) {
	if slices.ContainsFunc(x.Checks, func(c jwt.Check) bool { return errors.Is(c.Err, jwt.ErrTooLarge) }) {
		text := cutMiddle(x.Raw, maxChars)
		r.Parts = []Part{{Name: "text", Role: RoleText, End: len(x.Raw), Chars: text}}
		r.Spans = []Span{{Part: "text", Role: RoleText, End: len(x.Raw), Text: text}}
		return
	}
	r.Parts = split(x.Raw)
	for i := range r.Parts {
		p := &r.Parts[i]
		p.ID = fmt.Sprintf("part-%d", i+1)
		p.Links = links(p.Role)
		switch p.Role {
		case RoleHeader:
			p.describe(aboutHeader)
		case RolePayload:
			o, _ := jwt.ParseObject(p.Bytes)
			p.describe(func(m Member) string { return aboutClaim(m, o, x.Time) })
		}
	}
	r.Fault = fault(x, r.Parts)
	r.Spans = spans(x.Raw, r.Parts, r.Fault)
}

// describe reads the JSON in a part.
func (p *Part) describe(about func(Member) string) {
	p.Text = textOf(p.Bytes)
	p.Members = members(p.Bytes)
	for i := range p.Members {
		m := &p.Members[i]
		m.ID = fmt.Sprintf("%s-%d", p.Role, i+1)
		m.Links = []string{m.ID}
		m.Words = about(*m)
	}
}

// links returns the links of a part. The hash is over header and payload.
func links(role Role) []string {
	switch role {
	case RoleHeader, RolePayload:
		return []string{string(role), "signing-input"}
	case RoleSignature:
		return []string{string(role)}
	}
	return nil
}

func step(i int, c jwt.Check) Step {
	s := Step{
		ID:       "step-" + c.Step.String(),
		Number:   i + 1,
		Step:     c.Step,
		Question: c.Question,
		Rule:     Rule(c.Rule),
		Got:      cutMiddle(c.Got, maxValue),
		Want:     cutMiddle(c.Want, maxValue),
		Answer:   answer(c.Err),
	}
	if c.Err != nil && s.Answer != NotAsked {
		s.Reason = cutMiddle(c.Err.Error(), maxValue)
	}
	return s
}

// calculate marks the key that signed, and returns the arithmetic behind the
// question of the signature.
func (r *Report) calculate(x *jwt.Examination) []Card {
	for i := range r.Keys {
		k := x.Candidates[i]
		r.Keys[i].Signed = r.Proven && k.ID == x.Key.ID && samePublic(k.Public, x.Key.Public)
	}
	return calculate(x.Header.Algorithm, x.Key.Public, x.SigningInput(), x.Signature.Bytes())
}

func samePublic(a, b any) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(b)
}

// number gives each span, card and value a unique ID, by its place.
func (r *Report) number() {
	for i := range r.Spans {
		r.Spans[i].ID = fmt.Sprintf("span-%d", i+1)
	}
	for i := range r.Steps {
		for j := range r.Steps[i].Cards {
			c := &r.Steps[i].Cards[j]
			c.ID = fmt.Sprintf("%s-%d", r.Steps[i].Step, j+1)
			for k := range c.Values {
				c.Values[k].ID = fmt.Sprintf("%s-%d", c.ID, k+1)
			}
		}
	}
}
