package proof

import (
	"errors"
	"strings"

	"example.com/glassjwt/jwt"
)

// The reasons why a proof is refused, or a token without one. The error of a
// Check wraps one of them, or [jwt.ErrBound]: a token that is bound to a key came
// as a bearer token.
var (
	// ErrField: the request has no DPoP field, more than one, or one that is
	// too long.
	ErrField = errors.New("no single DPoP field")
	// ErrMalformed: the proof is no JWT, or a claim in it is missing or of
	// another type.
	ErrMalformed = errors.New("malformed proof")
	// ErrAlgorithm: the proof names an algorithm that is not accepted, or
	// has "crit".
	ErrAlgorithm = errors.New("algorithm of the proof not accepted")
	// ErrType: the JWT is not a proof, but was made for something else.
	ErrType = errors.New("not a proof by its type")
	// ErrKey: the "jwk" of the proof is missing, private, weak, or does not
	// fit the algorithm.
	ErrKey = errors.New("key of the proof not usable")
	// ErrSignature: the key in the proof did not sign it.
	ErrSignature = errors.New("signature of the proof does not match")
	// ErrMethod: the proof is for another method.
	ErrMethod = errors.New("proof for another method")
	// ErrURL: the proof is for another URL.
	ErrURL = errors.New("proof for another URL")
	// ErrNonce: the proof has no nonce of ours, or an old one.
	ErrNonce = errors.New("no fresh nonce of ours")
	// ErrTime: the proof is too old, or from the future.
	ErrTime = errors.New("proof not of this time")
	// ErrToken: the proof is for another access token.
	ErrToken = errors.New("proof for another token")
	// ErrThumbprint: another key than the token's signed the proof.
	ErrThumbprint = errors.New("token bound to another key")
	// ErrReplay: the proof was used before.
	ErrReplay = errors.New("proof used before")
	// ErrFull: there is no room to remember the proof.
	ErrFull = errors.New("no room to remember the proof")

	// ErrBinding: the claim "cnf" cannot be read, or binds the token in a way
	// that is not accepted.
	ErrBinding = errors.New("token bound in another way")
	// ErrUnbound: the token is not bound to a key, and has to be.
	ErrUnbound = errors.New("token not bound")
	// ErrCertificate: the token is bound to another certificate, or the
	// client has none.
	ErrCertificate = errors.New("token bound to another certificate")

	// ErrNotAsked stands in a [Check] that was not made, since it needs the
	// yes of an earlier one.
	ErrNotAsked = errors.New("not asked")
)

// because adds words to a reason. They are for the log: what the sender chose
// is quoted and cut.
func because(reason error, words ...string) error {
	return &reasoned{reason, strings.Join(words, "")}
}

type reasoned struct {
	reason error
	words  string
}

func (e *reasoned) Error() string { return e.reason.Error() + ": " + e.words }
func (e *reasoned) Unwrap() error { return e.reason }

// A mistake is the program's, not the client's. It is answered with 500.
type mistake string

func (m mistake) Error() string { return string(m) }
func (m mistake) Unwrap() error { return jwt.ErrConfig }
