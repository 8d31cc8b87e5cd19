package jwt_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// Every token that Parse accepts has one spelling only.
func FuzzParse(f *testing.F) {
	for _, c := range readTokens(f) {
		f.Add(c.token)
	}
	for _, c := range rfcTokens(f) {
		f.Add(c.Token)
	}
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","ALG":null}`)) + "..")
	f.Fuzz(func(t *testing.T, token string) {
		u, err := jwt.Parse(token)
		if err != nil {
			if u != nil || !errors.Is(err, jwt.ErrMalformed) && !errors.Is(err, jwt.ErrTooLarge) {
				t.Errorf("Parse = %v, %v", u, err)
			}
			var syntax *jwt.SyntaxError
			if errors.As(err, &syntax) && (syntax.Offset < -1 || syntax.Offset > len(token)) {
				t.Errorf("Parse = %v; not within the token", err)
			}
			return
		}
		text := base64.RawURLEncoding.EncodeToString
		again := text(u.Protected.Bytes()) + "." + text(u.Payload.Bytes()) + "." + text(u.Signature.Bytes())
		if again != token || u.Raw != token || u.SigningInput() != token[:strings.LastIndexByte(token, '.')] {
			t.Errorf("Parse(%q) reads %q", token, again)
		}
		var header map[string]json.RawMessage // a struct would take "ALG" for "alg"
		if err := json.Unmarshal(u.Protected.Bytes(), &header); err != nil || header["alg"] == nil {
			t.Errorf("Parse(%q): no alg, %v", token, err)
		}
	})
}

// Whatever ParseObject accepts, encoding/json reads to the same names, in the
// same order, with the same values. What encoding/json refuses, it refuses too.
func FuzzParseObject(f *testing.F) {
	for _, c := range readTokens(f) {
		for part := range strings.SplitSeq(c.token, ".") {
			if b, err := base64.RawURLEncoding.DecodeString(part); err == nil {
				f.Add(b)
			}
		}
	}
	for _, document := range readSets(f) {
		f.Add([]byte(document))
	}
	for _, s := range []string{`{"a":"\ud83d\ude00"}`, `{"a":"\ud83d"}`, `{"a":[{"b":1,"b":2}]}`, ` { } `, `{"a":-0.0e+1}`, `{"":{"":{"":null}}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := jwt.ParseObject(text)
		if err != nil {
			if len(o.Names()) > 0 || !errors.Is(err, jwt.ErrMalformed) {
				t.Errorf("ParseObject = %v, %v", o, err)
			}
			return
		}
		names, values, err := standardObject(text)
		if err != nil {
			t.Fatalf("ParseObject accepts %q; encoding/json: %v", text, err)
		}
		if !slices.Equal(o.Names(), names) {
			t.Fatalf("ParseObject(%q) has the names %q; encoding/json %q", text, o.Names(), names)
		}
		for i, name := range names {
			checkValue(t, o, name, values[i])
		}
		// Decode into a map is json.Unmarshal.
		var got, want map[string]any
		werr := json.Unmarshal(text, &want)
		if gerr := (jwt.Claims{Object: o}).Decode(&got); (gerr == nil) != (werr == nil) {
			t.Fatalf("Decode(%q) = %v; json.Unmarshal = %v", text, gerr, werr)
		}
		if a, _ := json.Marshal(got); werr == nil {
			if b, _ := json.Marshal(want); !bytes.Equal(a, b) {
				t.Fatalf("Decode(%q) = %s; json.Unmarshal = %s", text, a, b)
			}
		}
	})
}

// standardObject reads an object by tokens, so that no name is lost.
func standardObject(text []byte) (names []string, values []json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, nil, errors.New("no object")
	}
	names = []string{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, nil, err
		}
		names, values = append(names, name.(string)), append(values, value)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	if _, err := d.Token(); err != io.EOF || !json.Valid(text) {
		return nil, nil, errors.New("data after the object")
	}
	return names, values, nil
}

// checkValue compares what Get makes of a member with what encoding/json makes
// of its text.
func checkValue(t *testing.T, o jwt.Object, name string, value json.RawMessage) {
	t.Helper()
	var raw json.RawMessage
	if err := o.Get(name, &raw); err != nil || !bytes.Equal(raw, value) {
		t.Errorf("Get(%q) = %s, %v; want %s", name, raw, err, value)
	}
	sameGet[string](t, o, name, value, value[0] == '"')
	sameGet[bool](t, o, name, value, value[0] == 't' || value[0] == 'f')
	sameGet[int64](t, o, name, value, value[0] == '-' || '0' <= value[0] && value[0] <= '9')
	sameGet[float64](t, o, name, value, value[0] == '-' || '0' <= value[0] && value[0] <= '9')
	if value[0] == '[' {
		var want []json.RawMessage
		var got []json.RawMessage
		if err := json.Unmarshal(value, &want); err != nil {
			t.Fatal(err)
		}
		if err := o.Get(name, &got); err != nil || !slices.EqualFunc(got, want, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			t.Errorf("Get(%q) = %s, %v; want %s", name, got, err, want)
		}
	}
	var date time.Time
	var inner jwt.Object
	var list []jwt.Object
	var list2 []string
	o.Get(name, &date)
	o.Get(name, &list)
	o.Get(name, &list2)
	if err := o.Get(name, &inner); (err == nil) != (value[0] == '{') {
		t.Errorf("Get(%q, *Object) = %v; the value is %s", name, err, value)
	}
}

func sameGet[T comparable](t *testing.T, o jwt.Object, name string, value []byte, kind bool) {
	t.Helper()
	var got, want T
	err := o.Get(name, &got)
	if werr := json.Unmarshal(value, &want); (err == nil) != (kind && werr == nil) || err == nil && got != want {
		t.Errorf("Get(%q, %T) = %v, %v; json.Unmarshal(%s) = %v, %v", name, got, got, err, value, want, werr)
	}
}

// Verify and Examine accept the same tokens, and refuse the others at the same
// step. encoding/json reads the right claims from an accepted token too.
//
// With sign, the token gets a good Ed25519 signature, so that the fuzzer gets past
// the question about it.
func FuzzVerify(f *testing.F) {
	set, err := jwk.ParseSet([]byte(readSets(f)["main"]))
	if err != nil {
		f.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	set.Usable = append(set.Usable, &jwk.Key{Public: key.Public()})
	now := time.Unix(1760000000, 0)
	v := &jwt.Verifier{
		Issuer: "https://issuer.example", Audience: []string{"https://api.example.com"}, Keys: set,
		Algorithms: []jwt.Algorithm{jwt.RS256, jwt.ES256, jwt.EdDSA}, Now: func() time.Time { return now },
	}
	withHeader := func(header, token string) string {
		_, rest, _ := strings.Cut(token, ".")
		return base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + rest
	}
	for _, c := range readTokens(f) {
		f.Add(c.token, false)
		f.Add(withHeader(`{"alg":"EdDSA"}`, c.token), true)
	}
	soon := `{"iss":"https://issuer.example","aud":"https://api.example.com","exp":1760000000.00000001}` // finer than a float64
	f.Add(withHeader(`{"alg":"EdDSA"}`, "."+base64.RawURLEncoding.EncodeToString([]byte(soon))+"."), true)
	f.Fuzz(func(t *testing.T, token string, sign bool) {
		if last := strings.LastIndexByte(token, '.'); sign && last >= 0 {
			sig := ed25519.Sign(key, []byte(token[:last]))
			token = token[:last+1] + base64.RawURLEncoding.EncodeToString(sig)
		}
		got, err := v.Verify(context.Background(), token)
		sameAsExamine(t, v, token, got, err)
		v.Examine(context.Background(), token).Causes()
		if err != nil {
			var refused *jwt.Error
			if got != nil || !errors.As(err, &refused) || errors.Is(err, jwt.ErrConfig) || errors.Is(err, jwt.ErrNotAsked) {
				t.Errorf("Verify = %v, %v", got, err)
			}
			return
		}
		part := strings.Split(token, ".")
		claims, err := base64.RawURLEncoding.Strict().DecodeString(part[1])
		if err != nil || len(part) != 3 {
			t.Fatalf("Verify accepts %q", token)
		}
		var said map[string]json.RawMessage
		if err := json.Unmarshal(claims, &said); err != nil {
			t.Fatalf("Verify accepts %q: %v", claims, err)
		}
		var iss string
		var exp float64
		if err := errors.Join(json.Unmarshal(said["iss"], &iss), json.Unmarshal(said["exp"], &exp)); err != nil || iss != v.Issuer || exp < 1760000000 {
			t.Errorf("Verify accepts %s", claims)
		}
		if !bytes.Contains(said["aud"], []byte("api.example.com")) && !bytes.ContainsRune(said["aud"], '\\') {
			t.Errorf("Verify accepts %s", claims)
		}
	})
}
