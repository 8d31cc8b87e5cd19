package bench

import (
	"context"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

func glassVerifier(is *Issuer) *jwt.Verifier {
	set, err := jwk.ParseSet(is.JWKS)
	check(err)
	return &jwt.Verifier{Issuer: IssuerURL, Audience: []string{Audience}, Keys: set}
}

func glassjwt(is *Issuer) Verify { return verifyWith(glassVerifier(is)) }

func verifyWith(v httpauth.Verifier) Verify {
	return func(token string) (string, error) {
		t, err := v.Verify(context.Background(), token)
		if err != nil {
			return "", err
		}
		return t.Claims.Subject, nil
	}
}

// glassjwtDecoded also fills the struct that others fill. Who only wants a
// scope asks for it, and need not.
func glassjwtDecoded(is *Issuer) Verify {
	v := glassVerifier(is)
	return func(token string) (string, error) {
		t, err := v.Verify(context.Background(), token)
		if err != nil {
			return "", err
		}
		var claims private
		if err := t.Claims.Decode(&claims); err != nil {
			return "", err
		}
		return t.Claims.Subject, nil
	}
}
