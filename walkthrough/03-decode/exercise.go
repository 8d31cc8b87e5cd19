package main

import (
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`How many texts does your decoder take for one signature? There
		must be one. And how many claims does your JSON reader take for
		sub? Read what the documentation of both packages says about
		it.`,
		`base64.RawURLEncoding.Strict() refuses spare bits, but still
		skips line breaks: look for them yourself. For the JSON, use
		jwt.ParseObject and its Get: encoding/json matches SUB to sub,
		and keeps the last of two names. A signature is bytes, not
		text.`,
	},
	More: more,
	Done: `There is one spelling of each token now, and one meaning of
		each name. So two programs that read the same token cannot find
		different things in it, and that is where such attacks live. A
		list of withdrawn texts is a bad idea all the same: page 11 has
		another second spelling, and a better list.`,
}

func more(p *lesson.Page) {
	token := story.Token()
	dot := strings.LastIndex(token, ".")
	withdrawn := map[string]bool{token: true}
	for _, t := range []struct{ name, token string }{
		{"the last letter once more", token[:len(token)-1] + "z"},
		{"one sign of padding", token + "="},
		{"a carriage return", token[:dot+9] + "\r" + token[dot+9:]},
		{"a line break at the end", token + "\n"},
		{"a space in the middle", token[:dot+9] + " " + token[dot+9:]},
	} {
		p.Attack(lesson.Case{
			Name:  "a withdrawn token with " + t.name,
			Naive: naiveVerify(t.token, withdrawn),
			Ours:  ours(t.token),
			Fell:  "The same bytes in another text, not on the list.",
		})
	}
	for _, t := range []struct{ name, claim string }{
		{"Sub", "Sub"}, {"sUb", "sUb"},
		{`\u0073ub, which is sub`, `\u0073ub`},
	} {
		token := story.RS256(story.Header(),
			story.Claims("sub", `"mallory"`, t.claim, `"ines"`))
		p.Attack(lesson.Case{
			Name:  "a second claim: " + t.name,
			Naive: asInes(naiveSubject(token)),
			Ours:  asInes(subject(token)),
			Fell:  "It is taken for sub, and the last one wins.",
		})
	}
	mixed := story.RS256(
		story.Header("alg", "", "Alg", `"RS256"`), story.Claims())
	p.Attack(lesson.Case{
		Name:  "a header with Alg, and no alg",
		Naive: naiveHeader(mixed),
		Ours:  ours(mixed),
		Fell:  "Alg is not alg.",
	})
	named := story.RS256(story.Header(),
		story.Claims("nickname", `"sub: mallory, SUB: mallory"`))
	p.Honest(lesson.Case{
		Name:  "Ines, whose nickname has sub in it",
		Naive: asInes(naiveSubject(named)),
		Ours:  asInes(subject(named)),
	})
}
