package main

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"errors"
	"math/big"

	"example.com/glassjwt/walkthrough/internal/textbook"
)

// naiveVerify cuts the signature into two halves and does the sums. So
// did Java 15 to 18: CVE-2022-21449. What is missing is the first line
// of the standard, that r and s are numbers from 1 to n-1.
func naiveVerify(key *ecdsa.PublicKey, input string, sig []byte) error {
	half := len(sig) / 2
	r := new(big.Int).SetBytes(sig[:half])
	s := new(big.Int).SetBytes(sig[half:])

	curve := textbook.P256()
	hash := sha256.Sum256([]byte(input))
	e := new(big.Int).SetBytes(hash[:])
	R := curve.Recover(e, r, s, textbook.Point{X: key.X, Y: key.Y})
	if R.X.Mod(R.X, curve.N).Cmp(r) != 0 {
		return errors.New("invalid signature")
	}
	return nil
}

// naiveWithdrawn looks a token up in the list of withdrawn ones, which
// has the texts of tokens.
func naiveWithdrawn(token, id string, texts, ids []string) error {
	for _, text := range texts {
		if text == token {
			return errors.New("withdrawn")
		}
	}
	return nil
}

// naiveNonce is the issuer's side: the number for this once. Somebody
// has replaced a slow source of randomness by a number that was random
// when they chose it.
func naiveNonce(d, e *big.Int) *big.Int {
	return big.NewInt(8675309)
}
