package bench

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
)

// Floor returns the work that nobody can leave out: the hash over the signing
// input, and the bare verification of the signature. Token and signature are
// taken apart, decoded and converted beforehand.
func (is *Issuer) Floor(alg, token string) func() error {
	dot := strings.LastIndexByte(token, '.')
	input := []byte(token[:dot])
	sig, err := base64.RawURLEncoding.DecodeString(token[dot+1:])
	check(err)

	switch key := is.keys[is.KeyID[alg]].Public().(type) {
	case *rsa.PublicKey:
		return func() error {
			digest := sha256.Sum256(input)
			return rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], sig)
		}
	case *ecdsa.PublicKey:
		der := toASN1(sig)
		return func() error {
			digest := sha256.Sum256(input)
			if !ecdsa.VerifyASN1(key, digest[:], der) {
				return errSignature
			}
			return nil
		}
	}
	panic("no key for " + alg)
}

var errSignature = errors.New("signature does not match")

// toASN1 converts r || s to what crypto/ecdsa takes.
func toASN1(sig []byte) []byte {
	half := len(sig) / 2
	der, err := asn1.Marshal(struct{ R, S *big.Int }{
		new(big.Int).SetBytes(sig[:half]), new(big.Int).SetBytes(sig[half:]),
	})
	check(err)
	return der
}
