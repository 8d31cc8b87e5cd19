package oidctest

import (
	"crypto/ecdsa"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

// wellKnownKeys returns the two keys whose private halves RFC 7515 prints: the key
// of appendix A.2 for RS256, and the key of A.3 for ES256.
func wellKnownKeys() []*key {
	return []*key{
		{id: RSAKeyID, algorithm: jwt.RS256, private: rfckeys.RSA()},
		{id: ECKeyID, algorithm: jwt.ES256, private: rfckeys.P256()},
	}
}

// ClientKey returns the key of RFC 7517 A.2, for ES256. Its private half is
// printed in the RFC, so that a proof is the same on every machine if its claims
// are.
func ClientKey() *ecdsa.PrivateKey { return rfckeys.P256Client() }
