package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"math/bits"
	"strings"
	"sync"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tellBytes shows by hand how letters stand for bytes.
func tellBytes(p *lesson.Page) {
	p.Say(`All that computers send is bytes. A byte is eight bits, a
		number from 0 to 255; this book writes it with two hexadecimal
		digits, 00 to ff. Not every byte is a letter that one can print,
		so bytes are often written in a safe alphabet of 64 letters:
		base64url. A letter stands for 6 bits. In the alphabet A to Z
		are 0 to 25, a to z are 26 to 51, the digits 52 to 61, "-" is 62
		and "_" is 63. So four letters are 24 bits, and 24 bits are
		three bytes. The first four letters of Ines's token:`)
	p.Show(byHand(story.Token()[:4])...)
	p.Say(`Nearly every token begins with eyJ: a JSON object begins with
		a brace and a quote. Nothing is hidden here. It is an alphabet,
		and no secret writing.`)
	p.Check("Any base64 tool reads these letters.",
		`$ printf eyJh | base64 -d`, `{"a`)
}

// byHand decodes four letters, step by step.
func byHand(letters string) []string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" +
		"abcdefghijklmnopqrstuvwxyz0123456789-_"
	var names, numbers, sixes []string
	for _, letter := range letters {
		n := strings.IndexRune(alphabet, letter)
		names = append(names, fmt.Sprintf("%-9c", letter))
		numbers = append(numbers, fmt.Sprintf("%-9d", n))
		sixes = append(sixes, fmt.Sprintf("%06b   ", n))
	}
	decoded := lesson.Must(base64.RawURLEncoding.DecodeString(letters))
	var eights, hex, text []string
	for _, b := range decoded {
		eights = append(eights, fmt.Sprintf("%08b ", b))
		hex = append(hex, fmt.Sprintf("%02x       ", b))
		text = append(text, fmt.Sprintf("%c        ", b))
	}
	return []string{
		"letters   " + strings.Join(names, ""),
		"numbers   " + strings.Join(numbers, ""),
		"6 bits    " + strings.Join(sixes, ""),
		"8 bits    " + strings.Join(eights, "   "),
		"bytes     " + strings.Join(hex, "   "),
		"as text   " + strings.Join(text, "   "),
	}
}

// tellHash shows what a hash promises, and what is lost without it.
func tellHash(p *lesson.Page) {
	token := story.Token()
	input := signingInput(token)
	changed := signingInput(story.Compact(
		story.Header(), story.Claims("sub", `"inez"`), nil))
	p.Say(`A signature covers a text of any length, but the arithmetic
		behind it works on a number of fixed size. A hash makes the one
		into the other. SHA-256 turns any bytes into 32 bytes. Here are
		the hashes of this signing input, and of the same with one
		letter of the claims changed, inez for ines:`)
	p.Bytes("SHA-256 of Ines's signing input", sum(input))
	p.Bytes("SHA-256 of the changed one", sum(changed))
	p.Showf("%d of the 256 bits differ.",
		differ(sum(input), sum(changed)))
	p.Say(`A hash is no secret: everybody computes it, without a key.
		But it makes three promises. The same bytes have the same hash.
		To find bytes with a given hash, there is no better way than to
		try. Nor is there one to find two texts with the same hash.`)

	p.Say(`The signature depends on the text by its hash alone. So what
		breaks without the promises? Take a hash of 2 bytes, the first
		two of SHA-256. Mallory writes the claims that she wants, and
		puts number after number into them until her hash is that of
		Ines's token:`)
	forged, tries := collide()
	p.Show(
		fmt.Sprintf("Ines's signing input      %x", sum(input)[:2]),
		fmt.Sprintf("Mallory's, after %6d   %x", tries,
			sum(forged)[:2]),
	)
	all := new(big.Int).Lsh(big.NewInt(1), 8*sha256.Size)
	p.Say(`Ines's signature would fit Mallory's claims as well. With 2
		bytes she needs %d tries on average. With the 32 bytes of
		SHA-256 it is 2^256, a number of %d digits. That was the second
		promise. Without the first, Ines's own signature would not fit:
		the API would compute another hash than the issuer did.`,
		1<<16, len(all.String()))
	first, pair, writings := twins()
	p.Say(`And without the third? Mallory need not wait for a token of
		Ines. She writes many harmless texts and many dangerous ones,
		until a harmless and a dangerous text have the same hash. The
		issuer signs the harmless one, and the signature fits the
		dangerous one. That is quicker, since any pair will do. With 2
		bytes, %d texts of each kind were enough:`, writings)
	p.Show(
		fmt.Sprintf("harmless  %x", sum(first)[:2]),
		fmt.Sprintf("dangerous %x", sum(pair)[:2]),
	)
	p.Say(`With 32 bytes it takes some 2^%d. For older hashes, MD5 and
		SHA-1, people have found two texts with one hash. So tokens are
		not signed with them.`, 8*sha256.Size/2)
	p.Check(`The files are in walkthrough/testdata. "cut" takes the
		first two parts, "tr" the line break away.`,
		`$ cd walkthrough/testdata`,
		`$ cut -d. -f1,2 ines.jwt | tr -d '\n' >/tmp/input`,
		`$ openssl dgst -sha256 -r /tmp/input | cut -c 1-18`,
		fmt.Sprintf("%x", sum(input)[:9]))
}

func signingInput(token string) string {
	return lesson.Must(jwt.Parse(token)).SigningInput()
}

func sum(text string) []byte {
	h := sha256.Sum256([]byte(text))
	return h[:]
}

// differ counts the bits in which two hashes differ.
func differ(a, b []byte) (n int) {
	for i := range a {
		n += bits.OnesCount8(a[i] ^ b[i])
	}
	return n
}

// collide looks, once, for claims of Mallory's with a hash that begins
// like the hash of Ines's token.
var collide = sync.OnceValues(func() (input string, tries int) {
	want := sum(signingInput(story.Token()))[:2]
	for n := 1; ; n++ {
		input = numbered("admin", n)
		if bytes.HasPrefix(sum(input), want) {
			return input, n
		}
	}
})

// twins writes texts of both kinds until one of each kind have hashes
// that begin alike.
func twins() (harmless, dangerous string, tries int) {
	readers, admins := map[string]string{}, map[string]string{}
	for n := 1; ; n++ {
		reader := numbered("reader", n)
		admin := numbered("admin", n)
		readers[string(sum(reader)[:2])] = reader
		admins[string(sum(admin)[:2])] = admin
		if found, ok := admins[string(sum(reader)[:2])]; ok {
			return reader, found, n
		}
		if found, ok := readers[string(sum(admin)[:2])]; ok {
			return found, admin, n
		}
	}
}

// numbered is a signing input with a role, and n as its "jti".
func numbered(role string, n int) string {
	text := base64.RawURLEncoding.EncodeToString
	claims := story.Claims("jti", fmt.Sprintf(`"%d"`, n),
		"roles", fmt.Sprintf(`["%s"]`, role))
	return text([]byte(story.Header())) + "." + text([]byte(claims))
}
