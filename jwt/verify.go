package jwt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Step names a question.
type Step uint8

// The steps of verification, in their order.
const (
	_             Step = iota
	StepShape          // three strict base64url parts, header a strict JSON object?
	StepAlgorithm      // an algorithm that we accept, no extension that we lack?
	StepType           // an access token, not some other JWT?
	StepKey            // which keys of the issuer fit?
	StepSignature      // did one of those keys sign exactly these bytes?
	StepClaims         // is the payload a strict JSON object with well-typed claims?
	StepIssuer         // our issuer?
	StepAudience       // are we one of the audience?
	StepExpiry         // not yet expired?
	StepNotBefore      // already valid?
	StepRequired       // the claims we insist on, and the maximum age?
	lastStep      = StepRequired
)

// String returns the name of the step, such as "signature".
func (s Step) String() string {
	names := [...]string{"none", "shape", "alg", "typ", "kid", "signature", "claims", "iss", "aud", "exp", "nbf", "required"}
	if int(s) < len(names) {
		return names[s]
	}
	return "unknown"
}

// MarshalText returns the name of the step.
func (s Step) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ask asks one question about a token. In the order of the steps, this is the
// whole of verification. Nothing that a token says is looked at before the
// question who said it: the header only tells how to find that out.
//
// A step that has no question here is answered with no. This is a switch, and
// not a table of functions, so that the compiler sees that no question keeps
// the Examination: that of Verify stays on the stack.
func (v *Verifier) ask(ctx context.Context, step Step, x *Examination) error {
	switch step {
	case StepShape:
		return v.askShape(x)
	case StepAlgorithm:
		return v.askAlgorithm(x)
	case StepType:
		return v.askType(x)
	case StepKey:
		return v.askKey(ctx, x)
	case StepSignature:
		return v.askSignature(x)
	case StepClaims:
		return v.askClaims(x)
	case StepIssuer:
		return v.askIssuer(x)
	case StepAudience:
		return v.askAudience(x)
	case StepExpiry:
		return v.askExpiry(x)
	case StepNotBefore:
		return v.askNotBefore(x)
	case StepRequired:
		return v.askRequired(x)
	}
	return ErrNotAsked
}

// token ends the questions. That none said no is not enough: each must have
// been asked, and the signature must really have been checked. A list that
// lost a question refuses every token.
func (x *Examination) token() (*Token, error) {
	for s := StepShape; s <= lastStep; s++ {
		if x.yes&(1<<s) == 0 {
			return nil, &Error{s, ErrNotAsked}
		}
	}
	if !x.signed {
		return nil, &Error{StepSignature, ErrNotAsked}
	}
	return &Token{x.Header, x.Claims}, nil
}

func (v *Verifier) askShape(x *Examination) error {
	if len(x.Raw) > v.maxSize() {
		return ErrTooLarge
	}
	return x.parse(x.Raw)
}

func (v *Verifier) maxSize() int {
	if v.MaxSize == 0 {
		return DefaultMaxSize
	}
	return v.MaxSize
}

// RFC 8725 section 3.1: the caller names the algorithms, and no other is used.
// RFC 7515 section 4.1.11: "If any of the listed extension Header Parameters
// are not understood and supported by the recipient, then the JWS is invalid".
// We support none, and an empty list or no list at all is not allowed there.
func (v *Verifier) askAlgorithm(x *Examination) error {
	if _, known := x.Header.Algorithm.scheme(); !known || !slices.Contains(v.algorithms(), x.Header.Algorithm) {
		return ErrAlgorithm
	}
	if x.Header.Has("crit") {
		return ErrCritical
	}
	return nil
}

var defaultAlgorithms = [...]Algorithm{RS256, ES256}

func (v *Verifier) algorithms() []Algorithm {
	if v.Algorithms == nil {
		return defaultAlgorithms[:]
	}
	return v.Algorithms
}

// RFC 8725 section 3.11: without a look at "typ", a token made for one purpose
// can be sent in the place of another.
func (v *Verifier) askType(x *Examination) error {
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

var defaultTypes = [...]string{"at+jwt", "JWT", ""}

func (v *Verifier) types() []string {
	if v.Types == nil {
		return defaultTypes[:]
	}
	return v.Types
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
	// A key set that fails for a reason of its own knows nothing about the
	// token, neither good nor bad.
	return fmt.Errorf("%w: %w", ErrKeysUnavailable, err)
}

// maxSignature is the length of the longest signature that any key makes, in
// bytes: RSA with 8192 bits.
const maxSignature = 8192 / 8

// RFC 7515 section 5.2 step 8, with each candidate in turn. That a key fits is
// asked again here, where it is used: the KeySet may be anybody's.
func (v *Verifier) askSignature(x *Examination) error {
	if len(x.Signature.decoded) > maxSignature {
		return ErrSignature
	}
	// Room on the stack, for most tokens.
	var inputRoom [1024]byte
	var sigRoom [512]byte
	input := append(inputRoom[:0], x.SigningInput()...)
	sig := append(sigRoom[:0], x.Signature.decoded...)
	err := ErrKeyUnknown
	for _, k := range x.Candidates {
		if !k.Fits(x.Header.Algorithm) {
			err = ErrKey
			continue
		}
		err = verifySignature(x.Header.Algorithm, k.Public, input, sig)
		if err == nil {
			x.Key, x.signed = k, true
			return nil
		}
	}
	return err
}

// The clock is read here, before the first question about time, and not at the
// start: to get the keys may have taken seconds.
func (v *Verifier) askClaims(x *Examination) (err error) {
	x.Time = v.now()
	x.Claims, err = parseClaims(x.Payload.decoded)
	return err
}

// RFC 9068 section 4: "MUST exactly match". No case, slash or encoding is made
// equal to another.
func (v *Verifier) askIssuer(x *Examination) error {
	switch {
	case v.Issuer == "":
		return because(ErrConfig, "no Issuer")
	case x.Claims.Issuer == v.Issuer:
		return nil
	}
	return x.unless("iss", ErrIssuer)
}

// unless tells a claim that says something else from one that is not there.
// The value of either is refused; which of the two it is matters to people
// only.
func (x *Examination) unless(name string, reason error) error {
	if !x.Claims.Has(name) {
		return because(ErrClaim, name)
	}
	return reason
}

// RFC 7519 section 4.1.3: whoever does not "identify itself with a value in"
// aud must reject the token.
func (v *Verifier) askAudience(x *Examination) error {
	if len(v.Audience) == 0 || slices.Contains(v.Audience, "") {
		return because(ErrConfig, "no Audience, or an empty one")
	}
	for _, a := range x.Claims.Audience {
		if slices.Contains(v.Audience, a) {
			return nil
		}
	}
	return x.unless("aud", ErrAudience)
}

// RFC 7519 section 4.1.4: "the current date/time MUST be before the expiration
// date/time". At the very second, a token has expired. One that does not say
// when it expires, which leaves the zero time, is refused as well.
func (v *Verifier) askExpiry(x *Examination) error {
	exp := x.Claims.Expiry
	if !exp.IsZero() && x.Time.Before(exp.Add(v.leeway())) {
		return nil
	}
	return x.unless("exp", ErrExpired)
}

// leeway is never negative: less than none would turn into more than ever,
// where it is subtracted.
func (v *Verifier) leeway() time.Duration { return max(v.Leeway, 0) }

// maxSkew is how far ahead of ours an issuer's clock may run. RFC 7519 does
// not forbid an "iat" in the future; no honest issuer sends one that is far.
const maxSkew = time.Minute

// RFC 7519 section 4.1.5: "the current date/time MUST be after or equal to the
// not-before date/time". A date that is absent is the zero time, long past.
func (v *Verifier) askNotBefore(x *Examination) error {
	if x.Time.Before(x.Claims.NotBefore.Add(-v.leeway())) {
		return ErrNotYetValid
	}
	if x.Time.Before(x.Claims.IssuedAt.Add(-v.leeway()).Add(-maxSkew)) {
		return because(ErrNotYetValid, "iat is in the future")
	}
	return nil
}

func (v *Verifier) askRequired(x *Examination) error {
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
