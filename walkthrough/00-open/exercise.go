package main

import (
	"fmt"
	"net/http"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Two routes, two answers: which of them may everybody see? Put
		something in front of the other. You need not write a gate
		yourself yet: main.go has one.`,
		`httpauth.Guard{Verifier: v} is a gate, and its method Handler
		puts it in front of one handler. Wrap the handler of
		/secure-route with it, and leave /health as it is. All three
		functions can return the same API.`,
	},
	More: more,
	Done: `The gate looks at each request anew, and believes nothing but
		a token. What the request says of itself plays no part. How a
		gate looks at a token is what the next pages take apart, so that
		in the end you could write httpauth.Guard yourself.`,
}

func more(p *lesson.Page) {
	for i, o := range []open{naiveOpen, naiveName, naiveEverywhere} {
		at := []string{
			", at naiveOpen", ", at naiveName", ", at naiveEverywhere",
		}[i]
		path := "/secure-route?reader=ines"
		p.Attack(lesson.Case{
			Name:  "three parts that Mallory typed" + at,
			Naive: in(o, path, "of.no.worth"),
			Ours:  in(ours, path, "of.no.worth"),
			Fell:  "A token is there, and may be worth nothing.",
		})
		p.Honest(lesson.Case{
			Name:  "Ines, who does not write her name" + at,
			Naive: in(o, "/secure-route", story.Token()),
			Ours:  in(ours, "/secure-route", story.Token()),
		})
		p.Honest(lesson.Case{
			Name:  "the machine that asks for /health" + at,
			Naive: in(o, "/health", ""),
			Ours:  in(ours, "/health", ""),
		})
		p.Honest(lesson.Case{
			Name:  "a path that is not there" + at,
			Naive: missing(o),
			Ours:  missing(ours),
		})
	}
}

// missing is nil if the API says 404 to a path that it has not.
func missing(o open) error {
	w := send(o, "GET", "/elsewhere", story.Token())
	if w.Code != http.StatusNotFound {
		return fmt.Errorf("%d instead of 404", w.Code)
	}
	return nil
}
