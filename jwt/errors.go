package jwt

import (
	"errors"
	"fmt"
	"strconv"
)

// A sentinel is a reason for a refusal, and the words for the client.
type sentinel struct{ text, client string }

func (s *sentinel) Error() string { return s.text }

func reason(text, client string) error { return &sentinel{text, client} }

// The reasons for a refusal. An error of this package wraps one of them, so
// that errors.Is tells why a token was refused, and [Error] tells where.
var (
	// ErrMalformed: the text is not a JWT, or the JSON in it is broken or mistyped.
	ErrMalformed = reason("malformed", "the token is malformed")
	// ErrTooLarge: the token is longer than we read.
	ErrTooLarge = reason("too large", "the token is too large")
	// ErrAlgorithm: the token names an algorithm that we do not accept.
	ErrAlgorithm = reason("algorithm not accepted", "the token's algorithm is not accepted")
	// ErrCritical: the token demands an extension. We implement none.
	ErrCritical = reason("critical extension not understood", "the token demands an extension that is not supported")
	// ErrType: the token is another kind of JWT, such as a logout token.
	ErrType = reason("type not accepted", "the token is of another type")
	// ErrKeyUnknown: the issuer has no key that fits the token.
	ErrKeyUnknown = reason("no key fits", "the token is not signed by a key of its issuer")
	// ErrKeysUnavailable: the keys could not be fetched or read. It says
	// nothing about the token.
	ErrKeysUnavailable = reason("keys unavailable", "the keys of the issuer are unavailable")
	// ErrKey: the key cannot serve the algorithm: another type, another
	// curve, or a size that is not safe.
	ErrKey = reason("key does not fit the algorithm", "the token is not signed by a key of its issuer")
	// ErrSignature: none of the issuer's keys signed exactly these bytes.
	ErrSignature = reason("signature does not match", "the token is not signed by a key of its issuer")
	// ErrIssuer: the token is from another issuer.
	ErrIssuer = reason("another issuer", "the token is from another issuer")
	// ErrAudience: the token is for another audience.
	ErrAudience = reason("another audience", "the token is for another audience")
	// ErrExpired: the token has expired.
	ErrExpired = reason("expired", "the token has expired")
	// ErrNotYetValid: the token is not valid yet, or from the future.
	ErrNotYetValid = reason("not valid yet", "the token is not valid yet")
	// ErrBound: the token is bound to a key ("cnf"), and only a request with
	// a proof of that key may use it. The caller does not check such proofs.
	ErrBound = reason("bound to a key", "the token is bound to a key and cannot be used as a bearer token")
	// ErrClaim: a required claim is absent.
	ErrClaim = reason("required claim absent", "the token lacks a required claim")
	// ErrTooOld: the token was issued too long ago.
	ErrTooOld = reason("issued too long ago", "the token was issued too long ago")

	// ErrAbsent: the [Object] has no member of that name.
	ErrAbsent = errors.New("member absent")
	// ErrConfig: the [Verifier] lacks a field that it needs. The program is
	// at fault, not the token.
	ErrConfig = errors.New("verifier not configured")
	// ErrNotAsked stands in a [Check] that was not made, because a check that
	// it depends on failed.
	ErrNotAsked = errors.New("not asked")
)

// An Error is a refusal: the step that said no, and why. Its text is for
// logs. What the client may hear is its Description.
type Error struct {
	Step Step
	Err  error

	causes func() []string // nil: none are known
}

// Causes returns what probably lies behind the refusal and what to change: the
// sentences that [Examination.Causes] has for this step. They are made from
// what Verify saw of the token. Nothing is verified again, and no key is
// fetched.
//
// They are for a log, and never for the client: they say what would have been
// accepted. Text that the sender of the token chose is quoted, and cut to 64
// bytes. The token itself never stands in them.
//
// Only an Error that a Verify of this package returned has causes.
func (e *Error) Causes() []string {
	if e == nil || e.causes == nil {
		return nil
	}
	return e.causes()
}

func (e *Error) Error() string { return fmt.Sprintf("jwt: %v: %v", e.Step, e.Err) }
func (e *Error) Unwrap() error { return e.Err }

// Description returns fixed words for the client, made of the characters that
// RFC 6750 section 3 allows in error_description. They hold nothing that the
// sender chose. To give a forger no help, they are the same for an unknown key
// and a wrong signature, and do not say what would have been accepted.
func (e *Error) Description() string {
	var s *sentinel
	switch {
	case errors.Is(e.Err, ErrKeysUnavailable):
		// First, because it may wrap another reason: a malformed key set
		// says nothing about the token.
		return ErrKeysUnavailable.(*sentinel).client
	case errors.As(e.Err, &s):
		return s.client
	}
	return "the token is not accepted"
}

// A SyntaxError is an [ErrMalformed], and says where the text is broken.
type SyntaxError struct {
	// Part names what is broken: "token" for its characters and dots,
	// "header" or "payload" for the JSON in them, "" for other JSON.
	Part string
	// Offset counts bytes from the start of the part: of the text of the
	// token, or of the decoded JSON. -1 means that no single byte is wrong.
	Offset  int
	Message string // fixed words, nothing that the sender chose
}

func (e *SyntaxError) Error() string {
	s := ErrMalformed.Error() + ": "
	if e.Part != "" {
		s += e.Part + ": "
	}
	if e.Offset < 0 {
		return s + e.Message
	}
	return s + e.Message + " at byte " + strconv.Itoa(e.Offset)
}

func (e *SyntaxError) Unwrap() error { return ErrMalformed }

// because adds fixed words to a reason.
func because(reason error, words string) error { return fmt.Errorf("%w: %s", reason, words) }
