package main

import (
	"errors"
	"strconv"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var exercise = lesson.Exercise{
	Hints: [2]string{
		`For each function: which texts are right, and is there any
		other that it also takes? What does it do if the claim is an
		array, or a number, or absent? And whose key was it?`,
		`Make a list of the audience, of one string or of many, and look
		for the name of the API in it, whole. What is neither is
		refused, and so is what is absent. The audience is the API's
		name, not the client's. Take the kinds at+jwt and JWT, and no
		others. Let no check end the others. In naiveShared, compare
		key.Issuer with iss, if it is set; {tenantid} in it stands for
		the claim tid. In naiveBearer, leave v.Bound alone.`,
	},
	More: more,
	Done: `Names are compared whole, in a list that you have made of
		whatever the issuer sent. So there is no suffix to forbid, and
		none to forget. Each kind of token is named that may come in,
		and a key signs for its own issuer. Next: who is it, then?`,
}

func more(p *lesson.Page) {
	pairs := []wanted{{"aud", story.API}, {"iss", story.Issuer}}
	for _, aud := range []string{
		`"` + story.API + `/v2"`, `"` + story.API + `:8443"`,
		`"x` + story.API + `"`, `"` + story.API + ` "`,
		`["` + story.API + `.mallory.example"]`, `"https://loans"`,
		`["https://news.library.example","library-app"]`,
		`{"0":"` + story.API + `"}`, `[]`, `7`,
	} {
		token := story.RS256(story.Header(), story.Claims("aud", aud))
		for _, naive := range []func() error{
			func() error {
				return naiveIncludes(read(token), story.API)
			},
			func() error { return naiveClientID(read(token)) },
			func() error { return naiveLoop(read(token), pairs) },
		} {
			p.Attack(lesson.Case{
				Name: "the audience " + aud, Naive: refused(naive),
				Ours: ours(token),
				Fell: "That is not the name of this API.",
			})
		}
	}
	for _, iss := range []string{
		story.Issuer + "/", story.Issuer + ".mallory.example",
		"https://LOGIN.library.example",
	} {
		token := story.RS256(story.Header(), story.Claims(
			"aud", `["`+story.API+`"]`, "iss", strconv.Quote(iss)))
		p.Attack(lesson.Case{
			Name:  "the issuer " + iss,
			Naive: naiveLoop(read(token), pairs),
			Ours:  ours(token), Fell: "That is another issuer's name.",
		})
	}
	for _, kind := range []string{
		"logout+jwt", "dpop+jwt", "id_token", "at+jwt2", "secevent",
	} {
		token := story.RS256(
			story.Header("typ", strconv.Quote(kind)), story.Claims())
		p.Attack(lesson.Case{
			Name:  "a token of the kind " + kind,
			Naive: naiveKind(typ(token)), Ours: ours(token),
			Fell: "It is no access token.",
		})
	}
	moreKeys(p)
	for _, cnf := range []string{
		`{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}`,
		`{}`, `null`, `"a key"`,
	} {
		token := story.RS256(story.Header(), story.Claims("cnf", cnf))
		p.Attack(lesson.Case{
			Name:  "a token with the cnf " + cnf,
			Naive: naiveBearer(token),
			Ours:  ours(token), Fell: "It is bound to something.",
		})
	}
	p.Honest(lesson.Case{
		Name:  "Ines with her token, in all of the gates",
		Naive: naiveBearer(story.Token()), Ours: ours(story.Token()),
	})
}

// moreKeys has keys whose issuer is a template, or almost right.
func moreKeys(p *lesson.Page) {
	const every = "https://{tenantid}.library.example"
	for _, t := range []struct {
		name, issuer, tid string
		honest            bool
	}{
		{"a key of another name", story.Issuer + "/", "", false},
		{"a key of the next tenant", every, `"news"`, false},
		{"a key of any tenant, and no tid", every, "", false},
		{"Ines, with a key of any tenant", every, `"login"`, true},
		{"Ines, with a key of no named issuer", "", "", true},
	} {
		issuer := ""
		if t.issuer != "" {
			issuer = strconv.Quote(t.issuer)
		}
		set := story.KeySet(story.KeyRSA("issuer", issuer))
		token := story.RS256(story.Header(), story.Claims("tid", t.tid))
		c := lesson.Case{
			Name: t.name, Naive: naiveShared(token, set),
			Ours: oursShared(token, set),
		}
		if t.honest {
			p.Honest(c)
		} else {
			c.Fell = "This key signs for somebody else."
			p.Attack(c)
		}
	}
}

// refused is an error, too, if the gate crashes: that is not this case.
func refused(f func() error) (err error) {
	crashed := crash(func() error {
		err = f()
		return nil
	})
	return errors.Join(crashed, err)
}
