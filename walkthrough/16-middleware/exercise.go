package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`How many requests use the variable userID at the same time? And
		which of the answers would you give in each case: you have not
		asked rightly, show me a token, not this one, not now?`,
		`Who calls belongs into the context of the request: see
		context.WithValue, and callerOf in answer.go. Give each error
		its own status: 503 for jwt.ErrKeysUnavailable, 401 for
		httpauth.ErrNoToken, 400 for httpauth.ErrRequest, and 401 for
		the rest. errors.Is tells them apart, as long as no error is
		printed into another. One WWW-Authenticate field goes with 400
		and 401, and Retry-After with 503.`,
	},
	More: more,
	Done: `What belongs to a request is kept in the request, and so two
		of them cannot meet. And each answer tells the app what to do
		next: ask rightly, sign in, get a new token, or wait.
		httpauth.Guard gives the same answers. Next: where to put it.`,
}

func more(p *lesson.Page) {
	down := story.NewIssuer()
	down.Fail(http.StatusInternalServerError)
	away := story.Verifier(&oidc.Keys{
		Issuer: story.Issuer, Client: down.Client(),
	})
	v := story.Verifier(nil)
	good := "Bearer " + story.Token()
	old := "Bearer " + story.RS256(story.Header(),
		story.Claims("exp", fmt.Sprint(story.Now().Unix())))
	for _, g := range []gate{
		naiveGlobal, naiveCatch, naiveThrow, naiveThree,
	} {
		for _, t := range []struct {
			name, value string
			v           *jwt.Verifier
			status      int
		}{
			{"without a token", "", v, 401},
			{"with another scheme", "Basic Zm9v", v, 401},
			{"with a header that makes no sense", "Bearer", v, 400},
			{"with a token that has expired", old, v, 401},
			{"while the issuer is down", good, away, 503},
		} {
			p.Harm(lesson.Case{
				Name:  "an app " + t.name,
				Naive: answer(t.status, send(g, t.v, t.value)),
				Ours:  answer(t.status, send(ours, t.v, t.value)),
				Fell: fmt.Sprintf(
					"It should hear %d, and what goes with it.",
					t.status),
			})
		}
		p.Attack(lesson.Case{
			Name:  "Mallory is given what the variable has",
			Naive: overlap(g), Ours: overlap(ours),
			Fell: "Two requests share something.",
		})
	}
}

// answer is nil if an answer has the status and the header fields that
// go with it.
func answer(status int, w *httptest.ResponseRecorder) error {
	if err := want(status, w); err != nil {
		return err
	}
	challenges := len(w.Header()["Www-Authenticate"])
	switch {
	case status == 503 && w.Header().Get("Retry-After") == "":
		return errors.New("503 without Retry-After")
	case status == 503 && challenges != 0:
		return errors.New("503 with a challenge")
	case status != 503 && challenges != 1:
		return fmt.Errorf("%d without a WWW-Authenticate field", status)
	}
	return nil
}
