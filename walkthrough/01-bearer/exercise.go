package main

import (
	"errors"
	"net/http"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`The header has a grammar: a scheme, spaces, a token. Where does
		the scheme end? Which letters may the token have? And how many
		headers are there?`,
		`Cut the header at its first space. Compare what is before it
		with "Bearer", all of it, by strings.EqualFold. What is after it
		is the token, if it has the characters of a token and nothing
		else. And count the headers.`,
	},
	More: more,
	Done: `You read the whole header by its grammar, so there is no
		place left in which something could be hidden. Searching for a
		word finds it anywhere. You now do what httpauth.Bearer does.
		Next: what is in that token, and page 2 takes it apart.`,
}

var errNotHers = errors.New("another token came out of it")

func more(p *lesson.Page) {
	token := story.Token()
	for _, t := range []struct{ name, header string }{
		{"a scheme after another token", "Digest x Bearer " + token},
		{"two tokens", "Bearer " + token + " " + token},
		{"a second scheme", "Bearer " + token + ", Basic x"},
		{"a tab in the place of the space", "Bearer\t" + token},
		{"a scheme with a letter more", "Bearers " + token},
		{"a scheme in front", "XBearer " + token},
		{"a token in quotes", `Bearer "` + token + `"`},
		{"no token at all", "Bearer "},
	} {
		r := request(t.header)
		for _, naive := range []func(*http.Request) (string, error){
			naiveIncludes, naiveSlice,
		} {
			p.Attack(lesson.Case{
				Name:  t.name,
				Naive: lesson.Err(naive(r)),
				Ours:  lesson.Err(httpauth.Bearer(r)),
				Fell:  "The grammar has no such header.",
			})
		}
	}
	for _, t := range []struct{ name, header string }{
		{"Ines, with BEARER in capitals", "BEARER " + token},
		{"Ines, with two spaces", "Bearer  " + token},
	} {
		r := request(t.header)
		for _, naive := range []func(*http.Request) (string, error){
			naiveIncludes, naiveSlice,
		} {
			got, err := naive(r)
			if err == nil && got != token {
				err = errNotHers
			}
			p.Honest(lesson.Case{
				Name: t.name, Naive: err,
				Ours: lesson.Err(httpauth.Bearer(r)),
			})
		}
	}
}
