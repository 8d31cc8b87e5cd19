package bench

import (
	"context"

	"github.com/auth0/go-jwt-middleware/v3/validator"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

// auth0Claims are custom claims as auth0's validator wants them.
type auth0Claims struct{ private }

func (*auth0Claims) Validate(context.Context) error { return nil }

func newAuth0Validator(is *Issuer) *validator.Validator {
	keys, err := jwk.Parse(is.JWKS)
	check(err)
	v, err := validator.New(
		validator.WithKeyFunc(func(context.Context) (any, error) { return keys, nil }),
		validator.WithAlgorithms([]validator.SignatureAlgorithm{validator.RS256, validator.ES256}),
		validator.WithIssuer(IssuerURL),
		validator.WithAudience(Audience),
		validator.WithCustomClaims(func() *auth0Claims { return new(auth0Claims) }),
	)
	check(err)
	return v
}

func auth0Validator(is *Issuer) Verify {
	v := newAuth0Validator(is)
	return func(token string) (string, error) {
		claims, err := v.ValidateToken(context.Background(), token)
		if err != nil {
			return "", err
		}
		return claims.(*validator.ValidatedClaims).RegisteredClaims.Subject, nil
	}
}
