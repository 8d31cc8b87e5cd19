package proof

import (
	"net/http"

	"example.com/glassjwt/httpauth"
)

// Either accepts tokens that are bound by DPoP, and tokens that are bound to a
// certificate. A token that is bound in both ways needs both proofs. It is an
// [httpauth.Proof].
//
// If one of the two is Required, a token that is not bound at all is refused.
// Both fields must be set.
type Either struct {
	DPoP      *DPoP
	MutualTLS *MutualTLS
}

var _ httpauth.Proof = Either{}

const (
	errNoToken = mistake("the Credentials have no token: ask the Verifier first")
	errNoTLS   = mistake("the MutualTLS is nil")
	errEither  = mistake("Either needs both a DPoP and a MutualTLS")
)

// Schemes returns "DPoP" and "Bearer": a token that is bound to a certificate
// follows the scheme Bearer.
func (e Either) Schemes() ([]string, error) {
	if err := e.setUp(); err != nil {
		return nil, err
	}
	return dpopAndBearer, nil
}

// Check checks each proof that the token needs. See [httpauth.Proof].
func (e Either) Check(r *http.Request, c httpauth.Credentials) (renew bool, err error) {
	if err := e.setUp(); err != nil {
		return false, err
	}
	return check(r, c, e.DPoP, e.MutualTLS)
}

// Challenge returns what the DPoP returns.
func (e Either) Challenge(scheme string) string { return e.DPoP.Challenge(scheme) }

// Nonce returns what the DPoP returns.
func (e Either) Nonce() (field, value string) { return e.DPoP.Nonce() }

func (e Either) setUp() error {
	if e.DPoP == nil || e.MutualTLS == nil {
		return errEither
	}
	return e.DPoP.setUp()
}
