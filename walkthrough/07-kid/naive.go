package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A naiveKey is a JSON Web Key as JavaScript has it after JSON.parse.
type naiveKey map[string]string

// naiveQuoted is step 4 of T1. It filters the keys by their kid, but
// the name of the variable stands in quotes.
func naiveQuoted(keys []naiveKey, kid string) (naiveKey, error) {
	for _, key := range keys {
		if key["kid"] == "tokenHeader.kid" {
			return key, nil
		}
	}
	return nil, errors.New("no such key")
}

// naiveChoose is the same without the quotes, and with the two remedies
// that people find when a key is not found: a token without a kid gets
// the first key, and a key without a kid serves every token.
func naiveChoose(keys []naiveKey, kid string) (naiveKey, error) {
	for _, key := range keys {
		if kid == "" || key["kid"] == "" || key["kid"] == kid {
			return key, nil
		}
	}
	return nil, errors.New("no such key")
}

// naiveVerify lets one of them choose, and checks the signature with
// the key. It does not read what else the key says, such as its use.
func naiveVerify(token, keySet string,
	choose func([]naiveKey, string) (naiveKey, error)) error {
	var set struct{ Keys []naiveKey }
	if err := json.Unmarshal([]byte(keySet), &set); err != nil {
		return err
	}
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	key, err := choose(set.Keys, u.Header.KeyID)
	if err != nil {
		return err
	}
	x, _ := base64.RawURLEncoding.DecodeString(key["x"])
	y, _ := base64.RawURLEncoding.DecodeString(key["y"])
	public, err := jwk.ECPublicKey(key["crv"], x, y)
	if err != nil {
		return err
	}
	return jwt.VerifySignature(jwt.ES256, public,
		u.SigningInput(), u.Signature.Bytes())
}

// naiveFile has each secret in a file that is called like its kid.
func naiveFile(kid string) (secret string, err error) {
	return readFile("/keys/" + kid)
}

// naiveSQL has them in a database.
func naiveSQL(kid string) (secret string, err error) {
	return query("SELECT secret FROM keys WHERE kid = '" + kid + "'")
}
