package workbench

import (
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
	"example.com/glassjwt/oidc/oidctest/signing"
)

// rewrite returns the token with another header and other claims, under the
// signature that it had. That is all that an attacker can do without a key.
// Text is taken byte for byte, so it need not be JSON.
func rewrite(token, header, claims string) string {
	signature := ""
	if i := strings.LastIndexByte(token, '.'); i >= 0 && strings.Count(token, ".") >= 2 {
		signature = token[i+1:]
	}
	return signingInput(header, claims) + "." + signature
}

func signingInput(header, claims string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
}

// sign makes a token with the example key of an RFC that fits the header's alg.
func sign(header, claims string) (string, error) {
	h, err := jwt.ParseObject([]byte(header))
	if err != nil {
		return "", fmt.Errorf("the header: %w", err)
	}
	var name string
	if err := h.Get("alg", &name); err != nil {
		return "", errors.New(`the header needs an "alg" that says how to sign`)
	}
	alg := jwt.Algorithm(name)
	for _, private := range []crypto.Signer{rfckeys.RSA(), rfckeys.P256(), rfckeys.Ed25519()} {
		if !(jwt.Key{Public: private.Public()}).Fits(alg) {
			continue
		}
		input := signingInput(header, claims)
		signature, err := signing.Sign(private, alg, input)
		if err != nil {
			return "", err
		}
		return input + "." + base64.RawURLEncoding.EncodeToString(signature), nil
	}
	return "", fmt.Errorf(`no example key signs with the alg %.32q; the RFCs print keys for RS*, PS*, ES256 and EdDSA`, alg)
}

// texts returns header and claims of a token as text, for editing. A part that
// cannot be decoded is "".
func texts(token string) (header, claims string) {
	for _, p := range cut(token) {
		switch {
		case p.Chars:
		case p.Name == "header":
			header = string(p.Bytes)
		case p.Name == "payload":
			claims = string(p.Bytes)
		}
	}
	return header, claims
}
