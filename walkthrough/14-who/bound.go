package main

import (
	"context"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tellBound asks a fourth question: may anybody use this token who has
// it? Most tokens may be used so. One with a cnf claim may not: it is
// good only for the owner of a key. The owner signs each request with
// the key (DPoP), or opens the connection with it (mutual TLS).
func tellBound(p *lesson.Page) {
	p.Say(`Ines's bank binds its tokens to a key in her telephone: a
		claim cnf has the fingerprint of that key. The library's issuer
		does the same now. Mallory has found such a token in a log. The
		key is not in the log.`)
	bound := story.RS256(story.Header(), story.Claims("cnf",
		`{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}`))
	p.Attack(lesson.Case{
		Name:  "a stolen token that is bound to Ines's key",
		Token: bound,
		Naive: naiveBearer(bound),
		Ours:  ours(bound),
		Fell:  "It takes every token for one that serves its bearer.",
		Held:  "Without the proof, a bound token is worth nothing.",
		Rule: `RFC 9449 section 7.2: "Specifically, such a protected
			resource MUST reject a DPoP-bound access token received as a
			bearer token per [RFC6750]."`,
	})
}

// tellKeyOfOne shows a key that may sign for one issuer only.
func tellKeyOfOne(p *lesson.Page) {
	p.Say(`Now the training issuer gets a key of its own. Both issuers
		still publish one key set, and each key in it says whose it is,
		in a member "issuer". Large providers do that, and write
		{tenantid} for many issuers at once. Mallory has got hold of the
		training key, which was not well guarded: who would want it?`)
	set := story.KeySet(story.KeyRSA("issuer", `"`+story.Issuer+`"`),
		story.MalloryKey("kid", `"training"`,
			"issuer", `"`+story.Issuer+`/training"`))
	p.JSON(story.MalloryKey("kid", `"training"`,
		"issuer", `"`+story.Issuer+`/training"`))
	p.Honest(lesson.Case{
		Name:   "Ines, whose token is signed with the library's key",
		Token:  story.Token(),
		Naive:  naiveShared(story.Token(), set),
		Ours:   oursShared(story.Token(), set),
		Replay: lesson.Replay{KeySet: set},
	})
	forged := story.MalloryES256(
		story.HeaderES256("kid", `"training"`), story.Claims())
	p.Attack(lesson.Case{
		Name:  "the key of one issuer signs for another",
		Token: forged,
		Naive: naiveShared(forged, set),
		Ours:  oursShared(forged, set),
		Fell:  "Key found, signature good, iss right: yes.",
		Held:  "This key may sign for the training issuer only.",
		Rule: `RFC 8725 section 3.8: "When a JWT contains an "iss"
			(issuer) claim, the application MUST validate that the
			cryptographic keys used for the cryptographic operations in
			the JWT belong to the issuer."`,
		Seen: `2023, when a stolen key for private accounts opened the
			mailboxes of companies (Storm-0558)`,
		Replay: lesson.Replay{KeySet: set},
	})
}

// oursShared verifies a token with a key set that several issuers
// share.
func oursShared(token, set string) error {
	keys := lesson.Must(jwk.ParseSet([]byte(set)))
	v := story.Verifier(keys)
	return lesson.Err(v.Verify(context.Background(), token))
}
