package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"errors"
	"math/big"

	"example.com/glassjwt/walkthrough/internal/textbook"
)

// naivePoint makes a key as every struct literal does: two coordinates
// go in, and a key comes out, wherever the point is.
func naivePoint(x, y []byte) (*ecdsa.PublicKey, error) {
	return &ecdsa.PublicKey{
		Curve: elliptic.P256(),
		X:     new(big.Int).SetBytes(x),
		Y:     new(big.Int).SetBytes(y),
	}, nil
}

// naiveVerify is ECDSA from the textbook, and right if the key is.
// (crypto/ecdsa would look at the point by itself, and refuse. Not all
// libraries do.)
func naiveVerify(key *ecdsa.PublicKey, input string, sig []byte) error {
	curve := textbook.P256()
	hash := sha256.Sum256([]byte(input))
	e := new(big.Int).SetBytes(hash[:])
	r := new(big.Int).SetBytes(sig[:32])
	s := new(big.Int).SetBytes(sig[32:])
	if r.Sign() == 0 || s.Sign() == 0 ||
		r.Cmp(curve.N) >= 0 || s.Cmp(curve.N) >= 0 {
		return errors.New("invalid signature")
	}
	R := curve.Recover(e, r, s, textbook.Point{X: key.X, Y: key.Y})
	if R.X.Mod(R.X, curve.N).Cmp(r) != 0 {
		return errors.New("invalid signature")
	}
	return nil
}
