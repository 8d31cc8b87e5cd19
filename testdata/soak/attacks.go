package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// An attack is a token that must not be believed.
type attack struct{ name, text string }

// attacks returns the attacks that a key can be used for. The issuer signs most
// of them itself, with that key: only the question that the attack is about can
// refuse them. The keys of RFC 7515, with which the issuer can sign too, are not
// in the set that it publishes.
func attacks(i *oidctest.Issuer, k *key) []attack {
	good := k.tokens[0].text
	part := strings.Split(good, ".")
	header := map[string]any{"alg": k.alg, "typ": "at+jwt", "kid": k.kid}
	claims := i.Claims(audience)
	past, future := time.Now().Add(-time.Hour).Unix(), time.Now().Add(time.Hour).Unix()
	none := encode(`{"alg":"none"}`) + "." + part[1]
	confused := encode(fmt.Sprintf(`{"alg":"HS256","kid":%q}`, k.kid)) + "." + part[1]
	mac := hmac.New(sha256.New, i.KeySet())
	mac.Write([]byte(confused))
	other := jwt.RS256
	if k.alg == other {
		other = jwt.ES256
	}

	return []attack{
		{"no algorithm", none + "."},
		{"HMAC with the key set as the secret", confused + "." + encode(string(mac.Sum(nil)))},
		{"claims under another token's signature", part[0] + "." + encode(`{"sub":"admin"}`) + "." + part[2]},
		{"a signature of zeros", part[0] + "." + part[1] + "." + encode(strings.Repeat("\x00", 64))},
		{"an empty signature", part[0] + "." + part[1] + "."},
		{"four parts", good + "."},
		{"two parts", part[0] + "." + part[1]},
		{"a signature cut by one character", good[:len(good)-1]},
		{"expired", i.Sign(header, with(claims, "exp", past))},
		{"without exp", i.Sign(header, with(claims, "exp", nil))},
		{"not valid yet", i.Sign(header, with(claims, "nbf", future))},
		{"another audience", i.Sign(header, with(claims, "aud", "https://other.example"))},
		{"no audience", i.Sign(header, with(claims, "aud", []any{}))},
		{"another issuer", i.Sign(header, with(claims, "iss", "https://evil.example"))},
		{"a logout token", i.Sign(with(header, "typ", "logout+jwt"), claims)},
		{"a critical extension", i.Sign(with(header, "crit", []string{"x"}), claims)},
		{"bound to a key", i.Sign(header, with(claims, "cnf", map[string]string{"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}))},
		{"a key that is not published", i.Sign(`{"alg":"RS256","kid":"`+oidctest.RSAKeyID+`"}`, claims)},
		{"another key's signature", i.SignAs(other, fmt.Sprintf(`{"alg":%q,"kid":%q}`, k.alg, k.kid), claims)},
		{"a deep header", encode(strings.Repeat("[", 40_000)) + ".e30.AA"},
		{"a wide header", encode(`{"alg":"RS256",`+manyMembers()+`}`) + ".e30.AA"},
		{"a long header", encode(fmt.Sprintf(`{"alg":%q,"kid":%q,"x":%q}`, k.alg, k.kid, strings.Repeat("x", 40_000))) + ".e30.AA"},
		{"not a JWT", "mF_9.B5f-4.1JqM"},
		{"70,000 letters", strings.Repeat("A", 70_000)},
	}
}

// with returns a copy in which one member has another value. Nil removes it.
func with(of map[string]any, name string, value any) map[string]any {
	changed := maps.Clone(of)
	if changed[name] = value; value == nil {
		delete(changed, name)
	}
	return changed
}

func manyMembers() string {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `"%x":%d,`, i, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// withInventedKey returns a token of that key whose header names a key that
// does not exist.
func withInventedKey(k *key) string {
	_, rest, _ := strings.Cut(k.tokens[0].text, ".")
	return encode(fmt.Sprintf(`{"alg":%q,"kid":"invented-%d"}`, k.alg, rand.Uint64())) + "." + rest
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
