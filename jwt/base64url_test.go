package jwt

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// The test vectors of RFC 4648 section 10, without padding; and texts that
// are not base64url, with the place and the reason.
func TestBase64URL(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {"Zg", "f"}, {"Zm8", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg", "foob"}, {"Zm9vYmE", "fooba"}, {"Zm9vYmFy", "foobar"},
		{"____", "\xff\xff\xff"}, {"-_-_", "\xfb\xff\xbf"}, {"AAAA", "\x00\x00\x00"},
	} {
		if got, ok := decodeBase64URL(c.text); string(got) != c.want || got == nil || !ok {
			t.Errorf("decodeBase64URL(%q) = %q, %v; want %q", c.text, got, ok, c.want)
		}
	}
	const (
		padding  = ": padding"
		standard = ": the alphabet of base64"
		foreign  = ""
		spare    = ": spare bits"
		tooMany  = ": one character too many"
	)
	for _, c := range []struct {
		text   string
		offset int
		what   string
	}{
		{"A", 0, tooMany},
		{"AAAAA", 4, tooMany},
		{"AB", 1, spare},
		{"AI", 1, spare}, // only the last of the four is not zero
		{"AAB", 2, spare},
		{"AAAAAAD", 6, spare},
		{"Zg==", 2, padding},
		{"Zm8=", 3, padding},
		{"Zm9v=", 4, padding},
		{"=", 0, padding},
		{"+A", 0, standard},
		{"A/", 1, standard},
		{"\u0410A", 0, foreign}, // looks like AA
		{"?AAAAAA?", 0, foreign},
		{"AA\nAA", 2, foreign},
		{"AA A", 2, foreign},
	} {
		if got, ok := decodeBase64URL(c.text); got != nil || ok {
			t.Errorf("decodeBase64URL(%q) = %q, %v; want a refusal", c.text, got, ok)
		}
		if offset, what := badBase64URL(c.text); offset != c.offset || what != notBase64URL+c.what {
			t.Errorf("badBase64URL(%q) = %d, %q; want %d, %q", c.text, offset, what, c.offset, notBase64URL+c.what)
		}
	}
}

// refusedAt returns the offset at which the text is refused, or -1.
func refusedAt(text string) int {
	if _, ok := decodeBase64URL(text); ok {
		return -1
	}
	offset, _ := badBase64URL(text)
	return offset
}

// Every byte that is not of the alphabet is refused, at every position of a
// text of every length, whether it replaces a character or comes in between.
func TestBase64URLEveryPosition(t *testing.T) {
	for length := range 14 {
		text := strings.Repeat("A", length)
		for c := range 256 {
			if strings.IndexByte(alphabet, byte(c)) >= 0 {
				continue
			}
			for at := range length {
				replaced := text[:at] + string([]byte{byte(c)}) + text[at+1:]
				if bad := refusedAt(replaced); bad != at {
					t.Fatalf("decodeBase64URL(%q) is refused at %d; want at %d", replaced, bad, at)
				}
			}
			for at := range length + 1 {
				between := text[:at] + string([]byte{byte(c)}) + text[at:]
				if bad := refusedAt(between); bad != at {
					t.Fatalf("decodeBase64URL(%q) is refused at %d; want at %d", between, bad, at)
				}
			}
		}
	}
}

// One sequence of bytes has one spelling: of all texts of two or three
// characters, those are accepted that the encoder writes.
func TestBase64URLOneSpelling(t *testing.T) {
	check := func(text string) {
		got, ok := decodeBase64URL(text)
		if ok != (got != nil) || ok && base64.RawURLEncoding.EncodeToString(got) != text {
			t.Fatalf("decodeBase64URL(%q) = %x, %v", text, got, ok)
		}
		want, err := base64.RawURLEncoding.Strict().DecodeString(text)
		if (err == nil) != ok || err == nil && !slices.Equal(got, want) {
			t.Fatalf("decodeBase64URL(%q) = %x, %v; encoding/base64 = %x, %v", text, got, ok, want, err)
		}
	}
	for _, a := range alphabet {
		for _, b := range alphabet {
			check(string([]rune{a, b}))
			for _, c := range alphabet {
				check(string([]rune{a, b, c}))
			}
		}
	}
}

// The standard decoder is the judge, but for line breaks, which it skips.
func FuzzBase64URL(f *testing.F) {
	for _, s := range []string{"", "Zg", "Zm8", "Zm9v", "A\nA", "AB", "Zg==", "+/8", "\xff"} {
		f.Add(s)
	}
	strict := base64.RawURLEncoding.Strict()
	f.Fuzz(func(t *testing.T, s string) {
		want, err := strict.DecodeString(s)
		wantOK := err == nil && !strings.ContainsAny(s, "\r\n")
		got, ok := decodeBase64URL(s)
		if ok != wantOK || ok != (got != nil) || ok && !slices.Equal(got, want) {
			t.Errorf("decodeBase64URL(%q) = %x, %v; encoding/base64 = %x, %v", s, got, ok, want, err)
		}
		if bad := refusedAt(s); !ok && (bad < 0 || bad >= len(s)) {
			t.Errorf("decodeBase64URL(%q) is refused at %d", s, bad)
		}
	})
}
