package main

import (
	"errors"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Write down each pair of a method and a path, and beside it who
		may call it. Where your list says "readers", is there a gate?
		Where it says "this reader", who looks?`,
		`In naiveHandler, compare r.PathValue("id") with the sub of
		httpauth.Token(r.Context()), as ownBooks does. In naivePrefix,
		leave the prefix: put g.Handler around the single routes, the
		old one too. In naiveMethod, DELETE needs g.Handler, and
		httpauth.Role inside it: a reader is no admin.`,
	},
	More: more,
	Done: `A route is closed unless it says that it is open. So the one
		that somebody adds tomorrow, in a hurry, is closed. And the
		handler compares the id, since a gate in front cannot know whose
		books they are. Next: what a caller may do, if she is not the
		owner.`,
}

func more(p *lesson.Page) {
	ines := story.Token()
	rosa := story.RS256(story.Header(),
		story.Claims("sub", `"rosa"`, "roles", `["reader","admin"]`))
	with := func(sub string) string {
		return story.RS256(story.Header(), story.Claims("sub", sub))
	}
	for _, sub := range []string{`"Ines"`, `"ines-2"`, `"ine"`, ``} {
		token := with(sub)
		p.Attack(lesson.Case{
			Name: "ines's books for a token whose sub is not ines",
			Naive: want(200, send(
				naiveHandler, "GET", "/user/ines", token)),
			Ours: want(200, send(ours, "GET", "/user/ines", token)),
			Fell: "It is compared in part, or for Mallory only.",
		})
	}
	p.Attack(lesson.Case{
		Name:  "/api/data without a token",
		Naive: want(200, send(naivePrefix, "GET", "/api/data", "")),
		Ours:  want(200, send(ours, "GET", "/api/data", "")),
		Fell:  "The new path must stay behind the gate.",
	})
	p.Attack(lesson.Case{
		Name: "Ines, who is no admin, removes a reader",
		Naive: want(200, send(
			naiveMethod, "DELETE", "/api/users/rosa", ines)),
		Ours: want(200, send(ours, "DELETE", "/api/users/rosa", ines)),
		Fell: "That a token is good does not make its bearer an admin.",
	})
	p.Honest(lesson.Case{
		Name: "Rosa, who is an admin, removes a reader",
		Naive: want(200, send(
			naiveMethod, "DELETE", "/api/users/x", rosa)),
		Ours: want(200, send(ours, "DELETE", "/api/users/x", rosa)),
	})
	p.Honest(lesson.Case{
		Name: "the machine that asks for /health",
		Naive: errors.Join(
			want(200, send(naivePrefix, "GET", "/health", ""))),
		Ours: want(200, send(ours, "GET", "/health", "")),
	})
	hers := with(`"mallory"`)
	p.Honest(lesson.Case{
		Name: "Mallory asks for her own books",
		Naive: want(200, send(
			naiveHandler, "GET", "/user/mallory", hers)),
		Ours: want(200, send(ours, "GET", "/user/mallory", hers)),
	})
}
