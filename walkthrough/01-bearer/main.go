// 01-bearer: a header has a grammar.
//
// Ines signs in at the town library. From then on, the app on her
// telephone sends a token along with each request to the loans API:
//
//	GET /secure-route HTTP/1.1
//	Host: loans.library.example
//	Authorization: Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6...
//
// The API takes everybody who has this token for Ines. The next pages
// ask what a token is worth. This one asks where it is, and that has an
// exact answer:
//
//	credentials = "Bearer" 1*SP b64token       RFC 6750 section 2.1
//
// The scheme, at least one space, one token, and nothing else.
//
//	go run ./walkthrough/01-bearer
package main

import (
	"errors"
	"net/http"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   1,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	p.Say(`Ines's app sends her token with each request to the loans
		API. It stands in the Authorization header, and a grammar says
		exactly where:`)

	app := request("Bearer " + story.Token())
	p.Text("Authorization", app.Header.Get("Authorization"))
	p.Text("the token in it", lesson.Must(httpauth.Bearer(app)))

	p.Honest(lesson.Case{
		Name: "Ines's app, as most apps write the header",
		Naive: errors.Join(lesson.Err(naiveIncludes(app)),
			lesson.Err(naiveSlice(app))),
		Ours: lesson.Err(httpauth.Bearer(app)),
		Replay: lesson.Replay{
			Authorization: app.Header["Authorization"],
		},
	})

	p.Say(`Mallory has found an old telephone with Ines's token on it.
		The library knows: a gate in front of the API reads the headers
		by their grammar, and stops that token. So Mallory writes a
		header in which the gate sees no bearer token, but the API
		does.`)

	// Two readers of one text must not find different things in it. A
	// loose reader does, sooner or later.
	hidden := "Basic Zm9v, Bearer " + story.Token()
	p.Attack(lesson.Case{
		Name:  "the token hidden in a header of another scheme",
		Naive: lesson.Err(naiveIncludes(request(hidden))),
		Ours:  lesson.Err(httpauth.Bearer(request(hidden))),
		Fell:  `"Bearer " is in the text somewhere: that will do.`,
		Held:  "The scheme is Basic, so there is no bearer token.",
		Rule: `RFC 6750 section 2.1: credentials = "Bearer" 1*SP
			b64token`,
		Replay: lesson.Replay{Authorization: []string{hidden}},
	})

	glued := "NotBearer " + story.Token()
	p.Attack(lesson.Case{
		Name:   "a scheme that only ends like Bearer",
		Naive:  lesson.Err(naiveIncludes(request(glued))),
		Ours:   lesson.Err(httpauth.Bearer(request(glued))),
		Fell:   `"NotBearer " includes "Bearer ".`,
		Held:   "A scheme is compared whole.",
		Replay: lesson.Replay{Authorization: []string{glued}},
	})

	sliced := "BearerX" + story.Token()
	p.Attack(lesson.Case{
		Name:  "a scheme that only starts like Bearer",
		Naive: lesson.Err(naiveSlice(request(sliced))),
		Ours:  lesson.Err(httpauth.Bearer(request(sliced))),
		Fell:  "Six characters are compared, and seven cut off.",
		Held: `BearerXeyJ... is a scheme too, up to its first dot; it is
			none that we know.`,
		Replay: lesson.Replay{Authorization: []string{sliced}},
	})

	two := []string{"Bearer " + story.Token(), "Bearer of.news.here"}
	p.Attack(lesson.Case{
		Name:  "two headers: the gate reads the last, naive the first",
		Naive: lesson.Err(naiveSlice(request(two...))),
		Ours:  lesson.Err(httpauth.Bearer(request(two...))),
		Fell:  "Header.Get returns the first, and hides the others.",
		Held:  "Two headers are a mistake or an attack: status 400.",
		Rule: `RFC 6750 section 3.1, invalid_request: "The request is
			missing a required parameter, includes an unsupported
			parameter or parameter value, repeats the same parameter,
			uses more than one method for including an access token, or
			is otherwise malformed."`,
		Replay: lesson.Replay{Authorization: two},
	})

	// Looseness in one place, strictness in the wrong place.
	lower := request("bearer " + story.Token())
	p.Harm(lesson.Case{
		Name:  "Ines's new app writes bearer with a small b",
		Naive: lesson.Err(naiveIncludes(lower)),
		Ours:  lesson.Err(httpauth.Bearer(lower)),
		Fell:  "The comparison minds a difference that has no meaning.",
		Rule: `RFC 9110 section 11.1, of HTTP: "It uses a
			case-insensitive token to identify the authentication
			scheme:"`,
		Replay: lesson.Replay{
			Authorization: []string{"bearer " + story.Token()},
		},
	})
}

// request returns a request with these Authorization headers.
func request(values ...string) *http.Request {
	r := lesson.Must(http.NewRequest("GET", story.API, nil))
	for _, v := range values {
		r.Header.Add("Authorization", v)
	}
	return r
}
