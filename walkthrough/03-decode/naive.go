package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"example.com/glassjwt/walkthrough/internal/story"
)

// naiveDecode decodes as Node's Buffer.from(s, 'base64url') does, which
// T1 calls: it also takes the other alphabet, padding, white space, and
// bits that mean nothing.
func naiveDecode(s string) []byte {
	s = strings.NewReplacer(
		"+", "-", "/", "_", "=", "", "\n", "", " ", "",
	).Replace(s)
	b, _ := base64.RawURLEncoding.DecodeString(s)
	return b
}

// naiveVerify checks the signature, and whether the library has
// withdrawn the token. The list has the texts of withdrawn tokens.
func naiveVerify(token string, withdrawn map[string]bool) error {
	if withdrawn[token] {
		return errors.New("withdrawn")
	}
	dot := strings.LastIndex(token, ".")
	hash := sha256.Sum256([]byte(token[:dot]))
	return rsa.VerifyPKCS1v15(naiveKey, crypto.SHA256, hash[:],
		naiveDecode(token[dot+1:]))
}

// naiveString keeps the signature as T1 does, with toString(): bytes
// that are no UTF-8 become replacement characters, three bytes each.
func naiveString(token string) error {
	dot := strings.LastIndex(token, ".")
	text := strings.ToValidUTF8(
		string(naiveDecode(token[dot+1:])), "\uFFFD")
	hash := sha256.Sum256([]byte(token[:dot]))
	return rsa.VerifyPKCS1v15(naiveKey, crypto.SHA256, hash[:],
		[]byte(text))
}

// naiveSubject reads the claims with encoding/json, as everybody does.
func naiveSubject(token string) (string, error) {
	var claims struct {
		Sub string `json:"sub"`
	}
	payload := naiveDecode(strings.Split(token, ".")[1])
	err := json.Unmarshal(payload, &claims)
	return claims.Sub, err
}

// naiveHeader reads the header in the same way.
func naiveHeader(token string) error {
	var header struct {
		Alg string `json:"alg"`
	}
	text := naiveDecode(strings.Split(token, ".")[0])
	if err := json.Unmarshal(text, &header); err != nil {
		return err
	}
	if header.Alg != "RS256" {
		return errors.New("another algorithm")
	}
	return nil
}

var naiveKey = story.Keys().Usable[0].Public.(*rsa.PublicKey)
