// 14-who: exact strings, exact kind.
//
// Three questions about a token that is signed and in time:
//
//	who issued it?     "iss"   our issuer, character for character
//	for whom?          "aud"   our API must be one of the audience
//	as what?           "typ"   an access token, and nothing else
//
// An issuer signs many things with its keys: tokens for other APIs, ID
// tokens that tell an app who signed in, letters between servers. They
// are all genuine. Only one kind of them is a ticket to this API.
//
//	go run ./walkthrough/14-who
package main

import (
	"context"
	"errors"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   14,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	p.Say(`Who issued it, for whom, and as what? Ours asks all three.
		This is what Ines's token says, and what is wanted:`)
	token := story.Token()
	x := story.Verifier(nil).Examine(context.Background(), token)
	var lines []string
	for _, c := range x.Checks {
		switch c.Step {
		case jwt.StepType, jwt.StepIssuer, jwt.StepAudience:
			lines = append(lines,
				c.Step.String()+"  "+c.Got, "     want "+c.Want)
		}
	}
	p.Show(lines...)

	pairs := []wanted{{"aud", story.API}, {"iss", story.Issuer}}
	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: errors.Join(naiveIncludes(read(token), story.API),
			naiveLoop(read(token), pairs), naiveKind(typ(token))),
		Ours: ours(token),
	})
	forTwo := story.RS256(story.Header(), story.Claims(
		"aud", `["https://news.library.example","`+story.API+`"]`))
	p.Honest(lesson.Case{
		Name:  "Ines with a token for two APIs",
		Token: forTwo,
		Naive: naiveIncludes(read(forTwo), story.API),
		Ours:  ours(forTwo),
	})

	p.Say(`Mallory has an API of her own, and the issuer gives her
		tokens for it. She may choose its name.`)
	evil := story.RS256(story.Header(), story.Claims(
		"aud", `"`+story.API+`.evil.test"`))
	p.Attack(lesson.Case{
		Name:  "a token for " + story.API + ".evil.test",
		Token: evil,
		Naive: naiveIncludes(read(evil), story.API),
		Ours:  ours(evil),
		Fell:  "includes finds our name at the start of hers.",
		Held:  "Names are compared whole.",
		Rule: `RFC 7519 section 4.1.3: "If the principal processing the
			claim does not identify itself with a value in the "aud"
			claim when this claim is present, then the JWT MUST be
			rejected."`,
	})

	p.Say(`The app got two tokens when Ines signed in: the access token
		for the API, and an ID token for itself. It shows the second to
		every page that wants to greet Ines by her name. Mallory has
		such a page.`)
	idToken := story.RS256(story.Header("typ", `"JWT"`), story.Claims(
		"aud", `"library-app"`, "nonce", `"n-0S6"`, "scope", "",
		"client_id", "", "name", `"Ines"`))
	p.Attack(lesson.Case{
		Name:  "an ID token where an access token should be",
		Token: idToken,
		Naive: naiveClientID(read(idToken)),
		Ours:  ours(idToken),
		Fell:  "The client's ID is the audience of an ID token.",
		Held:  "The API asks for its own name.",
		Rule: `RFC 9068 section 4: "The resource server MUST validate
			that the "aud" claim contains a resource indicator value
			corresponding to an identifier the resource server expects
			for itself."`,
	})

	p.Harm(lesson.Case{
		Name:  "Ines with her access token, at the same gate",
		Token: token,
		Naive: naiveClientID(read(token)),
		Ours:  ours(token),
		Fell:  "It wants the wrong one of her two tokens.",
	})

	tellIDToken(p)

	notice := story.RS256(
		story.Header("typ", `"secevent+jwt"`), story.Claims())
	p.Attack(lesson.Case{
		Name:  "an event notice, signed for the same API",
		Token: notice,
		Naive: errors.Join(naiveKind(typ(notice)),
			naiveIncludes(read(notice), story.API)),
		Ours: ours(notice),
		Fell: "Issuer and audience are right, but it is no ticket.",
		Held: "Types has at+jwt and JWT; at+jwt alone is stricter.",
		Rule: `RFC 8725 section 3.12: "If more than one kind of JWT can
			be issued by the same issuer, the validation rules for those
			JWTs MUST be written such that they are mutually exclusive,
			rejecting JWTs of the wrong kind."`,
	})

	p.Say(`The library trains its staff at a second issuer, which has
		the same keys. There, everybody may be Ines.`)
	training := story.RS256(story.Header(), story.Claims(
		"iss", `"https://login.library.example/training"`,
		"aud", `["`+story.API+`"]`))
	p.Attack(lesson.Case{
		Name:  "another issuer, behind an array",
		Token: training,
		Naive: naiveLoop(read(training), pairs),
		Ours:  ours(training),
		Fell:  "After the array aud, the loop ends: iss goes unasked.",
		Held:  "Each question is asked, or the answer is no.",
		Rule: `RFC 9068 section 4: "The issuer identifier for the
			authorization server (which is typically obtained during
			discovery) MUST exactly match the value of the "iss"
			claim."`,
		Seen: "express-oauth-jwt 2.0.2",
	})

	noAud := story.RS256(story.Header(), story.Claims("aud", ""))
	p.Harm(lesson.Case{
		Name:  "a token without aud makes the gate crash",
		Token: noAud,
		Naive: crash(func() error {
			return naiveIncludes(read(noAud), story.API)
		}),
		Ours:   crash(func() error { return ours(noAud) }),
		Fell:   "undefined has no includes, and nobody catches that.",
		Held:   "A required claim is absent: refused, and on we go.",
		Replay: lesson.Replay{Status: 401},
	})

	tellKeyOfOne(p)
	tellBound(p)
}

func ours(token string) error {
	v := story.Verifier(nil)
	return lesson.Err(v.Verify(context.Background(), token))
}
