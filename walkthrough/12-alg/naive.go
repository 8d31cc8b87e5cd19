package main

import (
	"crypto"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"

	"example.com/glassjwt/jwt"
)

var errInvalid = errors.New("invalid signature")

// naiveByHeader is what verify(token, key) was in many libraries: the
// token says how it is to be checked, and the key is a text that serves
// for everything. See CVE-2015-9235, and CVE-2016-10555.
func naiveByHeader(token, key string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	sig := u.Signature.Bytes()
	switch strings.ToUpper(string(u.Header.Algorithm)) {
	case "NONE":
		if len(sig) == 0 {
			return nil // nothing to check
		}
	case "HS256":
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(u.SigningInput()))
		if hmac.Equal(mac.Sum(nil), sig) {
			return nil
		}
	case "RS256":
		return naiveRSA(u.SigningInput(), sig, key)
	}
	return errInvalid
}

// naiveForbid is the first repair that comes to mind.
func naiveForbid(token, key string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	if u.Header.Algorithm == "none" {
		return errors.New("alg none is forbidden")
	}
	return naiveByHeader(token, key)
}

// naiveIgnore is step 4 of T1. It always checks RSA-SHA256, and never
// looks at what the token says.
func naiveIgnore(token, key string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	return naiveRSA(u.SigningInput(), u.Signature.Bytes(), key)
}

func naiveRSA(input string, sig []byte, key string) error {
	block, _ := pem.Decode([]byte(key))
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return err
	}
	rsaKey, ok := public.(*rsa.PublicKey)
	if !ok {
		return errors.New("not an RSA key")
	}
	hash := sha256.Sum256([]byte(input))
	return rsa.VerifyPKCS1v15(rsaKey, crypto.SHA256, hash[:], sig)
}

// naiveSecret takes both: RS256 with the public key, and HS256 with a
// secret that the issuer shares with this API. The two are not mixed up
// any more.
func naiveSecret(token, key string) error {
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	sig := u.Signature.Bytes()
	switch u.Header.Algorithm {
	case "RS256":
		return naiveRSA(u.SigningInput(), sig, key)
	case "HS256":
		if hmac.Equal(mac(secret, u.SigningInput()), sig) {
			return nil
		}
	}
	return errInvalid
}
