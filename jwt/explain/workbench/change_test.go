package workbench

import (
	"html"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/quick"
)

// A bit turned round twice is as it was, in any text.
func TestFlipTwice(t *testing.T) {
	check := func(token string, bits []uint16) bool {
		all := make([]int, len(bits))
		for i, b := range bits {
			all[i] = int(b) % (8*len(token) + 9)
		}
		back := slices.Clone(all)
		slices.Reverse(back)
		// A flip may make a character of a part that was none a dot, so
		// the bits are turned back in one go only if it does not.
		once := flip(token, all)
		return strings.Count(once, ".") != strings.Count(token, ".") || join(cut(once)) == once
	}
	if err := quick.Check(check, nil); err != nil {
		t.Error(err)
	}
	good := lookUp("good").Token
	n := 0
	for _, p := range cut(good) {
		n += len(p.Bytes)
	}
	for bit := range 8 * n {
		once := flip(good, []int{bit})
		if once == good || len(once) != len(good) || flip(once, []int{bit}) != good {
			t.Fatalf("bit %d: flip(...) = %s", bit, once)
		}
	}
	if got := flip(good, []int{-1, 8 * n, math.MaxInt}); got != good {
		t.Error("bits that are not there change something")
	}
}

func FuzzFlip(f *testing.F) {
	f.Add("a.b.c", 3)
	f.Add("", 0)
	f.Add("....", 1)
	f.Fuzz(func(t *testing.T, token string, bit int) {
		if join(cut(token)) != token {
			t.Errorf("join(cut(%q)) = %q", token, join(cut(token)))
		}
		flip(token, []int{bit})
	})
}

// Each specimen leads to all that the tools offer, and each such page exists.
func TestLinksOfASpecimen(t *testing.T) {
	h := testBench(t, Bench{})
	link := regexp.MustCompile(`<a href="((?:\.\./token/)?[a-z0-9-]+(?:\?[^"#]*)?)(?:#[a-z]*)?"`)
	page := ask(h, "GET", "/token/good?flip=407&now=1768478400&alg=RS256&alg=PS256", "").Body.String()
	links := link.FindAllStringSubmatch(page, -1)
	if len(links) < 400 {
		t.Errorf("%d links", len(links))
	}
	if strings.Contains(page, `name="do" value="flip`) {
		t.Error("a specimen has buttons where links would do")
	}
	for i, m := range links {
		if i%37 != 0 && i < len(links)-20 {
			continue
		}
		address := "/token/" + strings.TrimPrefix(html.UnescapeString(m[1]), "../token/")
		if w := ask(h, "GET", address, ""); w.Code != http.StatusOK {
			t.Errorf("GET %s: %d", address, w.Code)
		}
	}
}

// An address changes the specimen, and says which question answers with no.
func TestAddresses(t *testing.T) {
	h := testBench(t, Bench{})
	for address, want := range map[string]string{
		"good":                              `class="verdict accepted"`,
		"good?flip=407":                     `of the payload is`,
		"good?flip=407&flip=407":            `class="verdict accepted"`,
		"good?now=2026-01-15T12:05:00Z":     `class="verdict refused"`,
		"good?now=1768478699":               `class="verdict accepted"`,
		"good?alg=ES256":                    `class="verdict refused"`,
		"good?alg=":                         `none accepted`,
		"ps256?alg=RS256":                   `class="verdict refused"`,
		"ps256":                             `class="verdict accepted"`,
		"tampered?flip=1":                   `<title>refused · Tampered with · the bench</title>`,
		"good?token=a.b.c&keys=x&issuer=xx": `class="verdict accepted"`, // not read
	} {
		w := ask(h, "GET", "/token/"+address, "")
		if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("GET %s: %d; the page lacks %s", address, w.Code, want)
		}
	}
	for _, address := range []string{"good?flip=x", "good?flip=-1", "good?now=yesterday", "good?" + strings.Repeat("flip=1&", 65)} {
		if w := ask(h, "GET", "/token/"+address, ""); w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), "<html") {
			t.Errorf("GET %.40s: %d; want 400", address, w.Code)
		}
	}
}

// No page has a token in an address.
func TestNoTokenInAddresses(t *testing.T) {
	h := testBench(t, Bench{})
	sp := lookUp("good")
	for _, body := range []string{
		ask(h, "GET", "/token/good?flip=9", "").Body.String(),
		ask(h, "POST", "/", fields("good").Encode()).Body.String(),
	} {
		for _, m := range regexp.MustCompile(`(?:href|action|value)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if strings.HasPrefix(m[0], "value") {
				continue
			}
			for _, part := range strings.Split(sp.Token, ".") {
				if strings.Contains(m[1], part[:20]) {
					t.Errorf("%s", m[0])
				}
			}
		}
	}
}
