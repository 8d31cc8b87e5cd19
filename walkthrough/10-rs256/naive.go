package main

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"math/big"
)

// naiveNoUpdate is step 4 of T1. It makes a verifier for RSA-SHA256,
// and asks it at once: verifier.update(signing input) is missing in
// between. What gets hashed is nothing.
func naiveNoUpdate(key *rsa.PublicKey, input string, sig []byte) error {
	hash := sha256.New()
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, hash.Sum(nil), sig)
}

// naiveScan opens the block and reads it from left to right, until it
// has found the hash. So did several well-known libraries before 2006,
// and some after: CVE-2006-4339, CVE-2006-4340, CVE-2014-1568.
func naiveScan(key *rsa.PublicKey, input string, sig []byte) error {
	invalid := errors.New("invalid signature")
	s := new(big.Int).SetBytes(sig)
	m := s.Exp(s, big.NewInt(int64(key.E)), key.N)
	em := m.FillBytes(make([]byte, key.Size()))

	rest, ok := bytes.CutPrefix(em, []byte{0x00, 0x01})
	if !ok {
		return invalid
	}
	rest = bytes.TrimLeft(rest, "\xff")
	info := append([]byte{0x00}, digestInfo...)
	rest, ok = bytes.CutPrefix(rest, info)
	if !ok {
		return invalid
	}
	hash := sha256.Sum256([]byte(input))
	if !bytes.HasPrefix(rest, hash[:]) {
		return invalid
	}
	return nil
}

// digestInfo says in DER that the hash of 32 bytes after it is SHA-256.
var digestInfo = []byte{
	0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
	0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
}
