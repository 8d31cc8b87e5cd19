package main

import (
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`A kid is a stranger's word. Which keys would you believe if the
		token said nothing? The kid may choose among those, and not
		among others. In the last two functions: where is the kid more
		than a name?`,
		`Skip keys with a use other than sig, and keys of another kty
		than the token's alg needs. Then take only a key that has the
		kid of the token. A token without a kid may have the key that
		fits it if there is just one. Mind the quotes. And compare the
		kid with the names of the secrets, which are 2025 and 2026,
		before you open a file; queryFor asks the database without
		pasting.`,
	},
	More: more,
	Done: `First you drop every key that is not for this, and then the
		kid chooses among what is left. So the worst that a kid can do
		is to choose no key. And it is compared, and never opened, asked
		or run. Next: what such a key is made of.`,
}

func more(p *lesson.Page) {
	bindery := story.MalloryKey("kid", `"bindery"`, "use", `"enc"`)
	behind := story.KeySet(story.KeyRSA(), story.KeyEC(), bindery)
	named := story.MalloryES256(
		story.HeaderES256("kid", `"bindery"`), story.Claims())
	silent := story.MalloryES256(
		story.HeaderES256("kid", ""), story.Claims())
	odd := story.KeySet(story.KeyEC(),
		story.MalloryKey("kid", `"odd"`, "use", `"SIG"`))
	oddly := story.MalloryES256(
		story.HeaderES256("kid", `"odd"`), story.Claims())
	for _, t := range []struct{ name, token, set string }{
		{"the bindery's key at the end of the set", named, behind},
		{"no kid, and the bindery's key at the end", silent, behind},
		{"a key for an unknown use: SIG", oddly, odd},
	} {
		p.Attack(lesson.Case{
			Name:  t.name,
			Naive: naiveVerify(t.token, t.set, naiveChoose),
			Ours:  ours(t.token, t.set),
			Fell:  "That key is not for signatures.",
		})
	}
	token := story.ES256(story.HeaderES256("kid", ""), story.Claims())
	p.Honest(lesson.Case{
		Name:  "Ines without a kid, where one key fits",
		Naive: naiveVerify(token, story.KeySet(), naiveChoose),
		Ours:  ours(token, story.KeySet()),
	})

	for _, t := range []struct{ kid, secret string }{
		{"../uploads/picture1", "what Mallory has sent as her picture"},
		{"2026/../../dev/null", ""},
		{"./../dev//null", ""},
		{"....//dev/null", ""},
		{"../keys/../dev/null", ""},
	} {
		token := macToken(t.kid, t.secret)
		p.Attack(lesson.Case{
			Name:  "the kid " + t.kid,
			Naive: verifyMAC(token, naiveFile),
			Ours:  ours(token, story.KeySet()),
			Fell:  "It leads to a file whose text Mallory knows.",
		})
	}
	for _, t := range []struct{ kid, secret string }{
		{"' UNION SELECT '", ""},
		{"2026' UNION SELECT 'open", "open"},
	} {
		token := macToken(t.kid, t.secret)
		p.Attack(lesson.Case{
			Name:  "the kid " + t.kid,
			Naive: verifyMAC(token, naiveSQL),
			Ours:  ours(token, story.KeySet()),
			Fell:  "It is a part of the question.",
		})
	}
	for _, lookup := range []func(string) (string, error){
		naiveFile, naiveSQL,
	} {
		secret := files["/keys/2026"]
		p.Honest(lesson.Case{
			Name:  "the neighbour's own token, with the kid 2026",
			Naive: verifyMAC(macToken("2026", secret), lookup),
		})
	}
}
