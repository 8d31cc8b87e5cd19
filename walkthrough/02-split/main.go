// 02-split: three parts, and where they lie.
//
// A token is one line of text with two dots in it (RFC 7515 section
// 7.1):
//
//	BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)
//
// The header says how it was signed, the payload what is claimed. The
// signature is bytes: one large number with RSA, two with ECDSA. Header
// and payload are neither secret nor hashed: anybody who sees the token
// can read them, and anybody can write others. The two dots prove
// nothing at all.
//
//	go run ./walkthrough/02-split
package main

import (
	"context"
	"fmt"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   2,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	p.Say(`A token is one line of text with two dots in it.`)
	token := story.Token()
	p.Text("Ines's token", token)

	// Parse takes it apart, and remembers where each part lay. What it
	// returns is called Unverified, and that is all that it is.
	u := lesson.Must(jwt.Parse(token))
	p.Show(
		place("header", u.Protected),
		place("payload", u.Payload),
		place("signature", u.Signature),
	)

	tellBytes(p)
	p.Say(`The first two parts are plain text, which anybody can read:`)
	p.JSON(string(u.Protected.Bytes()))
	p.JSON(string(u.Payload.Bytes()))
	p.Bytes("signature", u.Signature.Bytes())

	p.Say(`The issuer signed the text up to the second dot, as it
		stands: not the JSON, but these very letters. This text is
		called the signing input.`)
	p.Text("signing input", u.SigningInput())
	p.Say(`To sign, the issuer uses its private key, which no one else
		has. To check, everybody uses the public key that belongs to it,
		and with that one cannot sign. So the API cannot sign the text
		again and compare: it asks whether the third part fits. Pages 8
		to 11 show how there can be such keys. Until then, take it as
		given: the third part fits this very text, or it does not.`)
	tellHash(p)

	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: naiveGate(token),
		Ours:  verify(story.Verifier(nil), token),
	})

	p.Say(`The tutorial builds its gate step by step. After this step it
		counts the parts, decodes them, and lets the request through;
		the signature is to come later. If you stop here for the day,
		you have a gate that lets everybody in.`)

	// A Verifier that is half built lets nobody in.
	half := &jwt.Verifier{
		Issuer:   story.Issuer,
		Audience: []string{story.API},
		// Keys: to come later.
	}
	typed := story.Compact(story.Header(), story.Claims(), []byte("x"))
	p.Attack(lesson.Case{
		Name:  "three parts that Mallory typed, at a half-built gate",
		Token: typed,
		Naive: naiveGate(typed),
		Ours:  verify(half, typed),
		Fell:  "What it does not check yet, it lets through.",
		Held:  "The zero value of each field is the safe one.",
		Rule: `RFC 7519 section 7.2: "If any of the listed steps fail,
			then the JWT MUST be rejected -- that is, treated by the
			application as an invalid input."`,
	})

	// Header and payload of Ines's token, and then nothing. That is
	// still three parts: the third is empty.
	bare := story.Compact(story.Header(), story.Claims(), nil)
	p.Attack(lesson.Case{
		Name:  "the third part is empty",
		Token: bare,
		Naive: naiveGate(bare),
		Ours:  verify(story.Verifier(nil), bare),
		Fell:  "Nothing splits into three parts as well.",
		Held:  "No signature is a signature that does not match.",
	})

	// The token that tutorials paste into their first request says
	// HS256 and belongs to somebody else's example.
	borrowed := story.Compact(
		`{"alg":"HS256","typ":"JWT"}`, `{"sub":"1234567890"}`,
		[]byte("from another page"),
	)
	p.Attack(lesson.Case{
		Name:  "a token from somebody else's example",
		Token: borrowed,
		Naive: naiveGate(borrowed),
		Ours:  verify(story.Verifier(nil), borrowed),
		Fell:  "No part of it has anything to do with the library.",
		Held:  "HS256 is not an algorithm that the library uses.",
	})
}

// place is a line about one part: where it lies, and how long it is.
func place(name string, s jwt.Segment) string {
	return fmt.Sprintf(
		"%-10s token[%3d:%3d]  %3d characters, %3d bytes",
		name, s.Start, s.End, s.End-s.Start, len(s.Bytes()))
}

func verify(v *jwt.Verifier, token string) error {
	return lesson.Err(v.Verify(context.Background(), token))
}
