package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"path"
	"strings"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tellLookup shows what a kid is that goes to a file system or to a
// database: a piece of text from a stranger, in a place where texts are
// commands.
func tellLookup(p *lesson.Page) {
	p.Say(`Other programs look their keys up elsewhere. The one at the
		next door has them in files, each with the name of its kid. They
		are secrets for HS256, which page 12 explains: with such a
		secret one can check tokens, and make them. Mallory knows none
		of them. But she knows a file that is empty on every machine of
		its kind, and so knows the secret in it.`)
	path := macToken("../dev/null", "")
	p.JSON(string(lesson.Must(jwt.Parse(path)).Protected.Bytes()))
	p.Attack(lesson.Case{
		Name:  "a kid that is a path",
		Token: path,
		Naive: verifyMAC(path, naiveFile),
		Ours:  ours(path, story.KeySet()),
		Fell:  "keys/../dev/null is /dev/null, and has no bytes.",
		Held:  "No HS256. And a kid is compared, never opened.",
		Rule: `RFC 8725 section 3.10: "Applications should ensure that
			this does not create SQL or LDAP injection vulnerabilities
			by validating and/or sanitizing the received value."`,
	})

	p.Say(`Its successor asks a database, and pastes the kid into the
		question. Mallory ends the question early, and adds one of her
		own, to which she knows the answer.`)
	sql := macToken("x' UNION SELECT 'open sesame", "open sesame")
	p.JSON(string(lesson.Must(jwt.Parse(sql)).Protected.Bytes()))
	p.Attack(lesson.Case{
		Name:  "a kid that is a piece of SQL",
		Token: sql,
		Naive: verifyMAC(sql, naiveSQL),
		Ours:  ours(sql, story.KeySet()),
		Fell:  "The answer is open sesame, and that is the secret.",
		Held:  "What a kid says is never more than a name.",
	})
}

// verifyMAC checks HS256 with the secret that a lookup finds.
func verifyMAC(
	token string, lookup func(kid string) (string, error),
) error {
	u := lesson.Must(jwt.Parse(token))
	secret, err := lookup(u.Header.KeyID)
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(u.SigningInput()))
	if !hmac.Equal(mac.Sum(nil), u.Signature.Bytes()) {
		return errors.New("invalid signature")
	}
	return nil
}

// macToken is a token with HS256, with that kid and under that secret.
func macToken(kid, secret string) string {
	header := story.Header("alg", `"HS256"`,
		"kid", fmt.Sprintf("%q", kid))
	u := lesson.Must(jwt.Parse(
		story.Compact(header, story.Claims(), nil)))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(u.SigningInput()))
	return story.Compact(header, story.Claims(), mac.Sum(nil))
}

// files are those of the machine, as far as they matter here.
var files = map[string]string{
	"/keys/2025":        "a long secret of last year",
	"/keys/2026":        "a long secret of this year",
	"/dev/null":         "",
	"/uploads/picture1": "what Mallory has sent as her picture",
}

// readFile reads a file by its path, as an operating system does.
func readFile(name string) (string, error) {
	text, ok := files[path.Clean(name)]
	if !ok {
		return "", errors.New("no such file")
	}
	return text, nil
}

// query answers SELECT secret FROM keys WHERE kid = '...', and what
// may come after it, as a database does.
func query(text string) (secret string, err error) {
	rest, ok := strings.CutPrefix(text,
		"SELECT secret FROM keys WHERE kid = '")
	kid, rest, end := strings.Cut(rest, "'")
	if !ok || !end {
		return "", errors.New("syntax error")
	}
	if secret, ok := files["/keys/"+kid]; ok && rest == "" {
		return secret, nil
	}
	other, ok := strings.CutPrefix(rest, " UNION SELECT '")
	if other, end = strings.CutSuffix(other, "'"); ok && end {
		return other, nil
	}
	if strings.HasPrefix(rest, " OR ") {
		return files["/keys/2025"], nil
	}
	return "", errors.New("no such key")
}

// queryFor answers SELECT secret FROM keys WHERE kid = ?. The kid goes
// beside the question, and can be no part of it.
func queryFor(kid string) (secret string, err error) {
	for _, known := range []string{"2025", "2026"} {
		if kid == known {
			return files["/keys/"+known], nil
		}
	}
	return "", errors.New("no such key")
}
