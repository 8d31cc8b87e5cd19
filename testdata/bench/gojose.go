package bench

import (
	"encoding/json"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

func goJOSE(is *Issuer) Verify {
	var keys jose.JSONWebKeySet
	check(json.Unmarshal(is.JWKS, &keys))
	algorithms := []jose.SignatureAlgorithm{jose.RS256, jose.ES256}
	expected := jwt.Expected{Issuer: IssuerURL, AnyAudience: jwt.Audience{Audience}}
	return func(token string) (string, error) {
		t, err := jwt.ParseSigned(token, algorithms)
		if err != nil {
			return "", err
		}
		var claims struct {
			jwt.Claims
			private
		}
		if err := t.Claims(&keys, &claims); err != nil {
			return "", err
		}
		if err := claims.ValidateWithLeeway(expected, 0); err != nil {
			return "", err
		}
		return claims.Subject, nil
	}
}
