package explain

import (
	"bytes"
	"crypto"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

// mgf1 against a known value.
func TestMGF1(t *testing.T) {
	want := must(hex.DecodeString("382576a7841021cc28fc4c0948753fb8312090cea942ea4c4e735d10dc724b155f9f6069f289d61daca0cb814502ef04eae1"))
	if got := mgf1(crypto.SHA256, []byte("bar"), len(want)); !bytes.Equal(got, want) {
		t.Errorf("MGF1(bar) = %x, want %x", got, want)
	}
}

func TestSaltIsFound(t *testing.T) {
	for _, alg := range []jwt.Algorithm{jwt.PS256, jwt.PS384, jwt.PS512} {
		cards := calculate(alg, rsaKey.Public(), "a.b", sign(t, alg, rsaKey, "a.b"))
		db := find(t, cards, "DB")
		f := db.Fields[len(db.Fields)-1]
		if f.Label != "salt" || f.End-f.Start != hashOf(alg).Size() {
			t.Errorf("%s: the last field of DB is %+v, want a salt of %d bytes", alg, f, hashOf(alg).Size())
		}
		again, h := find(t, cards, "H'"), find(t, cards, "H")
		if !bytes.Equal(again.Bytes, h.Bytes) || !last(cards).Holds {
			t.Errorf("%s: H' = %v, H = %v", alg, again.Bytes, h.Bytes)
		}
	}
}

// encodePSS makes a block as an issuer does, or nearly.
func encodePSS(message string, salt []byte, padding, end byte) []byte {
	const emLen, hLen = 256, 32
	m := slices.Concat(make([]byte, 8), digest(crypto.SHA256, message), salt)
	h := digest(crypto.SHA256, string(m))
	db := slices.Concat(make([]byte, emLen-hLen-len(salt)-2), []byte{0x01}, salt)
	db[8] = padding
	subtle.XORBytes(db, db, mgf1(crypto.SHA256, h, len(db)))
	db[0] &= 0x7f
	return slices.Concat(db, h, []byte{end})
}

func TestPSSBlocksOfAnotherForm(t *testing.T) {
	salt := bytes.Repeat([]byte{0x5a}, 32)
	for why, test := range map[string]struct {
		em      []byte
		formula string // where it fails; "" if it does not
		words   string
	}{
		"honest":         {encodePSS("a.b", salt, 0, 0xbc), "", "for exactly these bytes"},
		"tampered":       {encodePSS("a.c", salt, 0, 0xbc), "H' == H", "What was signed cannot be read off"},
		"a short salt":   {encodePSS("a.b", salt[:20], 0, 0xbc), "DB == 00 ... 00 || 01 || salt", "has not the form"},
		"no salt":        {encodePSS("a.b", nil, 0, 0xbc), "DB == 00 ... 00 || 01 || salt", "has not the form"},
		"a long salt":    {encodePSS("a.b", append(salt, 7), 0, 0xbc), "DB == 00 ... 00 || 01 || salt", "has not the form"},
		"no padding":     {encodePSS("a.b", salt, 9, 0xbc), "DB == 00 ... 00 || 01 || salt", "has not the form"},
		"another end":    {encodePSS("a.b", salt, 0, 0xcc), "EM == maskedDB || H || bc", "No block comes out"},
		"PKCS #1 inside": {mustEncode(encodePKCS1(crypto.SHA256, digest(crypto.SHA256, "a.b"), 256)), "EM == maskedDB || H || bc", "No block comes out"},
	} {
		t.Run(why, func(t *testing.T) {
			cards := calculate(jwt.PS256, rsaKey.Public(), "a.b", signBlock(test.em))
			checkCards(t, cards)
			c := last(cards)
			if c.Holds != (test.formula == "") || !strings.Contains(c.Words, test.words) {
				t.Errorf("%+v; want %q", c, test.words)
			}
			if !c.Holds && c.Formula != test.formula {
				t.Errorf("it fails at %q, want %q", c.Formula, test.formula)
			}
		})
	}
}

func mustEncode(b []byte, ok bool) []byte {
	if !ok {
		panic("no block")
	}
	return b
}
