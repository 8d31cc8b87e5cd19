package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// attacks returns tokens that must not be believed. The keys of RFC 7515, with
// which the issuer can sign, are none that it publishes.
func attacks(p *publisher) []string {
	i := p.issuer
	k := p.honest()
	good := k.tokens[0]
	part := strings.Split(good, ".")
	header := map[string]any{"alg": algOf(k), "typ": "at+jwt", "kid": k.kid}
	with := func(of map[string]any, name string, value any) map[string]any {
		changed := map[string]any{}
		for n, v := range of {
			changed[n] = v
		}
		changed[name] = value
		return changed
	}
	claims := i.Claims(audience)
	past, future := time.Now().Add(-time.Hour).Unix(), time.Now().Add(time.Hour).Unix()
	none := encode(`{"alg":"none"}`) + "." + part[1]
	confused := encode(fmt.Sprintf(`{"alg":"HS256","kid":%q}`, k.kid)) + "." + part[1]
	mac := hmac.New(sha256.New, i.KeySet())
	mac.Write([]byte(confused))

	return []string{
		none + ".",
		confused + "." + encode(string(mac.Sum(nil))),
		part[0] + "." + encode(`{"sub":"admin"}`) + "." + part[2],
		part[0] + "." + part[1] + "." + encode(strings.Repeat("\x00", 64)),
		part[0] + "." + part[1] + ".",
		good + ".",
		part[0] + "." + part[1],
		strings.TrimSuffix(good, good[len(good)-1:]),
		i.Sign(header, with(claims, "exp", past)),
		i.Sign(header, with(claims, "nbf", future)),
		i.Sign(header, with(claims, "aud", "https://other.example")),
		i.Sign(header, with(claims, "iss", "https://evil.example")),
		i.Sign(header, with(claims, "aud", []any{})),
		i.Sign(with(header, "typ", "logout+jwt"), claims),
		i.Sign(with(header, "crit", []string{"x"}), claims),
		i.Sign(`{"alg":"RS256","kid":"`+oidctest.RSAKeyID+`"}`, claims),
		i.SignAs(jwt.ES256, fmt.Sprintf(`{"alg":"RS256","kid":%q}`, k.kid), claims),
		encode(strings.Repeat("[", 40_000)) + ".e30.AA",
		encode(`{"alg":"RS256",`+manyMembers()+`}`) + ".e30.AA",
		encode(fmt.Sprintf(`{"alg":%q,"kid":%q,"x":%q}`, algOf(k), k.kid, strings.Repeat("x", 40_000))) + ".e30.AA",
		"mF_9.B5f-4.1JqM",
		strings.Repeat("A", 70_000),
	}
}

func manyMembers() string {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, `"%x":%d,`, i, i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// withInventedKey returns a token of that key whose header names another one,
// which nobody has.
func withInventedKey(k *key) string {
	_, rest, _ := strings.Cut(k.tokens[0], ".")
	return encode(fmt.Sprintf(`{"alg":%q,"kid":"invented-%d"}`, algOf(k), rand.Uint64())) + "." + rest
}

func algOf(k *key) string {
	var h struct {
		Algorithm string `json:"alg"`
	}
	header, _, _ := strings.Cut(k.tokens[0], ".")
	text, err := base64.RawURLEncoding.DecodeString(header)
	if err == nil {
		err = json.Unmarshal(text, &h)
	}
	if err != nil {
		panic(err)
	}
	return h.Algorithm
}

func encode(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
