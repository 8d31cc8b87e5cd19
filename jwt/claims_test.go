package jwt

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// RFC 7519 section 2: a NumericDate is any JSON number. Those beyond what
// time.Time can hold stay on their side.
func TestNumericDate(t *testing.T) {
	far, past := time.Unix(farAway, 0), time.Unix(-farAway, 0)
	for value, want := range map[string]time.Time{
		"0": time.Unix(0, 0), "-0": time.Unix(0, 0), "1": time.Unix(1, 0), "-1": time.Unix(-1, 0), "1760000000": time.Unix(1760000000, 0),
		"0.5": time.Unix(0, 5e8), "-0.5": time.Unix(0, -5e8), "1.5": time.Unix(1, 5e8), "-1.5": time.Unix(-1, -5e8), "1.25": time.Unix(1, 25e7),
		"1.000000001": time.Unix(1, 1), "1.0000000019": time.Unix(1, 1), "-1.000000001": time.Unix(-1, -1), "1.999999999": time.Unix(1, 999999999),
		"1760000000.123456789": time.Unix(1760000000, 123456789), "1." + strings.Repeat("0", 400) + "1": time.Unix(1, 0), "7.0": time.Unix(7, 0),
		"1e3": time.Unix(1000, 0), "1E3": time.Unix(1000, 0), "1.5e3": time.Unix(1500, 0), "15e-1": time.Unix(1, 5e8), "1.5e0": time.Unix(1, 5e8),
		"-15e-1": time.Unix(-1, -5e8), "1e-400": time.Unix(0, 0), "0e999": time.Unix(0, 0), "1.76e9": time.Unix(1760000000, 0), "1.5e-9": time.Unix(0, 1), "0.1e-8": time.Unix(0, 1),
		"1152921504606846975": time.Unix(farAway-1, 0), "1152921504606846976": far, "1152921504606846977": far, "1152921504606846976.5": far, "-1152921504606846976": past,
		"9223372036854775807": far, "9223372036854775808": far, "18446744073709551615": far, "18446744073709551616": far, "9223372036854775807.5": far,
		"-9223372036854775808": past, "-9223372036854775809": past, "1e18": time.Unix(1e18, 0), "1e19": far, "1e30": far, "-1e30": past, "1e308": far, "-1e308": past,
		"1.0000000000e3": time.Unix(1000, 0), "-1760000000.123456789": time.Unix(-1760000000, -123456789),
		strings.Repeat("9", 300): far, "1." + strings.Repeat("0", maxDate-2): time.Unix(1, 0),
	} {
		if got, ok := toTime(value); !ok || !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("toTime(%.40s) = %v, %v; want %v", value, got, ok, want)
		}
	}
	for _, value := range []string{"1e309", "-1e309", "1e400", "1e999999999", strings.Repeat("9", 400), "1." + strings.Repeat("0", maxDate-1), `"1760000000"`, `""`, "null", "true", "false", "[]", "[1]", "{}"} {
		if got, ok := toTime(value); ok {
			t.Errorf("toTime(%.40s) = %v; want a refusal", value, got)
		}
	}
	// However far, it stays on its side of every other date, also with the
	// longest leeway added or taken away.
	for _, d := range []time.Duration{0, 1, -1, 1<<63 - 1, -1 << 63} {
		if !far.Add(d).After(now) || !past.Add(d).Before(now) {
			t.Errorf("with %v, what is far away comes near", d)
		}
	}
}

func TestParseClaims(t *testing.T) {
	c, err := parseClaims(`{"iss":"i","sub":"s","jti":"j","aud":["a","b"],"exp":3,"nbf":2.5,"iat":1,"ISS":"x","Exp":"x","custom":null}`)
	if err != nil {
		t.Fatal(err)
	}
	if c.Issuer != "i" || c.Subject != "s" || c.ID != "j" || !slices.Equal(c.Audience, []string{"a", "b"}) ||
		!c.Expiry.Equal(time.Unix(3, 0)) || !c.NotBefore.Equal(time.Unix(2, 5e8)) || !c.IssuedAt.Equal(time.Unix(1, 0)) || len(c.Names()) != 10 {
		t.Errorf("parseClaims = %+v", c)
	}
	c, err = parseClaims(`{"aud":"a"}`)
	if err != nil || !slices.Equal(c.Audience, []string{"a"}) || !c.Expiry.IsZero() || !c.NotBefore.IsZero() || !c.IssuedAt.IsZero() {
		t.Errorf("parseClaims = %+v, %v", c, err)
	}
	for _, name := range []string{"iss", "sub", "jti", "aud", "exp", "nbf", "iat"} {
		want := `claim "` + name + `" is not a string`
		wrong := []string{"null", "true", "{}", `[{}]`, `[null]`, `["a",1]`, `[["a"]]`}
		switch name {
		case "aud":
			wrong = append(wrong, "1")
			want += " or a short array of strings"
		case "exp", "nbf", "iat":
			want = `claim "` + name + `" is not a NumericDate`
			wrong = append(wrong, `"1"`, "[]", "[1]", "1e400", `"2026-01-15T12:00:00Z"`)
		default:
			wrong = append(wrong, "1", "[]", `["a"]`)
		}
		for _, value := range wrong {
			if got, err := parseClaims(`{"` + name + `":` + value + `}`); !errors.Is(err, ErrMalformed) || !strings.HasSuffix(err.Error(), want) || len(got.Names()) != 0 {
				t.Errorf("with %s: %s, parseClaims = %v, %v; want error %q, %s", name, value, got, err, ErrMalformed, want)
			}
		}
	}
	for _, text := range []string{"", "[]", "null", `"x"`, "{", "{}{}", `{"iss":"a","iss":"a"}`} {
		_, err := parseClaims(text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Part != "payload" {
			t.Errorf("parseClaims(%s) = %v; want a *SyntaxError of the payload", text, err)
		}
	}
}

func TestScopes(t *testing.T) {
	for text, want := range map[string][]string{
		`{}`:                                     nil,
		`{"scope":""}`:                           {},
		`{"scope":"read"}`:                       {"read"},
		`{"scope":"read write:users"}`:           {"read", "write:users"},
		`{"scope":"  read   write "}`:            {"read", "write"},
		`{"scope":"unread:spam"}`:                {"unread:spam"},
		`{"scope":"a\tb\nc\u00a0d"}`:             {"a\tb\nc\u00a0d"},
		`{"scope":["read","write:users"]}`:       {"read", "write:users"}, // as Spring and Duende send it
		`{"scope":["read","write all",""," x"]}`: {"read"},
		`{"scope":["read write"]}`:               {},
		`{"scope":["read write"],"scp":"admin"}`: {}, // scope is there, and grants nothing
		`{"scope":["read",7],"scp":"admin"}`:     {},
		`{"scope":{"read":true},"scp":"admin"}`:  {},
		`{"scope":"","scp":"read"}`:              {"read"},
		`{"scope":"  ","scp":"read"}`:            {"read"},
		`{"scope":null,"scp":["read"]}`:          {"read"},
		`{"scope":[],"scp":["read"]}`:            {"read"},
		`{"scope":[""],"scp":["read"]}`:          {},
		`{"scope":"read","scp":""}`:              {"read"},
		`{"scope":null}`:                         nil,
		`{"scope":7}`:                            nil,
		`{"scope":7,"scp":"read"}`:               nil, // scope is there, and wrong
		`{"scope":"read","scp":"write"}`:         {"read"},
		`{"scp":"read write"}`:                   {"read", "write"},
		`{"scp":["read","write all"]}`:           {"read"},
		`{"scp":[]}`:                             {},
		`{"scp":["read",7]}`:                     nil,
		`{"scp":{"read":true}}`:                  nil,
		`{"scp":null}`:                           nil,
		`{"SCOPE":"admin","Scp":"admin"}`:        nil,
		`{"scopes":"admin"}`:                     nil,
		`{"scope":"read","SCOPE":"read admin "}`: {"read"},
	} {
		c, err := parseClaims(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Scopes(); !slices.Equal(got, want) {
			t.Errorf("%s: Scopes() = %q; want %q", text, got, want)
		}
	}
}

func TestStrings(t *testing.T) {
	c, err := parseClaims(`{
		"roles": ["admin", "user"], "role": "user", "none": [], "mixed": ["admin", 1], "null": null, "number": 1,
		"realm_access": {"roles": ["a"], "ROLES": ["b"], "deep": {"er": "x"}}, "https://example.com/roles": ["r"], "": ["empty"]
	}`)
	if err != nil {
		t.Fatal(err)
	}
	path := func(names ...string) []string { return names }
	for _, x := range []struct {
		path, want []string
		err        error
	}{
		{path("roles"), []string{"admin", "user"}, nil},
		{path("role"), []string{"user"}, nil},
		{path("none"), []string{}, nil},
		{path("realm_access", "roles"), []string{"a"}, nil},
		{path("realm_access", "deep", "er"), []string{"x"}, nil},
		{path("https://example.com/roles"), []string{"r"}, nil},
		{path(""), []string{"empty"}, nil},
		{path(), nil, ErrAbsent},
		{path("Roles"), nil, ErrAbsent},
		{path("realm_access.roles"), nil, ErrAbsent},
		{path("realm_access", "Roles"), nil, ErrAbsent},
		{path("absent", "roles"), nil, ErrAbsent},
		{path("realm_access"), nil, ErrMalformed},
		{path("mixed"), nil, ErrMalformed},
		{path("null"), nil, ErrMalformed},
		{path("number"), nil, ErrMalformed},
		{path("roles", "0"), nil, ErrMalformed},
		{path("null", "roles"), nil, ErrMalformed},
	} {
		got, err := c.Strings(x.path...)
		if !slices.Equal(got, x.want) || !errors.Is(err, x.err) || (err != nil) != (x.err != nil) || err != nil && got != nil {
			t.Errorf("Strings(%q) = %q, %v; want %q, %v", x.path, got, err, x.want, x.err)
		}
	}
	if got, err := (Claims{}).Strings("roles"); got != nil || !errors.Is(err, ErrAbsent) {
		t.Errorf("Claims{}.Strings = %q, %v", got, err)
	}
}
