package proof

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// No text makes the check panic, Examine says what Check says, and
// only the proof that the client signed is accepted.
func FuzzProof(f *testing.F) {
	p := oidctest.NewProverWith(jwt.ES256, oidctest.ClientKey())
	p.Now = atNoon
	token := boundToken(p)
	claims := p.Claims("GET", base+"/orders", token)
	claims["jti"] = "one"
	good := p.Sign(p.Header(), claims)
	f.Add(good)
	f.Add(rfcProof)
	part := strings.Split(good, ".")
	for _, header := range []string{
		`{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC"}}`, `{"typ":"dpop+jwt","alg":"none","jwk":null}`,
		`{"typ":"dpop+jwt","alg":"RS256","jwk":{"kty":"RSA","n":"AQAB","e":"AQAB"}}`, `{}`, `[]`,
	} {
		f.Add(encode([]byte(header)) + "." + part[1] + "." + part[2])
	}
	for _, claims := range []string{`{}`, `{"htu":"https://["}`, `{"iat":1e999}`, `[]`, ``} {
		f.Add(p.Sign(p.Header(), claims))
	}
	c := credentials(f, "DPoP", token)
	f.Fuzz(func(t *testing.T, proof string) {
		r := httptest.NewRequest("GET", "/orders", nil)
		r.Header["Dpop"] = []string{proof}
		for _, d := range []*DPoP{dpop(), {Base: base, NonceKey: nonceKey, Now: atNoon}} {
			x, err := d.Examine(r, token)
			if err != nil {
				t.Fatal(err)
			}
			_, err = d.Check(r, c)
			if fmt.Sprint(err) != fmt.Sprint(x.Err()) {
				t.Fatalf("Check = %v, and Examine says %v", err, x.Err())
			}
			if accepted := err == nil; accepted && proof != good {
				t.Fatalf("accepted: %q", proof)
			}
			if d.memory.len() > 0 && err != nil {
				t.Fatal("a refused proof is remembered")
			}
		}
	})
}

// Normalising is what net/url understands, and once is enough.
func FuzzNormalise(f *testing.F) {
	for _, seed := range []string{
		"https://api.example/orders", "HTTPS://API.example:443/%7e/%2F%2f?q#f", "http://[::1]:80", "https://a:/", "https://a@b/",
		"https://a/../b", "https:///x", "https://a/%", "https://a/\u00e9", "https://a:0443/", "https://[v1.x]/", "https://a%41/", "http://a:80:80/",
		"https://a/%25%32%66", "https://a//b", "https://a/b;c=d,e", "https://a?b/c", "https://a#b/c", "https://a\\b/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := normalise(raw)
		if err != nil {
			if got != "" {
				t.Fatalf("normalise(%q) = %q, %v; want nothing beside an error", raw, got, err)
			}
			return
		}
		if again, err := normalise(got); again != got || err != nil {
			t.Fatalf("normalise(%q) = %q, and again %q, %v", raw, got, again, err)
		}
		was, err := url.Parse(raw)
		if err != nil {
			t.Skip("net/url is stricter in some ways") // such as [:::] in place of an address
		}
		is, err := url.Parse(got)
		if err != nil {
			t.Fatalf("normalise(%q) = %q, which net/url refuses: %v", raw, got, err)
		}
		port := func(u *url.URL) string {
			if p := u.Port(); p != "" && !(u.Scheme == "https" && p == "443") && !(u.Scheme == "http" && p == "80") {
				return p
			}
			return ""
		}
		path := was.Path
		if path == "" {
			path = "/"
		}
		switch {
		case is.Scheme != was.Scheme, is.Hostname() != strings.ToLower(was.Hostname()), is.Port() != port(was):
			t.Fatalf("normalise(%q) = %q: another server", raw, got)
		case is.Path != path:
			t.Fatalf("normalise(%q) = %q: another path", raw, got)
		case is.RawQuery != "" || is.Fragment != "" || is.User != nil:
			t.Fatalf("normalise(%q) = %q: more than scheme, host and path", raw, got)
		}
		// Escapes that count are still there: the two paths have the same
		// segments.
		if a, b := strings.Count(is.EscapedPath(), "/"), max(1, strings.Count(was.EscapedPath(), "/")); a != b {
			t.Fatalf("normalise(%q) = %q: another number of segments", raw, got)
		}
	})
}

// A request's own path, as it was on the wire, is always equal to itself in htu.
func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"/", "/a%2Fb", "/%7Euser", "/a;b", "/a//b", "/%e4", "/a b", "/%", "*", "//a", "/|", "/[x]"} {
		f.Add(seed)
	}
	d := dpop()
	if err := d.setUp(); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, path string) {
		u, err := url.ParseRequestURI(path)
		if err != nil || u.Host != "" || !strings.HasPrefix(path, "/") || strings.Contains(path, "#") {
			return // no client sends a fragment
		}
		got := d.target(u)
		wire, _, _ := strings.Cut(path, "?")
		want, err := normalise(base + wire)
		if err != nil {
			return // not a URL, and refused whatever the request's path is
		}
		if got != want {
			t.Fatalf("target of %q = %q; want %q", path, got, want)
		}
	})
}
