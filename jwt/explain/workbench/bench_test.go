package workbench

import (
	"crypto/x509"
	"encoding/pem"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"example.com/glassjwt/jwt/explain"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

// The page and the explanation on it have no name in common.
func TestPageNames(t *testing.T) {
	body := ask(testBench(t, Bench{}), "GET", "/token/good?flip=7", "").Body.String()
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

func submit(t *testing.T, b Bench, f url.Values) (status int, body string) {
	t.Helper()
	w := ask(testBench(t, b), "POST", "/", f.Encode())
	return w.Code, w.Body.String()
}

// fields is the form of a specimen, as it is on the page.
func fields(name string) url.Values {
	sp := lookUp(name)
	f := formOf(sp.Settings)
	return url.Values{
		"token": {sp.Token}, "was": {sp.Token}, "specimen": {sp.Name}, "issuer": {f.Issuer}, "audience": {f.Audience},
		"alg": f.Algorithms, "now": {f.Now}, "keys": {sp.Keys},
	}
}

func lookUp(name string) Specimen {
	for _, s := range specimens() {
		if s.Name == name {
			return s
		}
	}
	panic(name)
}

func with(f url.Values, name string, values ...string) url.Values {
	f[name] = values
	return f
}

// The form comes to the same verdict as the gallery, and keeps what was typed.
func TestFormVerdicts(t *testing.T) {
	publicPEM := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: must(x509.MarshalPKIXPublicKey(&rfckeys.RSA().PublicKey))}))
	publicJWK := `{"kty":"RSA","e":"AQAB","n":"` + encode(rfckeys.RSA().N.Bytes()) + `"}`
	good := lookUp("good")
	for why, c := range map[string]struct {
		form url.Values
		want explain.Verdict
	}{
		"as it is":                   {fields("good"), explain.Accepted},
		"another algorithm":          {fields("ps256"), explain.Accepted},
		"tampered":                   {fields("tampered"), explain.Refused},
		"a bearer token":             {with(fields("good"), "token", "  Bearer "+good.Token+"\r\n"), explain.Accepted},
		"a whole header field":       {with(fields("good"), "token", "Authorization: Bearer "+good.Token), explain.Accepted},
		"an hour later":              {with(fields("good"), "now", "2026-01-15T13:00:00Z"), explain.Refused},
		"the time in seconds":        {with(fields("good"), "now", "1768478400"), explain.Accepted},
		"another issuer":             {with(fields("good"), "issuer", "https://issuer.example/"), explain.Refused},
		"no issuer":                  {with(fields("good"), "issuer", ""), explain.NotJudged},
		"one audience of two":        {with(fields("good"), "audience", "https://other.example https://api.example"), explain.Accepted},
		"no audience":                {with(fields("good"), "audience", " "), explain.NotJudged},
		"no algorithm":               {with(fields("good"), "alg"), explain.Refused},
		"an algorithm by no name":    {with(fields("good"), "alg", "none", "HS256"), explain.Refused},
		"no keys":                    {with(fields("good"), "keys", " "), explain.NotJudged},
		"the key as PEM":             {with(fields("good"), "keys", publicPEM), explain.Accepted},
		"the key as a JSON Web Key":  {with(fields("good"), "keys", publicJWK), explain.Accepted},
		"no token":                   {with(fields("good"), "token", ""), explain.Refused},
		"no standard input to read":  {with(fields("good"), "token", "-"), explain.Refused},
		"a key set without our keys": {with(fields("good"), "keys", `{"keys":[]}`), explain.Refused},
	} {
		t.Run(why, func(t *testing.T) {
			status, body := submit(t, Bench{}, c.form)
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
		"a time in words":   with(fields("good"), "now", "yesterday"),
		"no key":            with(fields("good"), "keys", "abc"),
		"a private key":     with(fields("good"), "keys", private),
		"only private keys": with(fields("good"), "keys", `{"keys":[`+private+`]}`),
		"a broken PEM":      with(fields("good"), "keys", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
		"PEM of a request":  with(fields("good"), "keys", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"),
		"two header fields": with(fields("good"), "token", "Authorization: Bearer a\nAuthorization: Bearer b"),
		"Bearer twice":      with(fields("good"), "token", "Bearer Bearer a.b.c"),
	} {
		t.Run(why, func(t *testing.T) {
			status, body := submit(t, Bench{}, f)
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"`) || strings.Contains(body, `id="verdict"`) {
				t.Errorf("status %d, want %d and an alert", status, http.StatusUnprocessableEntity)
			}
			if !strings.Contains(body, `value="https://issuer.example"`) {
				t.Error("the form does not keep the issuer")
			}
		})
	}
}

// Near misses get the sentence that helps.
func TestFormAdvises(t *testing.T) {
	for want, f := range map[string]url.Values{
		"nothing is fetched from what is pasted; open the address": with(fields("good"), "keys", "https://issuer.example/jwks"),
		"paste the token alone":                     with(fields("good"), "token", "curl -H 'Authorization: Bearer a.b.c' https://api.example"),
		"paste the value of &#34;access_token&#34;": with(fields("good"), "token", `{"access_token":"a.b.c","token_type":"Bearer"}`),
		"a time is written like":                    with(fields("good"), "now", "tomorrow"),
		"such as 30s":                               with(fields("good"), "leeway", "1"),
	} {
		if status, body := submit(t, Bench{}, f); status != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
			t.Errorf("status %d; the page lacks %q", status, want)
		}
	}
}

// Nothing that was typed, and nothing in a token, becomes markup.
func TestFormEscapes(t *testing.T) {
	const script = `"><script>alert(1)</script></textarea><script>`
	for name := range fields("good") {
		for _, broken := range []string{"", "yesterday"} { // with an explanation, and with an error
			f := with(with(fields("good"), "now", broken), name, script)
			_, body := submit(t, Bench{}, f)
			if strings.Contains(body, "<script") || strings.Contains(body, "</script") {
				t.Errorf("%s becomes markup", name)
			}
		}
	}
}
