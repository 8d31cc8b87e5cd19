package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// tellGuess shows why a secret that a person thought of is no key. With
// one token, Mallory can try as many secrets as she likes, at home,
// where no server counts.
func tellGuess(p *lesson.Page, key string) {
	p.Say(`Why does HS256 not exist here at all? Its secret must lie at
		every API that checks tokens, and each of them could make
		tokens, too. And it is often a word. Mallory has one token of
		her own, and a list of words. At home, she tries one after the
		other:`)
	hers := macToken(secret, story.Claims(
		"sub", `"mallory"`, "jti", `"loan-0002"`))
	word, tries := guess(hers, words)
	p.Showf("the secret, after %d tries: %q", tries, word)

	forged := macToken(word, story.Claims())
	p.Attack(lesson.Case{
		Name:  "HS256, with a secret that was guessed",
		Token: forged,
		Naive: naiveSecret(forged, key),
		Ours:  ours(forged),
		Fell:  "One word opens the door, and also makes the keys.",
		Held:  "HS256 is not there. What checks cannot sign.",
		Rule: `RFC 8725 section 3.5: "In particular, human-memorizable
			passwords MUST NOT be directly used as the key to a
			keyed-MAC algorithm such as "HS256"."`,
	})
	p.Say(`RFC 7518 section 3.2 wants a secret of 256 bits at least. A
		computer tries some thousand million words in a second, and
		people think of fewer.`)
}

// secret is what the issuer and the API share. T1 mentions this way: if
// the backend issues the tokens itself, it has a secret to verify them.
const secret = "library2026"

// words are the beginning of a list that has millions.
var words = strings.Fields(`123456 password qwerty letmein secret
	changeme jwt-secret your-256-bit-secret library books library1
	library2024 library2025 library2026 loans`)

// guess finds the secret under which the token's signature is right.
func guess(token string, words []string) (word string, tries int) {
	u := lesson.Must(jwt.Parse(token))
	for i, w := range words {
		mac := mac(w, u.SigningInput())
		if hmac.Equal(mac, u.Signature.Bytes()) {
			return w, i + 1
		}
	}
	return "", len(words)
}

// macToken is a token with HS256, under a secret.
func macToken(secret, claims string) string {
	header := story.Header("alg", `"HS256"`)
	u := lesson.Must(jwt.Parse(story.Compact(header, claims, nil)))
	return story.Compact(header, claims, mac(secret, u.SigningInput()))
}

// mac is HMAC-SHA256, a hash that takes a secret with the text.
func mac(secret, text string) []byte {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(text))
	return h.Sum(nil)
}
