package main

import (
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`What do you have: a text, or a set of words? Which function of
		Go's library finds a word in a list, and which a piece in a
		text?`,
		`Make a list of words first: Claims.Scopes and Claims.Strings
		do. Then look for the word in the list, with slices.Contains.`,
	},
	More: more,
	Done: `A word is in a list, or it is not. So you need no list of
		words that look alike, and the next scope that somebody invents
		cannot open your door. Next: a test that keeps it so.`,
}

func more(p *lesson.Page) {
	for _, scope := range []string{
		"read:books", "Read", "READ", "read-only", "thread", "reading",
		`renew\tread`, `read\nrenew`, "write,read", "",
	} {
		token := story.RS256(story.Header(),
			story.Claims("scope", `"`+scope+`"`))
		p.Attack(lesson.Case{
			Name:  `the scope "` + scope + `"`,
			Naive: naiveScope(believe(token), "read"),
			Ours:  ask(read, token),
			Fell:  "The word read is not in this list.",
		})
	}
	for _, roles := range []string{
		`"administrator"`, `"admin2"`, `"Admin"`, `"reader admin"`,
		`"reader,admin"`, `["administrator"]`, `["Admin"]`,
		`[["admin"]]`, `{"admin":true}`, `true`,
	} {
		token := story.RS256(story.Header(),
			story.Claims("sub", `"mallory"`, "roles", roles))
		p.Attack(lesson.Case{
			Name:  "the roles " + roles,
			Naive: naiveRole(believe(token), "admin"),
			Ours:  ask(admin, token),
			Fell:  "The role admin is not in this list.",
		})
	}
	for _, scope := range []string{
		"renew read", "read", "read  renew",
	} {
		token := story.RS256(story.Header(),
			story.Claims("scope", `"`+scope+`"`))
		p.Honest(lesson.Case{
			Name:  `Ines with the scope "` + scope + `"`,
			Naive: naiveScope(believe(token), "read"),
			Ours:  ask(read, token),
		})
	}
	for _, roles := range []string{`["admin"]`, `"admin"`} {
		token := story.RS256(
			story.Header(), story.Claims("roles", roles))
		p.Honest(lesson.Case{
			Name:  "Rosa with the roles " + roles,
			Naive: naiveRole(believe(token), "admin"),
			Ours:  ask(admin, token),
		})
	}
}
