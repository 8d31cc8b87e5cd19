package main

import (
	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// keySet finds the keys: in a file, at a URL, or at the issuer. It returns nil if
// no flag says where they are.
func (e expectations) keySet() (jwt.KeySet, error) {
	switch {
	case e.key != "" && e.JWKS != "":
		return nil, command.Misuse("both -key and -jwks", "one of them says where the keys are")
	case e.key != "":
		return command.ReadKey(e.key)
	case command.IsURL(e.JWKS):
		return &oidc.Keys{URL: e.JWKS}, nil
	case e.JWKS != "":
		return command.ReadKeySet(e.JWKS)
	case e.keys != nil:
		return e.keys, nil
	case e.Issuer != "":
		return &oidc.Keys{Issuer: e.Issuer}, nil
	}
	return nil, nil
}
