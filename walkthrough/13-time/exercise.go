package main

import (
	"strconv"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`The function asks whether a token is too old, and else says
		yes. What does it say if there is nothing to compare? Which
		question says no in that case?`,
		`Turn the question round: return nil only if exp is there, is a
		number, and now is less than exp. Less, not less or equal. Then
		the same for nbf, if it is there: it must be a number, and now
		must not be less than it.`,
	},
	More: more,
	Done: `You ask what must be true, and not what must be false. So
		whatever cannot be compared is refused, without a list of odd
		values. The same turn helps with every claim. Next: claims that
		are texts.`,
}

const (
	odd    = "No comparison with it is true, so no question says no."
	quoted = "A number in quotes is a string, and no date."
	early  = "It is not good yet."
)

func more(p *lesson.Page) {
	now := story.Now().Unix()
	for _, t := range []struct{ name, claim, value, fell string }{
		{"exp is null", "exp", `null`, odd},
		{"exp is true", "exp", `true`, odd},
		{"exp is a number in quotes", "exp", `"1768482000"`, quoted},
		{"exp is a list of a number", "exp", `[1768482000]`, odd},
		{"exp is 0", "exp", `0`, `0 is a date, in 1970.`},
		{`nbf is "never"`, "nbf", `"never"`, odd},
		{"nbf is {}", "nbf", `{}`, odd},
		{"nbf is a number in quotes", "nbf", `"1768478000"`, quoted},
		{"nbf is one second ahead", "nbf", seconds(now + 1), early},
		{"nbf is in the year 3000", "nbf", `32503680000`, early},
	} {
		token := story.RS256(
			story.Header(), story.Claims(t.claim, t.value))
		p.Attack(lesson.Case{
			Name: t.name, Naive: naive(token), Ours: ours(token),
			Fell: t.fell,
		})
	}
	for _, t := range []struct{ name, claim, value string }{
		{"Ines, in the very second of nbf", "nbf", seconds(now)},
		{"Ines, one second before exp", "exp", seconds(now + 1)},
		{"Ines, half a second before exp", "exp", seconds(now) + ".5"},
		{"Ines, whose token is good for a long time", "exp", `1e12`},
	} {
		token := story.RS256(
			story.Header(), story.Claims(t.claim, t.value))
		p.Honest(lesson.Case{
			Name: t.name, Naive: naive(token), Ours: ours(token),
		})
	}
}

func seconds(n int64) string { return strconv.FormatInt(n, 10) }
