package explain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/jwt"
)

// checkReport checks what the doc promises of every report, and of its HTML, text
// and JSON.
func checkReport(t testing.TB, raw string, r *Report) {
	t.Helper()
	checkPieces(t, raw, r)
	checkHTML(t, r)
	for _, width := range []int{0, 1, 200} {
		checkText(t, r, width)
	}
	b, err := json.Marshal(r)
	if err != nil || !json.Valid(b) || !utf8.Valid(b) {
		t.Errorf("JSON: %v", err)
	}
}

// checkPieces checks that the pieces add up to the token.
func checkPieces(t testing.TB, raw string, r *Report) {
	t.Helper()
	at := 0
	names := map[string]bool{}
	for _, s := range r.Spans {
		if s.Start != at || s.End <= s.Start || s.End > len(raw) || s.Role == "" || names[s.ID] {
			t.Fatalf("span %+v: want a new one that begins at %d", s, at)
		}
		if strings.IndexFunc(raw[s.Start:s.End], hidden) < 0 && r.Size <= jwt.DefaultMaxSize && s.Text != raw[s.Start:s.End] {
			t.Errorf("span %q, want %q", s.Text, raw[s.Start:s.End])
		}
		at, names[s.ID] = s.End, true
	}
	if at != len(raw) || r.Size != len(raw) {
		t.Fatalf("the spans end at %d, the token at %d, and Size is %d", at, len(raw), r.Size)
	}
	for _, p := range r.Parts {
		for _, m := range p.Members {
			if m.Start >= m.End || m.End > len(p.Bytes) || p.Bytes[m.Start] != '"' || names[m.ID] {
				t.Errorf("member %q is not at [%d:%d] of %q", m.Name, m.Start, m.End, p.Bytes)
			}
			names[m.ID] = true
		}
	}
	for _, s := range r.Steps {
		if s.Rule.URL() == "" || s.Question == "" || s.Answer == "" {
			t.Errorf("step %+v lacks its rule, question or answer", s)
		}
		checkCards(t, s.Cards)
		for _, c := range s.Cards {
			for _, v := range c.Values {
				if names[v.ID] || v.ID == "" {
					t.Errorf("value %q has no name of its own: %q", v.Name, v.ID)
				}
				names[v.ID] = true
			}
		}
	}
	if f := r.Fault; f != nil && (f.Caret > utf8.RuneCountInString(f.Excerpt) || f.Token > len(raw)) {
		t.Errorf("the caret is at %d of %q, the fault at %d of %d", f.Caret, f.Excerpt, f.Token, len(raw))
	}
	if r.Verdict == Accepted && (!r.Proven || r.Reason != "") {
		t.Errorf("accepted, and yet: proven %t, %s", r.Proven, r.Reason)
	}
}

// checkText checks that no line is too wide, and that no line holds an escape
// sequence for a terminal.
func checkText(t testing.TB, r *Report, width int) {
	t.Helper()
	var plainText, colored strings.Builder
	if err := (Style{Width: width}).Report(&plainText, r); err != nil {
		t.Fatal(err)
	}
	if err := (Style{Width: width, Color: true}).Report(&colored, r); err != nil {
		t.Fatal(err)
	}
	limit := max(width, minWidth)
	if width == 0 {
		limit = defaultWidth
	}
	for line := range strings.Lines(plainText.String()) {
		line = strings.TrimSuffix(line, "\n")
		if n := utf8.RuneCountInString(line); n > limit && width != 1 {
			t.Errorf("%d columns, want at most %d: %s", n, limit, line)
		}
		if strings.IndexFunc(line, hidden) >= 0 {
			t.Errorf("not printable: %q", line)
		}
	}
	if diff := cmp.Diff(stripColor(plainText.String()), stripColor(colored.String())); diff != "" {
		t.Errorf("in colour, the text is another (-plain +colour):\n%s", diff)
	}
}

// stripColor removes our escape sequences, and spaces at the ends of lines, which
// a token may have.
func stripColor(s string) string {
	return spacesAtEnd.ReplaceAllString(escapeSequence.ReplaceAllString(s, ""), "")
}

var (
	escapeSequence = regexp.MustCompile("\x1b\\[[0-9;]*m")
	spacesAtEnd    = regexp.MustCompile("(?m) +$")
)

// Texts that are not tokens, and what must be seen of them.
func TestMalformed(t *testing.T) {
	good := token(t, jwt.RS256, header, claims)
	sub := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for name, test := range map[string]struct {
		token   string
		parts   string // their names
		excerpt string // with the caret in it, before the character
		header  int    // how many members can be shown
	}{
		"nothing":           {"", "text", "", 0},
		"opaque":            {"v4Zf8sQ0", "text", "", 0},
		"JSON":              {`{"payload":"e30"}`, "text", "", 0},
		"two parts":         {"eyJ.e30", "part part", "", 0},
		"encrypted":         {encode(`{"alg":"dir","enc":"A128GCM"}`) + "..QQ.QQ.QQ", "header encrypted key initialization vector ciphertext authentication tag", "", 2},
		"many parts":        {strings.Repeat("a.", 5000), "part part part part part part part part", "", 0},
		"only dots":         {"..", "header payload signature", "^", 0},
		"not base64":        {"e!0.e30.QQ", "header payload signature", "e^!0.e30.QQ", 0},
		"a line break":      {"e30.e3\n0.QQ", "header payload signature", "e30.e3^?0.QQ", 0},
		"broken UTF-8":      {"e30.\xff30.QQ", "header payload signature", "e30.^?30.QQ", 0},
		"a wide character":  {"e30.\u4e2d30.QQ", "header payload signature", "e30.^?30.QQ", 0},
		"standard alphabet": {sub(".", ".+"), "header payload signature", "...hbGciOiJSUzI1NiIsImtpZCI6ImsifQ.^+eyJpc3MiOiJodHRwczovL2lzc3Vlci5...", 2},
		"header no JSON":    {encode("alg=RS256") + ".e30.QQ", "header payload signature", "^alg=RS256", 0},
		"header breaks off": {encode(`{"alg":"RS256","kid":`) + ".e30.QQ", "header payload signature", `{"alg":"RS256","kid":^`, 1},
		"header, a name twice": {encode(`{"alg":"RS256","alg":"none"}`) + ".e30.QQ", "header payload signature",
			`{"alg":"RS256",^"alg":"none"}`, 2},
		"header, no UTF-8": {encode("{\"alg\":\"RS256\",\"kid\":\"\xff\"}") + ".e30.QQ", "header payload signature",
			`{"alg":"RS256","kid":"^?"}`, 2},
		"payload no JSON": {token(t, jwt.RS256, header, `["sub"]`), "header payload signature", `^["sub"]`, 2},
		"payload, data behind": {token(t, jwt.RS256, header, claims+"x"), "header payload signature",
			`...at":1768478100,"exp":1768478700}^x`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			x := verifier().Examine(context.Background(), test.token)
			r := New(x)
			checkReport(t, test.token, r)
			var parts []string
			members := 0
			for _, p := range r.Parts {
				parts = append(parts, p.Name)
				if p.Role == RoleHeader {
					members = len(p.Members)
				}
			}
			if got := strings.Join(parts, " "); got != test.parts {
				t.Errorf("parts %q, want %q", got, test.parts)
			}
			if members != test.header {
				t.Errorf("%d header parameters are shown, want %d", members, test.header)
			}
			got := ""
			if f := r.Fault; f != nil {
				e := []rune(f.Excerpt)
				got = string(e[:f.Caret]) + "^" + string(e[f.Caret:])
			}
			if got != test.excerpt {
				t.Errorf("fault %q, want %q", got, test.excerpt)
			}
		})
	}
}

// No token makes the explanation panic, and its pieces always add up to it.
func FuzzNew(f *testing.F) {
	f.Add(token(f, jwt.RS256, header, claims))
	f.Add(token(f, jwt.PS256, `{"alg":"PS256"}`, claims))
	f.Add(token(f, jwt.ES256, `{"alg":"ES256","kid":"e","crit":["b64"]}`, claims))
	f.Add(token(f, jwt.EdDSA, `{"alg":"EdDSA","kid":"o","typ":"\u202e"}`, `{"exp":1e400,"aud":["a",{"b":[1]}]}`))
	f.Add("eyJ..QQ.QQ.QQ")
	f.Add("\x1b[2J.\xff.=")
	f.Add("")
	v := verifier()
	f.Fuzz(func(t *testing.T, raw string) {
		r := New(v.Examine(context.Background(), raw))
		checkPieces(t, raw, r)
		checkText(t, r, 0)
		if len(raw)%16 == 0 { // the page takes ten times as long
			checkReport(t, raw, r)
		}
	})
}

func TestTooLarge(t *testing.T) {
	raw := strings.Repeat("eyJ.", 1<<20)
	r := New(verifier().Examine(context.Background(), raw))
	checkReport(t, raw, r)
	if len(r.Spans) != 1 || len(r.Spans[0].Text) > maxChars {
		t.Errorf("%d spans of a token that is too large to be read", len(r.Spans))
	}
}

// A zero Examination is explained as an empty one.
func TestNoExamination(t *testing.T) {
	r := New(new(jwt.Examination))
	checkReport(t, "", r)
	if r.Verdict != NotJudged || r.Proven {
		t.Errorf("verdict %s, proven %t; want nothing of the kind", r.Verdict, r.Proven)
	}
}

// A question that cannot be asked makes the verdict "not judged". A no makes it
// "refused".
func TestVerdicts(t *testing.T) {
	honest := token(t, jwt.RS256, header, claims)
	keys := verifier().Keys
	clock := verifier().Now
	for why, test := range map[string]struct {
		v       *jwt.Verifier
		token   string
		verdict Verdict
		proven  bool
		reason  string
	}{
		"all is given": {verifier(), honest, Accepted, true, ""},
		"nothing":      {&jwt.Verifier{Now: clock}, honest, NotJudged, false, "jwt: kid: verifier not configured: no Keys"},
		"only keys":    {&jwt.Verifier{Now: clock, Keys: keys}, honest, NotJudged, true, "jwt: iss: verifier not configured: no Issuer"},
		"nothing, but it has expired": {&jwt.Verifier{Now: func() time.Time { return now.Add(time.Hour) }}, honest, Refused, false,
			"jwt: exp: expired"},
		"the keys are unavailable": {&jwt.Verifier{Now: clock, Keys: unavailable{}}, honest, NotJudged, false, "jwt: kid: keys unavailable"},
	} {
		r := New(test.v.Examine(context.Background(), test.token))
		if r.Verdict != test.verdict || r.Proven != test.proven || r.Reason != test.reason {
			t.Errorf("%s: %s, proven %t, %q; want %s, %t, %q", why, r.Verdict, r.Proven, r.Reason, test.verdict, test.proven, test.reason)
		}
	}
}

type unavailable struct{}

func (unavailable) Keys(context.Context, jwt.Header) ([]jwt.Key, error) {
	return nil, jwt.ErrKeysUnavailable
}

// A claim is linked to the characters of the token that spell it.
func TestSpansOfMembers(t *testing.T) {
	raw := token(t, jwt.RS256, header, claims)
	r := New(verifier().Examine(context.Background(), raw))
	for _, p := range r.Parts[:2] {
		for _, m := range p.Members {
			for _, s := range r.Spans {
				if slices.Contains(s.Links, m.ID) {
					// The characters, filled up to whole groups of four,
					// spell at least all but the last byte.
					at := p.Start + (s.Start-p.Start)/4*4
					b := decodePrefix(raw[at:s.End])
					if want := p.Bytes[m.Start : m.End-1]; !bytes.Contains(b, want) {
						t.Errorf("%s: the characters spell %q, want %q", m.ID, b, want)
					}
				}
			}
		}
	}
}

func TestRuleURL(t *testing.T) {
	for rule, want := range map[Rule]string{
		"RFC 8017 section 8.2.2":   "https://www.rfc-editor.org/rfc/rfc8017.html#section-8.2.2",
		"RFC 7515":                 "https://www.rfc-editor.org/rfc/rfc7515.html",
		"FIPS 186-5 section 6.4.2": "https://doi.org/10.6028/NIST.FIPS.186-5",
		"common sense":             "",
	} {
		if got := rule.URL(); got != want {
			t.Errorf("Rule(%q).URL() = %q, want %q", rule, got, want)
		}
	}
}

// A key that belongs to one issuer says so, as text and on the page.
func TestKeyOfAnIssuer(t *testing.T) {
	v := verifier()
	v.Keys = jwt.Keys{{Public: rsaKey.Public(), Issuer: "https://issuer.example/{tenantid}"}}
	x := v.Examine(t.Context(), token(t, jwt.RS256, `{"alg":"RS256"}`, claims))
	var text, page strings.Builder
	if err := errors.Join(Text(&text, x), HTML(&page, x)); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{"Text": text.String(), "HTML": page.String()} {
		if !strings.Contains(strings.Join(strings.Fields(got), " "), "2048 bits, e = 65537, of https://issuer.example/{tenantid}") {
			t.Errorf("%s does not say to which issuer the key belongs:\n%s", name, got)
		}
	}
}
