package jwt

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// two returns the usual issuer, and another one with a key for ES256 only and
// an audience of its own.
func two(t *testing.T) Issuers {
	t.Helper()
	a, b := verifier(), verifier()
	b.Issuer, b.Audience = "https://other.example", []string{"https://other-api.example"}
	b.Keys = Keys{{ID: "other", Public: privateKey(t, ES384).Public()}}
	b.Algorithms = []Algorithm{ES384}
	return Issuers{a, b}
}

const secondClaims = `{"iss":"https://other.example","aud":"https://other-api.example","exp":1760000300}`

func TestIssuers(t *testing.T) {
	list := two(t)
	for name, c := range map[string]struct {
		token string
		err   error
		why   string
	}{
		"first":             {token(t, RS256, payload()), nil, ""},
		"second":            {token(t, ES384, secondClaims), nil, ""},
		"key of the first":  {token(t, RS256, secondClaims), ErrAlgorithm, "what the first issuer signed is no token of the second"},
		"key of the second": {token(t, ES384, payload()), ErrAlgorithm, "and the other way round"},
		"for the other API": {token(t, RS256, payload(`"aud":"https://other-api.example"`)), ErrAudience, "each issuer by its own rules"},
		"a third issuer":    {token(t, RS256, payload(`"iss":"https://evil.example"`)), ErrIssuer, "nobody's token"},
		"no issuer":         {token(t, RS256, payload(`"iss"`)), ErrIssuer, "nobody's token"},
		"two issuers":       {signed(t, RS256, `{"alg":"RS256"}`, `{"iss":"https://evil.example",`+payload()[1:]), ErrMalformed, "which one?"},
		"no token":          {"x", ErrMalformed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			believed, err := list.Verify(context.Background(), c.token)
			if !errors.Is(err, c.err) || (believed == nil) != (c.err != nil) {
				t.Errorf("Verify = %v, %v; want %v (%s)", believed, err, c.err, c.why)
			}
			var refused *Error
			if err != nil && !errors.As(err, &refused) {
				t.Errorf("Verify = %v, which is no *Error", err)
			}
		})
	}
}

// The step is that at which the token's own Verifier would have said no.
func TestIssuersNameTheStep(t *testing.T) {
	honest := token(t, RS256, payload())
	for why, c := range map[string]struct {
		token string
		step  Step
	}{
		"no token":        {"x", StepShape},
		"a broken header": {"e30" + honest[strings.IndexByte(honest, '.'):], StepShape},
		"broken claims":   {token(t, RS256, "x"), StepClaims},
		"a third issuer":  {token(t, RS256, payload(`"iss":"https://evil.example"`)), StepIssuer},
	} {
		_, err := two(t).Verify(context.Background(), c.token)
		var refused *Error
		if !errors.As(err, &refused) || refused.Step != c.step {
			t.Errorf("%s: Verify = %v; want a no at %v", why, err, c.step)
		}
	}
}

// A program that forgot to list its issuers is at fault, and not the token.
func TestIssuersEmptyList(t *testing.T) {
	for _, list := range []Issuers{nil, {}} {
		if believed, err := list.Verify(context.Background(), token(t, RS256, payload())); believed != nil || !errors.Is(err, ErrConfig) {
			t.Errorf("Verify = %v, %v; want error %q", believed, err, ErrConfig)
		}
	}
}

// As long as the most patient of them allows, and no longer.
func TestIssuersMaxSizeIsOfTheMostPatient(t *testing.T) {
	list := two(t)
	list[0].MaxSize, list[1].MaxSize = 100, 200
	if _, err := list.Verify(context.Background(), strings.Repeat("a", 201)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("Verify = %v; want error %q", err, ErrTooLarge)
	}
	if _, err := list.Verify(context.Background(), strings.Repeat("a", 200)); !errors.Is(err, ErrMalformed) {
		t.Errorf("Verify = %v; want error %q", err, ErrMalformed)
	}
}

// Of two with the same name the first judges.
func TestIssuersOfOneName(t *testing.T) {
	narrow := verifier()
	narrow.Algorithms = []Algorithm{ES256}
	honest := token(t, RS256, payload())
	if _, err := (Issuers{verifier(), narrow}).Verify(context.Background(), honest); err != nil {
		t.Errorf("Verify = %v; want the first one's verdict, nil", err)
	}
	if _, err := (Issuers{narrow, verifier()}).Verify(context.Background(), honest); !errors.Is(err, ErrAlgorithm) {
		t.Errorf("Verify = %v; want the first one's verdict, %q", err, ErrAlgorithm)
	}
}

func TestIssuersZeroBelievesNothing(t *testing.T) {
	for _, list := range []Issuers{nil, {}, {{}}, {nil}} {
		for _, token := range []string{token(t, RS256, payload()), token(t, RS256, payload(`"iss"`)), token(t, RS256, payload(`"iss":""`))} {
			if believed, err := list.Verify(context.Background(), token); believed != nil || err == nil {
				t.Errorf("Verify = %v, %v; want a refusal", believed, err)
			}
		}
	}
}
