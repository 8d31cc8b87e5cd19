package httpauth

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// A Proof checks that the sender of a token holds the key to which the token is
// bound. Package httpauth/proof has two: DPoP, and certificates of TLS. A Guard
// without a Proof refuses all tokens that are bound.
//
// A Proof may be used by many goroutines at once.
type Proof interface {
	// Schemes names the schemes that may stand before the token in the
	// Authorization header, in the order in which a challenge offers them,
	// such as "DPoP" and "Bearer". The error wraps [jwt.ErrConfig] if the
	// Proof is not set up; then every request is answered with 500.
	Schemes() ([]string, error)

	// Check is asked about each token that the Verifier believes, bound or
	// not. It returns nil if the request may use the token.
	//
	// The error is a [*ProofError] if it may not. It wraps [ErrUnavailable]
	// if the Proof cannot tell, which is answered with 503, and
	// [jwt.ErrConfig] if the program is at fault. If renew is true, the
	// client's nonce is good but old, and the answer brings a new one.
	Check(r *http.Request, c Credentials) (renew bool, err error)

	// Challenge returns further parameters for the challenge of a scheme,
	// such as `algs="ES256"`. "" means none.
	Challenge(scheme string) string

	// Nonce returns a field for the answer, such as "DPoP-Nonce", and its
	// value. An empty value means that the Proof uses no nonces.
	Nonce() (field, value string)
}

// Credentials are a token, and the way in which it came.
type Credentials struct {
	Scheme string     // one of the Proof's Schemes, spelled as there; "" for a token in [Guard].Header
	Text   string     // the token as it arrived
	Token  *jwt.Token // what the Verifier made of it
}

// ErrUnavailable means that a proof cannot be judged at the moment. It says
// nothing about the token.
var ErrUnavailable = errors.New("the proof cannot be judged now")

// A ProofError is the refusal of a token that the Verifier believes, because
// the request does not prove that its sender may use it. The answer is 401.
type ProofError struct {
	Step  string // the question that said no, for the log
	Code  string // "error" for the client: invalid_token, or one of RFC 9449
	Words string // "error_description": fixed words for the client
	Err   error  // why, for the log
}

func (e *ProofError) Error() string { return e.Err.Error() }
func (e *ProofError) Unwrap() error { return e.Err }

// prove asks whether the request may use a token that the Verifier believes.
func (g *Guard) prove(r *http.Request, c Credentials) (renew bool, err error) {
	if g.Proof != nil {
		return g.Proof.Check(r, c)
	}
	// RFC 9449 section 7.2 demands that an API reject a bound token that
	// comes as a bearer token.
	if c.Token.Claims.Has("cnf") {
		return false, &jwt.Error{Step: jwt.StepBound, Err: jwt.ErrBound}
	}
	return false, nil
}

// bearerOnly are the schemes of a Guard without a Proof.
var bearerOnly = []string{"Bearer"}

// schemes are never empty.
func (g *Guard) schemes() []string {
	if g.Proof != nil {
		if list, err := g.Proof.Schemes(); err == nil && len(list) > 0 {
			return list
		}
	}
	return bearerOnly
}

// tried returns the schemes whose challenges say what was wrong. RFC 9449
// section 7.2: "If the mechanism used to attempt authentication could be
// established unambiguously, then the corresponding challenge SHOULD be used
// to deliver error information."
func (g *Guard) tried(r *http.Request) []string {
	schemes := g.schemes()
	if values := r.Header.Values("Authorization"); len(values) == 1 && g.Header == "" {
		value := strings.Trim(values[0], " \t")
		if i := schemeIn(schemes, value[:schemeEnd(value)]); i >= 0 {
			return schemes[i : i+1]
		}
	}
	return schemes
}

// schemeIn returns the index of a scheme in the list, or -1. The case does not
// matter (RFC 9110 section 11.1).
func schemeIn(list []string, scheme string) int {
	return slices.IndexFunc(list, func(s string) bool { return strings.EqualFold(s, scheme) })
}

// giveNonce puts a new nonce into the answer. RFC 9449 section 8.2 wants the
// answer not to be cached then, so that no cache hands out an old nonce.
func (g *Guard) giveNonce(h http.Header) {
	if g.Proof == nil {
		return
	}
	if field, value := g.Proof.Nonce(); value != "" {
		h.Set(field, value)
		h.Set("Cache-Control", "no-store")
	}
}
