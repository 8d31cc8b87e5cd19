package main

import (
	"encoding/json"
	"strings"

	"example.com/glassjwt/httpauth/proof"
	"example.com/glassjwt/oidc/oidctest"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tellSigned is about proofs whose signature is good.
func tellSigned(p *lesson.Page) {
	p.Say(`Anyone with a key can sign. Mallory has a key of her own, and
		its public half stands in her proof, as it should.`)
	p.Attack(try(p, lesson.Case{
		Name: "a proof that Mallory signed, for Ines's token",
		Fell: "The key in the proof has signed it. Whose key is it?",
		Held: "Its thumbprint is not the one in the token.",
		Rule: `RFC 9449 section 6: "Resource servers supporting DPoP
			MUST ensure that the public key from the DPoP proof matches
			the one bound to the access token."`,
	}, get(sign(mallory(), "GET", books, token(), nil))))

	p.Attack(try(p, lesson.Case{
		Name: "the access token, as its own proof",
		Fell: "It is a JWT with a good signature: the issuer's.",
		Held: "Its typ is at+jwt. A proof has the typ dpop+jwt.",
		Rule: `RFC 9449 section 11.5: "Servers accepting signed DPoP
			proof JWTs MUST verify that the typ field is dpop+jwt in the
			headers of the JWTs to ensure that adversaries cannot use
			JWTs created for other purposes."`,
	}, get(token())))

	p.Say(`A developer prints the whole key into jwk, with its private
		half, d. Everything works. From the first request on, the log of
		the proxy has the key, and Mallory can sign as Ines.`)
	p.Attack(try(p, lesson.Case{
		Name: "a proof with the private key in jwk",
		Fell: "It takes x and y, and does not see d.",
		Held: "The first test of the app fails, so it never goes out.",
		Rule: `RFC 9449 section 4.3: "The jwk JOSE Header Parameter does
			not contain a private key."`,
	}, get(headed(private()))))

	p.Say(`Mallory borrows Ines's telephone for a minute. She cannot
		take the key out of it. But she can let it sign proofs for all
		the days to come.`)
	p.Attack(try(p, lesson.Case{
		Name: "a proof that says it was made next week",
		Fell: "It is not too old. It is good for a week and more.",
		Held: "iat must not be in the future, but for a Leeway.",
		Rule: `RFC 9449 section 11.2: "An attacker in control of the
			client can pre-generate DPoP proofs for specific endpoints
			arbitrarily far into the future by choosing the iat value in
			the DPoP proof to be signed by the proof-of-possession
			key."`,
	}, get(proven(nextWeek()))))
	tellNonce(p)
}

// nextWeek changes a proof, so that it is made a week before its time.
func nextWeek() set {
	return set{"iat": story.Now().AddDate(0, 0, 7).Unix()}
}

// private is the header of an app that sends its whole key.
func private() set {
	jwk := ines().JWK()
	d := lesson.Must(oidctest.ClientKey().Bytes())
	jwk["d"] = json.RawMessage(story.Number(d))
	return set{"jwk": jwk}
}

// tellNonce shows what stops proofs that are used when their time has
// come.
func tellNonce(p *lesson.Page) {
	p.Say(`If Mallory waits until next week, that proof is in time. Only
		the lifetime of the token stops her then. So the API may ask for
		a nonce: a word of its own, made from the time and a secret. It
		must stand in each proof, and Mallory cannot know it a week
		before. With a NonceKey, ours answers the first request like
		this. The app makes a new proof with the nonce in it, and asks
		again:`)
	nonces := guard(&proof.DPoP{
		Base: story.API, Now: story.Now,
		NonceKey: []byte("an example, and no secret: 32 by"),
	})
	w := send(nonces, get(proven(nil)))
	challenge, _, _ := strings.Cut(
		w.Header().Get("WWW-Authenticate"), ", error_desc")
	nonce := w.Header().Get("DPoP-Nonce")
	p.Show("HTTP/1.1 401 Unauthorized",
		"WWW-Authenticate: "+challenge+", ...",
		"DPoP-Nonce: "+nonce)
	p.Honest(lesson.Case{
		Name:   "Ines's app, with the nonce in its proof",
		Naive:  verdict(naiveGate, get(proven(set{"nonce": nonce}))),
		Ours:   verdict(nonces, get(proven(set{"nonce": nonce}))),
		Replay: lesson.Replay{Elsewhere: true},
	})
}

// tellSite is about the URL of the API, and who says what it is.
func tellSite(p *lesson.Page) {
	p.Say(`Mallory has a site, and sends Ines's app a link to it. The
		app asks there, with token and proof: it should not, but it
		does. The proof says that it is for Mallory's site. So she sends
		it on with the name of her site in the field Host.`)
	p.Attack(try(p, lesson.Case{
		Name: "a proof for mallory.example, with a forged Host",
		Fell: "It asks the sender how this API is called.",
		Held: "Base says it. Host and X-Forwarded-Host are not read.",
	}, request{host: "mallory.example", proofs: []string{
		proven(set{"htu": "https://mallory.example/books"})}}))

	p.Say(`The app writes its claims by pasting texts together. So the
		next link has a quotation mark in it, and the proof has htu
		twice:`)
	p.JSON(twice())
	p.Attack(try(p, lesson.Case{
		Name: "a proof with htu twice",
		Fell: "Of two, its parser takes the last.",
		Held: "No name may stand twice: which of the two is true?",
		Rule: `RFC 7519 section 4: "The Claim Names within a JWT Claims
			Set MUST be unique; JWT parsers MUST either reject JWTs with
			duplicate Claim Names or use a JSON parser that returns only
			the lexically last duplicate member name, as specified in
			Section 15.12 ("The JSON Object") of ECMAScript 5.1."`,
	}, get(ines().Sign(ines().Header(), twice()))))

	p.Say(`The library puts a proxy in front of its API. The proxy
		passes each request on to 10.0.0.7:8080, and writes that into
		Host.`)
	p.Harm(try(p, lesson.Case{
		Name: "Ines's app asks through the proxy",
		Fell: "The proof is for the name that Ines's app knows.",
		Held: "Base is that name. The Host of the proxy is not read.",
	}, request{host: "10.0.0.7:8080", proofs: []string{proven(nil)}}))
}

// twice are the claims of a proof for a link of Mallory's making.
func twice() string {
	link := `https://mallory.example/","htu":"` + books
	c := ines().Claims("GET", "LINK", token())
	c["jti"] = "p-0001"
	return strings.Replace(written(c), "LINK", link, 1)
}
