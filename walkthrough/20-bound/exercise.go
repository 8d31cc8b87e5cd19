package main

import (
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`Make a list of what a proof says, and of what the request and
		the token say. Which of them does naiveProof compare? What does
		it do with a claim that is absent? And who tells it the name of
		this API?`,
		`A token with cnf needs the scheme DPoP and exactly one proof.
		The proof needs the typ dpop+jwt, and a jwk with which
		jwk.Parse agrees: it refuses d, and has the Thumbprint that
		must equal cnf.jkt. Read the claims with jwt.ParseObject, which
		refuses a name twice. All of jti, htm, htu, iat and ath must be
		there. iat is of the last minute, and not of the future. htu is
		story.API and the path; take it apart with net/url before you
		compare it: case and port of the host have two spellings. Last
		of all, when everything else is right, remember the jti,
		together with the thumbprint.`,
	},
	More: more,
	Done: `Each claim of the proof is compared with something that the
		thief cannot choose: the request as it is, the token, your own
		name, your own clock, your own memory. proof.DPoP does the same,
		forgets in time, and can ask for a nonce. Next: all attacks of
		the book, against one API.`,
}

func more(p *lesson.Page) {
	for _, t := range []struct {
		name, fell string
		proof      string
	}{
		{"a proof for get, in small letters",
			"Methods have one spelling.", proven(set{"htm": "get"})},
		{"a proof for no method", "htm is absent.",
			proven(set{"htm": nil})},
		{"a proof for no URL", "htu is absent.",
			proven(set{"htu": nil})},
		{"a proof for no token", "ath is absent.",
			proven(set{"ath": nil})},
		{"a proof without a number", "jti is absent.",
			proven(set{"jti": nil})},
		{"a proof with an empty number", "jti is empty.",
			proven(set{"jti": ""})},
		{"a proof without a date", "iat is absent.",
			proven(set{"iat": nil})},
		{"a proof of an hour ago", "iat is too old.",
			proven(set{"iat": story.Now().Unix() - 3600})},
		{"a proof that is an hour ahead", "iat is in the future.",
			proven(set{"iat": story.Now().Unix() + 3600})},
		{"a proof with HTU for htu", "Names have one spelling.",
			proven(set{"htu": nil, "HTU": books})},
		{"a proof of the type JWT", "That is not the type of proofs.",
			headed(set{"typ": "JWT"})},
		{"a proof of the type at+jwt", "That is an access token.",
			headed(set{"typ": "at+jwt"})},
		{"a proof without its key", "There is no jwk.",
			headed(set{"jwk": nil, "kid": "rfc7515-a3"})},
		{"a proof with another signature", "It is not signed.",
			proven(nil)[:len(proven(nil))-8] + "AAAAAAAA"},
		{"two proofs for one token, glued together",
			"That is no JWT.", proven(nil) + "," + proven(nil)},
	} {
		p.Attack(hidden(t.name, t.fell, get(t.proof)))
	}
	for _, url := range []string{
		"http://loans.library.example/books",
		story.API + ".mallory.example/books",
		story.API + ":8443/books", books + "/", books + "/../card",
		"//loans.library.example/books", "/books",
		"https://mallory.example/books",
	} {
		p.Attack(hidden("a proof for "+url, "That is another URL.",
			get(proven(set{"htu": url}))))
	}
	moreRequests(p)
	moreHonest(p)
}

// moreRequests have a good proof, and something else that is wrong.
func moreRequests(p *lesson.Page) {
	good := proven(nil)
	p.Attack(hidden("Ines's token without a proof",
		"A bound token needs one.", request{}))
	p.Attack(hidden("a bearer token with a good proof",
		"A bound token comes after the scheme DPoP.",
		request{scheme: "Bearer", proofs: []string{good}}))
	p.Attack(hidden("two fields with a proof each",
		"A proxy may look at the other one.",
		get(good, proven(set{"jti": "p-0002"}))))
	p.Attack(hidden("a proof for X-Forwarded-Host",
		"The sender chooses that field.",
		request{forwarded: "mallory.example", proofs: []string{
			proven(set{"htu": "https://mallory.example/books"})}}))
	p.Attack(hidden("an unbound token after the scheme DPoP",
		"No proof can be for it.",
		request{token: story.Token(), proofs: []string{
			sign(ines(), "GET", books, story.Token(), nil)}}))
	p.Attack(hidden("a token that is bound to nothing known",
		"The key of the proof is not the token's.",
		request{token: emptyBound(), proofs: []string{
			sign(ines(), "GET", books, emptyBound(), nil)}}))
	p.Attack(hidden("a proof that comes a third time",
		"Once is enough.", get(good), get(good), get(good)))
}

// emptyBound is a token that is bound to an unknown kind of key.
func emptyBound() string {
	return story.RS256(story.Header(),
		story.Claims("cnf", `{"kid":"ines"}`))
}

// moreHonest are requests of people who must get in.
func moreHonest(p *lesson.Page) {
	bens := bound(ben(), "sub", `"ben"`)
	good := proven(nil)
	for _, t := range []struct {
		name     string
		requests []request
	}{
		{"Ines's app, with a query", []request{
			{url: books + "?sort=title", proofs: []string{good}}}},
		{"an app that writes the port", []request{get(proven(set{
			"htu": "https://loans.library.example:443/books"}))}},
		{"an app that writes the host in large letters", []request{
			get(proven(set{
				"htu": "https://LOANS.library.example/books"}))}},
		{"an app with the scheme dpop", []request{
			{scheme: "dpop", proofs: []string{good}}}},
		{"Ines's app, twice, with a new proof", []request{
			get(good), get(proven(set{"jti": "p-0002"}))}},
		{"Ben, whose app counts its proofs as Ines's does", []request{
			get(good), {token: bens, proofs: []string{
				sign(ben(), "GET", books, bens, nil)}}}},
		{"Ines, after a forged proof with her number", []request{
			get(good[:len(good)-8] + "AAAAAAAA"), get(good)}},
		{"Ines, after Mallory has used her number", []request{
			get(sign(mallory(), "GET", books, token(), nil)),
			get(good)}},
		{"an older app, whose token is not bound", []request{
			{scheme: "Bearer", token: story.Token()}}},
	} {
		p.Honest(hidden(t.name, "", t.requests...))
	}
}

func hidden(name, fell string, requests ...request) lesson.Case {
	return lesson.Case{
		Name: name, Fell: fell,
		Naive: verdict(naiveGate, requests...),
		Ours:  verdict(ours, requests...),
	}
}
