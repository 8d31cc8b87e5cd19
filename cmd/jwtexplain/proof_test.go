package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// A proof is explained question by question, with what it must say.
func TestProof(t *testing.T) {
	noon := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	client := oidctest.NewProverWith(jwt.ES256, oidctest.ClientKey())
	client.Now = func() time.Time { return noon }
	const target = "https://api.example/orders"
	access := token(`{"alg":"RS256"}`, `{"sub":"alice","cnf":{"jkt":"`+client.Thumbprint()+`"}}`, signRS256)
	good := client.Proof("GET", target, access)
	hash := client.Claims("GET", target, access)["ath"].(string)
	for why, c := range map[string]struct {
		args []string
		exit int
		has  []string
	}{
		"good": {[]string{"-proof", good, "-url", target, access}, 0,
			[]string{"accepted", client.Thumbprint() + "   RFC 7638", hash + "   what ath must be"}},
		"good, query left out":   {[]string{"-proof", good, "-url", target + "?page=1", access}, 0, []string{"accepted"}},
		"another method":         {[]string{"-proof", good, "-method", "POST", "-url", target, access}, 1, []string{"refused", "proof for another method"}},
		"another URL":            {[]string{"-proof", good, "-url", target + "/1", access}, 1, []string{"proof for another URL"}},
		"another token":          {[]string{"-proof", good, "-url", target, access + "A"}, 1, []string{"proof for another token"}},
		"later":                  {[]string{"-now", "2026-01-15T12:02:00Z", "-proof", good, "-url", target, access}, 1, []string{"proof not of this time"}},
		"no token":               {[]string{"-proof", good, "-url", target}, 1, []string{"give it as the argument"}},
		"no proof":               {[]string{"-proof", "a.b", "-url", target, access}, 1, []string{"malformed proof", "not asked"}},
		"an algorithm we refuse": {[]string{"-alg", "RS256", "-proof", good, "-url", target, access}, 1, []string{"algorithm of the proof not accepted"}},
		"the verdict only":       {[]string{"-q", "-proof", good, "-url", target, access}, 0, []string{"accepted\n"}},
		"no URL":                 {[]string{"-proof", good, access}, 2, nil},
		"no host":                {[]string{"-proof", good, "-url", "/orders", access}, 2, nil},
		"no method":              {[]string{"-proof", good, "-method", "a b", "-url", target, access}, 2, nil},
		"a URL alone":            {[]string{"-url", target, access}, 2, nil},
		"as a page":              {[]string{"-proof", good, "-url", target, "-o", "x.html", access}, 2, nil},
	} {
		args := append([]string{"-now", "2026-01-15T12:00:00Z"}, c.args...)
		stdout, stderr, exit := call(t, "", args...)
		if exit != c.exit || (c.exit == 2) != strings.Contains(stderr, "hint: ") {
			t.Errorf("%s: exit %d, %q, %q; want %d", why, exit, stdout, stderr, c.exit)
		}
		for _, part := range c.has {
			if !strings.Contains(stdout, part) {
				t.Errorf("%s: no %q in\n%s", why, part, stdout)
			}
		}
	}
	if stdout, _, _ := call(t, "", good); !strings.Contains(stdout, "This is a DPoP proof") {
		t.Errorf("a proof in the place of a token gets no hint:\n%s", stdout)
	}
	stdout, _, _ := call(t, "", "-now", "2026-01-15T12:00:00Z", "-json", "-proof", good, "-url", target, access)
	var report struct {
		Verdict, Thumbprint, Ath string
		Checks                   []struct{ Step, Answer string }
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil || report.Verdict != "accepted" || report.Ath != hash || len(report.Checks) != 13 {
		t.Errorf("-json: %v\n%s", err, stdout)
	}
}

// The sender of a token chose what is in "cnf". It reaches the terminal quoted.
func TestHostileThumbprint(t *testing.T) {
	const target = "https://api.example/orders"
	for _, text := range []string{"\\u001b[2J", "\\u009b2J", "\\u202eok", "\\n  accepted", "\u202eok"} {
		access := token(`{"alg":"RS256"}`, `{"sub":"mallory","cnf":{"jkt":"`+text+`"}}`, signRS256)
		stdout, _, _ := call(t, "", "-proof", oidctest.NewProverWith(jwt.ES256, oidctest.ClientKey()).Proof("GET", target, access), "-url", target, access)
		if strings.ContainsAny(stdout, "\x1b\u009b\u202e") || strings.Contains(stdout, "\n  accepted") {
			t.Errorf("jkt %s: jwtexplain prints %q", text, stdout)
		}
	}
}
