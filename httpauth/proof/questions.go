package proof

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A Step names a question about a proof. The package documentation lists them.
type Step uint8

// The steps in their order.
const (
	_ Step = iota
	StepField
	StepShape
	StepAlgorithm
	StepType
	StepKey
	StepSignature
	StepClaims
	StepMethod
	StepURL
	StepFresh
	StepToken
	StepThumbprint
	StepReplay
	lastStep = StepReplay
)

// A question is one step of checking a proof.
type question struct {
	step  Step
	name  string
	words string // the question as people ask it
	ask   func(*DPoP, context.Context, *Examination) error
	said  string // what the client hears after a no

	// The rest is for Examine, which explains.
	needs Step // the step that must have said yes first; 0 for none
	rule  string
	show  func(*DPoP, *Examination) (got, want string)
}

// The questions, in their order, are the whole of checking a proof. What costs
// little comes first, then the signature, then what the proof says. The last
// question is the only one that takes memory.
//
// To add a question, add a row, its functions and its tests.
var questions = []question{
	{StepField, "field", "is there one DPoP field, and is it short enough?",
		(*DPoP).askField, "the request needs one DPoP field with a proof", 0, "RFC 9449 section 4.3 item 1", showField},
	{StepShape, "shape", "is it one JWT: three strict base64url parts, a well-typed header?",
		(*DPoP).askShape, "the proof is malformed", StepField, "RFC 9449 section 4.3 item 2", showShape},
	{StepAlgorithm, "alg", "do we accept its algorithm, and does it demand no extension?",
		(*DPoP).askAlgorithm, "the proof's algorithm is not accepted", StepShape, "RFC 9449 section 4.3 item 5", showAlgorithm},
	{StepType, "typ", "is it a proof, and not some other JWT?",
		(*DPoP).askType, "the JWT is not a proof", StepShape, "RFC 9449 section 4.3 item 4", showType},
	{StepKey, "jwk", "does it bring a public key that is strong and fits the algorithm?",
		(*DPoP).askKey, "the proof's key is not usable", StepAlgorithm, "RFC 9449 section 4.3 item 7", showKey},
	{StepSignature, "signature", "did that key sign exactly these bytes?",
		(*DPoP).askSignature, "the proof is not signed by its key", StepKey, "RFC 9449 section 4.3 item 6", showSignature},
	{StepClaims, "claims", "are all claims there, well-typed, and none twice?",
		(*DPoP).askClaims, "the proof lacks a claim, or has a malformed one", StepShape, "RFC 9449 section 4.3 item 3", showClaims},
	{StepMethod, "htm", "is it for the method of this request?",
		(*DPoP).askMethod, "the proof is for another method", StepClaims, "RFC 9449 section 4.3 item 8", showMethod},
	{StepURL, "htu", "is it for the URL of this request?",
		(*DPoP).askURL, "the proof is for another URL", StepClaims, "RFC 9449 section 4.3 item 9", showURL},
	{StepFresh, "fresh", "was it made just now?",
		(*DPoP).askFresh, "the proof is too old, or from the future", StepClaims, "RFC 9449 section 4.3 items 10 and 11", showFresh},
	{StepToken, "ath", "is it for this access token?",
		(*DPoP).askToken, "the proof is for another access token", StepClaims, "RFC 9449 section 4.3 item 12", showToken},
	{StepThumbprint, "jkt", "is the token bound to the key that signed the proof?",
		(*DPoP).askThumbprint, "the token is bound to another key", StepKey, "RFC 9449 section 4.3 item 12", showThumbprint},
	{StepReplay, "jti", "is it used for the first time?",
		(*DPoP).askReplay, "the proof was used before", StepClaims, "RFC 9449 section 11.1", showReplay},
}

// String returns the name of the step, such as "htu".
func (s Step) String() string {
	for _, q := range questions {
		if q.step == s {
			return q.name
		}
	}
	return "unknown"
}

// MarshalText returns the name of the step.
func (s Step) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ask asks all questions, up to the first no.
func (d *DPoP) ask(ctx context.Context, x *Examination) error {
	for i := range questions {
		q := &questions[i]
		if err := q.ask(d, ctx, x); err != nil {
			return q.refusal(err)
		}
		x.yes |= 1 << q.step
	}
	return x.complete()
}

// complete refuses unless each question was answered with yes, and
// jwt.VerifySignature said so too. A table that lost a row refuses every proof.
func (x *Examination) complete() error {
	for s := StepField; s <= lastStep; s++ {
		if x.yes&(1<<s) == 0 {
			return refuse(s.String(), "the proof is not accepted", ErrNotAsked)
		}
	}
	if !x.signed {
		return refuse("signature", "the proof is not accepted", ErrNotAsked)
	}
	return nil
}

func refuse(step, words string, err error) error {
	return &httpauth.ProofError{Step: step, Code: "invalid_dpop_proof", Words: words, Err: err}
}

// refusal is the answer to a no.
func (q *question) refusal(err error) error {
	switch {
	case errors.Is(err, httpauth.ErrUnavailable):
		return err
	case errors.Is(err, ErrNonce):
		return &httpauth.ProofError{Step: q.name, Code: "use_dpop_nonce", Words: "the proof needs the nonce of this answer", Err: err}
	case errors.Is(err, ErrThumbprint):
		return &httpauth.ProofError{Step: q.name, Code: "invalid_token", Words: q.said, Err: err}
	}
	return refuse(q.name, q.said, err)
}

// RFC 9449 section 4.3 item 1. Get would return the first of several fields, and
// a proxy may look at the last.
func (d *DPoP) askField(_ context.Context, x *Examination) error {
	switch {
	case len(x.fields) == 0:
		return because(ErrField, "it is missing")
	case len(x.fields) > 1:
		return because(ErrField, "there are ", strconv.Itoa(len(x.fields)))
	case len(x.fields[0]) > MaxField:
		return because(ErrField, "it has ", strconv.Itoa(len(x.fields[0])), " bytes")
	}
	return nil
}

func (d *DPoP) askShape(_ context.Context, x *Examination) (err error) {
	if x.Proof, err = jwt.Parse(x.fields[0]); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return nil
}

// RFC 9449 section 11.6. RFC 7515 section 4.1.11: an extension that we do not
// understand makes the JWS invalid, and we understand none.
func (d *DPoP) askAlgorithm(_ context.Context, x *Examination) error {
	if alg := x.Proof.Header.Algorithm; !slices.Contains(d.algorithms(), alg) {
		return because(ErrAlgorithm, quote(string(alg)))
	}
	if x.Proof.Header.Has("crit") {
		return because(ErrAlgorithm, "crit")
	}
	return nil
}

// RFC 9449 section 11.5: without this, a JWT that was made for another purpose
// could be sent as a proof.
func (d *DPoP) askType(_ context.Context, x *Examination) error {
	if x.Proof.Header.Type != "dpop+jwt" {
		return because(ErrType, quote(x.Proof.Header.Type))
	}
	return nil
}

// jwk.Parse refuses private keys and weak ones.
func (d *DPoP) askKey(_ context.Context, x *Examination) error {
	var text json.RawMessage
	if err := x.Proof.Header.Get("jwk", &text); err != nil {
		return because(ErrKey, "there is no jwk")
	}
	key, err := jwk.Parse(text)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKey, err)
	}
	if alg := x.Proof.Header.Algorithm; !(jwt.Key{Algorithm: key.Algorithm, Public: key.Public}).Fits(alg) {
		return because(ErrKey, "it does not fit the algorithm ", quote(string(alg)))
	}
	x.Key, x.Thumbprint = key, key.Thumbprint()
	return nil
}

func (d *DPoP) askSignature(_ context.Context, x *Examination) error {
	u := x.Proof
	if err := jwt.VerifySignature(u.Header.Algorithm, x.Key.Public, u.SigningInput(), u.Signature.Bytes()); err != nil {
		return ErrSignature
	}
	x.signed = true
	return nil
}

// The clock is read here, before the first question about time.
func (d *DPoP) askClaims(_ context.Context, x *Examination) (err error) {
	x.Time = d.now()
	if x.Claims, err = readClaims(x.Proof.Payload.Bytes(), x.token); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return nil
}

// RFC 9110 section 9.1: "The method token is case-sensitive because it might be
// used as a gateway to object-based systems with case-sensitive method names."
func (d *DPoP) askMethod(_ context.Context, x *Examination) error {
	if x.Claims.Method != x.method {
		return because(ErrMethod, quote(x.Claims.Method), ", and the request is ", quote(x.method))
	}
	return nil
}

func (d *DPoP) askURL(_ context.Context, x *Examination) error {
	if x.URL == "" {
		return because(ErrURL, "the request has no path that a URL can have")
	}
	if x.Claims.URL == x.URL {
		return nil // as most clients spell it
	}
	said, err := normalise(x.Claims.URL)
	if err != nil {
		return fmt.Errorf("%w: htu %s: %w", ErrURL, quote(x.Claims.URL), err)
	}
	if said != x.URL {
		return because(ErrURL, quote(said), ", and the request is ", quote(x.URL))
	}
	return nil
}

// RFC 9449 section 11.1: a nonce with the server's time in it makes the client's
// clock irrelevant. Without a NonceKey, the client's own "iat" is compared. An
// "exp" or "nbf" in a proof is not required, but counts.
func (d *DPoP) askFresh(_ context.Context, x *Examination) error {
	c := &x.Claims
	if c.Has("exp") && !x.Time.Before(c.Expiry.Add(d.leeway())) {
		return because(ErrTime, "exp is past")
	}
	if c.Has("nbf") && x.Time.Before(c.NotBefore.Add(-d.leeway())) {
		return because(ErrTime, "nbf is ahead")
	}
	if d.NonceKey != nil {
		return d.askNonce(x)
	}
	x.until = c.IssuedAt.Add(d.maxAge()).Add(d.leeway())
	if ahead := c.IssuedAt.Sub(x.Time); ahead > d.leeway() {
		return because(ErrTime, "iat is ", distance(ahead), " ahead")
	}
	if !x.Time.Before(x.until) {
		return because(ErrTime, "iat is ", distance(x.Time.Sub(c.IssuedAt)), " ago")
	}
	return nil
}

// RFC 9449 section 7: the hash binds the proof to one token, so that a proof that
// was made for another is useless. A proof that was made for a token is useless
// without one, too.
func (d *DPoP) askToken(_ context.Context, x *Examination) error {
	if x.Claims.Hash != x.Hash {
		return because(ErrToken, "ath is ", quote(x.Claims.Hash))
	}
	return nil
}

func (d *DPoP) askThumbprint(_ context.Context, x *Examination) error {
	if x.token && x.Thumbprint != x.Bound {
		return because(ErrThumbprint, "cnf.jkt is ", quote(x.Bound), ", and the proof's key is ", quote(x.Thumbprint))
	}
	return nil
}

// The key's thumbprint is in the hash, so that one client cannot use up the jti
// of another. The hash takes the same room, however long the jti is.
func (d *DPoP) askReplay(ctx context.Context, x *Examination) error {
	var room [128]byte // for most, on the stack
	id := sha256.Sum256(append(append(append(room[:0], x.Thumbprint...), 0), x.Claims.ID...))
	if x.dry {
		if d.Seen == nil && d.memory.has(id) {
			return ErrReplay
		}
		return nil
	}
	if d.Seen == nil {
		return d.memory.remember(id, sha256.Sum256([]byte(x.Thumbprint)), x.until, d.now)
	}
	first, err := d.Seen(ctx, id, x.until)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", httpauth.ErrUnavailable, err)
	case !first:
		return ErrReplay
	}
	return nil
}

// hashOf returns the "ath" of an access token: RFC 9449 section 4.2.
func hashOf(token string) string {
	var room [1024]byte // for most tokens, on the stack
	sum := sha256.Sum256(append(room[:0], token...))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// quote makes what the sender chose safe to read in a log.
func quote(s string) string {
	const limit = 64
	return strconv.QuoteToASCII(s[:min(len(s), limit)])
}

// distance writes a duration for the log. A very long one is cut short, since
// the exact value helps no one.
func distance(d time.Duration) string {
	if d > 1000*time.Hour {
		return "more than 1000h"
	}
	return d.Round(time.Millisecond).String()
}
