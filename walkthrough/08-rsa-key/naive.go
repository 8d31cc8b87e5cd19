package main

import (
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"math/big"
)

// naivePem is what T1 gets from rsa-pem-from-mod-exp: two numbers go
// in, and a key comes out, whatever the numbers are.
func naivePem(n, e []byte) (*rsa.PublicKey, error) {
	return &rsa.PublicKey{
		N: new(big.Int).SetBytes(n),
		E: int(new(big.Int).SetBytes(e).Int64()),
	}, nil
}

// naiveVerify computes s^e mod n and compares it with the block that
// should come out. It is right, if the key is. (crypto/rsa would look
// at the key by itself, and refuse. Not all libraries do.)
func naiveVerify(key *rsa.PublicKey, input string, sig []byte) error {
	s := new(big.Int).SetBytes(sig)
	em := new(big.Int).Exp(s, big.NewInt(int64(key.E)), key.N)
	if em.Cmp(naiveBlock(input, key.Size())) != 0 {
		return errors.New("invalid signature")
	}
	return nil
}

// naiveBlock makes the block of RFC 8017 section 9.2.
//
//	EM = 0x00 || 0x01 || PS || 0x00 || T
func naiveBlock(input string, size int) *big.Int {
	hash := sha256.Sum256([]byte(input))
	t := append([]byte{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86,
		0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
		0x20}, hash[:]...)
	em := make([]byte, size)
	em[1] = 0x01
	for i := 2; i < size-len(t)-1; i++ {
		em[i] = 0xff
	}
	copy(em[size-len(t):], t)
	return new(big.Int).SetBytes(em)
}
