// 12-alg: you choose the algorithm, not the token.
//
// The header says "alg". It has to, since an issuer may use several.
// But the header is part of what is to be checked: a forger of tokens
// writes their headers, too. A verifier that does what "alg" says lets
// the accused choose the judge.
//
// So jwt.Verifier has a list of its own, RS256 and ES256 if you say
// nothing. The token's alg must be in it, and must be one that the key
// is for. "none" and the HS family are not in this module at all: there
// is no list that could let them in.
//
//	go run ./walkthrough/12-alg
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"strings"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   12,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	key := pemText(story.Keys().Usable[0].Public)
	p.Say(`The issuer's RSA key as a text. It is public, and Mallory has
		it, too:`)
	p.Show(strings.Split(strings.TrimSpace(key), "\n")...)

	token := story.Token()
	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: errors.Join(naiveByHeader(token, key),
			naiveForbid(token, key), naiveIgnore(token, key),
			naiveSecret(token, key)),
		Ours: ours(token),
	})

	none := story.Compact(
		story.Header("alg", `"none"`), story.Claims(), nil)
	p.Attack(lesson.Case{
		Name:  "alg none: a token that asks not to be checked",
		Token: none,
		Naive: naiveByHeader(none, key),
		Ours:  ours(none),
		Fell:  "No signature was wanted, and none is there.",
		Held:  "none is not on the list, and cannot be put there.",
		Rule: `RFC 7518 section 3.6: "Implementations MUST NOT accept
			Unsecured JWSs by default."`,
	})

	nOnE := story.Compact(
		story.Header("alg", `"nOnE"`), story.Claims(), nil)
	p.Attack(lesson.Case{
		Name:  "alg nOnE, where none has been forbidden",
		Token: nOnE,
		Naive: naiveForbid(nOnE, key),
		Ours:  ours(nOnE),
		Fell:  "It has 16 spellings, and 15 are not forbidden.",
		Held:  "A list of what is accepted has no such gaps.",
		Rule: `RFC 8725 section 3.1: "Libraries MUST enable the caller
			to specify a supported set of algorithms and MUST NOT use
			any other algorithms when performing cryptographic
			operations."`,
	})

	p.Say(`HS256 is no signature, but a hash with a shared secret: who
		can check it can make it. The secret is whatever text the
		verifier was given as its key. Here, that is the public key, and
		it is public.`)
	header := story.Header("alg", `"HS256"`)
	u := lesson.Must(jwt.Parse(
		story.Compact(header, story.Claims(), nil)))
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(u.SigningInput()))
	confused := story.Compact(header, story.Claims(), mac.Sum(nil))
	p.Attack(lesson.Case{
		Name:  "HS256, with the public key as the secret",
		Token: confused,
		Naive: naiveByHeader(confused, key),
		Ours:  ours(confused),
		Fell:  "One text serves as an RSA key and as a password.",
		Held:  "HS256 is not there, and a key is not a text.",
		Rule: `RFC 8725 section 3.1: "Moreover, each key MUST be used
			with exactly one algorithm, and this MUST be checked when
			the cryptographic operation is performed."`,
	})

	tellGuess(p, key)

	// The issuer itself is confused here: it signs with RS256, but says
	// something else. What is said and what is done must be the same.
	mislabelled := story.RS256(
		story.Header("alg", `"RS512"`), story.Claims())
	p.Attack(lesson.Case{
		Name:  "the header says RS512, and the signature is RS256",
		Token: mislabelled,
		Naive: naiveIgnore(mislabelled, key),
		Ours:  ours(mislabelled),
		Fell:  "It never looks at alg, so anything may stand there.",
		Held:  "RS512 is not on the list.",
		Rule: `RFC 8725 section 3.1: "The library MUST ensure that the
			"alg" or "enc" header specifies the same algorithm that is
			used for the cryptographic operation."`,
	})

	p.Say(`Some issuers sign with ES384: those of Logto do, though T2
		never says so. A gate that knows RSA only refuses their readers.
		Ours has ES384 in its list, because somebody put it there.`)
	es384, key384, set := signES384()
	p.Harm(lesson.Case{
		Name:   "Ines's token, signed with ES384",
		Token:  es384,
		Naive:  naiveIgnore(es384, key384),
		Ours:   oursES384(es384, set),
		Fell:   "It has heard of RSA only.",
		Held:   "Verifier.Algorithms has ES384.",
		Replay: lesson.Replay{KeySet: set},
	})
}

func ours(token string) error {
	v := story.Verifier(nil)
	return lesson.Err(v.Verify(context.Background(), token))
}

// oursES384 believes tokens of ES384, and no others.
func oursES384(token, set string) error {
	v := story.Verifier(lesson.Must(jwk.ParseSet([]byte(set))))
	v.Algorithms = []jwt.Algorithm{jwt.ES384}
	return lesson.Err(v.Verify(context.Background(), token))
}
