package signing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256" // makes crypto.SHA256 available
	_ "crypto/sha512" // makes crypto.SHA384 and crypto.SHA512 available
	"encoding/asn1"
	"fmt"
	"math/big"

	"example.com/glassjwt/jwt"
)

// Sign makes the signature of RFC 7515 section 5.1 over the signing input. All
// algorithms but PS* are deterministic. The error is for a key that does not
// fit the algorithm.
func Sign(private crypto.Signer, alg jwt.Algorithm, input string) ([]byte, error) {
	if !(jwt.Key{Public: private.Public()}).Fits(alg) {
		return nil, fmt.Errorf("a %T cannot sign with %q", private, alg)
	}
	hash := hashOf(alg)
	digest := []byte(input) // Ed25519 hashes by itself
	if hash != 0 {
		h := hash.New()
		h.Write(digest)
		digest = h.Sum(nil)
	}
	switch k := private.(type) {
	case *rsa.PrivateKey:
		if alg[0] == 'P' {
			return rsa.SignPSS(rand.Reader, k, hash, digest, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
		}
		return rsa.SignPKCS1v15(nil, k, hash, digest)
	case *ecdsa.PrivateKey:
		// Without a source of randomness, crypto/ecdsa follows RFC 6979.
		der, err := k.Sign(nil, digest, hash)
		if err != nil {
			return nil, err
		}
		return joined(der, (k.Params().BitSize+7)/8)
	case ed25519.PrivateKey:
		return ed25519.Sign(k, digest), nil
	}
	return nil, fmt.Errorf("a %T cannot sign", private)
}

func hashOf(alg jwt.Algorithm) crypto.Hash {
	switch alg {
	case jwt.RS256, jwt.PS256, jwt.ES256:
		return crypto.SHA256
	case jwt.RS384, jwt.PS384, jwt.ES384:
		return crypto.SHA384
	case jwt.RS512, jwt.PS512, jwt.ES512:
		return crypto.SHA512
	}
	return 0
}

// joined turns a signature in ASN.1 into R || S, RFC 7518 section 3.4.
func joined(der []byte, octets int) ([]byte, error) {
	var sig struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &sig); err != nil {
		return nil, err
	}
	both := make([]byte, 2*octets)
	sig.R.FillBytes(both[:octets])
	sig.S.FillBytes(both[octets:])
	return both, nil
}
