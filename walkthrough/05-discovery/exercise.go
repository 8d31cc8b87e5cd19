package main

import (
	"strconv"

	"example.com/glassjwt/oidc/oidctest"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Where does each function get the address of the keys from? Draw
		an arrow from there to the key. At the other end of it there may
		be your configuration, and nothing else.`,
		`Start from the issuer's name that you know (story.Issuer), not
		from one that the token brings, and never from its header. The
		document that you find there must have that very name in it.`,
	},
	More: more,
	Done: `Every way to a key now begins in your own configuration. The
		token has no say in it, so there is no list of bad addresses to
		keep. The comparison of names is exact, since a name that only
		begins like yours is somebody else's. Next: the keys that are
		found there change.`,
}

func more(p *lesson.Page) {
	library := story.NewIssuer()
	longer := oidctest.NewIssuerAt(story.Issuer + ".mallory.example")
	longer.SetKeySet([]byte(story.KeySet(story.MalloryKey())))
	client := story.Network(longer, library)
	sign := func(header, value string, changes ...string) string {
		return story.MalloryES256(story.Header("alg", `"ES256"`,
			"kid", `"mallory"`, header, value),
			story.Claims(changes...))
	}
	from := sign("x", "", "iss", strconv.Quote(longer.URL))
	p.Attack(lesson.Case{
		Name:  "an issuer whose name begins like the library's",
		Naive: naiveFollow(client, from),
		Ours:  ours(client, from),
		Fell:  "A name is compared whole.",
	})
	jku := sign("jku", strconv.Quote(longer.KeySetURL()))
	p.Attack(lesson.Case{
		Name:  "a jku that begins like the library's",
		Naive: naiveHeader(client, story.Issuer, jku),
		Ours:  ours(client, jku),
		Fell:  "The header leads nowhere, however it begins.",
	})
	renamed := story.NewIssuer()
	renamed.SetMetadata("issuer", story.Issuer+"/")
	slash := story.RS256(story.Header(),
		story.Claims("iss", strconv.Quote(story.Issuer+"/")))
	p.Attack(lesson.Case{
		Name:  "metadata whose issuer has a slash more",
		Naive: naiveDiscover(renamed.Client(), story.Issuer, slash),
		Ours:  ours(renamed.Client(), slash),
		Fell:  "Another name, and so another issuer.",
	})
	p.Honest(lesson.Case{
		Name:  "Ines, whose token has a jku that is not needed",
		Naive: naive(client, withJKU()),
		Ours:  ours(client, withJKU()),
	})
}

// withJKU is Ines's token, in which the issuer says where its keys are.
func withJKU() string {
	return story.RS256(story.Header(
		"jku", strconv.Quote(story.Issuer+"/jwks")), story.Claims())
}
