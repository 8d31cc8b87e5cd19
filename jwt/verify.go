package jwt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Step names a question. The package documentation lists them.
type Step uint8

// The steps of verification, in their order.
const (
	_ Step = iota
	StepShape
	StepAlgorithm
	StepType
	StepKey
	StepSignature
	StepClaims
	StepIssuer
	StepAudience
	StepExpiry
	StepNotBefore
	StepBound
	StepRequired
	lastStep = StepRequired
)

// A question is one step of verification.
type question struct {
	step  Step
	name  string
	words string // the question as people ask it

	// ask answers it for one token. Nil means yes.
	ask func(*Verifier, context.Context, *Examination) error

	// The rest is for people.
	needs  Step   // the step that must have passed first; 0 for none
	rule   string // what it enforces: an RFC and its section
	show   func(*Verifier, *Examination) (got, want string)
	causes func(*Examination, error) []string // what probably lies behind a no, or nil
}

// The questions, in their order, are the whole of verification. No claim is
// read before the signature is checked: the header only says how to check it.
//
// To add a question, add a row, its functions and its tests.
var questions = []question{
	{StepShape, "shape", "three strict base64url parts, a well-typed header, not encrypted or nested?",
		(*Verifier).askShape, 0, "RFC 7515 section 5.2", showShape, (*Examination).causesShape},
	{StepAlgorithm, "alg", "do we accept its algorithm, and does it demand no extension?",
		(*Verifier).askAlgorithm, StepShape, "RFC 8725 section 3.1", showAlgorithm, (*Examination).causesAlgorithm},
	{StepType, "typ", "is it an access token, and not some other JWT?",
		(*Verifier).askType, StepShape, "RFC 8725 section 3.11", showType, (*Examination).causesType},
	{StepKey, "kid", "which keys of the issuer fit?",
		(*Verifier).askKey, StepAlgorithm, "RFC 7515 section 6", showKey, (*Examination).causesKey},
	{StepSignature, "signature", "did one of those keys sign exactly these bytes?",
		(*Verifier).askSignature, StepKey, "RFC 7515 section 5.2", showSignature, (*Examination).causesSignature},
	{StepClaims, "claims", "is the payload a strict JSON object with well-typed claims?",
		(*Verifier).askClaims, StepShape, "RFC 7519 section 7.2", showClaims, nil},
	{StepIssuer, "iss", "is it from exactly our issuer, and may the key sign for that issuer?",
		(*Verifier).askIssuer, StepClaims, "RFC 7519 section 4.1.1", showIssuer, (*Examination).causesIssuer},
	{StepAudience, "aud", "is it for this API, or, if it names none, for a client that we list?",
		(*Verifier).askAudience, StepClaims, "RFC 7519 section 4.1.3", showAudience, (*Examination).causesAudience},
	{StepExpiry, "exp", "does it expire, and is that moment still ahead?",
		(*Verifier).askExpiry, StepClaims, "RFC 7519 section 4.1.4", showExpiry, (*Examination).causesExpiry},
	{StepNotBefore, "nbf", "is it valid already, and not issued in the future?",
		(*Verifier).askNotBefore, StepClaims, "RFC 7519 section 4.1.5", showNotBefore, (*Examination).causesNotBefore},
	{StepBound, "cnf", "is the token bound to a key, and does the caller check that?",
		(*Verifier).askBound, StepClaims, "RFC 9449 section 7.2", showBound, (*Examination).causesBound},
	{StepRequired, "required", "does it have the other claims that we require, and is it young enough?",
		(*Verifier).askRequired, StepClaims, "RFC 7519 section 4", showRequired, (*Examination).causesRequired},
}

// String returns the name of the step, such as "signature".
func (s Step) String() string {
	if s == 0 {
		return "none"
	}
	for _, q := range questions {
		if q.step == s {
			return q.name
		}
	}
	return "unknown"
}

// MarshalText returns the name of the step.
func (s Step) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Verify asks every question about the token, in order, and stops at the first
// no. There is a Token only if every answer was yes. Otherwise the error is an
// [*Error], which names the step and wraps the reason.
//
// The context bounds the wait for keys. Nothing else in it is used.
func (v *Verifier) Verify(ctx context.Context, token string) (*Token, error) {
	v = v.orZero()
	x := &Examination{Unverified: Unverified{Raw: token}, verifier: v}
	if err := v.askFrom(ctx, StepShape, x); err != nil {
		return nil, err
	}
	return x.token()
}

// askFrom asks the questions from this step on, up to the first no.
func (v *Verifier) askFrom(ctx context.Context, first Step, x *Examination) error {
	for _, q := range questions {
		if q.step < first {
			continue
		}
		if err := q.ask(v, ctx, x); err != nil {
			return x.refuse(q.step, err)
		}
		x.yes |= 1 << q.step
	}
	return nil
}

// refuse makes the error. The error keeps the token, so that Causes can be made
// from it later. It keeps no keys.
func (x *Examination) refuse(step Step, err error) error {
	x.Candidates, x.Key = nil, Key{Issuer: x.Key.Issuer}
	return &Error{step, err, func() []string { return x.causesOf(step, err) }}
}

// token makes the Token if every question was asked and answered with yes, and
// VerifySignature accepted the signature. If the table lost a row, every token is
// refused.
func (x *Examination) token() (*Token, error) {
	for s := StepShape; s <= lastStep; s++ {
		if x.yes&(1<<s) == 0 {
			return nil, &Error{Step: s, Err: ErrNotAsked}
		}
	}
	if !x.signed {
		return nil, &Error{Step: StepSignature, Err: ErrNotAsked}
	}
	return &Token{x.Header, x.Claims}, nil
}

func (v *Verifier) askShape(_ context.Context, x *Examination) error {
	if len(x.Raw) > v.maxSize() {
		return ErrTooLarge
	}
	return x.parse(x.Raw)
}

// RFC 8725 section 3.1: the caller names the algorithms, and no other is used.
// RFC 7515 section 4.1.11: "If any of the listed extension Header Parameters
// are not understood and supported by the recipient, then the JWS is invalid."
// We support none, and RFC 7515 does not allow an empty list.
//
// RFC 7797 section 7: a JWT must not have an unencoded payload. Some verifiers
// heed "b64":false without crit, and some ignore it, so it is refused too.
func (v *Verifier) askAlgorithm(_ context.Context, x *Examination) error {
	if _, known := x.Header.Algorithm.scheme(); !known || !slices.Contains(v.algorithms(), x.Header.Algorithm) {
		return ErrAlgorithm
	}
	if x.Header.Has("crit") {
		return ErrCritical
	}
	if b64, ok := x.Header.lookup("b64"); ok && b64 != "true" {
		return because(ErrCritical, "b64")
	}
	return nil
}

// RFC 8725 section 3.11: if "typ" is not checked, a token made for one purpose
// can be sent in place of another.
func (v *Verifier) askType(_ context.Context, x *Examination) error {
	if !x.Header.Has("typ") {
		if slices.Contains(v.types(), "") {
			return nil
		}
		return because(ErrType, `no "typ"`)
	}
	for _, t := range v.types() {
		if t != "" && sameMediaType(t, x.Header.Type) {
			return nil
		}
	}
	return ErrType
}

func (v *Verifier) askKey(ctx context.Context, x *Examination) error {
	if v.Keys == nil {
		return because(ErrConfig, "no Keys")
	}
	keys, err := v.Keys.Keys(ctx, x.Header)
	switch {
	case err == nil && len(keys) == 0:
		return ErrKeyUnknown
	case err == nil && len(keys) > MaxCandidates:
		return errTooMany
	case err == nil:
		x.Candidates = keys
		return nil
	case errors.Is(err, ErrKeyUnknown), errors.Is(err, ErrKeysUnavailable), errors.Is(err, ErrConfig):
		return err
	}
	// Any other error of a key set says nothing about the token.
	return fmt.Errorf("%w: %w", ErrKeysUnavailable, err)
}

// maxSignature is the length of the longest signature, in bytes: the largest RSA
// key has 8192 bits.
const maxSignature = 8192 / 8

// RFC 7515 section 5.2 step 8, with each candidate in turn. The KeySet may be
// the caller's own, so each key is checked again where it is used.
func (v *Verifier) askSignature(_ context.Context, x *Examination) error {
	if len(x.Signature.decoded) > maxSignature {
		return ErrSignature
	}
	var room [maxSignature]byte // on the stack
	sig := append(room[:0], x.Signature.decoded...)
	err := ErrKeyUnknown
	for _, k := range x.Candidates {
		if !k.Fits(x.Header.Algorithm) {
			err = ErrKey
			continue
		}
		err = VerifySignature(x.Header.Algorithm, k.Public, x.SigningInput(), sig)
		if err == nil {
			x.Key, x.signed = k, true
			return nil
		}
	}
	return err
}

// The clock is read here and not at the start, since fetching the keys may have
// taken seconds.
func (v *Verifier) askClaims(_ context.Context, x *Examination) (err error) {
	x.Time = v.now()
	x.Claims, err = parseClaims(x.Payload.decoded)
	return err
}

// RFC 9068 section 4 wants an exact match. Upper and lower case, a slash at
// the end and an encoding all make a difference.
//
// Issuers may share a key set. A key in it that belongs to one issuer must not
// sign for the others.
func (v *Verifier) askIssuer(_ context.Context, x *Examination) error {
	switch {
	case v.Issuer == "":
		return because(ErrConfig, "no Issuer")
	case x.Claims.Issuer != v.Issuer:
		return x.absentOr("iss", ErrIssuer)
	case !x.Key.signsFor(x.Claims):
		return because(ErrIssuer, "the key belongs to another one")
	}
	return nil
}

// absentOr returns ErrClaim if the claim is absent, and else what is wrong with
// it. The token is refused in both cases.
func (x *Examination) absentOr(name string, wrong error) error {
	if !x.Claims.Has(name) {
		return because(ErrClaim, name)
	}
	return wrong
}

// RFC 7519 section 4.1.3: "If the principal processing the claim does not
// identify itself with a value in the "aud" claim when this claim is present,
// then the JWT MUST be rejected."
//
// A token without aud is good for no API, unless Clients says otherwise.
func (v *Verifier) askAudience(_ context.Context, x *Examination) error {
	switch {
	case len(v.Audience) == 0 && len(v.Clients) == 0:
		return because(ErrConfig, "no Audience")
	case slices.Contains(v.Audience, "") || slices.Contains(v.Clients, ""):
		return because(ErrConfig, "an empty name in Audience or Clients")
	case len(v.Clients) > 0 && !x.Claims.Has("aud"):
		return v.askClient(x)
	}
	for _, a := range x.Claims.Audience {
		if slices.Contains(v.Audience, a) {
			return nil
		}
	}
	return x.absentOr("aud", ErrAudience)
}

// askClient judges a token without aud by its client: client_id (RFC 9068
// section 2.2) or azp (OpenID Connect Core section 2). One of them must be
// present, and each that is present must be in the list.
func (v *Verifier) askClient(x *Examination) error {
	named := false
	for _, name := range clientClaims {
		var client string // stays empty if it is not a string
		switch err := x.Claims.Get(name, &client); {
		case errors.Is(err, ErrAbsent):
		case !slices.Contains(v.Clients, client):
			return because(ErrAudience, "no aud, and another client")
		default:
			named = true
		}
	}
	if !named {
		return because(ErrClaim, "no aud, client_id or azp")
	}
	return nil
}

var clientClaims = [...]string{"client_id", "azp"}

// RFC 7519 section 4.1.4: "The processing of the "exp" claim requires that the
// current date/time MUST be before the expiration date/time listed in the "exp"
// claim." At the very second, a token has expired. Without exp, Expiry is the
// zero time, and the token is refused too. If the clock says the zero time, no
// token would ever expire.
func (v *Verifier) askExpiry(_ context.Context, x *Examination) error {
	if x.Time.IsZero() {
		return because(ErrConfig, "the clock says the zero time")
	}
	exp := x.Claims.Expiry
	if !exp.IsZero() && x.Time.Before(exp.Add(v.leeway())) {
		return nil
	}
	return x.absentOr("exp", ErrExpired)
}

// maxSkew is how far the issuer's clock may run ahead of ours. RFC 7519 does not
// forbid an "iat" in the future, but no honest issuer sends one far ahead.
const maxSkew = time.Minute

// RFC 7519 section 4.1.5: "The processing of the "nbf" claim requires that the
// current date/time MUST be after or equal to the not-before date/time listed
// in the "nbf" claim." An absent date is the zero time, which is long past.
func (v *Verifier) askNotBefore(_ context.Context, x *Examination) error {
	if x.Time.Before(x.Claims.NotBefore.Add(-v.leeway())) {
		return ErrNotYetValid
	}
	if x.Time.Before(x.Claims.IssuedAt.Add(-v.leeway()).Add(-maxSkew)) {
		return because(ErrNotYetValid, "iat is in the future")
	}
	return nil
}

// RFC 9449 section 7.2: "Specifically, such a protected resource MUST reject a
// DPoP-bound access token received as a bearer token per RFC 6750." RFC 8705
// binds tokens to certificates by the same claim. Any cnf is refused, null too:
// an issuer that sets it means to bind the token.
func (v *Verifier) askBound(_ context.Context, x *Examination) error {
	if x.Claims.Has("cnf") && !v.Bound {
		return ErrBound
	}
	return nil
}

func (v *Verifier) askRequired(_ context.Context, x *Examination) error {
	for _, name := range v.Required {
		if value, ok := x.Claims.lookup(name); !ok || value == "null" {
			return because(ErrClaim, name)
		}
	}
	if v.MaxAge == 0 {
		return nil
	}
	if !x.Claims.Has("iat") {
		return because(ErrClaim, "iat")
	}
	if x.Time.After(x.Claims.IssuedAt.Add(v.MaxAge).Add(v.leeway())) {
		return ErrTooOld
	}
	return nil
}
