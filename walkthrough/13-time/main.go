// 13-time: on or after.
//
// A token is not for ever. Its "exp" is a NumericDate (RFC 7519 section
// 2), a number of seconds since 1970, and the rule is exact: at that
// second, and after it, the token must not be accepted.
//
// The question is easy to ask the wrong way round. "If it has expired,
// refuse" lets through whatever cannot be compared: no date, a word, an
// object. "Unless it is still good, refuse" does not.
//
// The clock of this book stands still at 12:00:00. Your verifier has a
// moving one, and Leeway, for an issuer whose clock is a bit off. If
// you set no Leeway, there is none.
//
//	go run ./walkthrough/13-time
package main

import (
	"context"
	"fmt"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   13,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	p.Say(`A token is good for a while. Ines's token says for how long,
		in seconds since 1970:`)
	token := story.Token()
	v := story.Verifier(nil)
	t := lesson.Must(v.Verify(context.Background(), token))
	p.Show(
		date("iat, issued at ", t.Claims.IssuedAt),
		date("now            ", story.Now()),
		date("exp, expires at", t.Claims.Expiry),
	)
	p.Say(`Ines's token is good for one more hour. Around its end, ours
		says:`)
	var answers []string
	for seconds := -1; seconds <= 1; seconds++ {
		moment := t.Claims.Expiry.Add(
			time.Duration(seconds) * time.Second)
		v.Now = func() time.Time { return moment }
		answer := "yes"
		_, err := v.Verify(context.Background(), token)
		if err != nil {
			answer = err.Error()
		}
		answers = append(answers,
			moment.Format(time.TimeOnly)+"  "+answer)
	}
	p.Show(answers...)

	p.Honest(lesson.Case{
		Name:  "Ines, an hour before the end",
		Token: token,
		Naive: naive(token),
		Ours:  ours(token),
	})

	noExp := story.RS256(story.Header(), story.Claims("exp", ""))
	p.Attack(lesson.Case{
		Name:  "a token without exp",
		Token: noExp,
		Naive: naive(noExp),
		Ours:  ours(noExp),
		Fell:  "now > undefined is false, so it has not expired.",
		Held:  "exp is required, with iss and aud.",
		Rule: `RFC 9068 section 2.2 lists exp among the claims of an
			access token, as REQUIRED.`,
		Seen: "express-oauth-jwt 2.0.2, and in T0",
	})

	for _, exp := range []string{`"never"`, `{}`} {
		words := story.RS256(story.Header(), story.Claims("exp", exp))
		p.Attack(lesson.Case{
			Name:  "exp is " + exp,
			Token: words,
			Naive: naive(words),
			Ours:  ours(words),
			Fell:  "now > NaN is false as well.",
			Held:  "A date is a number, or the payload is malformed.",
			Rule: `RFC 7519 section 4.1.4: "Its value MUST be a number
				containing a NumericDate value."`,
		})
	}

	now := fmt.Sprint(story.Now().Unix())
	second := story.RS256(story.Header(), story.Claims("exp", now))
	p.Attack(lesson.Case{
		Name:  "the very second of exp",
		Token: second,
		Naive: naive(second),
		Ours:  ours(second),
		Fell:  "now > exp is not true yet. The rule is now < exp.",
		Held:  "On or after: at the second, it is over.",
		Rule: `RFC 7519 section 4.1.4: "The "exp" (expiration time)
			claim identifies the expiration time on or after which the
			JWT MUST NOT be accepted for processing."`,
	})

	week := fmt.Sprint(story.Now().Add(7 * 24 * time.Hour).Unix())
	later := story.RS256(story.Header(),
		story.Claims("nbf", week, "exp", `1769086800`))
	p.Attack(lesson.Case{
		Name:  "a token for next week",
		Token: later,
		Naive: naive(later),
		Ours:  ours(later),
		Fell:  "T1 never looks at nbf.",
		Held:  "Before its nbf a token is not valid yet.",
		Rule: `RFC 7519 section 4.1.5: "The "nbf" (not before) claim
			identifies the time before which the JWT MUST NOT be
			accepted for processing."`,
	})
}

// naive looks at the time of a token, as the step of the tutorial does.
func naive(token string) error {
	u := lesson.Must(jwt.Parse(token))
	return naiveFresh(u.Payload.Bytes(), story.Now())
}

func ours(token string) error {
	v := story.Verifier(nil)
	return lesson.Err(v.Verify(context.Background(), token))
}

func date(name string, t time.Time) string {
	return fmt.Sprintf("%s  %d  %s",
		name, t.Unix(), t.Format(time.RFC3339))
}
