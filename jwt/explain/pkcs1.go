package explain

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"encoding/asn1"
	"fmt"
)

// openPKCS1 is RFC 8017 section 8.2.2, RSASSA-PKCS1-V1_5-VERIFY: raise the
// signature to the public exponent, and compare the result with the block that
// the message calls for.
//
// Only the comparison decides, byte for byte. Verifiers that parsed the block and
// picked the hash out of it accepted forged signatures (Bleichenbacher, 2006).
// The block is parsed here only to label its bytes.
func openPKCS1(key *rsa.PublicKey, hash crypto.Hash, message string, sig []byte) ([]Card, bool) {
	h := digest(hash, message)
	cards := []Card{hashCard(hash, "H", h)}
	em, open, ok := raise(key, sig, sizeOf(key.N))
	cards = append(cards, open)
	if !ok {
		return cards, false
	}
	want, ok := encodePKCS1(hash, h, len(em))
	holds := ok && bytes.Equal(em, want)
	fields, words := labelPKCS1(em, hash, h)
	switch {
	case holds && key.E == 1:
		words = "The block is right, but proves nothing: its sender wrote it."
	case holds:
		words = "The issuer's key made this block, for exactly these bytes."
	}
	return append(cards, Card{
		Title: "The block that the issuer wrote",
		Rule:  "RFC 8017 section 9.2",
		Values: []Value{{
			Name: "EM", How: "I2OSP(m, " + count(len(em), "byte") + ")",
			Role: RoleNumber, Bytes: em, Fields: fields, Links: []string{"em"},
		}},
		Check: &Comparison{"EM == 00 01 || ff ... || 00 || DigestInfo || H", holds, words},
	}), holds
}

// encodePKCS1 is RFC 8017 section 9.2, EMSA-PKCS1-v1_5:
//
//	EM = 0x00 || 0x01 || PS || 0x00 || T
//
// where T is the DER encoding of the DigestInfo, and PS is as many bytes ff as
// fill the block of emLen bytes: at least eight.
func encodePKCS1(hash crypto.Hash, h []byte, emLen int) (em []byte, ok bool) {
	t := derDigestInfo(objectIDs[hash], h)
	padding := emLen - len(t) - 3
	if padding < minPadding {
		return nil, false
	}
	em = append(em, 0x00, 0x01)
	em = append(em, bytes.Repeat([]byte{0xff}, padding)...)
	em = append(em, 0x00)
	return append(em, t...), true
}

const minPadding = 8

// digestInfo is the ASN.1 type of RFC 8017 appendix A.2.4:
//
//	DigestInfo ::= SEQUENCE {
//	    digestAlgorithm  SEQUENCE { OBJECT IDENTIFIER, NULL },
//	    digest           OCTET STRING
//	}
type digestInfo struct {
	Algorithm struct {
		ID         asn1.ObjectIdentifier
		Parameters asn1.RawValue
	}
	Digest []byte
}

var objectIDs = map[crypto.Hash]asn1.ObjectIdentifier{
	crypto.MD5:    {1, 2, 840, 113549, 2, 5},
	crypto.SHA1:   {1, 3, 14, 3, 2, 26},
	crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1},
	crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2},
	crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
}

// derDigestInfo returns nil if there is no such object identifier.
func derDigestInfo(id asn1.ObjectIdentifier, h []byte) []byte {
	info := digestInfo{Digest: h}
	info.Algorithm.ID = id
	info.Algorithm.Parameters = asn1.NullRawValue
	der, err := asn1.Marshal(info)
	if err != nil {
		return nil
	}
	return der
}

// readDigestInfo reads a DigestInfo at the start of b. It must be encoded exactly
// as derDigestInfo does, so that each of its bytes has a meaning.
func readDigestInfo(b []byte) (id asn1.ObjectIdentifier, h []byte, ok bool) {
	var info digestInfo
	if _, err := asn1.Unmarshal(b, &info); err != nil {
		return nil, nil, false
	}
	der := derDigestInfo(info.Algorithm.ID, info.Digest)
	return info.Algorithm.ID, info.Digest, der != nil && bytes.HasPrefix(b, der)
}

func nameOf(id asn1.ObjectIdentifier) string {
	for hash, known := range objectIDs {
		if known.Equal(id) {
			return hash.String()
		}
	}
	return "an unknown hash function"
}

// labelPKCS1 labels the bytes of a block, good or bad, as far as it can, and says
// what they mean.
func labelPKCS1(em []byte, hash crypto.Hash, h []byte) ([]Field, string) {
	c := cutter{bytes: em}
	if !bytes.HasPrefix(em, []byte{0x00, 0x01}) {
		c.rest(RoleNoise, "noise", "it should begin with 00 01")
		return c.fields, "No block comes out. The owner of this key did not make this signature, or it was changed since."
	}
	c.take(2, RoleFrame, "block type 1", "a signature with a private key")
	padding := c.run(0xff, RolePadding, "padding", "")
	switch {
	case !bytes.HasPrefix(c.left(), []byte{0x00}):
		c.rest(RoleNoise, "noise", "the padding should end with 00")
		return c.fields, "The block breaks off. The owner of this key did not make this signature, or it was changed since."
	case padding < minPadding:
		c.label(fmt.Sprintf("it should be at least %d bytes long", minPadding))
	}
	c.take(1, RoleFrame, "end of padding", "")
	id, signed, ok := readDigestInfo(c.left())
	if !ok {
		c.rest(RoleNoise, "no DigestInfo", "the name of the hash function and the hash should be here")
		return c.fields, "The block has a frame, but names no hash."
	}
	c.take(len(derDigestInfo(id, signed))-len(signed), RoleAlgorithm, "DigestInfo", fmt.Sprintf(
		"SEQUENCE{SEQUENCE{OID %v, NULL}, OCTET STRING(%d)}: a hash of %s follows", id, len(signed), nameOf(id)))
	if !bytes.Equal(signed, h) {
		c.take(len(signed), RoleOther, "the hash that was signed", "over another text", "signed")
	} else {
		c.take(len(signed), RoleHash, "H", "over what arrived", "digest")
	}
	trailing := len(c.left())
	c.rest(RoleNoise, "left over", "the hash should be the last thing in the block")
	switch {
	case trailing > 0 || padding < minPadding:
		return c.fields, "The block holds a hash, but not in its place, as in signatures that were forged without the private key."
	case !id.Equal(objectIDs[hash]):
		return c.fields, fmt.Sprintf("The block is whole, but holds a hash of %s, where the algorithm calls for %s.", nameOf(id), hash)
	case !bytes.Equal(signed, h):
		return c.fields, fmt.Sprintf("The block is whole: the owner of this key did sign something, a text whose hash is %x. "+
			"What arrived is another text. It was changed on its way, or this signature was taken from another token.", signed)
	}
	return c.fields, "The block holds the right hash, but not in the form that the algorithm calls for."
}
