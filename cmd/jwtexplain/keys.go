package main

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// keySet finds the keys: in a file, at a URL, or at the issuer. There are none
// if nothing says where they are.
func (e expectations) keySet() (jwt.KeySet, error) {
	switch {
	case e.key != "" && e.jwks != "":
		return nil, command.Misuse("both -key and -jwks", "one of them says where the keys are")
	case e.key != "":
		return readKey(e.key)
	case isURL(e.jwks):
		return &oidc.Keys{URL: e.jwks}, nil
	case e.jwks != "":
		return readSet(e.jwks)
	case e.keys != nil:
		return e.keys, nil
	case e.issuer != "":
		return &oidc.Keys{Issuer: e.issuer}, nil
	}
	return nil, nil
}

func isURL(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

func readSet(name string) (jwt.KeySet, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, command.Misuse(err.Error(), "-jwks is a file, or a URL that begins with https://")
	}
	set, err := jwk.ParseSet(b)
	if err != nil {
		return nil, command.Misuse(name+": "+err.Error(), `a key set is a JSON object with the member "keys"; for one key there is -key`)
	}
	if len(set.Usable) == 0 && len(set.Skipped) > 0 {
		return nil, command.Misuse(fmt.Sprintf("%s: no usable key: %v", name, errors.Join(set.Skipped...)), "see RFC 7517 for what a key needs")
	}
	return set, nil
}

// oneKey is a key set of one key, which somebody chose by hand. It serves a
// token whatever key ID it names.
type oneKey jwt.Key

var _ jwt.KeySet = oneKey{}

func (k oneKey) Keys(_ context.Context, h jwt.Header) ([]jwt.Key, error) {
	if !jwt.Key(k).Fits(h.Algorithm) {
		return nil, jwt.ErrKeyUnknown
	}
	return []jwt.Key{jwt.Key(k)}, nil
}

func (k oneKey) KeyIDs() []string { return []string{k.ID} }

func readKey(name string) (jwt.KeySet, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, command.Misuse(err.Error(), "-key is a file that holds a public key, as PEM or as a JSON Web Key")
	}
	block, _ := pem.Decode(b)
	if block == nil {
		k, err := jwk.Parse(b)
		if err != nil {
			return nil, command.Misuse(name+": "+err.Error(), "a public key is PEM or a JSON Web Key; a whole key set is for -jwks")
		}
		return oneKey{ID: k.ID, Algorithm: k.Algorithm, Issuer: k.Issuer, Public: k.Public}, nil
	}
	public, err := parsePEM(block)
	if err != nil {
		return nil, command.Misuse(name+": "+err.Error(), "the PEM of a public key says PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE")
	}
	return oneKey{Public: public}, nil
}

func parsePEM(block *pem.Block) (crypto.PublicKey, error) {
	switch block.Type {
	case "PUBLIC KEY":
		return x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		return x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		return c.PublicKey, nil
	}
	return nil, fmt.Errorf("PEM of type %q", block.Type)
}
