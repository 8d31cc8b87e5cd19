package oidc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// A set can have a thousand keys, with names of a thousand bytes. A Snapshot, a
// log line and a cause name the first few, and say how many more there are.
func TestBoundedWords(t *testing.T) {
	var bad, good strings.Builder
	for n := range 999 {
		fmt.Fprintf(&bad, `{"kty":"RSA","kid":"%d-%s","n":"AQ","e":"AQAB"},`, n, strings.Repeat("x", 500))
		if n < 500 {
			fmt.Fprintf(&good, `{"kty":"OKP","crv":"Ed25519","kid":"%d-%s","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},`, n, strings.Repeat("y", 1500))
		}
	}
	one := `{"kty":"OKP","crv":"Ed25519","kid":"one","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	long := strings.Repeat(`{"kty":"`+strings.Repeat("z", 1000)+`"},`, 500)
	for name, test := range map[string]struct{ keys, want string }{
		"of a long type": {long + one, "and 480 more"},
		"bad keys":       {bad.String() + one, "and 979 more"},
		"good keys":      {good.String() + one, "and 481 more"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k, s := start()
				logger, written := lines()
				k.Logger = logger
				s.set(status(200, `{"keys":[`+test.keys+`]}`))
				if err := k.Refresh(t.Context()); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				b, err := json.Marshal(k.Snapshot())
				if err != nil || len(b) > 6000 || !strings.Contains(string(b), test.want) {
					t.Errorf("a Snapshot of %d bytes, %v; want at most 6000, and %q in it", len(b), err, test.want)
				}
				for _, line := range written() {
					if len(line) > 6000 || !strings.Contains(line, test.want) {
						t.Errorf("a line of %d bytes; want at most 6000, and %q in it", len(line), test.want)
					}
				}
				if ids := fmt.Sprint(k.KeyIDs()); len(ids) > 2000 {
					t.Errorf("KeyIDs has %d bytes; want at most 2000", len(ids))
				}
			})
		})
	}
}

// The query of an address can be a key to it. It is sent, and shown nowhere.
func TestQueryIsNotShown(t *testing.T) {
	const secret = "code=s3cr3t"
	for name, answer := range map[string]func(*http.Request) (*http.Response, error){
		"well":       healthy,
		"500":        status(500, ""),
		"no key set": status(200, "<html>"),
		"hangs":      func(req *http.Request) (*http.Response, error) { return nil, req.Context().Err() },
		"quoted": func(req *http.Request) (*http.Response, error) {
			return nil, &url.Error{Op: "Get", URL: req.URL.String(), Err: errors.New("refused")}
		},
		"quoted twice": func(req *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("proxy: %w", &url.Error{Op: "Get", URL: req.URL.String(), Err: errors.New("refused")})
		},
		"redirect":           redirect("https://other.example/jwks?" + secret),
		"redirect loop":      redirect(address + "?" + secret),
		"redirect elsewhere": redirect("http://issuer.example/jwks?" + secret),
		"panics":             func(req *http.Request) (*http.Response, error) { panic(req.URL.String()) },
	} {
		for kind, k := range map[string]*oidc.Keys{
			"URL":      {URL: address + "?" + secret},
			"jwks_uri": {Issuer: "https://issuer.example"},
		} {
			t.Run(name+", "+kind, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					logger, written := lines()
					_, s := newSite()
					s.metadata = status(200, document("https://issuer.example", address+"?"+secret))
					sent := false
					s.keys = func(req *http.Request) (*http.Response, error) {
						sent = sent || req.URL.RawQuery == secret
						return answer(req)
					}
					k.Client, k.Logger = &http.Client{Transport: s}, logger
					before := fmt.Sprintf("%+v", k.Snapshot())
					err := k.Refresh(t.Context())
					synctest.Wait()
					b, _ := json.Marshal(k.Snapshot())
					for what, text := range map[string]string{"before": before, "error": fmt.Sprint(err), "snapshot": string(b), "log": strings.Join(written(), "\n")} {
						if strings.Contains(text, "s3cr3t") {
							t.Errorf("%s shows the query: %s", what, text)
						}
					}
					if !sent {
						t.Error("the query was not sent")
					}
				})
			})
		}
	}
	// Also where the address is refused.
	for _, address := range []string{"http://issuer.example/jwks?" + secret, "ftp://issuer.example/?" + secret, "https:///?" + secret, " https://issuer.example/jwks?" + secret, "https://u:s3cr3t@issuer.example/", `"https://u:s3cr3t@issuer.example/"`} {
		for _, k := range []*oidc.Keys{{URL: address}, {Issuer: address}} {
			if err := k.Refresh(t.Context()); err == nil || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("Refresh = %v; want an error that does not show the query", err)
			}
			if got := fmt.Sprintf("%+v", k.Snapshot()); strings.Contains(got, "s3cr3t") {
				t.Errorf("Snapshot() = %s", got)
			}
		}
	}
	if m, err := oidc.Discover(t.Context(), oidctest.NewIssuerAt("https://issuer.example").Client(), "https://issuer.example/?"+secret); err == nil || strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("Discover = %v, %v", m, err)
	}
}
