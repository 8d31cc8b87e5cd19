package oidctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/signing"
)

// Header returns the header of an access token (RFC 9068 section 2.1) for the
// newest key of the algorithm: alg, typ and kid. It panics if there is no such
// key; [Issuer.NewKey] makes one.
func (i *Issuer) Header(alg jwt.Algorithm) map[string]any {
	k := i.find(alg, "")
	if k == nil {
		panic(fmt.Sprintf("oidctest: no key for %q; call NewKey first", alg))
	}
	return map[string]any{"alg": alg, "typ": "at+jwt", "kid": k.id}
}

// Claims returns the claims of an access token for the audience: iss, sub
// ("alice"), aud, iat (now) and exp (an hour from now). Change them, and add
// others, as you like.
func (i *Issuer) Claims(audience string) map[string]any {
	now := i.now()
	return map[string]any{
		"iss": i.URL,
		"sub": "alice",
		"aud": audience,
		"iat": now.Unix(),
		"exp": now.Add(time.Hour).Unix(),
	}
}

// Sign returns a token. Header and claims are text, which is used byte for byte, or
// any value that [json.Marshal] takes. The names of a map[string]any are written
// in the usual order.
//
// The header's alg is the algorithm, and its kid names the key. If no key has that
// ID, Sign uses the newest key for the algorithm. With the alg "none" there is no
// signature. Sign panics if no key can sign with the algorithm.
func (i *Issuer) Sign(header, claims any) string {
	var h struct {
		Algorithm jwt.Algorithm `json:"alg"`
	}
	if err := json.Unmarshal(text(header), &h); err != nil {
		panic("oidctest: the header does not say how to sign; use SignAs: " + err.Error())
	}
	return i.SignAs(h.Algorithm, header, claims)
}

// SignAs is like [Issuer.Sign], but signs with the algorithm alg, whatever the
// header says.
func (i *Issuer) SignAs(alg jwt.Algorithm, header, claims any) string {
	h := text(header)
	input := encode(h) + "." + encode(text(claims))
	if alg == "none" {
		return input + "."
	}
	var said struct {
		KeyID string `json:"kid"`
	}
	_ = json.Unmarshal(h, &said) // the header can be any text
	k := i.find(alg, said.KeyID)
	if k == nil {
		panic(fmt.Sprintf("oidctest: no key for %q; call NewKey first", alg))
	}
	return input + "." + encode(k.sign(alg, input))
}

// sign makes the signature of RFC 7515 section 5.1.
func (k *key) sign(alg jwt.Algorithm, input string) []byte {
	sig, err := signing.Sign(k.private, alg, input)
	if err != nil {
		panic("oidctest: " + err.Error())
	}
	return sig
}

// text returns the JSON of a header or of claims.
func text(v any) []byte {
	switch v := v.(type) {
	case string:
		return []byte(v)
	case []byte:
		return v
	case json.RawMessage:
		return v
	case map[string]any:
		return object(v)
	}
	return marshal(v)
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("oidctest: " + err.Error())
	}
	return b
}

func indented(v any) []byte {
	var b bytes.Buffer
	_ = json.Indent(&b, marshal(v), "", "  ") // marshal wrote it
	return b.Bytes()
}

// object writes a map in the order that readers expect: first the usual names, then
// the others.
func object(m map[string]any) []byte {
	usual := []string{"alg", "typ", "kid", "iss", "sub", "aud", "client_id", "iat", "nbf", "exp", "jti"}
	names := slices.DeleteFunc(usual, func(name string) bool { _, ok := m[name]; return !ok })
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	members := make([][]byte, len(names))
	for i, name := range names {
		members[i] = slices.Concat(marshal(name), []byte{':'}, marshal(m[name]))
	}
	return slices.Concat([]byte{'{'}, bytes.Join(members, []byte{','}), []byte{'}'})
}
