package main

import "example.com/glassjwt/walkthrough/internal/lesson"

var exercise = lesson.Exercise{
	Hints: [2]string{
		`You have repaired all of its parts, one page at a time. How
		many of those repairs would you have to keep right, for as long
		as this API lives?`,
		`Throw it away: let naiveAPI return api(client), which is the
		API of main.go.`,
	},
	Done: `The shortest repair is a gate that somebody else has tested
		more than you can, in front of every route. You know now what it
		does, and could have written it; that is the reason why you need
		not. Next: your own token, byte by byte, with go run
		./cmd/jwtexplain -h.`,
}
