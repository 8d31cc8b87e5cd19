package main

import (
	"context"
	"fmt"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tellIDToken answers which tokens get in with which settings.
func tellIDToken(p *lesson.Page) {
	id := []string{"nonce", `"n-0S6"`, "scope", "", "client_id", ""}
	aud := func(names string) []string {
		return append([]string{"aud", names}, id...)
	}
	app := `"library-app"`
	both := `["library-app","` + story.API + `"]`
	p.Say(`Does an ID token ever get in, then? That depends on aud and
		on Types, the list of what typ may be. If you set none, at+jwt,
		JWT and no typ at all are accepted, since many issuers send no
		at+jwt yet. Then aud alone decides: an ID token gets in if the
		issuer has put the API into its aud as well. With Types at+jwt
		it does not:`)
	lines := []string{fmt.Sprintf("%-42s %-10s %s",
		"", "Types nil", "at+jwt only")}
	for _, c := range []struct{ name, token string }{
		{"access token, typ at+jwt", story.Token()},
		{"access token, typ JWT",
			story.RS256(story.Header("typ", `"JWT"`), story.Claims())},
		{"access token without typ",
			story.RS256(story.Header("typ", ""), story.Claims())},
		{"ID token, aud is the app",
			story.RS256(story.Header("typ", `"JWT"`),
				story.Claims(aud(app)...))},
		{"ID token, aud is the app and the API",
			story.RS256(story.Header("typ", `"JWT"`),
				story.Claims(aud(both)...))},
	} {
		lines = append(lines, fmt.Sprintf("%-42s %-10s %s", c.name,
			getsIn(c.token), getsIn(c.token, "at+jwt")))
	}
	p.Show(lines...)
	p.Say(`RFC 9068 section 4: "The resource server MUST verify that the
		"typ" header value is "at+jwt" or "application/at+jwt" and
		reject tokens carrying any other value." So if your issuer sends
		at+jwt, set Types: []string{"at+jwt"}. If not, see to it that it
		never puts the API into the aud of an ID token.`)
}

// getsIn asks ours, with a list of types.
func getsIn(token string, types ...string) string {
	v := story.Verifier(nil)
	v.Types = types
	if _, err := v.Verify(context.Background(), token); err != nil {
		return "refused"
	}
	return "in"
}
