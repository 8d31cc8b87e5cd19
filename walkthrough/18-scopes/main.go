// 18-scopes: sets, not substrings.
//
// The gate knows who calls. What may she do? Two claims tell:
//
//	scope   what the app may do for her: she agreed to it
//	roles   what she is, in this library
//
// Both are sets of words. In a set a word is, or it is not; there is no
// such thing as a piece of a word. But scope is written as one string
// with spaces (RFC 6749 section 3.3). For roles, RFC 9068 section
// 2.2.3.1 has the claims groups, roles and entitlements; what may stand
// in them it leaves open, and many issuers use claims of their own. A
// program that searches in the text finds words that are not there.
//
// A caller who may not do a thing hears 403, and which scope it takes.
//
//	go run ./walkthrough/18-scopes
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   18,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

var (
	read  = httpauth.Scope("read")
	admin = httpauth.Role("admin", "roles")
)

func tell(p *lesson.Page) {
	p.Say(`Each issuer has another place for what a caller may do. RFC
		9068 section 2.2.3.1 has the claims groups, roles and
		entitlements, and says of the words in them: "No specific
		vocabulary is provided for "roles" and "entitlements"." These
		are the sets that ours reads:`)
	c := believe(story.RS256(story.Header(), story.Claims(
		"permissions", `["read"]`,
		"realm_access", `{"roles":["reader","admin"]}`,
		"https://library.example/roles", `"admin"`,
	))).Claims
	p.Show(
		fmt.Sprintf("scope                          %q", c.Scopes()),
		fmt.Sprintf("permissions                    %q",
			lesson.Must(c.Strings("permissions"))),
		fmt.Sprintf("realm_access.roles             %q",
			lesson.Must(c.Strings("realm_access", "roles"))),
		fmt.Sprintf("https://library.example/roles  %q",
			lesson.Must(c.Strings("https://library.example/roles"))),
	)

	token := story.Token()
	ines := believe(token)
	p.Honest(lesson.Case{
		Name:  "Ines, whose app may read and renew, reads",
		Token: token,
		Naive: naiveScope(ines, "read"),
		Ours:  ask(read, token),
	})
	chief := story.RS256(story.Header(),
		story.Claims("sub", `"rosa"`, "roles", `["reader","admin"]`))
	p.Honest(lesson.Case{
		Name:   "Rosa, who runs the library, removes a reader",
		Token:  chief,
		Naive:  naiveRole(believe(chief), "admin"),
		Ours:   ask(admin, chief),
		Replay: lesson.Replay{Method: "DELETE", Path: "/api/users/x"},
	})
	single := story.RS256(story.Header(),
		story.Claims("sub", `"rosa"`, "roles", `"admin"`))
	p.Honest(lesson.Case{
		Name:   "Rosa, from an issuer that writes one role as a string",
		Token:  single,
		Naive:  naiveRole(believe(single), "admin"),
		Ours:   ask(admin, single),
		Replay: lesson.Replay{Method: "DELETE", Path: "/api/users/x"},
	})

	p.Say(`Mallory has written an app that fights unwanted mail, and
		nothing else. The scope for that is unread:spam, and Ines agreed
		to it.`)
	spam := story.RS256(story.Header(),
		story.Claims("scope", `"unread:spam"`))
	p.Attack(lesson.Case{
		Name:  "unread:spam meets read",
		Token: spam,
		Naive: naiveScope(believe(spam), "read"),
		Ours:  ask(read, spam),
		Fell: `"unread:spam" has "read" in it, from the third letter
			on.`,
		Held: "The one word of this scope is unread:spam.",
		Rule: `RFC 6749 section 3.3: "The value of the scope parameter
			is expressed as a list of space-delimited, case-sensitive
			strings."`,
		Seen:   "express-oauth-jwt 2.0.2",
		Replay: lesson.Replay{Path: "/api/data"},
	})

	p.Say(`At the library, people may describe their own role. Mallory
		describes hers with modesty.`)
	modest := story.RS256(story.Header(), story.Claims(
		"sub", `"mallory"`, "roles", `"not-an-administrator"`))
	p.Attack(lesson.Case{
		Name:   "not-an-administrator meets admin",
		Token:  modest,
		Naive:  naiveRole(believe(modest), "admin"),
		Ours:   ask(admin, modest),
		Fell:   "A string was said to be an array, and nobody looked.",
		Held:   "A string is an array of one, and compared whole.",
		Replay: lesson.Replay{Method: "DELETE", Path: "/api/users/x"},
	})

	// What the app of the spam fighter hears: the answer tells it which
	// scope to ask Ines for.
	w := send(read, spam)
	p.Say("%d %s", w.Code, w.Header().Get("WWW-Authenticate"))
	p.Say(`RFC 6750 section 3.1 on insufficient_scope: "The resource
		server SHOULD respond with the HTTP 403 (Forbidden) status code
		and MAY include the "scope" attribute with the scope necessary
		to access the protected resource."`)
}

// believe verifies a token, which is genuine here.
func believe(token string) *jwt.Token {
	v := story.Verifier(nil)
	return lesson.Must(v.Verify(context.Background(), token))
}

// ask sends a request through our gate and one further question.
func ask(question func(http.Handler) http.Handler, token string) error {
	if w := send(question, token); w.Code != http.StatusOK {
		return fmt.Errorf("%d insufficient_scope", w.Code)
	}
	return nil
}

func send(
	question func(http.Handler) http.Handler, token string,
) *httptest.ResponseRecorder {
	guard := &httpauth.Guard{
		Verifier: story.Verifier(nil), Realm: "loans",
	}
	ok := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	r := httptest.NewRequest("GET", story.API+"/api/data", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	guard.Handler(question(ok)).ServeHTTP(w, r)
	return w
}
