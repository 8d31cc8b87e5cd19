package main

import (
	"encoding/asn1"
	"fmt"
	"math/big"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
)

// tellBlock takes the block of a token apart, byte by byte.
func tellBlock(p *lesson.Page, token string) {
	em := encodedMessage(token)
	info := em[205:224]
	p.Say(`EM is the block of which page 8 spoke. Now its pieces.
		DigestInfo says which hash comes after it. It is DER, as in
		page 8: a byte that says what follows, a length, the contents.
		The first two lists have other pieces within:`)
	p.Show(der(info)...)
	p.Say(`Why does it say so at all? A hash of 32 bytes might be of
		SHA-256 or of another function, perhaps one that has been
		broken. With the name in the block, the issuer has signed which
		one it is.`)

	ff := 0
	for em[2+ff] == 0xff {
		ff++
	}
	p.Say(`The padding fills what is left: %d bytes for the modulus,
		less 2 for 00 01, 1 for the zero, %d for DigestInfo and %d for
		the hash, are %d bytes of ff. Why not simply sign the hash?
		Because powers can be multiplied: the product of two signatures
		is the signature of the product. With the key of page 8:`,
		len(em), len(info), len(em)-224, ff)
	p.Show(products(2, 3)...)
	p.Say(`With the signatures of 2 and of 3, Mallory has that of 6,
		and the issuer never made it. A hash is a small number beside
		n. Many small numbers are products of smaller ones, so Mallory
		could gather signatures and put together the one that she wants.
		But a number of %d bytes that begins with 00 01 and %d times ff
		is so rare that no product of others is one. And with a small
		exponent e, the power of a bare hash would not even reach n: a
		root as on paper would be its signature.`,
		len(em), ff)
	p.Check(`OpenSSL opens the block with the public key, and takes it
		apart. The third part of the token has 342 letters; base64 wants
		two "=" more.`,
		`$ cd walkthrough/testdata`,
		`$ cut -d. -f3 ines.jwt | tr -- -_ +/ | tr -d '\n' >/tmp/sig64`,
		`$ echo == >>/tmp/sig64`,
		`$ base64 -d /tmp/sig64 >/tmp/sig`,
		`$ K='-pubin -inkey issuer-rsa.pem'`,
		`$ openssl pkeyutl -verifyrecover $K -in /tmp/sig -asn1parse |`+
			` head -5`,
		`    0:d=0  hl=2 l=  49 cons: SEQUENCE`,
		`    2:d=1  hl=2 l=  13 cons:  SEQUENCE`,
		`    4:d=2  hl=2 l=   9 prim:   OBJECT            :sha256`,
		`   15:d=2  hl=2 l=   0 prim:   NULL`,
		`   17:d=1  hl=2 l=  32 prim:  OCTET STRING`,
		`$ cut -d. -f1,2 ines.jwt | tr -d '\n' >/tmp/input`,
		`$ K=issuer-rsa.pem`,
		`$ openssl dgst -sha256 -verify $K -signature /tmp/sig `+
			`/tmp/input`,
		`Verified OK`)
}

// encodedMessage is I2OSP(s^e mod n).
func encodedMessage(token string) []byte {
	key := keyA2()
	u := lesson.Must(jwt.Parse(token))
	s := new(big.Int).SetBytes(u.Signature.Bytes())
	m := s.Exp(s, big.NewInt(int64(key.E)), key.N)
	return m.FillBytes(make([]byte, key.Size()))
}

// der shows the pieces of a DigestInfo, each with its meaning.
func der(b []byte) (lines []string) {
	line := func(depth int, piece []byte, meaning string) {
		text := fmt.Sprintf("%*s% x", 2*depth, "", piece)
		lines = append(lines, fmt.Sprintf("%-34s %s", text, meaning))
	}
	list := func(depth int, piece []byte) {
		line(depth, piece, fmt.Sprintf("a list, %d bytes", piece[1]))
	}
	list(0, b[:2])
	list(1, b[2:4])
	name := b[4 : 6+b[5]]
	var id asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(name, &id); err != nil {
		panic(err) // the block of a good token
	}
	line(2, name[:2], fmt.Sprintf("a name, %d bytes:", name[1]))
	line(2, name[2:], id.String())
	line(2, nil, "in words: SHA-256")
	rest := b[4+len(name):]
	line(2, rest[:2], fmt.Sprintf("nothing, %d bytes: no settings",
		rest[1]))
	line(1, rest[2:], fmt.Sprintf("bytes, %d of them: the hash",
		rest[3]))
	return lines
}

// The small key of page 8.
const (
	toyN = 61 * 53
	toyD = 2753
)

func toySign(m int64) *big.Int {
	return new(big.Int).Exp(
		big.NewInt(m), big.NewInt(toyD), big.NewInt(toyN))
}

// products shows that signatures can be multiplied.
func products(a, b int64) []string {
	signature := func(m int64) string {
		return fmt.Sprintf("signature of %d: %d^%d = %4v modulo %d",
			m, m, toyD, toySign(m), toyN)
	}
	product := new(big.Int).Mul(toySign(a), toySign(b))
	return []string{
		signature(a), signature(b),
		fmt.Sprintf("their product:  %v * %v = %v modulo %d",
			toySign(a), toySign(b), product.Mod(product,
				big.NewInt(toyN)), toyN),
		signature(a * b),
	}
}
