package jwt

import (
	"context"
	"errors"
	"testing"
)

// A token with "cnf", of any value, is refused unless the caller says that it
// checks the proof. RFC 9449 section 7.2, RFC 7800 section 3.
func TestBound(t *testing.T) {
	bound := func(v *Verifier) { v.Bound = true }
	for why, cnf := range map[string]string{
		"DPoP": `{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}`, "mutual TLS": `{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}`,
		"a method that does not exist": `{"x":1}`, "no method": `{}`, "null": `null`, "false": `false`, "a string": `""`, "an array": `[]`, "0": `0`,
	} {
		claims := payload(`"cnf":` + cnf)
		refusal{why: why, claims: claims, step: StepBound, reason: ErrBound}.check(t)
		refusal{why: why + ", checked by the caller", claims: claims, change: bound}.check(t)
	}
	refusal{why: "not bound, though the caller would check", change: bound}.check(t)
	refusal{why: "CNF is not cnf", claims: payload(`"CNF":{}`)}.check(t)
	refusal{why: "cnf by an escape", claims: payload(`"c\u006ef":{}`), step: StepBound, reason: ErrBound}.check(t)
	refusal{why: "cnf in the header says nothing", header: `{"alg":"ES256","cnf":{}}`}.check(t)
	refusal{why: "expired too", claims: payload(`"cnf":{}`, `"exp":1`), step: StepExpiry, reason: ErrExpired}.check(t)
}

// A stolen bound token does not get in through a Cache or through Issuers,
// however often it is sent.
func TestBoundInFront(t *testing.T) {
	v, stolen := verifier(), token(t, ES256, payload(`"cnf":{"jkt":"x"}`))
	for name, front := range map[string]interface {
		Verify(context.Context, string) (*Token, error)
	}{"Cache": &Cache{Verifier: v}, "Issuers": Issuers{v.Issuer: v}} {
		for range 3 {
			if got, err := front.Verify(t.Context(), stolen); got != nil || !errors.Is(err, ErrBound) {
				t.Errorf("%s: Verify = %v, %v; want error %q", name, got, err, ErrBound)
			}
		}
	}
	checked := verifier()
	checked.Bound = true
	c := &Cache{Verifier: checked}
	for range 3 {
		if _, err := c.Verify(t.Context(), stolen); err != nil {
			t.Errorf("Cache of a Verifier with Bound: Verify = %v; want the token", err)
		}
	}
}
