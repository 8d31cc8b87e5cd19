package keytext

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// Parse reads a key set, or one key in any form that [ParseKey] reads.
func Parse(text []byte) (jwt.KeySet, error) {
	if block, _ := pem.Decode(text); block == nil {
		o, err := jwt.ParseObject(text)
		if err != nil {
			return nil, err
		}
		if o.Has("keys") {
			set, err := ParseSet(text)
			if err != nil {
				return nil, err
			}
			return set, nil
		}
	}
	k, err := ParseKey(text)
	if err != nil {
		return nil, err
	}
	return k, nil
}

// ParseSet reads a key set. A set in which each key is unusable is an error,
// which says why; an empty set is not.
func ParseSet(text []byte) (*jwk.Set, error) {
	set, err := jwk.ParseSet(text)
	if err != nil {
		return nil, err
	}
	if len(set.Usable) == 0 && len(set.Skipped) > 0 {
		return nil, fmt.Errorf("no usable key: %w", errors.Join(set.Skipped...))
	}
	return set, nil
}

// ParseKey reads one public key: a JSON Web Key, or the PEM of a public key or
// of a certificate.
func ParseKey(text []byte) (One, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		k, err := jwk.Parse(text)
		if err != nil {
			return One{}, err
		}
		return One{ID: k.ID, Algorithm: k.Algorithm, Issuer: k.Issuer, Public: k.Public}, nil
	}
	public, err := parsePEM(block)
	if err != nil {
		return One{}, err
	}
	return One{Public: public}, nil
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

// One is a key set of one key, which a person chose by hand. It serves each
// token that the key fits, whatever key ID the token names.
type One jwt.Key

var _ jwt.KeySet = One{}

// Keys returns the key if it fits the algorithm.
func (k One) Keys(_ context.Context, h jwt.Header) ([]jwt.Key, error) {
	if !jwt.Key(k).Fits(h.Algorithm) {
		return nil, jwt.ErrKeyUnknown
	}
	return []jwt.Key{jwt.Key(k)}, nil
}

// KeyIDs returns the ID of the key.
func (k One) KeyIDs() []string { return []string{k.ID} }

// Algorithms returns the algorithms that package jwt has.
func Algorithms() []jwt.Algorithm {
	return []jwt.Algorithm{
		jwt.RS256, jwt.RS384, jwt.RS512, jwt.PS256, jwt.PS384, jwt.PS512,
		jwt.ES256, jwt.ES384, jwt.ES512, jwt.EdDSA, jwt.Ed25519,
	}
}
