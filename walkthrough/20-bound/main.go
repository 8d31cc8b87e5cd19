// 20-bound: a token with a key behind it.
//
// A bearer token serves a thief as well as its owner. So an issuer can
// bind a token to a key of the app. Then the token alone opens nothing.
// Each request also needs a proof that its sender has the key, made for
// this one request. RFC 9449 calls that DPoP, demonstrating proof of
// possession:
//
//	Authorization: DPoP (the token)
//	DPoP: (the proof)
//
// The proof is a JWT as well, signed by the app. It says:
//
//	htm, htu   for which method and which URL it is
//	ath        for which token: the hash of its text
//	iat, jti   when it was made, and its number, which is used once
//
// Each of these must be asked for. If one is not, a thief can use the
// proof of yesterday, of another page, or of another key.
//
//	go run ./walkthrough/20-bound
package main

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/httpauth/proof"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   20,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// ours is the gate of package httpauth, with proofs. Base is the URL of
// the API as its clients call it. No header has a say in that.
func ours(next http.Handler) http.Handler {
	return guard(&proof.DPoP{Base: story.API, Now: story.Now})(next)
}

func guard(p *proof.DPoP) gate {
	v := story.Verifier(nil)
	v.Bound = true // cnf is for the Proof to check
	g := &httpauth.Guard{Verifier: v, Realm: "loans", Proof: p}
	return g.Handler
}

func tell(p *lesson.Page) {
	p.Say(`A bearer token serves a thief as well as its owner. A bound
		token is of no use without a key. The app on Ines's telephone
		has made that key, and keeps its private half. The issuer has
		put the thumbprint of the key into her token, which is a hash of
		the public half:`)
	p.Text("Ines's token", token())
	p.JSON(`{"cnf":{"jkt":"` + ines().Thumbprint() + `"}}`)
	p.Say(`For each request, the app signs a proof. Here is its header,
		with the public key, and its claims:`)
	u := lesson.Must(jwt.Parse(proven(nil)))
	p.JSON(string(u.Protected.Bytes()))
	p.JSON(string(u.Payload.Bytes()))
	p.Say(`The app sends both, the token after the scheme DPoP, and the
		proof in a field of its own:`)
	p.Show("GET /books HTTP/1.1", "Host: loans.library.example",
		"Authorization: DPoP (the token)", "DPoP: (the proof)")
	p.Text("the proof", proven(nil))
	p.Say(`Ours asks these questions about the proof. The first no ends
		them:`)
	d := &proof.DPoP{Base: story.API, Now: story.Now}
	x := lesson.Must(d.Examine(get(proven(nil)).build(), token()))
	var lines []string
	for _, c := range x.Checks {
		lines = append(lines, row(c.Step.String(), c.Question)...)
	}
	p.Show(lines...)

	p.Honest(lesson.Case{
		Name:   "Ines's app asks for her books, with a proof",
		Naive:  verdict(naiveGate, get(proven(nil))),
		Ours:   verdict(ours, get(proven(nil))),
		Replay: lesson.Replay{Elsewhere: true},
	})
	tellStolen(p)
	tellSigned(p)
	tellSite(p)
}

// try adds the verdicts of both gates to a case. With -v, the page
// shows what the last proof says.
func try(
	p *lesson.Page, c lesson.Case, requests ...request,
) lesson.Case {
	c.Naive = verdict(naiveGate, requests...)
	c.Ours = verdict(ours, requests...)
	c.Replay.Elsewhere = c.Token == ""
	last := requests[len(requests)-1]
	if p.Verbose() && last.proofs != nil {
		u := lesson.Must(jwt.Parse(last.proofs[0]))
		p.JSON(string(u.Payload.Bytes()))
	}
	return c
}

// row is a question with its name, in lines of a page.
func row(name, question string) (lines []string) {
	line := fmt.Sprintf("%-10s", name)
	for _, word := range strings.Fields(question) {
		if len(line)+1+len(word) > 68 {
			lines = append(lines, line)
			line = strings.Repeat(" ", 10)
		}
		line += " " + word
	}
	return append(lines, line)
}

// tellStolen is about what Mallory finds: a token, and old proofs.
func tellStolen(p *lesson.Page) {
	p.Say(`A proxy writes all header fields into its log, and Mallory
		reads the log. She has Ines's token now, and some proofs that
		Ines's app has used. She does not have the key.`)
	bearer := request{scheme: "Bearer"}
	p.Attack(try(p, lesson.Case{
		Name:  "the stolen token, as a bearer token",
		Token: token(),
		Fell:  "No proof, and so nothing to check.",
		Held:  "A token with cnf needs the scheme DPoP, and a proof.",
		Rule: `RFC 9449 section 7.2: "Specifically, such a protected
			resource MUST reject a DPoP-bound access token received as a
			bearer token per [RFC6750]."`,
	}, bearer))

	p.Attack(try(p, lesson.Case{
		Name: "a stolen proof, used for the second time",
		Fell: "Nothing is remembered: each proof is a new one.",
		Held: "The jti is remembered for as long as the proof is good.",
		Rule: `RFC 9449 section 11.1: "HTTP requests to the same URI for
			which the jti value has been seen before would be
			declined."`,
	}, get(proven(nil)), get(proven(nil))))

	p.Attack(try(p, lesson.Case{
		Name: "a stolen proof for GET, sent with DELETE",
		Fell: "htm is not looked at.",
		Held: "htm must be the method of this request.",
		Rule: `RFC 9449 section 4.3: "The htm claim matches the HTTP
			method of the current request."`,
	}, request{method: "DELETE", proofs: []string{proven(nil)}}))

	p.Attack(try(p, lesson.Case{
		Name: "a stolen proof for /books, sent to /card",
		Fell: "htu begins as it should. Where it ends is not asked.",
		Held: "htu must be the whole URL, up to the query.",
		Rule: `RFC 9449 section 4.3: "The htu claim matches the HTTP URI
			value for the HTTP request in which the JWT was received,
			ignoring any query and fragment parts."`,
	}, request{
		url: story.API + "/card", proofs: []string{proven(nil)}}))

	p.Say(`Ines's app also has a token that may only read. The proof is
		for that one. Mallory sends it with the other token, which may
		renew loans.`)
	p.Attack(try(p, lesson.Case{
		Name: "a stolen proof for Ines's other token",
		Fell: "The key is the same, and ath is not looked at.",
		Held: "ath must be the hash of the token in this request.",
		Rule: `RFC 9449 section 7: "Binding the token value to the proof
			in this way prevents a proof to be used with multiple
			different access token values across different requests."`,
	}, get(sign(ines(), "GET", books,
		bound(ines(), "scope", `"read"`), nil))))
}
