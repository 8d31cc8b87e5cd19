package jwt

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// reasons are all sentinels of the package.
var reasons = map[string]error{
	"ErrMalformed": ErrMalformed, "ErrTooLarge": ErrTooLarge, "ErrAlgorithm": ErrAlgorithm, "ErrCritical": ErrCritical,
	"ErrType": ErrType, "ErrKeyUnknown": ErrKeyUnknown, "ErrKeysUnavailable": ErrKeysUnavailable, "ErrKey": ErrKey,
	"ErrSignature": ErrSignature, "ErrIssuer": ErrIssuer, "ErrAudience": ErrAudience, "ErrExpired": ErrExpired,
	"ErrNotYetValid": ErrNotYetValid, "ErrBound": ErrBound, "ErrClaim": ErrClaim, "ErrTooOld": ErrTooOld,
	"ErrAbsent": ErrAbsent, "ErrConfig": ErrConfig, "ErrNotAsked": ErrNotAsked,
}

func TestReasonsAreAll(t *testing.T) {
	source, err := os.ReadFile("errors.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\t(Err\w+) += (?:errors\.New|reason)\("([^"]*)"`).FindAllStringSubmatch(string(source), -1)
	if len(found) != len(reasons) {
		t.Errorf("errors.go has %d reasons, the table %d", len(found), len(reasons))
	}
	for _, m := range found {
		if err := reasons[m[1]]; err == nil || err.Error() != m[2] {
			t.Errorf("%s is not in the table", m[1])
		}
	}
}

// RFC 6750 section 3: error_description holds %x20-21 / %x23-5B / %x5D-7E.
var described = regexp.MustCompile(`^[\x20-\x21\x23-\x5B\x5D-\x7E]+$`)

func TestDescription(t *testing.T) {
	const fallback = "the token is not accepted"
	own := map[error]bool{ErrAbsent: true, ErrConfig: true, ErrNotAsked: true} // not the token's fault
	for name, reason := range reasons {
		for _, err := range []error{reason, because(reason, "INJECTED"), fmt.Errorf("INJECTED \"\r\n: %w", reason)} {
			got := (&Error{Step: StepShape, Err: err}).Description()
			if !described.MatchString(got) || strings.Contains(got, "INJECTED") {
				t.Errorf("%s: Description() = %q", name, got)
			}
			if (got == fallback) != own[reason] {
				t.Errorf("%s: Description() = %q", name, got)
			}
		}
	}
	for _, err := range []error{errors.New("\"\r\n"), &SyntaxError{Message: "\\"}} {
		if got := (&Error{Step: StepShape, Err: err}).Description(); !described.MatchString(got) {
			t.Errorf("Description() = %q", got)
		}
	}
	// The words must not tell a forger how near the token came.
	want := (&Error{Step: StepSignature, Err: ErrSignature}).Description()
	for _, err := range []error{ErrKeyUnknown, ErrKey} {
		if got := (&Error{Step: StepKey, Err: err}).Description(); got != want {
			t.Errorf("Description() of %q = %q; want %q, as for a wrong signature", err, got, want)
		}
	}
}

// The words tell a client what to do next: to renew an expired token, but not one
// for another audience.
func TestDescriptionOfEachReason(t *testing.T) {
	for reason, want := range map[error]string{
		ErrKeysUnavailable: "the keys of the issuer are unavailable",
		ErrMalformed:       "the token is malformed",
		ErrTooLarge:        "the token is too large",
		ErrAlgorithm:       "the token's algorithm is not accepted",
		ErrCritical:        "the token demands an extension that is not supported",
		ErrType:            "the token is of another type",
		ErrSignature:       "the token is not signed by a key of its issuer",
		ErrIssuer:          "the token is from another issuer",
		ErrAudience:        "the token is for another audience",
		ErrExpired:         "the token has expired",
		ErrNotYetValid:     "the token is not valid yet",
		ErrBound:           "the token is bound to a key and cannot be used as a bearer token",
		ErrClaim:           "the token lacks a required claim",
		ErrTooOld:          "the token was issued too long ago",
		ErrConfig:          "the token is not accepted",
	} {
		if got := (&Error{Step: StepShape, Err: because(reason, "x")}).Description(); got != want {
			t.Errorf("Description() of %q = %q; want %q", reason, got, want)
		}
	}
}

func TestErrorText(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&Error{Step: StepExpiry, Err: ErrExpired}, "jwt: exp: expired"},
		{&Error{Step: StepIssuer, Err: because(ErrClaim, "iss")}, "jwt: iss: required claim absent: iss"},
		{&Error{Step: 0, Err: ErrExpired}, "jwt: none: expired"},
		{&Error{Step: 99, Err: ErrExpired}, "jwt: unknown: expired"},
		{&Error{}, "jwt: none: <nil>"},
		{&SyntaxError{"token", 7, "not strict base64url"}, "malformed: token: not strict base64url at byte 7"},
		{&SyntaxError{"", 0, "not a JSON object"}, "malformed: not a JSON object at byte 0"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("Error() = %q; want %q", got, c.want)
		}
	}
	if text, err := StepSignature.MarshalText(); string(text) != "signature" || err != nil {
		t.Errorf("MarshalText = %s, %v", text, err)
	}
}

// An error holds nothing that the sender chose, wherever it stands in the token.
func TestErrorsHoldNothingOfTheSender(t *testing.T) {
	const evil = "INJECTED"
	headers := []string{
		evil, `"` + evil + `"`, `{"` + evil, `{"alg":"` + evil + `"}`, `{"alg":["` + evil + `"]}`, `{"alg":"ES256","kid":"` + evil + `"}`, `{"alg":"ES256","kid":["` + evil + `"]}`,
		`{"alg":"ES256","typ":"` + evil + `"}`, `{"alg":"ES256","crit":["` + evil + `"]}`, `{"alg":"ES256","` + evil + `":1,"` + evil + `":1}`, `{"alg":"ES256","x":"\` + evil + `"}`, `{"alg":"ES256"}` + evil,
	}
	claims := []string{
		evil, `{"` + evil + `":`, payload(`"iss":"` + evil + `"`), payload(`"iss":["` + evil + `"]`), payload(`"aud":"` + evil + `"`), payload(`"aud":{"` + evil + `":1}`),
		payload(`"exp":"` + evil + `"`), payload(`"sub":["` + evil + `"]`), payload(`"`+evil+`":1`) + evil, `{"` + evil + `":1,"` + evil + `":1}`, payload(`"jti":"`+evil+`"`, `"exp":1`),
	}
	var tokens []string
	for _, h := range headers {
		tokens = append(tokens, signed(t, ES256, h, payload()))
	}
	for _, c := range claims {
		tokens = append(tokens, token(t, ES256, c), token(t, ES256, c)+evil, token(t, ES256, c)+"."+evil, token(t, ES256, c)+"\n"+evil)
	}
	tokens = append(tokens, evil, evil+"."+evil, strings.Repeat(evil, 10_000))
	v := verifier()
	v.Keys = Keys{{ID: "k", Public: rfcP256().Public()}, {Public: rfcP256().Public()}}
	for _, tok := range tokens {
		_, err := v.Verify(t.Context(), tok)
		var refused *Error
		if !errors.As(err, &refused) {
			t.Errorf("Verify = %v; want a refusal", err)
			continue
		}
		if text := err.Error() + refused.Description(); strings.Contains(text, evil) || strings.Contains(text, encode(evil)[:8]) {
			t.Errorf("Verify = %v, which the sender wrote", err)
		}
	}
}

// A step that does not exist is called unknown.
func TestStepNames(t *testing.T) {
	for step, want := range map[Step]string{0: "none", StepShape: "shape", StepRequired: "required", StepRequired + 1: "unknown", 255: "unknown"} {
		if got := step.String(); got != want {
			t.Errorf("Step(%d) = %q; want %q", step, got, want)
		}
	}
}
