// 08-rsa-key: n and e are numbers, PEM is wrapping.
//
// A public RSA key is two numbers: the modulus n, of 2048 bits or more,
// and the exponent e, which is nearly always 65537. A key set has both
// in base64url. No library is needed to "convert it to PEM": that file
// has the same two numbers in it, in more paper.
//
// But a number that came over the network is not a key yet. Some make
// signatures that anybody can forge. jwk.RSAPublicKey looks first.
//
//	go run ./walkthrough/08-rsa-key
package main

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"math/big"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   8,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	tellPowers(p)
	p.Say(`The issuer's RSA key is in its key set. Out of base64url come
		two numbers, the modulus n and the exponent e, and nothing else
		is needed:`)
	o := lesson.Must(jwt.ParseObject([]byte(story.KeyRSA())))
	n := lesson.Must(o.Base64URL("n"))
	e := lesson.Must(o.Base64URL("e"))
	p.Bytes("n", n)
	p.Bytes("e, AQAB in base64url", e)
	p.Showf("e = 1 * 65536 + 0 * 256 + 1 = %d",
		new(big.Int).SetBytes(e))

	// What PEM would wrap: the same n, with a description around it.
	key := lesson.Must(jwk.RSAPublicKey(n, e))
	der := lesson.Must(x509.MarshalPKIXPublicKey(key))
	p.Say(`T1 makes a PEM file of them. That is wrapping. DER is a way
		to write lists and numbers as bytes: a byte that says what
		follows, a length, and then the contents. PEM is DER in base64,
		between two lines of text. This is what the DER of this key has
		in it:`)
	p.Showf("%d bytes, n at %d to %d, then e",
		len(der), bytes.Index(der, n), bytes.Index(der, n)+len(n))
	p.Check("The PEM file, unwrapped: how many bytes, and which n?",
		`$ cd walkthrough/testdata`,
		`$ openssl pkey -pubin -in issuer-rsa.pem -outform DER | wc -c`,
		fmt.Sprint(len(der)),
		`$ openssl rsa -pubin -in issuer-rsa.pem -noout -modulus | `+
			`cut -c 1-32`,
		fmt.Sprintf("Modulus=%X", n[:12]))

	token := story.Token()
	p.Honest(lesson.Case{
		Name:  "Ines, with the key as it should be",
		Token: token,
		Naive: naive(n, e, token),
		Ours:  ours(n, e, token),
	})

	p.Say(`Somebody copies the key into a configuration file, and loses
		two letters: AQAB becomes AQ, and e becomes 1. Now s^e mod n is
		s. Page 10 shows the block that should come out, with the hash
		in it. Everybody can write that block, and it is its own
		signature now.`)
	one := []byte{1}
	block := naiveBlock(signingInput(token), 256)
	sig := block.FillBytes(make([]byte, 256))
	forged := story.Compact(story.Header(), story.Claims(), sig)
	p.Bytes("Mallory's signature", sig)
	p.Attack(lesson.Case{
		Name:  "e = 1: the signature is the block",
		Token: forged,
		Naive: naive(n, one, forged),
		Ours:  ours(n, one, forged),
		Fell:  "s^1 mod n is s, and the comparison holds.",
		Held:  "An exponent is odd, and 3 at least.",
		Rule: `RFC 8017 section 3.1: "In a valid RSA public key, the RSA
			modulus n is a product of u distinct odd primes r_i, i = 1,
			2, ..., u, where u >= 2, and the RSA public exponent e is an
			integer between 3 and n - 1 satisfying GCD(e,\lambda(n)) =
			1, where \lambda(n) = LCM(r_1 - 1, ..., r_u - 1)."`,
		Replay: lesson.Replay{
			KeySet: story.KeySet(
				story.KeyRSA("e", `"AQ"`), story.KeyEC()),
		},
	})

	p.Say(`An old server at the branch library has a key of 512 bits.
		Such a modulus was factored in 1999, and this very one, RSA-155,
		is in the encyclopedias, with its two prime factors.`)
	short, d := rsa155()
	shortN := short.Bytes()
	block = naiveBlock(signingInput(token), 64)
	sig = block.Exp(block, d, short).FillBytes(make([]byte, 64))
	forged = story.Compact(story.Header(), story.Claims(), sig)
	p.Attack(lesson.Case{
		Name:  "a modulus of 512 bits, whose factors are known",
		Token: forged,
		Naive: naive(shortN, e, forged),
		Ours:  ours(shortN, e, forged),
		Fell:  "The arithmetic is right. Mallory's is, too.",
		Held:  "A modulus has 2048 bits at least.",
		Rule: `RFC 7518 section 3.3: "A key of size 2048 bits or larger
			MUST be used with these algorithms."`,
		Replay: lesson.Replay{KeySet: story.KeySet(
			story.KeyRSA("n", story.Number(shortN)), story.KeyEC())},
	})
	p.Say(`A key that cannot serve does not spoil the set: jwk.ParseSet
		skips it, and says why in Skipped.`)
	set := story.Keys(story.KeyRSA("e", `"AQ"`), story.KeyEC())
	p.Show("usable   "+set.KeyIDs()[0],
		"skipped  "+set.Skipped[0].Error())
}

// naive makes the key and verifies, in the way of the tutorial.
func naive(n, e []byte, token string) error {
	u := lesson.Must(jwt.Parse(token))
	key, err := naivePem(n, e)
	if err != nil {
		return err
	}
	return naiveVerify(key, u.SigningInput(), u.Signature.Bytes())
}

// ours does the same with our packages.
func ours(n, e []byte, token string) error {
	u := lesson.Must(jwt.Parse(token))
	key, err := jwk.RSAPublicKey(n, e)
	if err != nil {
		return err
	}
	return jwt.VerifySignature(
		jwt.RS256, key, u.SigningInput(), u.Signature.Bytes())
}

func signingInput(token string) string {
	return lesson.Must(jwt.Parse(token)).SigningInput()
}
