// 10-rs256: s^e mod n is a block that one can read.
//
// The issuer has a secret number d, and publishes n and e. They fit
// together so that for every number m below n
//
//	(m^d)^e mod n = m
//
// To sign, it hashes the token, writes the hash into a block of 256
// bytes, takes the block for a number m, and computes s = m^d mod n.
// Everybody can compute s^e mod n, and has the block again. Only the
// issuer can have made it so.
//
// So a verifier does not "make the signature again and compare": that
// would take d. And nothing is "encrypted": everybody can read the
// hash.
//
//	go run ./walkthrough/10-rs256
package main

import (
	"context"
	"crypto/rsa"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/byhand"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   10,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	p.Say(`On page 8 the issuer signed the number 65: it computed s =
		65^%d = %v, and anybody has %v^17 = 65 again, all of it
		modulo %d. Here is the same with Ines's token. n has 2048
		bits, e is 65537, and s is the third part of the token. H is the
		hash of what arrived. m is s^e mod n, and EM, the encoded
		message, is m written as 256 bytes, the largest digits first.
		RFC 8017 calls that I2OSP, integer to octet string:`,
		toyD, toySign(65), toySign(65), toyN)
	p.Figure("power", int(toySign(65).Int64()), 17, toyN)
	token := story.Token()
	byhand.Show(p, examine(story.Keys(), token), "H", "EM")
	p.Say(`The last 32 bytes of EM are H. Had the hash been encrypted,
		you could not have read it.`)
	tellBlock(p, token)

	p.Say(`Mallory changes ines to mona in the payload, and nothing
		else. The block still opens. It names the hash that the issuer
		did sign, and that is not the hash of what arrived:`)
	u := lesson.Must(jwt.Parse(token))
	tampered := story.Compact(story.Header(),
		story.Claims("sub", `"mona"`), u.Signature.Bytes())
	byhand.Show(p, examine(story.Keys(), tampered), "H", "EM")

	a2 := keyA2()
	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: naive(naiveScan, a2, token),
		Ours:  ours(a2, token),
	})
	p.Harm(lesson.Case{
		Name:  "Ines at a gate that forgot to hash her token",
		Token: token,
		Naive: naive(naiveNoUpdate, a2, token),
		Ours:  ours(a2, token),
		Fell:  "It compares with the hash of nothing, e3b0c442...",
	})

	p.Say(`Then somebody makes it work: the issuer's test helper forgets
		the same line. Now every token has the same signature, that of
		nothing, and Mallory copies it from her own token.`)
	copied := story.Compact(
		story.Header(), story.Claims(), signatureOfNothing())
	p.Attack(lesson.Case{
		Name:  "one signature for every token",
		Token: copied,
		Naive: naive(naiveNoUpdate, a2, copied),
		Ours:  ours(a2, copied),
		Fell:  "The token takes no part in the calculation.",
		Held:  "The signing input is a parameter, not a habit.",
		Rule: `RFC 7515 section 5.2, step 8: "Validate the JWS Signature
			against the JWS Signing Input ASCII(BASE64URL(UTF8(JWS
			Protected Header)) || '.' || BASE64URL(JWS Payload)) in the
			manner defined for the algorithm being used, which MUST be
			accurately represented by the value of the "alg" (algorithm)
			Header Parameter, which MUST be present."`,
	})

	p.Say(`Last, a key with e = 3, as there were many. A number whose
		cube begins with a good block is easy to find: take the cube
		root. For a gate that does not look at what comes after the
		hash, that will do. Daniel Bleichenbacher showed it in 2006; it
		takes little more than a pencil. The exercise lets you do it.`)
	e3 := keyE3()
	header := story.Header("kid", `"e3"`)
	forged := story.Compact(header, story.Claims(), forgery())
	jwkE3 := story.KeyRSA("kid", `"e3"`,
		"n", story.Number(e3.N.Bytes()), "e", `"Aw"`)
	byhand.Show(p, examine(story.Keys(jwkE3), forged), "EM")
	p.Attack(lesson.Case{
		Name:  "a cube that begins with the right block",
		Token: forged,
		Naive: naive(naiveScan, e3, forged),
		Ours:  ours(e3, forged),
		Fell:  "It stops reading when it has found what it wanted.",
		Held:  "The whole block is compared with the right one.",
		Rule: `RFC 8017 section 8.2.2: "Compare the encoded message EM
			and the second encoded message EM'. If they are the same,
			output "valid signature"; otherwise, output "invalid
			signature"."`,
		Replay: lesson.Replay{KeySet: story.KeySet(jwkE3)},
	})
}

// examine asks all questions about a token, for package explain.
func examine(keys jwt.KeySet, token string) *jwt.Examination {
	return story.Verifier(keys).Examine(context.Background(), token)
}

// A verify function checks a signature with an RSA key.
type verify func(key *rsa.PublicKey, input string, sig []byte) error

func naive(f verify, key *rsa.PublicKey, token string) error {
	u := lesson.Must(jwt.Parse(token))
	return f(key, u.SigningInput(), u.Signature.Bytes())
}

func ours(key *rsa.PublicKey, token string) error {
	u := lesson.Must(jwt.Parse(token))
	return jwt.VerifySignature(
		jwt.RS256, key, u.SigningInput(), u.Signature.Bytes())
}
