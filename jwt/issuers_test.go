package jwt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// two returns the usual issuer, and another one with a key for ES384 only and
// an audience of its own.
func two(t *testing.T) (a, b *Verifier) {
	t.Helper()
	a, b = verifier(), verifier()
	b.Issuer, b.Audience = "https://other.example", []string{"https://other-api.example"}
	b.Keys = Keys{{ID: "other", Public: privateKey(t, ES384).Public()}}
	b.Algorithms = []Algorithm{ES384}
	return a, b
}

const secondClaims = `{"iss":"https://other.example","aud":"https://other-api.example","exp":1760000300}`

// front returns what can stand in front of two Verifiers.
func front(a, b *Verifier) map[string]Judge {
	find := func(_ context.Context, issuer string) (*Verifier, error) {
		switch issuer {
		case a.Issuer:
			return a, nil
		case b.Issuer:
			return b, nil
		}
		return nil, nil
	}
	issuers := Issuers{a.Issuer: a, b.Issuer: b}
	return map[string]Judge{
		"Issuers":               issuers,
		"IssuerFunc":            IssuerFunc(find),
		"Cache of Issuers":      &Cache{Verifier: issuers},
		"Cache of IssuerFunc":   &Cache{Verifier: IssuerFunc(find)},
		"Issuers of Caches":     Issuers{a.Issuer: &Cache{Verifier: a}, b.Issuer: &Cache{Verifier: b}},
		"Cache of Caches":       &Cache{Verifier: Issuers{a.Issuer: &Cache{Verifier: a}, b.Issuer: &Cache{Verifier: b}}},
		"Issuers of IssuerFunc": Issuers{a.Issuer: IssuerFunc(find), b.Issuer: IssuerFunc(find)},
		"Issuers of one's own":  Issuers{a.Issuer: own{a}, b.Issuer: own{b}},
		"Cache of one's own":    &Cache{Verifier: own{issuers}},
	}
}

// own is a Judge of the program's own.
type own struct{ Judge }

func TestIssuers(t *testing.T) {
	for name, judge := range front(two(t)) {
		for why, c := range map[string]struct {
			token string
			step  Step
			err   error
		}{
			"the first":         {token(t, RS256, payload()), 0, nil},
			"the second":        {token(t, ES384, secondClaims), 0, nil},
			"key of the first":  {token(t, RS256, secondClaims), StepAlgorithm, ErrAlgorithm},
			"key of the second": {token(t, ES384, payload()), StepAlgorithm, ErrAlgorithm},
			"for the other API": {token(t, RS256, payload(`"aud":"https://other-api.example"`)), StepAudience, ErrAudience},
			"a third issuer":    {token(t, RS256, payload(`"iss":"https://evil.example"`)), StepIssuer, ErrIssuer},
			"no issuer":         {token(t, RS256, payload(`"iss"`)), StepIssuer, ErrIssuer},
			"an empty issuer":   {token(t, RS256, payload(`"iss":""`)), StepIssuer, ErrIssuer},
			"a slash more":      {token(t, RS256, payload(`"iss":"https://issuer.example/"`)), StepIssuer, ErrIssuer},
			"two issuers":       {signed(t, RS256, `{"alg":"RS256"}`, `{"iss":"https://evil.example",`+payload()[1:]), StepClaims, ErrMalformed},
			"no token":          {"x", StepShape, ErrMalformed},
			"a broken header":   {"e30" + strings.TrimLeft(token(t, RS256, payload()), alphabet), StepShape, ErrMalformed},
			"broken claims":     {token(t, RS256, "x"), StepClaims, ErrMalformed},
			"64 KiB and one":    {strings.Repeat("a", DefaultMaxSize+1), StepShape, ErrTooLarge},
		} {
			for range 2 { // a Cache remembers the good ones
				believed, err := judge.Verify(context.Background(), c.token)
				var refused *Error
				if !errors.Is(err, c.err) || (believed == nil) != (c.err != nil) || err != nil && (!errors.As(err, &refused) || refused.Step != c.step) {
					t.Errorf("%s: %s: Verify = %v, %v; want %v at %v", name, why, believed, err, c.err, c.step)
				}
			}
		}
	}
}

// A program that forgot something is at fault, and not the token.
func TestIssuersNotConfigured(t *testing.T) {
	honest := token(t, RS256, payload())
	find := func(v *Verifier) IssuerFunc {
		return func(context.Context, string) (*Verifier, error) { return v, nil }
	}
	for name, judge := range map[string]Judge{
		"nil":                     Issuers(nil),
		"empty":                   Issuers{},
		"nil in it":               Issuers{issuer: nil},
		"no Verifier in it":       Issuers{issuer: (*Verifier)(nil)},
		"a zero Verifier in it":   Issuers{issuer: &Verifier{}},
		"no Cache in it":          Issuers{issuer: (*Cache)(nil)},
		"a Cache of nothing":      Issuers{issuer: &Cache{}},
		"nil IssuerFunc":          IssuerFunc(nil),
		"nil IssuerFunc in it":    Issuers{issuer: IssuerFunc(nil)},
		"a zero Verifier found":   find(&Verifier{}),
		"a Cache of no Verifier":  &Cache{Verifier: (*Verifier)(nil)},
		"a Cache of a zero one":   &Cache{Verifier: Issuers{issuer: &Verifier{}}},
		"an empty map in the map": Issuers{issuer: Issuers{}},
		"no Verifier":             (*Verifier)(nil),
	} {
		for range 2 {
			if believed, err := judge.Verify(context.Background(), honest); believed != nil || !errors.Is(err, ErrConfig) {
				t.Errorf("%s: Verify = %v, %v; want error %q", name, believed, err, ErrConfig)
			}
		}
	}
	// What is wrong with one issuer does no harm to the others.
	if _, err := (Issuers{issuer: verifier(), "https://other.example": nil}).Verify(context.Background(), honest); err != nil {
		t.Errorf("Verify = %v; want the token of the other issuer", err)
	}
}

// A Verifier that stands under another name than its own refuses all tokens.
func TestIssuersUnderAnotherName(t *testing.T) {
	v := verifier()
	found := IssuerFunc(func(context.Context, string) (*Verifier, error) { return v, nil })
	other := token(t, RS256, payload(`"iss":"https://other.example"`))
	for _, judge := range []Judge{Issuers{"https://other.example": v}, found, &Cache{Verifier: found}} {
		if believed, err := judge.Verify(context.Background(), other); believed != nil || !errors.Is(err, ErrIssuer) {
			t.Errorf("Verify = %v, %v; want error %q", believed, err, ErrIssuer)
		}
	}
}

// Issuers read what the most patient Judge reads, wherever it stands in the map,
// and no more. The Judge of the token then has its own limit.
func TestIssuersMaxSizeIsOfTheMostPatient(t *testing.T) {
	sized := func(n int) *Verifier { return &Verifier{MaxSize: n} }
	for _, m := range []Issuers{
		{"a": sized(100), "b": sized(200)},
		{"a": sized(200), "b": sized(100)},
		{"a": sized(100), "b": sized(200), "c": sized(150)},
		{"a": &Cache{Verifier: sized(200)}, "b": sized(100)},
		{"a": Issuers{"b": sized(100), "c": sized(200)}},
		{"a": &Cache{Verifier: Issuers{"b": sized(200), "c": sized(100)}}, "d": sized(-1)},
	} {
		for range 20 { // the order of a map is another one each time
			if _, err := m.Verify(context.Background(), strings.Repeat("a", 201)); !errors.Is(err, ErrTooLarge) {
				t.Fatalf("%v: Verify = %v; want error %q", m, err, ErrTooLarge)
			}
			if _, err := m.Verify(context.Background(), strings.Repeat("a", 200)); !errors.Is(err, ErrMalformed) {
				t.Fatalf("%v: Verify = %v; want error %q", m, err, ErrMalformed)
			}
		}
	}
}

// A log names the issuer that the token says it is from.
func TestIssuersCauses(t *testing.T) {
	a, b := two(t)
	judges := front(a, b)
	for _, c := range []struct{ front, iss, want string }{
		{"Issuers", `"https://evil.example"`, `the token is from "https://evil.example", and Issuers has ["https://issuer.example" "https://other.example"]`},
		{"Issuers", `"https://other.example/"`, `the issuers differ only by the slash at the end: the token says "https://other.example/", and Issuers has "https://other.example"`},
		{"Issuers", `"x\n"`, `the token is from "x\n", and Issuers has ["https://issuer.example" "https://other.example"]`},
		{"Cache of Issuers", `""`, `the token is from "", and Issuers has ["https://issuer.example" "https://other.example"]`},
		{"IssuerFunc", `"https://evil.example"`, `the token is from "https://evil.example", and the IssuerFunc does not know this issuer`},
		{"Cache of IssuerFunc", `""`, `the token is from "", and the IssuerFunc does not know this issuer`},
	} {
		_, err := judges[c.front].Verify(t.Context(), token(t, RS256, payload(`"iss":`+c.iss)))
		var refused *Error
		if !errors.As(err, &refused) || !slices.Equal(refused.Causes(), []string{c.want}) {
			t.Errorf("%s, iss %s: Verify = %v, Causes() = %q; want %q", c.front, c.iss, err, refused.Causes(), c.want)
		}
	}
}

func TestIssuerFuncErrors(t *testing.T) {
	honest := token(t, RS256, payload())
	own := errors.New("the database is down")
	for _, c := range []struct{ returned, want error }{
		{ErrIssuer, ErrIssuer},
		{fmt.Errorf("tenant: %w", ErrIssuer), ErrIssuer},
		{ErrKeysUnavailable, ErrKeysUnavailable},
		{ErrConfig, ErrConfig},
		{own, own},
		{own, ErrKeysUnavailable},
		{context.Canceled, context.Canceled},
		{ErrExpired, ErrKeysUnavailable},
	} {
		f := IssuerFunc(func(context.Context, string) (*Verifier, error) { return verifier(), c.returned })
		for _, judge := range []Judge{f, &Cache{Verifier: f}, Issuers{issuer: f}} {
			believed, err := judge.Verify(context.Background(), honest)
			var refused *Error
			if believed != nil || !errors.Is(err, c.want) || !errors.As(err, &refused) || refused.Step != StepIssuer {
				t.Errorf("%T, where the function returns %v: Verify = %v, %v; want error %q at iss", judge, c.returned, believed, err, c.want)
			}
		}
	}
	if _, err := IssuerFunc(func(context.Context, string) (*Verifier, error) { return nil, ErrIssuer }).Verify(context.Background(), honest); errors.Is(err, ErrKeysUnavailable) {
		t.Errorf("Verify = %v; want it without %q: the issuer is known to be another one", err, ErrKeysUnavailable)
	}
}

// The function is asked with the unproven iss, and with the caller's context. It
// is not asked about a text that is not a token, or a token without an issuer.
func TestIssuerFuncIsAsked(t *testing.T) {
	type key struct{}
	ctx := context.WithValue(context.Background(), key{}, "here")
	var asked []string
	f := IssuerFunc(func(ctx context.Context, issuer string) (*Verifier, error) {
		if ctx.Value(key{}) != "here" {
			t.Error("the function gets another context")
		}
		asked = append(asked, issuer)
		return nil, nil
	})
	for _, text := range []string{
		"x", token(t, RS256, "[]"), token(t, RS256, payload(`"iss"`)), token(t, RS256, payload(`"iss":""`)), token(t, RS256, payload(`"iss":7`)),
		strings.Repeat("a", 1<<20), token(t, RS256, payload(`"iss":"`+strings.Repeat("x", 1<<20)+`"`)),
	} {
		if _, err := f.Verify(ctx, text); err == nil || len(asked) > 0 {
			t.Errorf("Verify(%.20q) = %v, and the function was asked about %.20q", text, err, asked)
		}
	}
	forged := "e30" // {}
	forged = encode(`{"alg":"RS256"}`) + "." + encode(`{"iss":"https://evil.example/\n"}`) + "." + forged
	if _, err := f.Verify(ctx, forged); !errors.Is(err, ErrIssuer) || len(asked) != 1 || asked[0] != "https://evil.example/\n" {
		t.Errorf("Verify = %v, and the function was asked about %q; want the iss of the token", err, asked)
	}
}
