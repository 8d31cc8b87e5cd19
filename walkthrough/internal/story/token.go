package story

import (
	"encoding/base64"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
)

// The names of the story.
const (
	Issuer = "https://login.library.example"
	API    = "https://loans.library.example"
)

// Now is the moment at which everything happens.
func Now() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// The header and the claims of Ines's token: names, each with its value as
// JSON text.
var (
	header = []string{
		"alg", `"RS256"`,
		"typ", `"at+jwt"`,
		"kid", `"rfc7515-a2"`,
	}
	claims = []string{
		"iss", `"https://login.library.example"`,
		"aud", `"https://loans.library.example"`,
		"sub", `"ines"`,
		"client_id", `"library-app"`,
		"iat", `1768478100`, // 2026-01-15T11:55:00Z
		"exp", `1768482000`, // 2026-01-15T13:00:00Z
		"jti", `"loan-0001"`,
		"scope", `"read renew"`,
		"roles", `["reader"]`,
	}
)

// Token returns Ines's access token, the one of the whole book.
func Token() string { return RS256(Header(), Claims()) }

// TokenES256 returns the same, signed with the issuer's other key.
func TokenES256() string { return ES256(HeaderES256(), Claims()) }

// Claims returns the claims of Ines's token as JSON text, with changes: names,
// each with its value as JSON text. The value "" leaves the claim out.
func Claims(changes ...string) string { return object(claims, changes) }

// Header returns the header of Ines's token, with changes.
func Header(changes ...string) string { return object(header, changes) }

// HeaderES256 returns the header of a token that the EC key signs.
func HeaderES256(changes ...string) string {
	return Header(append([]string{"alg", `"ES256"`, "kid", `"rfc7515-a3"`}, changes...)...)
}

// object writes JSON by pasting strings together, so that a program can write
// any JSON it likes, also such as no issuer would.
func object(members, changes []string) string {
	var names []string
	values := map[string]string{}
	for _, list := range [][]string{members, changes} {
		for i := 0; i < len(list); i += 2 {
			if _, ok := values[list[i]]; !ok {
				names = append(names, list[i])
			}
			values[list[i]] = list[i+1]
		}
	}
	var texts []string
	for _, name := range names {
		if values[name] != "" {
			texts = append(texts, `"`+name+`":`+values[name])
		}
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// Compact puts a token together: RFC 7515 section 7.1.
func Compact(header, payload string, signature []byte) string {
	text := base64.RawURLEncoding.EncodeToString
	return text([]byte(header)) + "." + text([]byte(payload)) + "." + text(signature)
}

// Verifier returns what the loans API expects of a token, with the keys in
// hand. Nil means the issuer's own.
func Verifier(keys jwt.KeySet) *jwt.Verifier {
	if keys == nil {
		keys = Keys()
	}
	return &jwt.Verifier{
		Issuer:   Issuer,
		Audience: []string{API},
		Keys:     keys,
		Now:      Now,
	}
}
