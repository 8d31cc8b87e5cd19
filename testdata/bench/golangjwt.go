package bench

import (
	"crypto"
	"errors"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

type golangClaims struct {
	jwt.RegisteredClaims
	private
}

// golangJWT is golang-jwt with a map from kid to key, and keyfunc's, below,
// with the map made of a key set document.
func golangJWT(is *Issuer) Verify {
	keys := map[string]crypto.PublicKey{}
	for kid, k := range is.keys {
		keys[kid] = k.Public()
	}
	return golangVerify(func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string)
		key, ok := keys[kid]
		if !ok {
			return nil, errors.New("unknown key")
		}
		return key, nil
	})
}

func golangJWTKeyfunc(is *Issuer) Verify {
	k, err := keyfunc.NewJWKSetJSON(is.JWKS)
	check(err)
	return golangVerify(k.Keyfunc)
}

func golangVerify(key jwt.Keyfunc) Verify {
	p := jwt.NewParser(
		jwt.WithValidMethods(Algorithms),
		jwt.WithIssuer(IssuerURL),
		jwt.WithAudience(Audience),
		jwt.WithExpirationRequired(),
	)
	return func(token string) (string, error) {
		var claims golangClaims
		if _, err := p.ParseWithClaims(token, &claims, key); err != nil {
			return "", err
		}
		return claims.Subject, nil
	}
}
