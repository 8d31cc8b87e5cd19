package bench

import (
	"errors"

	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"
)

// jwxJWT takes the algorithm from the key that the kid names, where it must be
// the token's: that is its list of algorithms.
func jwxJWT(is *Issuer) Verify {
	keys, err := jwk.Parse(is.JWKS)
	check(err)
	return func(token string) (string, error) {
		t, err := jwt.ParseString(token,
			jwt.WithKeySet(keys),
			jwt.WithIssuer(IssuerURL),
			jwt.WithAudience(Audience),
			jwt.WithRequiredClaim(jwt.ExpirationKey),
		)
		if err != nil {
			return "", err
		}
		subject, ok := t.Subject()
		if !ok {
			return "", errors.New("no subject")
		}
		return subject, nil
	}
}
