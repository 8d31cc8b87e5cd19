package jwt

import (
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	header, claims, sig := encode(`{"alg":"ES256","kid":"k","typ":"JWT","crit":["x"],"kId":7}`), encode(`no JSON`), encode("\x00\xff")
	token := header + "." + claims + "." + sig
	u, err := Parse(token)
	if err != nil {
		t.Fatal(err)
	}
	if u.Raw != token || u.SigningInput() != header+"."+claims {
		t.Errorf("Raw = %q, SigningInput = %q", u.Raw, u.SigningInput())
	}
	for _, s := range []struct {
		name       string
		got        Segment
		text, want string
	}{
		{"header", u.Protected, header, `{"alg":"ES256","kid":"k","typ":"JWT","crit":["x"],"kId":7}`},
		{"payload", u.Payload, claims, "no JSON"},
		{"signature", u.Signature, sig, "\x00\xff"},
	} {
		if string(s.got.Bytes()) != s.want || token[s.got.Start:s.got.End] != s.text {
			t.Errorf("%s = %+v; want %q", s.name, s.got, s.want)
		}
	}
	h := u.Header
	if h.Algorithm != ES256 || h.KeyID != "k" || h.Type != "JWT" || !h.Has("kId") {
		t.Errorf("Header = %+v", h)
	}
}

func TestParseRefuses(t *testing.T) {
	h := encode(`{"alg":"ES256"}`)
	for _, c := range []struct {
		why, token string
		part       string
		offset     int
		message    string
	}{
		{"nothing", "", "token", -1, "no token"},
		{"an opaque token", "0123456789abcdef", "token", -1, "one part, where a JWT has three: an opaque token?"},
		{"two parts", h + ".e30", "token", -1, "2 parts, where a JWT has three"},
		{"four parts", h + ".e30.AA.AA", "token", -1, "4 parts, where a JWT has three"},
		{"JWE", "a.b.c.d.e", "token", -1, "five parts, an encrypted token (JWE), where a signed JWT has three"},
		{"six parts", ".....", "token", -1, "6 parts, where a JWT has three"},
		{"JSON serialization", `{"payload":"e30"}`, "token", 0, "JSON serialization, where a JWT has three parts"},
		{"JSON that has two dots", `{"a":"x.y.z"}`, "token", 0, "JSON serialization, where a JWT has three parts"},
		{"JSON in a part", "e30.{}.AA", "token", 4, "not strict base64url"},
		{"empty parts", "..", "header", 0, "not a JSON object"},
		{"empty header", ".e30.AA", "header", 0, "not a JSON object"},
		{"line feed after it", h + ".e30.AA\n", "token", len(h) + 7, "not strict base64url"},
		{"space before it", " " + h + ".e30.AA", "token", 0, "not strict base64url"},
		{"padding", h + ".e30=.AA", "token", len(h) + 4, "not strict base64url: padding"},
		{"spare bits in the signature", h + ".e30.AB", "token", len(h) + 6, "not strict base64url: spare bits"},
		{"spare bits in the payload", h + ".AB.AA", "token", len(h) + 2, "not strict base64url: spare bits"},
		{"header is an array", encode("[]") + ".e30.AA", "header", 0, "not a JSON object"},
		{"a name twice", encode(`{"alg":"ES256","alg":"ES256"}`) + ".e30.AA", "header", 15, "a name stands twice in one object"},
		{"text after the header", encode(`{"alg":"ES256"}.`) + ".e30.AA", "header", 15, "data after the JSON object"},
	} {
		u, err := Parse(c.token)
		var syntax *SyntaxError
		if u != nil || !errors.As(err, &syntax) || !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: Parse = %v, %v; want a *SyntaxError", c.why, u, err)
			continue
		}
		if syntax.Part != c.part || syntax.Offset != c.offset || syntax.Message != c.message {
			t.Errorf("%s: Parse = %+v; want %s, %d, %q", c.why, syntax, c.part, c.offset, c.message)
		}
	}
}

func TestHeader(t *testing.T) {
	for header, want := range map[string]string{
		`{}`:                                      `header: no "alg"`,
		`{"ALG":"ES256"}`:                         `header: no "alg"`,
		`{"alg":1}`:                               "header: alg is not a string",
		`{"alg":null}`:                            "header: alg is not a string",
		`{"alg":["ES256"]}`:                       "header: alg is not a string",
		`{"alg":"ES256","kid":1}`:                 "header: kid is not a string",
		`{"alg":"ES256","kid":null}`:              "header: kid is not a string",
		`{"alg":"ES256","typ":null}`:              "header: typ is not a string",
		`{"alg":"ES256","cty":["JWT"]}`:           "header: cty is not a string",
		`{"alg":"ES256","cty":"JWT"}`:             "header: a nested token",
		`{"alg":"ES256","cty":"jwt"}`:             "header: a nested token",
		`{"alg":"ES256","cty":"APPLICATION/jwt"}`: "header: a nested token",
		`{"alg":"RSA-OAEP","enc":"A128GCM"}`:      `header: "enc", which only encrypted tokens have`,
		`{"alg":"ES256","enc":null}`:              `header: "enc", which only encrypted tokens have`,
	} {
		_, err := Parse(encode(header) + ".e30.AA")
		if !errors.Is(err, ErrMalformed) || err.Error() != "malformed: "+want {
			t.Errorf("%s: Parse = %v; want %q", header, err, want)
		}
	}
	for header, want := range map[string]Header{
		`{"alg":"none"}`: {Algorithm: "none"},
		`{"alg":""}`:     {},
		`{"alg":"ES256","ALG":"none","Kid":1,"TYP":1,"CTY":"JWT","ENC":1}`: {Algorithm: ES256},
		`{"alg":"ES256","\u212aid":"x","kid":"y"}`:                         {Algorithm: ES256, KeyID: "y"},
		`{"alg":"ES256","kid":""}`:                                         {Algorithm: ES256},
		`{"alg":"ES256","cty":"json","typ":"at+jwt"}`:                      {Algorithm: ES256, Type: "at+jwt"},
		`{"alg":"ES256","jwk":7,"jku":[],"x5c":{},"x5u":null}`:             {Algorithm: ES256},
		`{"alg":"ES256","crit":7}`:                                         {Algorithm: ES256},
		`{"alg":"ES256","crit":["a",7]}`:                                   {Algorithm: ES256},
		`{"alg":"ES256","crit":["` + strings.Repeat("a", 300) + `"]}`:      {Algorithm: ES256},
		`{"\u0061lg":"\u0045S256"}`:                                        {Algorithm: ES256},
	} {
		u, err := Parse(encode(header) + ".e30.AA")
		if err != nil {
			t.Errorf("%s: Parse = %v", header, err)
			continue
		}
		if h := u.Header; h.Algorithm != want.Algorithm || h.KeyID != want.KeyID || h.Type != want.Type {
			t.Errorf("%s: Header = %+v; want %+v", header, h, want)
		}
	}
}

// typ and cty are compared as media types, in ASCII.
func TestSameMediaType(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"JWT", "jwt", true},
		{"JWT", "application/jwt", true},
		{"application/JWT", "APPLICATION/jwt", true},
		{"at+jwt", "AT+JWT", true},
		{"", "", true},
		{"", "application/", false},
		{"JWT", "", false},
		{"JWT", "JW", false},
		{"JWT", "JWS", false},
		{"token", "to\u212aen", false},
		{"s", "\u017f", false},
		{"[", "{", false}, // as far apart as letters of two cases
		{"@", "`", false},
		{"\u00c9", "\u00e9", false},
		{"text/jwt", "jwt", false},
		{"application/application/jwt", "jwt", false},
		{"application/text/jwt", "text/jwt", false}, // a type of our list, behind a prefix that it cannot have
		{"jwt;v=1", "jwt", false},
		{"jwt ", "jwt", false},
	} {
		if sameMediaType(c.a, c.b) != c.want || sameMediaType(c.b, c.a) != c.want {
			t.Errorf("sameMediaType(%q, %q) = %v; want %v", c.a, c.b, !c.want, c.want)
		}
	}
}
