// 15-user: iss and sub together say who it is.
//
// A token that was believed tells who calls. It often tells much about
// her: an id, an e-mail address, a name, roles. T0 puts three of them
// into req.user, T1 keeps all.
//
//	sub     "ines"                who it is, for this issuer
//	email   "ines@mail.example"   where she reads her letters, for now
//	roles   ["reader"]            what she is, in this library
//
// Only one of them is made to find her account again. An issuer never
// gives the same sub to two people. An e-mail address can pass on to
// somebody else, and some issuers let people type it in. And a sub is a
// name within one issuer: another issuer may use it for another person.
//
// So ours keys an account by iss and sub, both compared whole.
//
//	go run ./walkthrough/15-user
package main

import (
	"context"
	"errors"
	"fmt"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   15,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

// ours finds the account of the caller.
func ours(accounts []account, c jwt.Claims) (string, error) {
	for _, a := range accounts {
		if a.issuer == c.Issuer && a.subject == c.Subject {
			return a.owner, nil
		}
	}
	return "", errNoAccount
}

// An account is what the loans API has written down about a reader, on
// the day when she came first.
type account struct {
	owner   string // whose books they are
	issuer  string
	subject string
	email   string
}

// accounts of the library. The loans API believes two issuers: its own,
// and that of the university, whose students may borrow books.
var accounts = []account{
	{"Ines", story.Issuer, "ines", "ines@mail.example"},
	{"Rosa", story.Issuer, "rosa", "rosa@mail.example"},
	{"Jan", university, "jan", "jan@mail.example"},
}

const university = "https://login.university.example"

var errNoAccount = errors.New("a new reader, without books")

func tell(p *lesson.Page) {
	p.Say(`Ines signs in. This is what the API learns of her, as T0
		would put it into req.user:`)
	ines := token(story.Issuer, "ines", "ines@mail.example", true)
	c := believe(ines)
	var email string
	_ = c.Get("email", &email)
	p.Show(
		fmt.Sprintf("iss    %q", c.Issuer),
		fmt.Sprintf("sub    %q", c.Subject),
		fmt.Sprintf("email  %q", email),
		fmt.Sprintf("roles  %q", lesson.Must(c.Strings("roles"))),
	)
	p.Honest(lesson.Case{
		Name:  "Ines finds her books again",
		Token: ines,
		Naive: errors.Join(
			is("Ines", naiveEmail, ines), is("Ines", naiveSub, ines)),
		Ours: is("Ines", ours, ines),
	})

	p.Say(`Mallory has a token of the same issuer. This issuer
		lets its users type their e-mail address, and says in
		email_verified that it has not checked it. Mallory types the
		address of Ines.`)
	typed := token(story.Issuer, "mallory", "ines@mail.example", false)
	p.Attack(lesson.Case{
		Name:  "an e-mail address that Mallory typed",
		Token: typed,
		Naive: is("Ines", naiveEmail, typed),
		Ours:  is("Ines", ours, typed),
		Fell:  "The address says Ines. Mallory wrote it.",
		Held:  "Mallory is who she is, whatever she writes.",
		Rule: `OpenID Connect Core 1.0 section 5.7: "Therefore, the only
			guaranteed unique identifier for a given End-User is the
			combination of the iss Claim and the sub Claim."`,
		Seen: `applications with multi-tenant sign-in by Microsoft, in
			2023, under the name nOAuth`,
		AsSelf: true,
		Replay: lesson.Replay{Path: "/user/ines"},
	})

	p.Say(`Does it help to ask for email_verified? Rosa has moved, and
		gave her address up. The mail provider gave it to the next who
		asked, and that was Mallory. The issuer has sent her a letter
		there, and she has answered it.`)
	passedOn := token(
		story.Issuer, "mallory", "rosa@mail.example", true)
	p.Attack(lesson.Case{
		Name:   "an e-mail address that belonged to Rosa",
		Token:  passedOn,
		Naive:  is("Rosa", naiveEmail, passedOn),
		Ours:   is("Rosa", ours, passedOn),
		Fell:   "Verified today says nothing about yesterday.",
		Held:   "A sub is never given to a second person.",
		AsSelf: true,
		Replay: lesson.Replay{Path: "/user/rosa"},
	})

	p.Say(`The second issuer has its own names. A student there may
		choose hers, and Mallory studies.`)
	student := token(university, "ines", "m@mail.example", true)
	p.Attack(lesson.Case{
		Name:   "the same sub from another issuer",
		Token:  student,
		Naive:  is("Ines", naiveSub, student),
		Ours:   is("Ines", ours, student),
		Fell:   "Two issuers, one name, two people.",
		Held:   "The issuer is a part of the name.",
		AsSelf: true,
		Rule: `RFC 7519 section 4.1.2: "The subject value MUST either be
			scoped to be locally unique in the context of the issuer or
			be globally unique."`,
		Replay: lesson.Replay{Path: "/user/ines"},
	})

	moved := token(story.Issuer, "ines", "ines@new.example", true)
	p.Harm(lesson.Case{
		Name:   "Ines has a new e-mail address",
		Token:  moved,
		Naive:  is("Ines", naiveEmail, moved),
		Ours:   is("Ines", ours, moved),
		Fell:   "Her account is the old address. She has no books now.",
		Held:   "An address is a note in her account, and may change.",
		Replay: lesson.Replay{Path: "/user/ines"},
	})
}

// is is nil if the books that are found are those of the owner.
func is(owner string, f find, token string) error {
	got, err := f(accounts, believe(token))
	if err == nil && got != owner {
		err = fmt.Errorf("the books of %s", got)
	}
	return err
}

// A find function finds the owner of the account of a caller.
type find func(accounts []account, c jwt.Claims) (string, error)

// token is one of the two issuers', who share a key on this page.
func token(iss, sub, email string, verified bool) string {
	return story.RS256(story.Header(), story.Claims(
		"iss", fmt.Sprintf("%q", iss), "sub", fmt.Sprintf("%q", sub),
		"email", fmt.Sprintf("%q", email),
		"email_verified", fmt.Sprint(verified)))
}

// believe verifies a token of one of the two issuers.
func believe(token string) jwt.Claims {
	library, other := story.Verifier(nil), story.Verifier(nil)
	other.Issuer = university
	v := jwt.Issuers{library.Issuer: library, university: other}
	return lesson.Must(v.Verify(context.Background(), token)).Claims
}
