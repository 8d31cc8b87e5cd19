package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/oidc/oidctest"
)

// An issuer that wants to flood a terminal, or to write over its lines.
func TestHostileIssuer(t *testing.T) {
	var promised []string
	for n := range 20_000 {
		promised = append(promised, fmt.Sprintf("A%d", n))
	}
	for name, answer := range map[string]func(r *http.Request) *http.Response{
		"20,000 algorithms": func(r *http.Request) *http.Response {
			i := oidctest.NewIssuer()
			defer i.Close()
			if !strings.Contains(r.URL.Path, "well-known") {
				return respond("application/json", string(i.KeySet()))
			}
			return respond("application/json", fmt.Sprintf(`{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/keys","id_token_signing_alg_values_supported":["%s"]}`, strings.Join(promised, `","`)))
		},
		"a long type": func(*http.Request) *http.Response { return respond("text/"+strings.Repeat("a", 1<<20), "x") },
		"right to left, in the type": func(*http.Request) *http.Response {
			return respond("text/\u202egpj\u2066\u200b\u2028", "x")
		},
	} {
		t.Run(name, func(t *testing.T) {
			client := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) { return answer(r), nil })}
			for _, flags := range [][]string{nil, {"-json"}} {
				got, _ := look(t, client, append(flags, "-issuer", "https://issuer.example")...)
				if len(got) > 30_000 || strings.Count(got, "\n") > 400 {
					t.Errorf("the report has %d bytes and %d lines", len(got), strings.Count(got, "\n"))
				}
				if strings.ContainsAny(got, "\u202e\u2066\u200b\u2028") {
					t.Errorf("the report has characters that cannot be seen: %q", got)
				}
			}
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func respond(contentType, body string) *http.Response {
	return &http.Response{
		StatusCode: 200,
		Header:     http.Header{"Content-Type": {contentType}, "Date": {time.Now().UTC().Format(http.TimeFormat)}},
		Body:       io.NopCloser(strings.NewReader(body)),
	}
}

// Times so far away that they overflow a Duration.
func TestTokenOfFarTimes(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	for exp, faults := range map[string]int{"20000000000": 0, "253402300799": 0, "13000000000": 0, "-20000000000": 1, "-1e300": 1, "1e300": 1} {
		text := fmt.Sprintf(`{"iss":%q,"sub":"s","aud":"https://api.example","iat":%d,"exp":%s}`, i.URL, time.Now().Unix(), exp)
		token := i.Sign(`{"alg":"RS256","typ":"at+jwt","kid":"`+oidctest.RSAKeyID+`"}`, text)
		if got, n := look(t, nil, "-issuer", i.URL, "-token", token); n != faults {
			t.Errorf("exp %s: %d faults; want %d:\n%s", exp, n, faults, got)
		}
	}
}
