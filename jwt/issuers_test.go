package jwt

import (
	"errors"
	"strings"
	"testing"
)

// Two issuers, each with a key of its own.
func TestIssuers(t *testing.T) {
	a, b := verifier(), verifier()
	a.Keys = Keys{{Public: rfcP256().Public()}}
	other := newEC(rfcP256().Curve)
	b.Issuer, b.Keys, b.Algorithms = "https://b.example", Keys{{Public: other.Public()}}, []Algorithm{ES256}
	list := Issuers{a, b}

	byB := func(claims string) string {
		input := encode(`{"alg":"ES256"}`) + "." + encode(claims)
		return input + "." + encode(string(sign(t, ES256, other, input)))
	}
	asB := `"iss":"https://b.example"`
	for _, c := range []struct {
		why, token string
		step       Step
		reason     error
	}{
		{"of A", token(t, ES256, payload()), 0, nil},
		{"of A, RS256", token(t, RS256, payload()), StepKey, ErrKeyUnknown},
		{"of B", byB(payload(asB)), 0, nil},
		{"of B, RS256", token(t, RS256, payload(asB)), StepAlgorithm, ErrAlgorithm},
		{"signed by A, says B", token(t, ES256, payload(asB)), StepSignature, ErrSignature},
		{"signed by B, says A", byB(payload()), StepSignature, ErrSignature},
		{"of C", byB(payload(`"iss":"https://c.example"`)), StepIssuer, ErrIssuer},
		{"of nobody", token(t, ES256, payload(`"iss"`)), StepIssuer, ErrIssuer},
		{"of the empty name", token(t, ES256, payload(`"iss":""`)), StepIssuer, ErrIssuer},
		{"of both", token(t, ES256, payload(`"iss":["`+issuer+`","https://b.example"]`)), StepClaims, ErrMalformed},
		{"of A, expired", token(t, ES256, payload(`"exp":1`)), StepExpiry, ErrExpired},
		{"no token", "a.b", StepShape, ErrMalformed},
		{"too large", strings.Repeat("a", DefaultMaxSize+1), StepShape, ErrTooLarge},
		{"no claims", token(t, ES256, "[]"), StepClaims, ErrMalformed},
	} {
		got, err := list.Verify(t.Context(), c.token)
		var refused *Error
		if c.step == 0 {
			if got == nil || err != nil {
				t.Errorf("%s: Verify = %v, %v", c.why, got, err)
			}
		} else if got != nil || !errors.As(err, &refused) || refused.Step != c.step || !errors.Is(err, c.reason) {
			t.Errorf("%s: Verify = %v, %v; want error %q at %v", c.why, got, err, c.reason, c.step)
		}
	}
	// An issuer that is not configured believes nothing, the nameless token
	// included.
	for _, claims := range []string{payload(), payload(`"iss"`), payload(`"iss":""`)} {
		if got, err := (Issuers{{}}).Verify(t.Context(), token(t, ES256, claims)); got != nil || err == nil {
			t.Errorf("Verify = %v, %v", got, err)
		}
		if got, err := Issuers(nil).Verify(t.Context(), token(t, ES256, claims)); got != nil || !errors.Is(err, ErrIssuer) {
			t.Errorf("Verify = %v, %v", got, err)
		}
	}
}
