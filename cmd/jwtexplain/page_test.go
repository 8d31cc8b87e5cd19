package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
	"example.com/glassjwt/oidc/oidctest"
)

// inFull are the tokens whose pages are compared whole, without the style: two
// ways to sign, a block that opens though the token was tampered with, and a
// token that breaks at one character. The text of each token is in
// testdata/explain, and the test of the browser opens each page.
var inFull = []string{"es256", "ps256", "tampered", "respelled"}

// What the page shows of each token of the gallery.
func TestPageOfTheGallery(t *testing.T) {
	for _, e := range gallery {
		t.Run(e.name, func(t *testing.T) {
			v, err := e.expectations().verifier()
			if err != nil {
				t.Fatal(err)
			}
			f, err := explain.NewFragment(explain.New(v.Examine(t.Context(), e.token())))
			if err != nil {
				t.Fatal(err)
			}
			if slices.Contains(inFull, e.name) {
				comparePage(t, filepath.Join("testdata", "page", e.name+".html"), string(f.Body))
			}
			w := ask(testPage(t, expectations{}), "GET", "/example/"+e.name, "")
			for _, part := range []string{string(f.Body), html.EscapeString(e.why), e.token()} {
				if !strings.Contains(w.Body.String(), part) {
					t.Errorf("the page lacks %.60q", part)
				}
			}
		})
	}
}

func comparePage(t *testing.T, golden, body string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(body, "\n")); diff != "" {
		t.Errorf("%s (-want +got; -update writes it):\n%s", golden, diff)
	}
}

// The first page is an example, so that there is something to see, unless the
// command line says whose tokens will come.
func TestFirstPage(t *testing.T) {
	if body := ask(testPage(t, expectations{}), "GET", "/", "").Body.String(); !strings.Contains(body, `aria-current="page">rs256`) || !strings.Contains(body, `id="verdict"`) {
		t.Error("without expectations, the first page is not the example rs256")
	}
	set, err := pastedKeys(galleryFile("keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	e := expectations{issuer: "https://mine.example", audiences: []string{"a", "b"}, keys: set}
	body := ask(testPage(t, e), "GET", "/", "").Body.String()
	for _, want := range []string{`value="https://mine.example"`, `value="a b"`, `<details class="ask" open>`} {
		if !strings.Contains(body, want) {
			t.Errorf("the first page lacks %q", want)
		}
	}
	if strings.Contains(body, `id="verdict"`) {
		t.Error("the first page explains something, where the command line expects tokens")
	}
}

// The page and the explanation on it have no name in common.
func TestPageNames(t *testing.T) {
	body := ask(testPage(t, expectations{}), "GET", "/", "").Body.String()
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if seen[m[1]] {
			t.Errorf("id %q stands twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` (?:for|aria-describedby)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if !seen[m[1]] {
			t.Errorf("there is no %q", m[1])
		}
	}
}

func submit(t *testing.T, e expectations, f url.Values) (status int, body string) {
	t.Helper()
	w := ask(testPage(t, e), "POST", "/", f.Encode())
	return w.Code, w.Body.String()
}

// fields is the form of an example, as it is on the page.
func fields(name string) url.Values {
	e, err := lookUp(name)
	if err != nil {
		panic(err)
	}
	f := formOf(e.token(), e.expectations())
	return url.Values{
		"token": {f.Token}, "issuer": {f.Issuer}, "audience": {f.Audience},
		"alg": f.Algorithms, "now": {f.Now}, "keys": {galleryFile("keys.json")},
	}
}

func with(f url.Values, name string, values ...string) url.Values {
	f[name] = values
	return f
}

// The form comes to the same verdict as the gallery, and keeps what was typed.
func TestFormVerdicts(t *testing.T) {
	publicPEM := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: must(x509.MarshalPKIXPublicKey(&rsaKey.PublicKey))}))
	publicJWK := `{"kty":"RSA","e":"AQAB","n":"` + encode(rsaKey.N.Bytes()) + `"}`
	rs256, _ := lookUp("rs256")
	for why, c := range map[string]struct {
		form url.Values
		want explain.Verdict
	}{
		"as it is":                   {fields("rs256"), explain.Accepted},
		"another algorithm":          {fields("ps256"), explain.Accepted},
		"tampered":                   {fields("tampered"), explain.Refused},
		"a bearer token":             {with(fields("rs256"), "token", "  Bearer "+rs256.token()+"\r\n"), explain.Accepted},
		"a whole header field":       {with(fields("rs256"), "token", "Authorization: Bearer "+rs256.token()), explain.Accepted},
		"an hour later":              {with(fields("rs256"), "now", "2026-01-15T13:00:00Z"), explain.Refused},
		"the time in seconds":        {with(fields("rs256"), "now", "1768478400"), explain.Accepted},
		"another issuer":             {with(fields("rs256"), "issuer", "https://issuer.example/"), explain.Refused},
		"no issuer":                  {with(fields("rs256"), "issuer", ""), explain.NotJudged},
		"one audience of two":        {with(fields("rs256"), "audience", "https://other.example https://api.example"), explain.Accepted},
		"no audience":                {with(fields("rs256"), "audience", " "), explain.NotJudged},
		"no algorithm":               {with(fields("rs256"), "alg"), explain.Refused},
		"an algorithm that is none":  {with(fields("none"), "alg", "none", "HS256"), explain.Refused},
		"no keys":                    {with(fields("rs256"), "keys", " "), explain.NotJudged},
		"the key as PEM":             {with(fields("rs256"), "keys", publicPEM), explain.Accepted},
		"the key as a JSON Web Key":  {with(fields("rs256"), "keys", publicJWK), explain.Accepted},
		"no token":                   {with(fields("rs256"), "token", ""), explain.Refused},
		"no standard input to read":  {with(fields("rs256"), "token", "-"), explain.Refused},
		"a key set without our keys": {with(fields("rs256"), "keys", `{"keys":[]}`), explain.Refused},
	} {
		t.Run(why, func(t *testing.T) {
			status, body := submit(t, expectations{}, c.form)
			if want := `class="verdict ` + strings.ReplaceAll(string(c.want), " ", "-") + `"`; status != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("status %d; the page lacks %s", status, want)
			}
			for _, name := range []string{"issuer", "audience", "now"} {
				if want := `name="` + name + `" value="` + html.EscapeString(strings.TrimSpace(c.form.Get(name))); !strings.Contains(body, want) && c.form.Get(name) != " " {
					t.Errorf("the form does not keep %s", name)
				}
			}
		})
	}
}

// What cannot be used is said at the form, which keeps everything.
func TestFormErrors(t *testing.T) {
	private := `{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"AA"}`
	for why, f := range map[string]url.Values{
		"a time in words":   with(fields("rs256"), "now", "yesterday"),
		"no key":            with(fields("rs256"), "keys", "abc"),
		"a private key":     with(fields("rs256"), "keys", private),
		"only private keys": with(fields("rs256"), "keys", `{"keys":[`+private+`]}`),
		"a broken PEM":      with(fields("rs256"), "keys", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
		"PEM of a request":  with(fields("rs256"), "keys", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"),
		"two header fields": with(fields("rs256"), "token", "Authorization: Bearer a\nAuthorization: Bearer b"),
		"Bearer twice":      with(fields("rs256"), "token", "Bearer Bearer a.b.c"),
	} {
		t.Run(why, func(t *testing.T) {
			status, body := submit(t, expectations{}, f)
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) || strings.Contains(body, `id="verdict"`) {
				t.Errorf("status %d, want %d and an alert", status, http.StatusUnprocessableEntity)
			}
			if !strings.Contains(body, `value="https://issuer.example"`) {
				t.Error("the form does not keep the issuer")
			}
		})
	}
}

// Nothing that was typed, and nothing in a token, becomes markup.
func TestFormEscapes(t *testing.T) {
	const script = `"><script>alert(1)</script></textarea><script>`
	for name := range fields("rs256") {
		for _, broken := range []string{"", "yesterday"} { // with an explanation, and with an error
			f := with(with(fields("rs256"), "now", broken), name, script)
			_, body := submit(t, expectations{}, f)
			if strings.Contains(body, "<script") || strings.Contains(body, "</script") {
				t.Errorf("%s becomes markup", name)
			}
		}
	}
}

// The server opens no address that a visitor typed, and none that a token
// names: else it could be used to look around on this machine and its network.
func TestFormFetchesNothing(t *testing.T) {
	issuer := oidctest.NewIssuer()
	defer issuer.Close()
	claims := issuer.Claims("https://api.example")
	hostile := issuer.Header(jwt.RS256)
	hostile["jku"] = issuer.URL + "/jwks"
	hostile["x5u"] = issuer.URL + "/x5u"
	set, err := pastedKeys(galleryFile("keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	for why, e := range map[string]expectations{
		"started without an issuer":   {},
		"started with another issuer": {issuer: "https://issuer.example", keys: set},
	} {
		for _, keys := range []string{"", issuer.URL + "/jwks"} {
			_, body := submit(t, e, url.Values{
				"token": {issuer.Sign(hostile, claims)}, "issuer": {issuer.URL}, "audience": {"https://api.example"},
				"alg": {"RS256"}, "keys": {keys}, "jwks": {issuer.URL + "/jwks"},
			})
			if metadata, sets := issuer.Fetches(); metadata+sets > 0 {
				t.Fatalf("%s: %d documents were fetched from an address that was typed", why, metadata+sets)
			}
			if strings.Contains(body, `class="verdict accepted"`) {
				t.Errorf("%s: a token without a known key is accepted", why)
			}
		}
	}
	// With the issuer on the command line, its keys are fetched.
	f := url.Values{"token": {issuer.Sign(issuer.Header(jwt.RS256), claims)}, "issuer": {issuer.URL}, "audience": {"https://api.example"}, "alg": {"RS256"}}
	if _, body := submit(t, expectations{issuer: issuer.URL}, f); !strings.Contains(body, `class="verdict accepted"`) {
		t.Error("the keys of the issuer on the command line do not serve")
	}
}

func TestOutputFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.html")
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"-example", "tampered", "-o", name}, strings.NewReader(""), &stdout, &stderr)
	if code != 1 || !strings.HasPrefix(stdout.String(), "refused: ") || stderr.Len() > 0 {
		t.Errorf("exit %d, %q, %q; want 1 and the verdict", code, stdout.String(), stderr.String())
	}
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<!doctype html>", "<style>", "</html>", `class="verdict refused"`} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the file holds a token, and others can read it: %v, %v", info.Mode(), err)
	}
	code = run(t.Context(), []string{"-example", "rs256", "-o", filepath.Join(name, "no-such", "page.html")}, strings.NewReader(""), &stdout, &stderr)
	if code != 2 || stderr.Len() == 0 {
		t.Errorf("a file that cannot be written: exit %d, %q", code, stderr.String())
	}
}
