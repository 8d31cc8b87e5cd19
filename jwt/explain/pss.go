package explain

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
)

// openPSS is RFC 8017 section 8.1.2, RSASSA-PSS-VERIFY. The block that comes
// out of s^e mod n does not hold the hash of the message, but a hash H over it
// and a random salt, and the salt under a mask that is made of H:
//
//	EM = maskedDB || H || bc
//	DB = maskedDB xor MGF1(H) = 00 ... 00 || 01 || salt
//
// The verifier takes the mask off, finds the salt, and hashes again.
func openPSS(key *rsa.PublicKey, hash crypto.Hash, message string, sig []byte) ([]Card, bool) {
	mHash := digest(hash, message)
	cards := []Card{hashCard(hash, "mHash", mHash)}

	// RFC 8017 section 8.1.2 step 2c: emLen is one less than the length of
	// the modulus if its highest byte is just 1, since EM must be less.
	emBits := key.N.BitLen() - 1
	em, open, ok := raise(key, sig, (emBits+7)/8)
	cards = append(cards, open)
	if !ok {
		return cards, false
	}
	block, ok := splitPSS(em, hash.Size(), emBits)
	cards = append(cards, block.card)
	if !ok {
		return cards, false
	}
	salt, unmask, ok := unmaskPSS(block, hash)
	cards = append(cards, unmask)
	if !ok {
		return cards, false
	}
	again, holds := rehashPSS(block.h, mHash, salt, hash)
	return append(cards, again), holds
}

type blockPSS struct {
	maskedDB, h []byte
	topBits     byte // those of the first byte that may be set
	card        Card
}

// splitPSS is steps 4 to 6 of RFC 8017 section 9.1.2.
func splitPSS(em []byte, hLen, emBits int) (b blockPSS, ok bool) {
	c := cutter{bytes: em}
	b.card = Card{
		Title: "The block that the issuer wrote",
		Rule:  "RFC 8017 section 9.1.2",
		Check: &Comparison{Formula: "EM == maskedDB || H || bc"},
	}
	b.topBits = 0xff >> (8*len(em) - emBits)
	dbLen := len(em) - hLen - 1
	// Step 3: room for the hash, a salt of the same length, 01 and bc.
	fits := dbLen >= hLen+1
	ok = fits && em[len(em)-1] == 0xbc && em[0]&^b.topBits == 0
	if ok {
		b.maskedDB, b.h = em[:dbLen], em[dbLen:dbLen+hLen]
		c.take(dbLen, RoleMasked, "maskedDB", "padding and salt, under a mask", "maskeddb")
		c.take(hLen, RoleOther, "H", "the hash over the message's hash and the salt, says the issuer", "h")
		c.take(1, RoleFrame, "bc", "the end of every such block")
		b.card.Check.Holds = true
		b.card.Check.Words = "The block has its form."
	} else {
		c.rest(RoleNoise, "noise", "it should end with bc, and begin with a zero bit")
		b.card.Check.Words = "No block comes out. The owner of this key did not make this signature, or it was changed since."
	}
	b.card.Values = []Value{{
		Name: "EM", How: "I2OSP(m, " + count(len(em), "byte") + ")",
		Role: RoleNumber, Bytes: em, Fields: c.fields, Links: []string{"em"},
	}}
	return b, ok
}

// unmaskPSS is steps 7 to 11.
func unmaskPSS(b blockPSS, hash crypto.Hash) (salt []byte, card Card, ok bool) {
	dbMask := mgf1(hash, b.h, len(b.maskedDB))
	db := make([]byte, len(b.maskedDB))
	subtle.XORBytes(db, b.maskedDB, dbMask)
	db[0] &= b.topBits

	// RFC 7518 section 3.5: "The size of the salt value is the same size as
	// the hash function output."
	sLen := hash.Size()
	c := cutter{bytes: db}
	zeros := c.run(0x00, RolePadding, "padding", "")
	if ok = zeros == len(db)-sLen-1 && db[zeros] == 0x01; ok {
		c.take(1, RoleFrame, "end of padding", "")
		c.take(sLen, RoleSalt, "salt", "random bytes that the issuer drew for this signature", "salt")
		salt = db[len(db)-sLen:]
	} else if zeros < len(db) && db[zeros] == 0x01 {
		c.take(1, RoleFrame, "end of padding", "")
		c.rest(RoleSalt, "salt", fmt.Sprintf("it is %d bytes long, and should be %d", len(c.left()), sLen))
	} else {
		c.rest(RoleNoise, "noise", "the padding should end with 01")
	}
	card = Card{
		Title: "The mask taken off",
		Rule:  "RFC 8017 section 9.1.2",
		Words: "H, stretched by MGF1, is the mask. Where two equal bytes meet, 00 comes out. The bits in front, for which the modulus has no room, are zero.",
		Values: []Value{
			{Name: "dbMask", How: "MGF1(H, " + count(len(db), "byte") + ")", Role: RoleMasked, Bytes: dbMask, Links: []string{"h"}},
			{Name: "DB", How: "maskedDB xor dbMask", Role: RoleNumber, Bytes: db, Fields: c.fields, Links: []string{"maskeddb"}},
		},
		Check: &Comparison{"DB == 00 ... 00 || 01 || salt", ok, "Only the owner of the key can have written this."},
	}
	if !ok {
		card.Check.Words = "What is under the mask has not the form that it must have."
	}
	return salt, card, ok
}

// rehashPSS is steps 12 to 14:
//
//	M' = 00 00 00 00 00 00 00 00 || mHash || salt
//	H' = Hash(M')
func rehashPSS(h, mHash, salt []byte, hash crypto.Hash) (Card, bool) {
	var zeros [8]byte
	m := bytes.Join([][]byte{zeros[:], mHash, salt}, nil)
	again := digest(hash, string(m))
	holds := bytes.Equal(h, again)

	c := cutter{bytes: m}
	c.take(len(zeros), RolePadding, "zeros", "")
	c.take(len(mHash), RoleHash, "mHash", "the hash of what arrived", "digest")
	c.take(len(salt), RoleSalt, "salt", "out of the block", "salt")
	role, words := RoleHash, "The issuer's key made this block, for exactly these bytes."
	if !holds {
		role = RoleOther
		words = "The block is whole: the owner of this key did sign something. What arrived is another text. " +
			"It was changed on its way, or this signature was taken from another token. " +
			"What was signed cannot be read off: H hides it behind the salt and a second hash."
	}
	return Card{
		Title: "The hash made again",
		Rule:  "RFC 8017 section 9.1.2",
		Words: "With the salt from the block and the hash of what arrived, H must come out again.",
		Values: []Value{
			{Name: "M'", How: "00 ... 00 || mHash || salt", Role: RoleNumber, Bytes: m, Fields: c.fields},
			{Name: "H'", How: hash.String() + "(M')", Role: role, Bytes: again},
			{Name: "H", How: "out of the block", Role: role, Bytes: h, Links: []string{"h"}},
		},
		Check: &Comparison{"H' == H", holds, words},
	}, holds
}

// mgf1 is the mask generation function of RFC 8017 appendix B.2.1: the hashes
// of the seed with a counter behind it, one after the other, cut to length.
func mgf1(hash crypto.Hash, seed []byte, length int) []byte {
	var mask []byte
	for counter := uint32(0); len(mask) < length; counter++ {
		block := binary.BigEndian.AppendUint32(bytes.Clone(seed), counter)
		mask = append(mask, digest(hash, string(block))...)
	}
	return mask[:length]
}
