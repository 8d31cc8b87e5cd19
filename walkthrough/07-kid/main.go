// 07-kid: choosing a key is a decision.
//
// An issuer has several keys: an old and a new one, one for each
// algorithm, and some that are not for tokens at all. Each has an ID,
// "kid", and the header of a token says which one signed it.
//
// That header is the sender's word. It may choose among the keys that
// would do anyway, and no more. So jwk.ParseSet first drops what is not
// for verifying signatures; Set.Keys then wants the kid to be equal,
// and type, curve and alg to fit. Whatever is left may be tried.
//
//	go run ./walkthrough/07-kid
package main

import (
	"context"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   7,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	token := story.TokenES256()
	u := lesson.Must(jwt.Parse(token))
	p.Say(`The issuer has an RSA key and an EC key. Ines's token of
		today is signed with the second, and says so:`)
	p.JSON(string(u.Protected.Bytes()))
	p.JSON(story.KeyEC())

	// Which keys may have signed a token with this header?
	for _, k := range lesson.Must(
		story.Keys().Keys(context.Background(), u.Header)) {
		p.Showf("candidate: kid %s, alg %s", k.ID, k.Algorithm)
	}

	alone := story.KeySet(story.KeyEC())
	p.Honest(lesson.Case{
		Name:  "Ines, and the key set has her key alone",
		Token: token,
		Naive: naiveVerify(token, alone, naiveChoose),
		Ours:  ours(token, alone),
	})
	p.Harm(lesson.Case{
		Name:  "Ines at a gate that compares kid with a quoted name",
		Token: token,
		Naive: naiveVerify(token, story.KeySet(), naiveQuoted),
		Ours:  ours(token, story.KeySet()),
		Fell:  "No key is called tokenHeader.kid.",
		Rule: `RFC 7515 section 4.1.4: "The "kid" (key ID) Header
			Parameter is a hint indicating which key was used to secure
			the JWS."`,
	})

	p.Say(`The library orders repairs from the bindery, in encrypted
		letters. So its key set also has the key of the bindery, "use":
		"enc". Mallory works there, and has the private half.`)
	bindery := story.MalloryKey("kid", `"bindery"`, "use", `"enc"`)
	withBindery := story.KeySet(bindery, story.KeyRSA(), story.KeyEC())

	named := story.MalloryES256(
		story.HeaderES256("kid", `"bindery"`), story.Claims())
	p.Attack(lesson.Case{
		Name:  "signed with the bindery's key, and saying so",
		Token: named,
		Naive: naiveVerify(named, withBindery, naiveChoose),
		Ours:  ours(named, withBindery),
		Fell:  "The kid is in the set, and nobody reads the use.",
		Held:  "A key for encryption is not in jwk.Set.Usable.",
		Rule: `RFC 7517 section 4.2: "The "use" (public key use)
			parameter identifies the intended use of the public key."`,
		Replay: lesson.Replay{KeySet: withBindery},
	})

	silent := story.MalloryES256(
		story.HeaderES256("kid", ""), story.Claims())
	p.Attack(lesson.Case{
		Name:   "the same without a kid: the first key is taken",
		Token:  silent,
		Naive:  naiveVerify(silent, withBindery, naiveChoose),
		Ours:   ours(silent, withBindery),
		Fell:   "The first key is as good a guess as any: a bad one.",
		Held:   "Without a kid, keys that fit are tried: one, here.",
		Replay: lesson.Replay{KeySet: withBindery},
	})

	p.Say(`The developers have left a test key in front of the set. It
		has no kid. Mallory has found its private half in a
		repository.`)
	test := story.MalloryKey("kid", "", "use", "")
	withTest := story.KeySet(test, story.KeyRSA(), story.KeyEC())
	forged := story.MalloryES256(story.HeaderES256(), story.Claims())
	p.Attack(lesson.Case{
		Name:  "the header names the good key, the other signed",
		Token: forged,
		Naive: naiveVerify(forged, withTest, naiveChoose),
		Ours:  ours(forged, withTest),
		Fell:  "A key without a name answers to every name.",
		Held:  "A key without a kid serves no token that names one.",
		Rule: `RFC 7517 section 4.5: "The "kid" (key ID) parameter is
			used to match a specific key."`,
		Replay: lesson.Replay{KeySet: withTest},
	})
	p.Say(`Still, take that key out of the set: a token without a kid
		would be tried with it, by ours too. A key set is a promise.`)

	p.Say(`At last the issuer calls both of its keys "2026". Many do.`)
	sameName := story.KeySet(
		story.KeyRSA("kid", `"2026"`), story.KeyEC("kid", `"2026"`))
	of2026 := story.ES256(
		story.HeaderES256("kid", `"2026"`), story.Claims())
	p.Harm(lesson.Case{
		Name:  "one kid twice: Ines's key is the second",
		Token: of2026,
		Naive: naiveVerify(of2026, sameName, naiveChoose),
		Ours:  ours(of2026, sameName),
		Fell:  "It takes the first, which is of another type.",
		Held:  "All that fit are candidates, up to four.",
		Rule: `RFC 7517 section 4.5: "When "kid" values are used within
			a JWK Set, different keys within the JWK Set SHOULD use
			distinct "kid" values." That is a SHOULD, and the next
			sentence of section 4.5 has an exception: "(One example in
			which different keys might use the same "kid" value is if
			they have different "kty" (key type) values but are
			considered to be equivalent alternatives by the application
			using them.)"`,
		Replay: lesson.Replay{KeySet: sameName},
	})

	tellLookup(p)
}

func ours(token, keySet string) error {
	set, err := jwk.ParseSet([]byte(keySet))
	if err != nil {
		return err
	}
	v := story.Verifier(set)
	return lesson.Err(v.Verify(context.Background(), token))
}
