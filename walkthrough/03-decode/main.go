// 03-decode: one meaning, one spelling.
//
// The parts of a token are base64url, and two of them JSON within. Both
// have strict rules, and readers who are lenient "to be robust". Then
// one signature has many spellings, and one text has many meanings:
// another one for each reader. That is where attackers live.
//
// So jwt.Parse takes base64url only as RFC 7515 section 2 has it: no
// padding, no line breaks, no other alphabet. And it takes JSON only if
// no name stands twice, and names only as they are written.
//
//	go run ./walkthrough/03-decode
package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

var program = lesson.Program{
	Number:   3,
	Tell:     tell,
	Exercise: exercise,
}

func main() { program.Main() }

func tell(p *lesson.Page) {
	token := story.Token()
	dot := strings.LastIndex(token, ".")
	p.Say(`Each letter of base64url stands for 6 bits. The signature has
		256 bytes, which are 2048 bits; its 342 letters have room for
		2052. So the last letter of Ines's token carries 4 bits that
		mean nothing. An encoder must set them to zero, and a decoder
		may refuse others. A lenient decoder does not look:`)
	var table []string
	for _, last := range []string{"w", "x", "y", "_"} {
		sig := token[dot+1:len(token)-1] + last
		b := lesson.Must(base64.RawURLEncoding.DecodeString(sig))
		table = append(table, fmt.Sprintf("...%s decodes to ...%x",
			sig[338:], b[253:]))
	}
	p.Show(table...)
	p.Say(`RFC 4648 section 3.5: "These pad bits MUST be set to zero by
		conforming encoders, which is described in the descriptions on
		padding below." And: "In some environments, the alteration is
		critical and therefore decoders MAY chose to reject an encoding
		if the pad bits have not been set to zero." Tokens are such an
		environment.`)

	p.Honest(lesson.Case{
		Name:  "Ines with her token",
		Token: token,
		Naive: errors.Join(naiveVerify(token, nil), naiveHeader(token),
			asInes(naiveSubject(token))),
		Ours: ours(token),
	})

	p.Say(`Ines loses her telephone, and the library puts the text of
		her token on a list of withdrawn ones. Mallory, who has found
		the telephone, writes the same signature in another way.`)

	withdrawn := map[string]bool{token: true}
	middle := dot + 100
	spellings := []struct{ how, token string }{
		{"other spare bits", token[:len(token)-1] + "x"},
		{"padding at the end", token + "=="},
		{"the alphabet of plain base64", token[:dot] +
			strings.NewReplacer("-", "+", "_", "/").
				Replace(token[dot:])},
		{"a line break in the middle", token[:middle] +
			"\n" + token[middle:]},
	}
	for _, s := range spellings {
		p.Attack(lesson.Case{
			Name:  "the signature spelled with " + s.how,
			Token: s.token,
			Naive: naiveVerify(s.token, withdrawn),
			Ours:  ours(s.token),
			Fell:  "The same bytes in another text, not on the list.",
			Held:  "There is one spelling, and this is not it.",
		})
	}
	p.Say(`RFC 7515 section 2 on base64url: "Base64 encoding using the
		URL- and filename-safe character set defined in Section 5 of RFC
		4648, with all trailing '=' characters omitted (as permitted by
		Section 3.2) and without the inclusion of any line breaks,
		whitespace, or other additional characters."`)

	p.Say(`The library lets readers add a line about themselves. Mallory
		calls hers SUB. The issuer sees no harm in it, for SUB is not
		sub, and signs.`)
	folded := story.RS256(story.Header(),
		story.Claims("sub", `"mallory"`, "SUB", `"ines"`))
	p.Attack(lesson.Case{
		Name:   "Mallory with a claim called SUB is served as Ines",
		Token:  folded,
		Naive:  asInes(naiveSubject(folded)),
		Ours:   asInes(subject(folded)),
		AsSelf: true,
		Fell:   "encoding/json takes SUB for sub, and the last wins.",
		Held:   "sub is sub. She is in, as herself.",
		Rule: `RFC 7515 section 10.13 wants names compared as they are,
			once escapes such as \u0073 for s are undone.`,
		Replay: lesson.Replay{Path: "/user/ines"},
	})

	p.Say(`Another issuer pastes its JSON together from strings.
		Mallory's nickname there is: m","sub":"ines. That issuer's own
		programs read the first of two names, and see mallory.`)
	twice := story.RS256(story.Header(), story.Claims(
		"sub", `"mallory"`, "nickname", `"m","sub":"ines"`))
	p.Attack(lesson.Case{
		Name:  "a name that stands twice",
		Token: twice,
		Naive: asInes(naiveSubject(twice)),
		Ours:  asInes(subject(twice)),
		Fell: `encoding/json keeps the last of two. The RFC allows
			that; but where one reader keeps the first and another the
			last, one token names two people.`,
		Held: "The RFC's other choice: such a token is refused.",
		Rule: `RFC 7519 section 4: "The Claim Names within a JWT Claims
			Set MUST be unique; JWT parsers MUST either reject JWTs with
			duplicate Claim Names or use a JSON parser that returns only
			the lexically last duplicate member name, as specified in
			Section 15.12 ("The JSON Object") of ECMAScript 5.1."`,
	})

	shouted := story.RS256(
		story.Header("alg", "", "ALG", `"RS256"`), story.Claims())
	p.Attack(lesson.Case{
		Name:  "a header with ALG, and no alg",
		Token: shouted,
		Naive: naiveHeader(shouted),
		Ours:  ours(shouted),
		Fell:  "It finds an algorithm where other readers find none.",
		Held:  "Each reader must find the same, or refuse.",
		Rule: `RFC 7515 section 4.1.1, of alg: "This Header Parameter
			MUST be present and MUST be understood and processed by
			implementations."`,
	})

	p.Harm(lesson.Case{
		Name:  "Ines's signature, kept as a string",
		Token: token,
		Naive: naiveString(token),
		Ours:  ours(token),
		Fell:  "Bytes that are no text become U+FFFD, and are lost.",
		Held:  "Segment.Bytes returns bytes.",
	})
}

func ours(token string) error { return lesson.Err(subject(token)) }

func subject(token string) (string, error) {
	t, err := story.Verifier(nil).Verify(context.Background(), token)
	if err != nil {
		return "", err
	}
	return t.Claims.Subject, nil
}

// asInes is the verdict on whom the API serves: nil if it is Ines.
func asInes(sub string, err error) error {
	if err == nil && sub != "ines" {
		return fmt.Errorf("served as %s", sub)
	}
	return err
}
