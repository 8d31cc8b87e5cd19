package book

// claimGuards are for the pages about claims.
var claimGuards = map[string]guard{
	"time": {
		Question: "exp", Asked: "jwt.Verifier", Before: []string{"split"},
		Naive: []mark{
			{`exp = math.NaN() // undefined`, "No exp: a comparison with undefined is false."},
			{`if float64(now.Unix()) > jsNumber(exp) {`, "It asks whether the token is too old, and not whether it is good."},
		},
		Ours: []function{
			{"jwt/verify.go", "Verifier.askExpiry", []mark{{`if !exp.IsZero() && x.Time.Before(exp.Add(v.leeway())) {`, "The question is turned round: yes needs an exp, and a moment before it."}}},
			{"jwt/verify.go", "Verifier.askNotBefore", []mark{{`x.Time.Before(x.Claims.NotBefore.Add(-v.leeway()))`, "At the very second of nbf, it is good."}}},
		},
		Tests: []string{"TestRefusals/time/exp-missing", "TestRefusals/time/exp-in-words", "TestRefusals/time/exp-object", "TestRefusals/time/exp-now", "TestRefusals/time/nbf-future"},
		Ask:   "exp is 13:00:00, and the clock shows 13:00:00. Is the token good?",
		Answer: []string{
			"No. RFC 7519 says \"on or after\": the moment of exp is the first at which it is over. nbf is the other way round: at its very second the token is good.",
		},
	},
	"who": {
		Question: "aud", Asked: "jwt.Verifier", Before: []string{"time"},
		Naive: []mark{
			{`found = strings.Contains(aud, audience)`, "Of a string, includes finds a piece."},
			{`panic("TypeError: cannot read properties of undefined")`, "Without aud, the gate crashes."},
			{`if c["aud"] != "library-app" {`, "The ID of the app: that is the audience of an ID token."},
			{`func naiveKind(typ string) error { return nil }`, "It does not ask what kind of token this is."},
			{`if slices.Contains(list, any(w.value)) {`, "After the first array the loop returns, and the rest goes unasked."},
		},
		Ours: []function{
			{"jwt/verify.go", "Verifier.askType", []mark{{`sameMediaType(t, x.Header.Type)`, "A whole word, of your list."}}},
			{"jwt/verify.go", "Verifier.askIssuer", []mark{{`case x.Claims.Issuer != v.Issuer:`, "Character for character."}}},
			{"jwt/verify.go", "Verifier.askAudience", []mark{{`if slices.Contains(v.Audience, a) {`, "A whole name, and one of your own."}}},
		},
		Tests: []string{"TestRefusals/issuer-and-audience/aud-longer", "TestRefusals/issuer-and-audience/aud-missing", "TestRefusals/issuer-and-audience/iss-longer", "TestRefusals/typ/typ-event"},
		Ask:   "An ID token is signed with the same key, by the same issuer, for the same person. Which question stops it, and when does it not?",
		Answer: []string{
			"aud stops it. An ID token is for the app, and its aud is the ID of the app, not the name of the API. typ does not tell: many issuers write JWT, or nothing, into both.",
			"So it gets in where the app and the API have the same name, or where the API's list has the ID of the app. If your issuer writes at+jwt, say Types: at+jwt, and typ stops it as well.",
		},
	},
	"user": {
		Question: "handler", Asked: "iss and sub", Before: []string{"who"},
		Naive: []mark{
			{`if a.email == email {`, "Somebody typed that address."},
			{`if a.subject == c.Subject {`, "Two issuers may use one name for two people."},
		},
		Ours: []function{{"main.go", "ours", []mark{
			{`a.issuer == c.Issuer && a.subject == c.Subject`, "Both, whole."},
		}}},
		Tests: []string{"jwt.TestIssuers", "walkthrough/15-user.Test"},
		Ask:   "An issuer says email_verified: true. Why is the address still not the person?",
		Answer: []string{
			"It was verified on one day. Addresses pass on: to the next employee, or to whoever registers the domain when it has lapsed. The sub of an issuer is never given to a second person.",
		},
	},
}
