package oidc_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// issuer-path-url: OpenID Connect Discovery 1.0 section 4.1 appends, RFC 8414
// section 3.1 inserts, and the Model Context Protocol inserts the name of OpenID
// Connect too. All first take one slash at the end away.
func TestWellKnownAddresses(t *testing.T) {
	for issuer, want := range map[string][]string{
		"https://h.example":            {"https://h.example/.well-known/openid-configuration", "https://h.example/.well-known/oauth-authorization-server"},
		"https://h.example/":           {"https://h.example/.well-known/openid-configuration", "https://h.example/.well-known/oauth-authorization-server"},
		"https://h.example/tenant":     places("https://h.example", "/tenant"),
		"https://h.example/tenant/":    places("https://h.example", "/tenant"),
		"https://h.example/a/b":        places("https://h.example", "/a/b"),
		"https://h.example/a%2Fb":      places("https://h.example", "/a%2Fb"),
		"https://h.example/tenant//":   places("https://h.example", "/tenant/"),
		"https://h.example:8443/x":     places("https://h.example:8443", "/x"),
		"http://127.0.0.1:4000":        {"http://127.0.0.1:4000/.well-known/openid-configuration", "http://127.0.0.1:4000/.well-known/oauth-authorization-server"},
		"http://[::1]:4000/oidc":       places("http://[::1]:4000", "/oidc"),
		"http://localhost:4000/realms": places("http://localhost:4000", "/realms"),
	} {
		s := &script{answer: status(404, "")}
		_, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, issuer)
		if got := s.urls(); !slices.Equal(got, want) {
			t.Errorf("Discover(%s) asked %q; want %q", issuer, got, want)
		}
		for _, address := range want {
			if err == nil || !strings.Contains(err.Error(), address+": status 404") {
				t.Errorf("Discover(%s) = nil, %v; want an error that names %s", issuer, err, address)
			}
		}
		var e *oidc.FetchError
		if !errors.As(err, &e) || e.Status != 404 {
			t.Errorf("Discover(%s) = nil, %v; want a FetchError", issuer, err)
		}
	}
}

func places(host, path string) []string {
	return []string{
		host + path + "/.well-known/openid-configuration",
		host + "/.well-known/oauth-authorization-server" + path,
		host + "/.well-known/openid-configuration" + path,
	}
}

// The next place is for issuers that have no metadata at this one. Hosts say
// that with any status from 400 to 499, or with a page of their web application.
// An issuer that is down, or lies, is not asked for another document.
func TestNextPlace(t *testing.T) {
	const issuer = "https://h.example/tenant"
	for name, test := range map[string]struct {
		answer func(*http.Request) (*http.Response, error)
		want   int
	}{
		"400":                {status(400, ""), 3},
		"401":                {status(401, ""), 3},
		"403":                {status(403, "{}"), 3},
		"404":                {status(404, "{}"), 3},
		"410":                {status(410, "{}"), 3},
		"429":                {status(429, ""), 3},
		"a page with 200":    {status(200, "<!doctype html><title>Welcome</title>"), 3},
		"an array with 200":  {status(200, "[]"), 3},
		"nothing with 200":   {status(200, ""), 3},
		"204":                {status(204, ""), 1},
		"301 to nowhere":     {status(301, "{}"), 1},
		"302 elsewhere":      {redirect("https://login.example/"), 1},
		"500":                {status(500, "{}"), 1},
		"503":                {status(503, "{}"), 1},
		"no connection":      {down, 1},
		"too long":           {status(200, strings.Repeat(" ", 2<<20)), 1},
		"an empty object":    {status(200, "{}"), 1},
		"of another issuer":  {status(200, document("https://other.example", "https://h.example/keys")), 1},
		"without keys":       {status(200, `{"issuer":"https://h.example/tenant"}`), 1},
		"keys on plain http": {status(200, document(issuer, "http://h.example/keys")), 1},
	} {
		s := &script{answer: test.answer}
		if m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, issuer); err == nil {
			t.Errorf("%s: Discover = %v, nil", name, m)
		}
		if got := s.fetches(); got != test.want {
			t.Errorf("%s: %d requests; want %d", name, got, test.want)
		}
	}
	for n, place := range places("https://h.example", "/tenant") {
		for name, absent := range map[string]func(*http.Request) (*http.Response, error){
			"404": status(404, ""), "403": status(403, ""), "a page": status(200, "<html>"),
		} {
			s := &script{}
			s.set(func(req *http.Request) (*http.Response, error) {
				if req.URL.String() != place {
					return absent(req)
				}
				return status(200, document(issuer, "https://h.example/keys"))(req)
			})
			m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, issuer)
			if err != nil || m.JWKSURI != "https://h.example/keys" {
				t.Errorf("at place %d after %s: Discover = %v, %v; want the document", n, name, m, err)
			}
		}
	}
}

// A 429 at one place is not forgotten when the other answers 404.
func TestRetryAfterOfOnePlace(t *testing.T) {
	for _, busy := range []string{"openid", "oauth"} {
		synctest.Test(t, func(t *testing.T) {
			k, s := newSite()
			s.metadata = func(req *http.Request) (*http.Response, error) {
				if strings.Contains(req.URL.Path, busy) {
					return status(429, "", "Retry-After: 120")(req)
				}
				return status(404, "")(req)
			}
			mustFail(t, k, known, jwt.ErrKeysUnavailable)
			if got := time.Until(k.Snapshot().RetryAt); got != 2*time.Minute {
				t.Errorf("429 for %s: the pause is %v; want 2m", busy, got)
			}
		})
	}
}

// A 404 at the first address does not hide the Retry-After of the second.
func TestSecondAddressRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := newSite()
		s.metadata = func(req *http.Request) (*http.Response, error) {
			if strings.Contains(req.URL.Path, "openid") {
				return status(404, "")(req)
			}
			return status(503, "", "Retry-After: 120")(req)
		}
		_, err := k.Keys(t.Context(), known)
		var e *oidc.FetchError
		if !errors.As(err, &e) || e.Status != 503 {
			t.Errorf("Keys = %v; want the 503 first", err)
		}
		s.urls()
		time.Sleep(2*time.Minute - time.Millisecond)
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
		mustAsk(t, s)
		time.Sleep(time.Millisecond)
		mustFail(t, k, known, jwt.ErrKeysUnavailable)
		if got := len(s.urls()); got != 2 {
			t.Errorf("%d requests after two minutes; want 2", got)
		}
	})
}

func TestIssuersNotAsked(t *testing.T) {
	for issuer, why := range map[string]string{
		"":                            "not set",
		"issuer.example":              "no scheme",
		"https://":                    "no host",
		"https:///path":               "no host",
		"http://issuer.example":       "plain http",
		"HTTPS":                       "a word",
		"ftp://issuer.example":        "another scheme",
		"ftp://localhost":             "another scheme, also on this machine",
		"https:issuer.example":        "not hierarchical",
		"https://issuer.example?t=1":  "RFC 8414 section 2: no query",
		"https://issuer.example?":     "no query, not even an empty one",
		"https://issuer.example#":     "no fragment",
		"https://issuer.example#top":  "no fragment",
		"https://u:p@issuer.example":  "credentials",
		"http://127.1":                "only some resolvers take it for the loopback address",
		"http://2130706433":           "the same",
		"http://localhost.example":    "not this machine",
		"http://127.0.0.1.example":    "not this machine",
		"http://192.168.0.1":          "private, not loopback",
		"http://169.254.169.254":      "link-local, where clouds keep secrets",
		"https://issuer.example/\x7f": "a control character",
		"https://issuer.example/" + strings.Repeat("x", 3000): "too long",
	} {
		s := &script{answer: status(404, "")}
		m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, issuer)
		if !errors.Is(err, oidc.ErrAddress) || m != nil {
			t.Errorf("%.40q (%s): Discover = %v, %v; want %q", issuer, why, m, err, oidc.ErrAddress)
		}
		mustFetch(t, s, 0)
	}
}

func TestMetadata(t *testing.T) {
	const issuer, jwks = "https://issuer.example/tenant", "https://keys.example/jwks"
	for name, test := range map[string]struct {
		body string
		want error
		text string
	}{
		"good":                       {document(issuer, jwks), nil, ""},
		"keys on another host":       {document(issuer, "https://www.keys.example/v3/certs"), nil, ""},
		"issuer-mismatch-slash":      {document(issuer+"/", jwks), oidc.ErrIssuerMismatch, `it says "https://issuer.example/tenant/", not "https://issuer.example/tenant"; they differ in the slash at the end`},
		"issuer-mismatch-case":       {document("https://Issuer.example/tenant", jwks), oidc.ErrIssuerMismatch, "upper and lower case"},
		"issuer-mismatch-scheme":     {document("http://issuer.example/tenant", jwks), oidc.ErrIssuerMismatch, "http and https"},
		"issuer-mismatch-host":       {document("https://other.example/tenant", jwks), oidc.ErrIssuerMismatch, `it says "https://other.example/tenant"`},
		"issuer-mismatch-tenant":     {document("https://issuer.example/{tenantid}", jwks), oidc.ErrIssuerMismatch, ""},
		"issuer-mismatch-port":       {document("https://issuer.example:443/tenant", jwks), oidc.ErrIssuerMismatch, ""},
		"issuer-missing":             {`{"jwks_uri":"https://keys.example/jwks"}`, oidc.ErrMetadata, `"issuer"`},
		"issuer-null":                {`{"issuer":null,"jwks_uri":"https://keys.example/jwks"}`, oidc.ErrMetadata, ""},
		"ISSUER":                     {`{"ISSUER":"https://issuer.example/tenant","jwks_uri":"https://keys.example/jwks"}`, oidc.ErrMetadata, ""},
		"issuer-twice":               {`{"issuer":"https://issuer.example/tenant","issuer":"https://issuer.example/tenant","jwks_uri":"https://keys.example/jwks"}`, oidc.ErrMetadata, "twice"},
		"http-jwks-uri":              {document(issuer, "http://keys.example/jwks"), oidc.ErrAddress, "not https"},
		"jwks-uri-loopback-http":     {document(issuer, "http://127.0.0.1/jwks"), oidc.ErrAddress, "not https"},
		"jwks-uri-loopback-https":    {document(issuer, "https://localhost:2379/v2/keys"), oidc.ErrAddress, "on this machine"},
		"jwks-uri-loopback-address":  {document(issuer, "https://[::1]/"), oidc.ErrAddress, "on this machine"},
		"jwks-uri-file":              {document(issuer, "file:///etc/passwd"), oidc.ErrAddress, ""},
		"jwks-uri-relative":          {document(issuer, "/jwks"), oidc.ErrAddress, ""},
		"jwks-uri-empty":             {document(issuer, ""), oidc.ErrAddress, ""},
		"jwks-uri-with-password":     {document(issuer, "https://u:secret@keys.example/"), oidc.ErrAddress, ""},
		"jwks-uri-endless":           {document(issuer, "https://keys.example/"+strings.Repeat("x", 1<<16)), oidc.ErrAddress, "longer than"},
		"jwks-uri-missing":           {`{"issuer":"https://issuer.example/tenant"}`, oidc.ErrMetadata, `"jwks_uri"`},
		"discovery-keys-wrong-types": {`{"issuer":["https://issuer.example/tenant"],"jwks_uri":7}`, oidc.ErrMetadata, ""},
		"jwks-uri-wrong-type":        {`{"issuer":"https://issuer.example/tenant","jwks_uri":7}`, oidc.ErrMetadata, ""},
		"html-200":                   {`<html>secret page</html>`, oidc.ErrMetadata, ""},
		"json-error-200":             {`{"error":"secret page"}`, oidc.ErrMetadata, ""},
		"an array":                   {`[]`, oidc.ErrMetadata, ""},
		"empty":                      {``, oidc.ErrMetadata, ""},
		"truncated-json":             {document(issuer, jwks)[:60], oidc.ErrMetadata, ""},
		"trailing-garbage":           {document(issuer, jwks) + "x", oidc.ErrMetadata, ""},
		"bom":                        {"\ufeff" + document(issuer, jwks), oidc.ErrMetadata, ""},
		"deep":                       {strings.Repeat(`{"a":`, 100_000), oidc.ErrMetadata, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{answer: status(200, test.body)}
			m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, issuer)
			if !errors.Is(err, test.want) || (m == nil) != (test.want != nil) {
				t.Fatalf("Discover = %v, %v; want error %v", m, err, test.want)
			}
			if err != nil && (!strings.Contains(err.Error(), test.text) || strings.Contains(err.Error(), "secret") || len(err.Error()) > 1000) {
				t.Errorf("Discover = nil, %v; want %q in it, and nothing else of the document", err, test.text)
			}
			var algorithms []string
			if m != nil && (m.Get("id_token_signing_alg_values_supported", &algorithms) != nil || len(algorithms) != 2) {
				t.Errorf("Object = %v; want all of the document", m.Names())
			}
			if m != nil && m.Issuer != issuer {
				t.Errorf("Issuer = %q; want %q", m.Issuer, issuer)
			}
		})
	}
}

func document(issuer, jwks string) string {
	return fmt.Sprintf(`{"issuer":%q,"jwks_uri":%q,"id_token_signing_alg_values_supported":["none","HS256"]}`, issuer, jwks)
}

// discovery-alg-none: the metadata's lists of algorithms are for people. They may
// be wrong, and they change nothing about what is accepted.
func TestDiscoveryAlgNone(t *testing.T) {
	for name, list := range map[string]any{
		"none and HS256": []string{"none", "HS256"},
		"not ours":       []string{"ES512"},
		"wrong type":     7,
		"absent":         nil,
	} {
		i := oidctest.NewIssuerAt("https://issuer.example")
		i.SetMetadata("id_token_signing_alg_values_supported", list)
		m, err := oidc.Discover(t.Context(), i.Client(), i.URL)
		if err != nil {
			t.Errorf("%s: Discover = nil, %v", name, err)
			continue
		}
		if want, _ := list.([]string); !slices.Equal(m.Algorithms, want) {
			t.Errorf("%s: Algorithms = %v; want %v", name, m.Algorithms, want)
		}
		v := &jwt.Verifier{Issuer: i.URL, Audience: []string{"api"}, Keys: &oidc.Keys{Issuer: i.URL, Client: i.Client()}}
		if _, err := v.Verify(t.Context(), i.Sign(i.Header(jwt.RS256), i.Claims("api"))); err != nil {
			t.Errorf("%s: Verify(RS256) = nil, %v", name, err)
		}
		if tok, err := v.Verify(t.Context(), i.Sign(`{"alg":"none"}`, i.Claims("api"))); err == nil {
			t.Errorf("%s: Verify(none) = %v, nil", name, tok)
		}
	}
}

// Discover ends by itself if its caller sets no deadline.
func TestDiscoverTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answer: after(time.Hour, healthy)}
		began := time.Now()
		if m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, "https://issuer.example"); err == nil {
			t.Errorf("Discover = %v, nil", m)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("Discover took %v; want 10s", took)
		}
	})
}

// If two names have nothing in common, the error names no small difference.
func TestMismatchIsNotBelittled(t *testing.T) {
	s := &script{answer: status(200, document("https://other.example", address))}
	_, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, "https://issuer.example")
	if !errors.Is(err, oidc.ErrIssuerMismatch) || !strings.HasSuffix(err.Error(), `it says "https://other.example", not "https://issuer.example"`) {
		t.Errorf("Discover = %v; want both names, and nothing more", err)
	}
}

// The longest identifier that is read, and one byte more.
func TestLongestIssuer(t *testing.T) {
	const start = "https://issuer.example/"
	for length, asked := range map[int]int{2048: 3, 2049: 0} {
		s := &script{answer: status(404, "")}
		_, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, start+strings.Repeat("x", length-len(start)))
		if errors.Is(err, oidc.ErrAddress) != (asked == 0) {
			t.Errorf("%d bytes: Discover = %.60v", length, err)
		}
		mustFetch(t, s, asked)
	}
}

// A provider on this machine has its keys here too, with https or without.
func TestIssuerOnThisMachine(t *testing.T) {
	for issuer, keys := range map[string]string{
		"https://localhost:8443":   "https://127.0.0.1:8443/jwks",
		"https://127.0.0.1":        "https://127.0.0.1:9443/jwks",
		"https://[::1]:8443":       "https://localhost:8443/jwks",
		"http://localhost:8080":    "http://localhost:8080/jwks",
		"https://auth.localhost":   "https://auth.localhost/jwks",
		"https://localhost.:8443/": "https://0.0.0.0:8443/jwks",
	} {
		s := &script{answer: status(200, document(issuer, keys))}
		if m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, issuer); err != nil || m.JWKSURI != keys {
			t.Errorf("Discover(%s) = %v, %v; want keys at %s", issuer, m, err, keys)
		}
	}
}

// People paste the address of the metadata, or with the quotes of a
// configuration file. The error shows the value and says so.
func TestIssuerPastedWrongly(t *testing.T) {
	for issuer, want := range map[string]string{
		"https://issuer.example/.well-known/openid-configuration":        `"https://issuer.example/.well-known/openid-configuration" is the address of metadata; the issuer they name may be "https://issuer.example"`,
		"https://issuer.example/t/.well-known/openid-configuration":      `the issuer they name may be "https://issuer.example/t"`,
		"https://issuer.example/.well-known/oauth-authorization-server/": `is the address of metadata`,
		" https://issuer.example":                                        `white space, or there are quotes, around " https://issuer.example"`,
		"https://issuer.example\n":                                       `around "https://issuer.example_"`,
		"\"https://issuer.example\"":                                     `around "\"https://issuer.example\""`,
		"'https://issuer.example'":                                       `around "'https://issuer.example'"`,
		"https://issuer.example/\r\n":                                    `around "https://issuer.example/__"`,
	} {
		k, s := start()
		k.URL, k.Issuer = "", issuer
		err := k.Refresh(t.Context())
		if !errors.Is(err, jwt.ErrConfig) || !errors.Is(err, oidc.ErrAddress) || !strings.Contains(err.Error(), want) {
			t.Errorf("Issuer %q: Refresh = %v; want %q in it", issuer, err, want)
		}
		mustFetch(t, s, 0)
	}
}

// The address of metadata, pasted as the address of the key set.
func TestURLOfMetadata(t *testing.T) {
	k, s := start()
	k.URL = discovery
	s.set(status(200, document("https://issuer.example", address)))
	if err := k.Refresh(t.Context()); !errors.Is(err, jwk.ErrMalformed) || !strings.Contains(err.Error(), "set Keys.Issuer") {
		t.Errorf("Refresh = %v; want %q, and a hint", err, jwk.ErrMalformed)
	}
}

// The shared documents of Microsoft Entra name no issuer, but a template.
func TestTemplateOfAnIssuer(t *testing.T) {
	const issuer = "https://login.example/common/v2.0"
	s := &script{answer: status(200, document("https://login.example/{tenantid}/v2.0", "https://login.example/keys"))}
	_, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, issuer)
	if !errors.Is(err, oidc.ErrIssuerMismatch) || !strings.Contains(err.Error(), "it is a template") {
		t.Errorf("Discover = %v; want %q, and a hint at the template", err, oidc.ErrIssuerMismatch)
	}
}
