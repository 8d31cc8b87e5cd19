package main

import (
	"errors"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Ask of each function: could Mallory give the same answer? She
		has seen all that went through Ines's browser: the challenge,
		the method, the code, the state. She has not seen the
		verifier.`,
		`naiveProof and naivePlain can be the same: refuse every method
		but S256, and compare hash(verifier) with the challenge. A
		callback is right if it equals the registered one. And a state
		is the random text that naiveState is given.`,
	},
	More: more,
	Done: `Each of the three binds an answer to the one who asked. The
		verifier binds the code to the app, the callback binds it to the
		app's address, and the state binds the answer to this browser.
		None of them is in the token: the API cannot see how a token was
		fetched. What it can see begins on page 5.`,
}

// The checks of naive.go, each in an issuer that is right otherwise.
var (
	naiveIssuer      = checks{ours.callback, naiveProof, ours.state}
	naivePlainIssuer = checks{
		ours.callback, naivePlain, ours.state,
	}
	naiveCallbackIssuer = checks{
		naiveCallback, ours.proof, ours.state,
	}
)

func more(p *lesson.Page) {
	for _, c := range []checks{naiveIssuer, naivePlainIssuer} {
		for _, t := range []struct{ name, method, verifier string }{
			{"no verifier at all", "S256", ""},
			{"the challenge, sent as the verifier", "S256",
				hash(verifier)},
			{"a verifier that ends otherwise", "S256",
				verifier[:42] + "A"},
			{"a method in small letters", "s256", guessed},
			{"no method, and the challenge as the verifier", "",
				hash(verifier)},
			{"the method plain", "plain", verifier},
		} {
			p.Attack(lesson.Case{
				Name:  t.name,
				Naive: steal(c, t.method, t.verifier),
				Ours:  steal(ours, t.method, t.verifier),
				Fell:  "Mallory has this, too.",
			})
		}
		p.Honest(lesson.Case{
			Name: "the app, with its own verifier", Naive: signIn(c),
			Ours: signIn(ours),
		})
	}
	for _, evil := range []string{
		"https://app.library.example@mallory.example/callback",
		callback + "/../../open?to=mallory.example",
		callback + "?next=https://mallory.example",
		"https://APP.library.example/callback",
		"http://app.library.example/callback",
	} {
		p.Attack(lesson.Case{
			Name:  "the callback " + evil,
			Naive: lure(naiveCallbackIssuer, evil),
			Ours:  lure(ours, evil),
			Fell:  "It is not the registered text.",
		})
	}
	p.Honest(lesson.Case{
		Name:  "an app that keeps its state until the answer comes",
		Naive: keeps(naiveState), Ours: keeps(ours.state),
	})
}

// keeps is nil if a state made from the same random text is the same.
func keeps(newState func(random string) string) error {
	if newState(random) != newState(random) {
		return errors.New("the app does not find its own state again")
	}
	return nil
}
