package main

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`naiveNoUpdate: what is hashed there? naiveScan: how many
		different blocks does it accept for one hash, and how many are
		right? Then there is yours.go. For forge, think of the block as
		a number: its first bytes are the large ones. If you may choose
		the last 300 bytes freely, how far apart may two cubes be?`,
		`Hash the signing input: that is what was forgotten. And do not
		read the block. Write down the one block that would be right,
		all of its bytes, with block of yours.go, and compare. A
		signature must be as long as the key, and less than n. For
		forge: write 00 01, eight times ff, 00, digestInfo and the hash,
		and then zeros up to the length of the key. Take the cube root
		of that number and round up. big.Int has no cube root, but you
		can find it bit by bit.`,
	},
	More: more,
	Tasks: []lesson.Task{
		{Name: "block, the one right block",
			File: "yours.go", Try: tryBlock},
		{Name: "forge, a signature without a private key",
			File: "yours.go", Try: tryForge},
	},
	Done: `A gate that reads must be right about every byte that it does
		not read. One that writes down the right block and compares has
		nothing to be right about. You have also been on the other side:
		with e = 3, a cube root was enough, and no secret was needed. So
		ours compares, and would refuse your forgery. Next: signatures
		without a block.`,
}

func more(p *lesson.Page) {
	a2 := keyA2()
	token := story.Token()
	u := lesson.Must(jwt.Parse(token))
	sig := u.Signature.Bytes()
	s := new(big.Int).SetBytes(sig)
	for _, t := range []struct {
		name string
		sig  []byte
	}{
		{"the same number in 257 bytes", slices.Concat([]byte{0}, sig)},
		{"s + n in the place of s", s.Add(s, a2.N).Bytes()},
	} {
		p.Attack(lesson.Case{
			Name:  t.name,
			Naive: naiveScan(a2, u.SigningInput(), t.sig),
			Ours: jwt.VerifySignature(
				jwt.RS256, a2, u.SigningInput(), t.sig),
			Fell: "A second spelling of one signature.",
		})
	}
	for _, f := range []verify{naiveNoUpdate, naiveScan} {
		other := story.RS256(
			story.Header(), story.Claims("sub", `"rosa"`))
		p.Honest(lesson.Case{
			Name:  "Rosa with her token",
			Naive: naive(f, a2, other),
			Ours:  ours(a2, other),
		})
		swapped := story.Compact(story.Header(),
			story.Claims("sub", `"mona"`), sig)
		p.Attack(lesson.Case{
			Name:  "Ines's signature under another payload",
			Naive: naive(f, a2, swapped),
			Ours:  ours(a2, swapped),
			Fell:  "The hash in the block is another one.",
		})
	}
}

// tryBlock compares with the blocks that the issuer signed, and looks
// at a longer one.
func tryBlock() error {
	key := keyA2()
	for _, sub := range []string{`"ines"`, `"rosa"`} {
		u := lesson.Must(jwt.Parse(
			story.RS256(story.Header(), story.Claims("sub", sub))))
		em := open(key, u.Signature.Bytes())
		hash := sha256.Sum256([]byte(u.SigningInput()))
		got := block(hash[:], key.Size())
		if got == nil {
			return errors.New("it returns nothing yet")
		}
		if !bytes.Equal(got, em) {
			return fmt.Errorf(
				"%d bytes, % .4x..., and not what the issuer signed",
				len(got), got)
		}
		long := block(hash[:], 384)
		if len(long) != 384 || !bytes.HasSuffix(long, em[202:]) ||
			!bytes.HasPrefix(long, em[:202]) ||
			len(bytes.Trim(long[2:332], "\xff")) > 0 {
			return errors.New("block(hash, 384) is not right")
		}
	}
	return nil
}

// tryForge lets the forgery try to get in, at the gate as it stands on
// the page: you may have repaired yours by now.
func tryForge() error {
	key := keyE3()
	for _, sub := range []string{`"ines"`, `"rosa"`} {
		header := story.Header("kid", `"e3"`)
		u := lesson.Must(jwt.Parse(
			story.Compact(header, story.Claims("sub", sub), nil)))
		forged := forge(key, u.SigningInput())
		if forged == nil {
			return errors.New("it returns nothing yet")
		}
		if err := scan(key, u.SigningInput(), forged); err != nil {
			return fmt.Errorf("as %s: %w", sub, err)
		}
	}
	return nil
}

// scan is naiveScan as the page has it.
func scan(key *rsa.PublicKey, input string, sig []byte) error {
	em := open(key, sig)
	rest, ok := bytes.CutPrefix(em, []byte{0x00, 0x01})
	if !ok {
		return fmt.Errorf(
			"the cube begins with % .2x, and not with 00 01", em)
	}
	rest = bytes.TrimLeft(rest, "\xff")
	info := append([]byte{0x00}, digestInfo...)
	rest, ok = bytes.CutPrefix(rest, info)
	if !ok {
		return errors.New("no DigestInfo follows the padding")
	}
	hash := sha256.Sum256([]byte(input))
	if !bytes.HasPrefix(rest, hash[:]) {
		return errors.New("the hash is another one")
	}
	return nil
}

// open is s^e mod n, as bytes.
func open(key *rsa.PublicKey, sig []byte) []byte {
	s := new(big.Int).SetBytes(sig)
	s.Exp(s, big.NewInt(int64(key.E)), key.N)
	return s.FillBytes(make([]byte, key.Size()))
}
