package main

import (
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Which of the claims did the issuer promise never to give to a
		second person? And is that promise also made by the other
		issuer?`,
		`Both functions can be the same: an account is found if its
		issuer is c.Issuer and its subject is c.Subject, with == and
		nothing else. Leave the e-mail address alone, verified or not.`,
	},
	More: more,
	Done: `The pair of iss and sub is the only name that stays. No list
		of bad addresses could have done it: an address that is good
		today belongs to somebody else tomorrow. Next, page 16: how the
		gate hands this caller to the handler, for this one request and
		no other.`,
}

func more(p *lesson.Page) {
	for _, t := range []struct{ name, owner, iss, sub, email string }{
		{"an address with capitals", "Ines",
			story.Issuer, "mallory", "Ines@Mail.Example"},
		{"a sub with a capital", "Ines",
			story.Issuer, "Ines", "m@mail.example"},
		{"a sub with a space after it", "Ines",
			story.Issuer, "ines ", "m@mail.example"},
		{"an address where a sub should be", "Ines",
			story.Issuer, "ines@mail.example", "ines@mail.example"},
		{"a sub of the university, at the library", "Jan",
			story.Issuer, "jan", "jan@mail.example"},
	} {
		token := token(t.iss, t.sub, t.email, true)
		for _, f := range []find{naiveEmail, naiveSub} {
			p.Attack(lesson.Case{
				Name:  t.name,
				Token: token,
				Naive: is(t.owner, f, token),
				Ours:  is(t.owner, ours, token),
				Fell:  "It is not that issuer's name for that person.",
			})
		}
	}
	jan := token(university, "jan", "jan@new.example", false)
	for _, f := range []find{naiveEmail, naiveSub} {
		p.Honest(lesson.Case{
			Name:  "Jan, from the university, with a new address",
			Token: jan,
			Naive: is("Jan", f, jan),
			Ours:  is("Jan", ours, jan),
		})
	}
}
