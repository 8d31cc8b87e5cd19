package main

import (
	"net/http"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`For each of the broken builds: which request gets another
		answer there than it should? A test that does not send it cannot
		go red.`,
		`Make an issuer with newIssuer(), give the build
		verifier(issuer), and send all of requests(issuer). The status
		must be r.want for each. A test that makes its own tokens needs
		neither the clock of today nor a token of yesterday.`,
	},
	More: more,
	Done: `Now each fault turns a test red, because each rule has a
		request that breaks it and nothing else. Try it on your own API:
		take one line of the gate away, and look whether a test notices.
		That is called mutation testing. oidctest works with any API,
		also one that does not use this module.`,
}

func more(p *lesson.Page) {
	tests := []test{naiveYes, naiveCurl, func(b build) error {
		return naivePasted(b, story.Now().Add(90*time.Minute))
	}}
	builds := []build{open, noScope}
	for _, m := range mutants {
		builds = append(builds, m.build)
	}
	builds = append(builds,
		with(func(v *jwt.Verifier) { v.Issuer = "https://x.example" }),
		anonymous)
	for _, b := range builds {
		for _, t := range tests {
			p.Attack(lesson.Case{
				Name:  "a broken API that a test calls good",
				Naive: t(b),
				Ours:  ours(b),
				Fell:  "No request of this test meets that fault.",
			})
		}
	}
	for _, t := range tests {
		p.Honest(lesson.Case{
			Name:  "the API as it should be",
			Naive: t(api), Ours: ours(api),
		})
	}
}

// anonymous lets callers in who bring no token.
func anonymous(v httpauth.Verifier) http.Handler {
	return http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "" {
				data(w, r)
				return
			}
			api(v).ServeHTTP(w, r)
		})
}
