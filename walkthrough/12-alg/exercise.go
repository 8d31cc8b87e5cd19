package main

import (
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Who decides in each of these functions how a token is checked?
		It must be you, before the token has said anything. And what may
		a key be used for?`,
		`Decide first which algorithms you accept, and with which key
		each: RS256 and ES384 on this page. Compare alg with that list,
		exactly, before anything else. A list of what is forbidden is
		never complete. And a key is no text: x509.ParsePKIXPublicKey
		tells its type, which must be the one that alg needs.
		jwt.VerifySignature sees to that.`,
	},
	More: more,
	Done: `The list of what you accept is short, and everything else is
		refused without being named. So a new spelling, or a new
		algorithm, finds no way in. And no secret lies at the API: what
		it has can only check. Next: a good signature on an old token.`,
}

func more(p *lesson.Page) {
	key := pemText(story.Keys().Usable[0].Public)
	gates := []func(token, key string) error{
		naiveByHeader, naiveForbid, naiveIgnore, naiveSecret,
	}
	attack := func(name, token, fell string) {
		for _, gate := range gates {
			p.Attack(lesson.Case{
				Name: name, Naive: gate(token, key), Ours: ours(token),
				Fell: fell,
			})
		}
	}
	for _, alg := range []string{"None", "NONE", "nonE", "nONE"} {
		attack("alg "+alg+", and no signature", story.Compact(
			story.Header("alg", `"`+alg+`"`), story.Claims(), nil),
			"It asks not to be checked.")
	}
	for _, alg := range []string{"HS256", "hs256", "Hs256"} {
		header := story.Header("alg", `"`+alg+`"`)
		for _, s := range []string{key, "", secret, "library2026\n"} {
			u := lesson.Must(jwt.Parse(
				story.Compact(header, story.Claims(), nil)))
			attack("alg "+alg+", with a secret that Mallory has",
				story.Compact(header, story.Claims(),
					mac(s, u.SigningInput())),
				"What can check it can also make it.")
		}
	}
	for _, alg := range []string{
		"RS384", "PS256", "none", "rs256", "HS256",
	} {
		attack("alg "+alg+" over a signature of RS256", story.RS256(
			story.Header("alg", `"`+alg+`"`), story.Claims()),
			"What is said and what is done are not the same.")
	}
	for _, gate := range gates {
		p.Honest(lesson.Case{
			Name:  "Ines with her token of RS256",
			Naive: gate(story.Token(), key), Ours: ours(story.Token()),
		})
	}
}
