package main

import (
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Which of the three parts tells who wrote the token? What does
		this gate do with it?`,
		`A gate that cannot yet check signatures must let no request in.
		Return an error at the end, until there is something that proves
		who wrote the token: story.Verifier(nil) does.`,
	},
	More: more,
	Done: `The gate now asks who wrote the token. Only the issuer can
		have written it. Counting parts cannot show that. What the
		Verifier does, the next pages take apart; in the meantime, a
		gate says no.`,
}

func more(p *lesson.Page) {
	u := lesson.Must(jwt.Parse(story.Token()))
	sig := u.Signature.Bytes()
	for _, t := range []struct{ name, token string }{
		{"Ines's signature under another payload", story.Compact(
			story.Header(), story.Claims("sub", `"mona"`), sig)},
		{"Ines's signature, cut short", story.Compact(
			story.Header(), story.Claims(), sig[:255])},
		{"a token that Mallory signed herself",
			story.MalloryES256(story.HeaderES256(), story.Claims())},
		{"a header that says none", story.Compact(
			story.Header("alg", `"none"`), story.Claims(), nil)},
	} {
		p.Attack(lesson.Case{
			Name:  t.name,
			Naive: naiveGate(t.token),
			Ours:  verify(story.Verifier(nil), t.token),
			Fell:  "Nothing in it proves that the issuer wrote it.",
		})
	}
	p.Honest(lesson.Case{
		Name:  "Ines with a token of the issuer's other key",
		Naive: naiveGate(story.TokenES256()),
		Ours:  verify(story.Verifier(nil), story.TokenES256()),
	})
}
