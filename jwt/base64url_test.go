package jwt

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// The test vectors of RFC 4648 section 10, without padding, and what is no
// base64url, and where.
func TestBase64URL(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {"Zg", "f"}, {"Zm8", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg", "foob"}, {"Zm9vYmE", "fooba"}, {"Zm9vYmFy", "foobar"},
		{"____", "\xff\xff\xff"}, {"-_-_", "\xfb\xff\xbf"}, {"AAAA", "\x00\x00\x00"},
	} {
		if got, bad := decodeBase64URL(c.text); string(got) != c.want || got == nil || bad != -1 {
			t.Errorf("decodeBase64URL(%q) = %q, %d; want %q", c.text, got, bad, c.want)
		}
	}
	for _, c := range []struct {
		why, text string
		bad       int
	}{
		{"one character is no byte", "A", 0},
		{"one character too many", "AAAAA", 4},
		{"spare bits", "AB", 1},
		{"the last of the spare bits", "AI", 1},
		{"spare bits", "AAB", 2},
		{"spare bits", "AAAAAAD", 6},
		{"padding", "Zg==", 2},
		{"padding", "Zm8=", 3},
		{"padding of nothing", "Zm9v=", 4},
		{"padding alone", "=", 0},
		{"the standard alphabet", "+A", 0},
		{"the standard alphabet", "A/", 1},
		{"another script", "\u0410A", 0},
		{"the first of two", "?AAAAAA?", 0},
	} {
		if got, bad := decodeBase64URL(c.text); got != nil || bad != c.bad {
			t.Errorf("%s: decodeBase64URL(%q) = %q, %d; want offset %d", c.why, c.text, got, bad, c.bad)
		}
	}
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
				if got, bad := decodeBase64URL(replaced); got != nil || bad != at {
					t.Fatalf("decodeBase64URL(%q) = %q, %d; want offset %d", replaced, got, bad, at)
				}
			}
			for at := range length + 1 {
				between := text[:at] + string([]byte{byte(c)}) + text[at:]
				if got, bad := decodeBase64URL(between); got != nil || bad != at {
					t.Fatalf("decodeBase64URL(%q) = %q, %d; want offset %d", between, got, bad, at)
				}
			}
		}
	}
}

// One sequence of bytes has one spelling: of all texts of two or three
// characters, those are accepted that the encoder writes.
func TestBase64URLOneSpelling(t *testing.T) {
	check := func(text string) {
		got, bad := decodeBase64URL(text)
		if ok := bad == -1; ok != (got != nil) || ok && base64.RawURLEncoding.EncodeToString(got) != text {
			t.Fatalf("decodeBase64URL(%q) = %x, %d", text, got, bad)
		}
		want, err := base64.RawURLEncoding.Strict().DecodeString(text)
		if (err == nil) != (bad == -1) || err == nil && !slices.Equal(got, want) {
			t.Fatalf("decodeBase64URL(%q) = %x, %d; encoding/base64 = %x, %v", text, got, bad, want, err)
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
		ok := err == nil && !strings.ContainsAny(s, "\r\n")
		got, bad := decodeBase64URL(s)
		if ok != (bad == -1) || ok && !slices.Equal(got, want) || !ok && (got != nil || bad < 0 || bad >= len(s)) {
			t.Errorf("decodeBase64URL(%q) = %x, %d; encoding/base64 = %x, %v", s, got, bad, want, err)
		}
	})
}
