package jwk

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
	"github.com/google/go-cmp/cmp"
)

func set(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + `]}` }

// An unusable key, of whatever kind and wherever it stands, does not spoil the
// others.
func TestParseSetSkips(t *testing.T) {
	good := with(rsaKey, `"kid":"good"`)
	for _, c := range unusable {
		if !jsonValue(c.key) {
			continue // spoils the document
		}
		for i, document := range []string{set(c.key, good), set(good, c.key), set(c.key, good, c.key)} {
			s, err := ParseSet([]byte(document))
			if err != nil {
				t.Errorf("%s: ParseSet = %v", c.why, err)
				continue
			}
			if ids := s.KeyIDs(); len(ids) != 1 || ids[0] != "good" {
				t.Errorf("%s: the usable keys are %q", c.why, ids)
			}
			if keys, err := s.Keys(t.Context(), jwt.Header{Algorithm: jwt.RS256, KeyID: "good"}); len(keys) != 1 || err != nil {
				t.Errorf("%s: Keys = %v, %v", c.why, keys, err)
			}
			for _, skipped := range s.Skipped {
				if !errors.Is(skipped, c.reason) {
					t.Errorf("%s: Skipped = %v; want %q", c.why, skipped, c.reason)
				}
			}
			if want := 1 + i/2; len(s.Skipped) != want {
				t.Errorf("%s: Skipped = %v; want %d", c.why, s.Skipped, want)
			}
		}
	}
}

// jsonValue reports whether the text is one JSON value.
func jsonValue(text string) bool {
	_, err := jwt.ParseShallow([]byte(`{"x":` + text + `}`))
	return err == nil
}

func TestParseSetNamesWhatItSkips(t *testing.T) {
	s, err := ParseSet([]byte(set(
		with(rsaKey, `"kid":"a"`), `7`, with(rsaKey, `"kid":"weak\n"`, `"e":"AQ"`), `{"kty":"oct","kid":7}`,
		with(ecKey, `"kid":"`+strings.Repeat("x", 100)+`"`, `"use":"enc"`),
		with(rsaKey, `"kid":"a"`, `"kty":"`+strings.Repeat("\u2028", 1000)+`"`),
		with(rsaKey, `"alg":"RSA-OAEP"`), with(rsaKey, `"n":"`+n2048+`=="`), with(rsaKey, `"n":"++++"`), with(rsaKey, `"n":"AB"`), with(ecKey, `"y":"A"`), with(ecKey, `"x":"A A"`),
		with(okpKey, `"crv":"X25519"`), with(ecKey, `"crv":"secp256k1"`), with(rsaKey, `"key_ops":["verify","verify"]`), with(rsaKey, `"use":"sig"`, `"key_ops":["verify","wrapKey"]`),
		strings.Replace(rsaKey, "{", `{"kid":"b","kid":"b",`, 1), strings.Replace(with(rsaKey, `"kid":"c"`), "}", `,"x":[{"y":1,"y":1}]}`, 1),
	)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, err := range s.Skipped {
		got = append(got, err.Error())
	}
	want := []string{
		"key 1: malformed key: not a JSON object at byte 0",
		`key 2 (kid "weak\n"): weak key: e is 1`,
		`key 3: malformed key: member "kid" is not a string`,
		`key 4 (kid "` + strings.Repeat("x", 64) + `"...): key is not for verifying: use is "enc", not sig`,
		`key 5 (kid "a"): unsupported key: kty is "` + strings.Repeat(`\u2028`, 21) + `\xe2"..., not RSA, EC or OKP`,
		`key 6: unsupported key: alg is "RSA-OAEP", not a signature algorithm for this key`,
		`key 7: malformed key: member "n" is not strict base64url: padding`,
		`key 8: malformed key: member "n" is not strict base64url: the alphabet of base64`,
		`key 9: malformed key: member "n" is not strict base64url: spare bits`,
		`key 10: malformed key: member "y" is not strict base64url: one character too many`,
		`key 11: malformed key: member "x" is not strict base64url`,
		`key 12: unsupported key: crv is "X25519", not Ed25519`,
		`key 13: unsupported key: crv is "secp256k1", not P-256, P-384 or P-521`,
		`key 14: malformed key: key_ops has "verify" twice`,
		`key 15: key is not for verifying: use is sig, but key_ops has wrapKey`,
		`key 16: malformed key: a name stands twice in one object at byte 11`,
		`key 17: malformed key: a name stands twice in one object at byte 395`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Skipped (-want +got):\n%s", diff)
	}
}

func TestParseSetRefuses(t *testing.T) {
	for why, document := range map[string]string{
		"nothing":            "",
		"null":               "null",
		"an array":           "[" + rsaKey + "]",
		"HTML":               "<html></html>",
		"no keys":            `{}`,
		"an error":           `{"error":"not_found"}`,
		"KEYS":               `{"KEYS":[]}`,
		"keys is null":       `{"keys":null}`,
		"keys is an object":  `{"keys":` + rsaKey + `}`,
		"keys is a string":   `{"keys":"[]"}`,
		"one key":            rsaKey,
		"keys twice":         `{"keys":[],"keys":[` + rsaKey + `]}`,
		"two documents":      set() + set(rsaKey),
		"cut off":            set(rsaKey, ecKey)[:500],
		"byte order mark":    "\ufeff" + set(rsaKey),
		"another name twice": `{"a":1,"keys":[` + rsaKey + `],"a":1}`,
		"invalid UTF-8":      set(with(rsaKey, "\"kid\":\"\xff\"")),
		"1001 keys":          set(many(maxKeys + 1)...),
		"2001 keys":          set(many(2001)...),
		"1001 times nothing": set(strings.Split(strings.Repeat("7,", maxKeys)+"7", ",")...),
	} {
		if s, err := ParseSet([]byte(document)); s != nil || !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: ParseSet = %v, %v; want error %q", why, s, err, ErrMalformed)
		}
	}
}

// The reason is said, and that it is the set that is to blame and not a token.
func TestParseSetSaysWhy(t *testing.T) {
	for document, want := range map[string]string{
		"\ufeff" + set(rsaKey):  "malformed key set: a byte order mark before the JSON object at byte 0",
		"<html></html>":         "malformed key set: not a JSON object at byte 0",
		`{"error":"not_found"}`: `malformed key set: member absent: "keys"`,
		set(many(1001)...):      "malformed key set: 1001 keys, more than 1000",
	} {
		_, err := ParseSet([]byte(document))
		if err == nil || err.Error() != want || errors.Is(err, jwt.ErrMalformed) {
			t.Errorf("ParseSet(%.20q) = %v; want %q", document, err, want)
		}
	}
}

// many returns so many keys, each with an ID of its own.
func many(n int) []string {
	var keys []string
	for i := range n {
		keys = append(keys, with(ecKey, fmt.Sprintf(`"kid":"%d"`, i)))
	}
	return keys
}

func TestParseSetAccepts(t *testing.T) {
	for why, c := range map[string]struct {
		document string
		usable   int
	}{
		"empty":                             {set(), 0},
		"white space":                       {"\r\n{ \"keys\" : [ " + rsaKey + " ] }\n", 1},
		"other members":                     {`{"KEYS":[],"Keys":7,"next":{"keys":[]},"keys":[` + rsaKey + `]}`, 1},
		"the same key twice":                {set(rsaKey, rsaKey), 2},
		"1000 keys":                         {set(many(maxKeys)...), maxKeys},
		"a name twice in a key":             {set(strings.Replace(rsaKey, "{", `{"n":"AQAB",`, 1), rsaKey), 1},
		"a name twice among many, in a key": {set(strings.Replace(rsaKey, "}", manyMembers(40)+`,"m7":1}`, 1), rsaKey), 1},
		"nothing usable":                    {set(`7`, `{}`, `null`), 0},
	} {
		s, err := ParseSet([]byte(c.document))
		if err != nil || len(s.Usable) != c.usable {
			t.Errorf("%s: ParseSet = %v, %v; want %d keys", why, s, err, c.usable)
		}
	}
}

func TestSetKeys(t *testing.T) {
	a, b := with(rsaKey, `"kid":"a"`), with(rsaKey, `"kid":"b"`, `"e":"Aw"`)
	for _, c := range []struct {
		why      string
		document string
		header   jwt.Header
		want     int // 0 for ErrKeyUnknown
	}{
		{"kid is equal", set(a, b), jwt.Header{Algorithm: jwt.RS256, KeyID: "b"}, 1},
		{"kid is unknown", set(a, b), jwt.Header{Algorithm: jwt.RS256, KeyID: "c"}, 0},
		{"kid of another case", set(a, b), jwt.Header{Algorithm: jwt.RS256, KeyID: "A"}, 0},
		{"kid with a space", set(a, b), jwt.Header{Algorithm: jwt.RS256, KeyID: "a "}, 0},
		{"kid, but none on the key", set(rsaKey), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 0},
		{"kid, and one key without", set(rsaKey, a), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 1},
		{"no kid", set(a, b, rsaKey), jwt.Header{Algorithm: jwt.RS256}, 3},
		{"no kid, and one of the type", set(a, ecKey, okpKey), jwt.Header{Algorithm: jwt.ES256}, 1},
		{"no kid, and none of the curve", set(a, ecKey, okpKey), jwt.Header{Algorithm: jwt.ES384}, 0},
		{"one kid, two types", set(a, with(ecKey, `"kid":"a"`)), jwt.Header{Algorithm: jwt.ES256, KeyID: "a"}, 1},
		{"one kid, two uses", set(with(b, `"kid":"a"`, `"use":"enc"`), a), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 1},
		{"one kid, two algorithms", set(with(b, `"kid":"a"`, `"alg":"PS256"`), with(a, `"alg":"RS256"`)), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 1},
		{"one kid twice", set(a, with(b, `"kid":"a"`)), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 2},
		{"alg of the key differs", set(with(a, `"alg":"RS256"`)), jwt.Header{Algorithm: jwt.RS384, KeyID: "a"}, 0},
		{"alg of the key has two names", set(with(okpKey, `"alg":"EdDSA"`)), jwt.Header{Algorithm: jwt.Ed25519}, 0},
		{"key_ops verify", set(with(a, `"key_ops":["verify"]`)), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 1},
		{"key_ops encrypt", set(with(a, `"key_ops":["encrypt"]`)), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 0},
		{"four", set(a, a, a, a), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 4},
		{"five", set(a, a, a, a, a), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 0},
		{"five, and no kid", set(many(5)...), jwt.Header{Algorithm: jwt.ES256}, 0},
		{"five, of which four fit", set(a, a, a, a, with(a, `"alg":"PS256"`)), jwt.Header{Algorithm: jwt.RS256, KeyID: "a"}, 4},
		{"the last of a thousand", set(many(maxKeys)...), jwt.Header{Algorithm: jwt.ES256, KeyID: "999"}, 1},
		{"none", set(a), jwt.Header{Algorithm: "none", KeyID: "a"}, 0},
		{"HS256", set(a), jwt.Header{Algorithm: "HS256", KeyID: "a"}, 0},
		{"empty set", set(), jwt.Header{Algorithm: jwt.RS256}, 0},
	} {
		s, err := ParseSet([]byte(c.document))
		if err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		keys, err := s.Keys(t.Context(), c.header)
		if len(keys) != c.want || (err == nil) != (c.want > 0) || err != nil && !errors.Is(err, jwt.ErrKeyUnknown) {
			t.Errorf("%s: Keys = %d keys, %v; want %d", c.why, len(keys), err, c.want)
		}
		for _, k := range keys {
			if !k.Fits(c.header.Algorithm) || c.header.KeyID != "" && k.ID != c.header.KeyID {
				t.Errorf("%s: Keys returns a key that does not fit: %+v", c.why, k)
			}
		}
		// The same keys, in hand.
		byHand := &Set{Usable: s.Usable}
		if again, _ := byHand.Keys(t.Context(), c.header); len(again) != len(keys) {
			t.Errorf("%s: a Set made by hand returns %d keys", c.why, len(again))
		}
	}
}

// What a hostile issuer can make us allocate with a mebibyte, which is as much as
// package oidc reads.
func TestParseSetHostile(t *testing.T) {
	fill := func(open, piece, end string) string {
		n := (1<<20 - len(open) - len(end)) / (len(piece) + 1)
		return open + piece + strings.Repeat(","+piece, n-1) + end
	}
	members := func() string {
		var b strings.Builder
		for i := range 140 {
			fmt.Fprintf(&b, `"%x":1,`, i)
		}
		return set(slices.Repeat([]string{"{" + b.String() + `"":1}`}, maxKeys)...)
	}
	for why, document := range map[string]string{
		"zeros":                   fill(`{"keys":[`, "0", "]}"),
		"empty lists":             fill(`{"keys":[`, "[]", "]}"),
		"empty keys":              fill(`{"keys":[`, "{}", "]}"),
		"a thousand numbers":      set(slices.Repeat([]string{strings.Repeat("1", 1000)}, maxKeys)...),
		"a thousand deep lists":   set(slices.Repeat([]string{strings.Repeat("[", 100) + strings.Repeat("]", 100)}, maxKeys)...),
		"members beside the keys": fill(`{"keys":[],"a":[`, `{"":0}`, "]}"),
		"keys of many members":    members(),
		"long names of kinds":     set(slices.Repeat([]string{`{"kty":"` + strings.Repeat("x", 1000) + `"}`}, maxKeys)...),
		"long key IDs":            set(slices.Repeat([]string{`{"kty":"oct","kid":"` + strings.Repeat(`\u00e9`, 160) + `"}`}, maxKeys)...),
		"many operations":         set(slices.Repeat([]string{`{"kty":"RSA","key_ops":["verify"` + strings.Repeat(`,""`, 60_000) + `]}`}, 5)...),
		"many chains":             set(slices.Repeat([]string{`{"kty":"RSA","oth":["x"` + strings.Repeat(`,""`, 60_000) + `]}`}, 5)...),
		"a long modulus":          set(`{"kty":"RSA","e":"AQAB","n":"` + strings.Repeat("A", 1<<20-100) + `"}`),
	} {
		if len(document) > 1<<20 {
			t.Fatalf("%s: a document of %d bytes", why, len(document))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s, err := ParseSet([]byte(document))
		runtime.ReadMemStats(&after)
		if err == nil && len(s.Usable) > 0 || err != nil && !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: ParseSet = %v, %v; want no usable key", why, s, err)
		}
		took := after.TotalAlloc - before.TotalAlloc
		if took > 32<<20 {
			t.Errorf("%s: ParseSet takes %d bytes of memory for %d of text; want at most 32 MiB", why, took, len(document))
		}
		if s != nil {
			for _, reason := range s.Skipped {
				if text := reason.Error(); len(text) > 600 {
					t.Errorf("%s: Skipped: a text of %d bytes, %.80s...", why, len(text), text)
				}
			}
		}
		t.Logf("%s: %d bytes of memory for %d of text", why, took, len(document))
	}
}

// Candidates come in the order of the document.
func TestSetKeysInOrder(t *testing.T) {
	s, err := ParseSet([]byte(set(with(rsaKey, `"kid":"1"`), with(ecKey, `"kid":"2"`), with(rsaKey, `"kid":"3"`), with(rsaKey, `"kid":"0"`))))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := s.Keys(t.Context(), jwt.Header{Algorithm: jwt.PS512})
	if err != nil || len(keys) != 3 || keys[0].ID+keys[1].ID+keys[2].ID != "130" {
		t.Errorf("Keys = %v, %v", keys, err)
	}
	if diff := cmp.Diff([]string{"1", "2", "3", "0"}, s.KeyIDs()); diff != "" {
		t.Errorf("KeyIDs (-want +got):\n%s", diff)
	}
}

// What a caller does to the keys that it gets is its own affair: neither the
// next caller nor the set sees it.
func TestSetKeysAreTheCallers(t *testing.T) {
	s, err := ParseSet([]byte(set(with(rsaKey, `"kid":"a"`), with(rsaKey, `"kid":"b"`), with(rsaKey, `"kid":"b"`))))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []jwt.Header{{Algorithm: jwt.RS256}, {Algorithm: jwt.RS256, KeyID: "a"}, {Algorithm: jwt.RS256, KeyID: "b"}} {
		first, err := s.Keys(t.Context(), h)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Clone(first)
		_ = append(first, jwt.Key{ID: "mallory"})
		second, _ := s.Keys(t.Context(), h)
		_ = append(second, jwt.Key{ID: "another tenant"})
		if all := first[:cap(first)]; len(all) > len(first) && all[len(first)].ID != "mallory" {
			t.Errorf("kid %q: what one caller appends, another one gets", h.KeyID)
		}
		clear(first)
		if got, err := s.Keys(t.Context(), h); !slices.Equal(got, want) {
			t.Errorf("kid %q, after a caller cleared its keys: Keys = %v, %v; want %v", h.KeyID, got, err, want)
		}
	}
}

func TestNoSet(t *testing.T) {
	var s *Set
	for _, s := range []*Set{s, {}} {
		if keys, err := s.Keys(t.Context(), jwt.Header{Algorithm: jwt.RS256}); keys != nil || !errors.Is(err, jwt.ErrKeyUnknown) {
			t.Errorf("Keys = %v, %v; want error %q", keys, err, jwt.ErrKeyUnknown)
		}
	}
	if number, ok := s.Generation(); number != 0 || !ok {
		t.Errorf("Generation = %d, %v", number, ok)
	}
	if ids := s.KeyIDs(); ids != nil {
		t.Errorf("KeyIDs = %v", ids)
	}
}

// A nil key in a set made by hand serves no token, and does no harm to the
// other keys.
func TestSetOfNilKeys(t *testing.T) {
	k := mustParse(t, with(rsaKey, `"kid":"a"`))
	for why, s := range map[string]*Set{"before": {Usable: []*Key{nil, k}}, "after": {Usable: []*Key{k, nil}}} {
		for _, h := range []jwt.Header{{Algorithm: jwt.RS256, KeyID: "a"}, {Algorithm: jwt.RS256}} {
			if keys, err := s.Keys(t.Context(), h); len(keys) != 1 || err != nil {
				t.Errorf("%s: Keys(%q) = %v, %v; want the other key", why, h.KeyID, keys, err)
			}
		}
		if diff := cmp.Diff([]string{"a"}, s.KeyIDs()); diff != "" {
			t.Errorf("%s: KeyIDs (-want +got):\n%s", why, diff)
		}
	}
	s := &Set{Usable: []*Key{nil}}
	if keys, err := s.Keys(t.Context(), jwt.Header{Algorithm: jwt.RS256}); keys != nil || !errors.Is(err, jwt.ErrKeyUnknown) {
		t.Errorf("Keys = %v, %v; want error %q", keys, err, jwt.ErrKeyUnknown)
	}
}

// Package jwt learns to which issuer a key is bound.
func TestSetKeysOfOneIssuer(t *testing.T) {
	const tenant = "https://login.example/{tenantid}/v2.0"
	s, err := ParseSet([]byte(set(with(rsaKey, `"kid":"a"`, `"issuer":"`+tenant+`"`), with(rsaKey, `"kid":"b"`, `"issuer":null`))))
	if err != nil {
		t.Fatal(err)
	}
	for kid, want := range map[string]string{"a": tenant, "b": ""} {
		keys, err := s.Keys(t.Context(), jwt.Header{Algorithm: jwt.RS256, KeyID: kid})
		if err != nil || len(keys) != 1 || keys[0].Issuer != want {
			t.Errorf("Keys(%q) = %+v, %v; want a key of the issuer %q", kid, keys, err, want)
		}
	}
}
