package explain

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"example.com/glassjwt/jwt"
)

// members lists the members of the JSON object at the start of b, as far as it
// can be read. A name that stands twice is listed twice. It is for showing only:
// [jwt.ParseObject] decides what a header or claims mean.
func members(b []byte) []Member {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var list []Member
	for d.More() {
		end := d.InputOffset()
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			break
		}
		start := int(end) + bytes.IndexByte(b[end:], '"')
		var value json.RawMessage
		if d.Decode(&value) != nil {
			break
		}
		list = append(list, Member{
			Name:  cutMiddle(name, maxChars),
			Value: cutMiddle(string(value), maxValue),
			Start: start, End: int(d.InputOffset()),
		})
	}
	return list
}

// aboutHeader says what a header parameter is for.
func aboutHeader(m Member) string {
	switch m.Name {
	case "alg":
		var name jwt.Algorithm
		if json.Unmarshal([]byte(m.Value), &name) == nil {
			return aboutAlgorithm(name)
		}
	case "typ":
		return "what kind of JWT it is"
	case "kid":
		return "which key, says the sender: a hint"
	case "crit":
		return "extensions that must be understood"
	case "jwk", "jku", "x5c", "x5u":
		return "a key that the sender brings: never used"
	case "cty":
		return "what kind of payload it is"
	case "enc":
		return "the token is encrypted"
	}
	return ""
}

func aboutAlgorithm(alg jwt.Algorithm) string {
	switch alg {
	case jwt.RS256, jwt.RS384, jwt.RS512:
		return "RSASSA-PKCS1-v1_5 with " + hashOf(alg).String()
	case jwt.PS256, jwt.PS384, jwt.PS512:
		return "RSASSA-PSS with " + hashOf(alg).String()
	case jwt.ES256:
		return "ECDSA on P-256 with SHA-256"
	case jwt.ES384:
		return "ECDSA on P-384 with SHA-384"
	case jwt.ES512:
		return "ECDSA on P-521 with SHA-512"
	case jwt.EdDSA, jwt.Ed25519:
		return "Ed25519"
	case "none":
		return "no signature: anyone can write such a token"
	case "HS256", "HS384", "HS512":
		return "HMAC: a party that can check it can also forge it"
	}
	return ""
}

// aboutClaim says what a claim means. For a date, it says how far it is from now.
func aboutClaim(m Member, o jwt.Object, now time.Time) string {
	switch m.Name {
	case "iss":
		return "who issued it"
	case "sub":
		return "whom it is about"
	case "aud":
		return "for whom it is meant"
	case "exp":
		return aboutDate("expires", "expired", m.Name, o, now)
	case "nbf":
		return aboutDate("valid from", "valid since", m.Name, o, now)
	case "iat":
		return aboutDate("issued", "issued", m.Name, o, now)
	case "jti":
		return "its own name"
	case "scope", "scp":
		return "what the client may do"
	case "client_id", "azp":
		return "the client it was issued to"
	case "nonce", "at_hash", "c_hash":
		return "found in ID tokens"
	case "cnf":
		return "bound to a key of the client, who must prove that it is theirs"
	}
	return ""
}

func aboutDate(future, past, name string, o jwt.Object, now time.Time) string {
	var t time.Time
	if o.Get(name, &t) != nil {
		return ""
	}
	if t.After(now) {
		return future + " " + stamp(t) + ", in " + distance(t.Sub(now))
	}
	return past + " " + stamp(t) + ", " + distance(now.Sub(t)) + " ago"
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// distance writes a duration in the largest unit that it holds at least twice.
func distance(d time.Duration) string {
	for _, unit := range [...]struct {
		name   string
		length time.Duration
	}{{"year", 365 * 24 * time.Hour}, {"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}} {
		if n := d / unit.length; n >= 2 {
			return strconv.Itoa(int(n)) + " " + unit.name + "s"
		}
	}
	return count(int(d/time.Second), "second")
}
