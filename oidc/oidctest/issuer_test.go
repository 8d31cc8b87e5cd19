package oidctest_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

const audience = "https://api.example"

func verifier(i *oidctest.Issuer, algs ...jwt.Algorithm) *jwt.Verifier {
	return &jwt.Verifier{
		Issuer:     i.URL,
		Audience:   []string{audience},
		Keys:       &oidc.Keys{Issuer: i.URL, Client: i.Client()},
		Algorithms: algs,
		Now:        i.Now,
	}
}

func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

func TestEveryAlgorithm(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	for _, alg := range []jwt.Algorithm{
		jwt.RS256, jwt.RS384, jwt.RS512, jwt.PS256, jwt.PS384, jwt.PS512,
		jwt.ES256, jwt.ES384, jwt.ES512, jwt.EdDSA, jwt.Ed25519,
	} {
		t.Run(string(alg), func(t *testing.T) {
			if alg != jwt.RS256 && alg != jwt.ES256 {
				i.NewKey(alg)
			}
			token := i.Sign(i.Header(alg), i.Claims(audience))
			if _, err := verifier(i, alg).Verify(t.Context(), token); err != nil {
				t.Errorf("Verify(token) = nil, %v", err)
			}
		})
	}
}

// Every machine gets the same bytes: both signatures are deterministic.
func TestSameBytes(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	i.Now = noon
	for alg, want := range map[jwt.Algorithm]string{
		jwt.RS256: "eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InJmYzc1MTUtYTIifQ.",
		jwt.ES256: "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InJmYzc1MTUtYTMifQ.",
	} {
		got := i.Sign(i.Header(alg), i.Claims(audience))
		if !strings.HasPrefix(got, want) {
			t.Errorf("Sign(%s) = %.80s; want it to begin with %s", alg, got, want)
		}
		if again := i.Sign(i.Header(alg), i.Claims(audience)); again != got {
			t.Errorf("Sign(%s) is another token the second time", alg)
		}
		if _, err := verifier(i).Verify(t.Context(), got); err != nil {
			t.Errorf("Verify(%s) = nil, %v", alg, err)
		}
	}
}

// RFC 7515 appendix A.2 prints this token, made with the same key.
func TestRFC7515A2(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	got := i.Sign(`{"alg":"RS256"}`, "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}")
	const want = "eyJhbGciOiJSUzI1NiJ9." +
		"eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." +
		"cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
	if got != want {
		t.Errorf("Sign(A.2) = %s; want %s", got, want)
	}
}

func TestSignAnything(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	for name, test := range map[string]struct{ got, header, payload string }{
		"usual order": {
			i.Sign(map[string]any{"kid": "x", "zip": 1, "alg": "ES256"}, map[string]any{"b": 1, "a": 2, "exp": 3, "iss": "i"}),
			`{"alg":"ES256","kid":"x","zip":1}`, `{"iss":"i","exp":3,"a":2,"b":1}`,
		},
		"text as it stands": {i.Sign(`{"alg":"ES256","alg":"ES256"}`, []byte(`{"aud": [], `)), `{"alg":"ES256","alg":"ES256"}`, `{"aud": [], `},
		"a struct":          {i.Sign(struct{ Alg string }{"ES256"}, json.RawMessage("[]")), `{"Alg":"ES256"}`, `[]`},
		"nothing at all":    {i.SignAs(jwt.ES256, map[string]any{}, ""), `{}`, ``},
	} {
		parts := strings.Split(test.got, ".")
		if len(parts) != 3 || len(parts[2]) != 86 {
			t.Errorf("%s: Sign = %s; want three parts, the last of 64 bytes", name, test.got)
			continue
		}
		header, _ := base64.RawURLEncoding.DecodeString(parts[0])
		payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
		if string(header) != test.header || string(payload) != test.payload {
			t.Errorf("%s: Sign = %s.%s; want %s.%s", name, header, payload, test.header, test.payload)
		}
	}
	if got := i.Sign(`{"alg":"none"}`, `{}`); got != "eyJhbGciOiJub25lIn0.e30." {
		t.Errorf("Sign(none) = %s", got)
	}
	if got, want := i.SignAs(jwt.ES256, `{"alg":"RS256"}`, `{}`), 2*43; len(strings.Split(got, ".")[2]) != want {
		t.Errorf("SignAs(ES256) = %s; want a signature of %d characters", got, want)
	}
}

func TestRotateAndRetire(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	v := verifier(i)
	refresh := func() {
		t.Helper()
		if err := v.Keys.(*oidc.Keys).Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	old := i.Sign(i.Header(jwt.ES256), i.Claims(audience))
	i.Rotate()
	refresh()
	young := i.Sign(i.Header(jwt.ES256), i.Claims(audience))
	if i.Header(jwt.ES256)["kid"] == oidctest.ECKeyID {
		t.Errorf("Header(ES256) names the old key after Rotate")
	}
	for _, token := range []string{old, young} {
		if _, err := v.Verify(t.Context(), token); err != nil {
			t.Errorf("after Rotate, Verify = nil, %v", err)
		}
	}
	i.Retire()
	refresh()
	if _, err := v.Verify(t.Context(), young); err != nil {
		t.Errorf("after Retire, Verify(new key) = nil, %v", err)
	}
	header := map[string]any{"alg": "ES256", "kid": oidctest.ECKeyID}
	for _, token := range []string{old, i.Sign(header, i.Claims(audience))} {
		if tok, err := v.Verify(t.Context(), token); err == nil {
			t.Errorf("after Retire, Verify(old key) = %v, nil", tok)
		}
	}
}

func TestURLs(t *testing.T) {
	for _, address := range []string{
		"https://issuer.example",
		"https://issuer.example/",
		"https://issuer.example/tenant",
		"https://issuer.example/tenant/",
		"https://issuer.example:8443/a/b%2Fc",
		"http://127.0.0.1:1",
	} {
		t.Run(address, func(t *testing.T) {
			i := oidctest.NewIssuerAt(address)
			for _, token := range []string{i.Sign(i.Header(jwt.RS256), i.Claims(audience))} {
				if _, err := verifier(i).Verify(t.Context(), token); err != nil {
					t.Errorf("Verify = nil, %v", err)
				}
			}
			keys := &oidc.Keys{URL: i.KeySetURL(), Client: i.Client()}
			if err := keys.Refresh(t.Context()); err != nil {
				t.Errorf("Refresh with KeySetURL: %v", err)
			}
		})
	}
}

func TestLoopback(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	if _, err := verifier(i).Verify(t.Context(), i.Sign(i.Header(jwt.RS256), i.Claims(audience))); err != nil {
		t.Errorf("Verify = nil, %v", err)
	}
	if metadata, keySet := i.Fetches(); metadata != 1 || keySet != 1 {
		t.Errorf("Fetches() = %d, %d; want 1, 1", metadata, keySet)
	}
	// A plain client finds its documents at the usual places.
	resp, err := http.Get(i.URL + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := resp.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type = %q", got)
	}
}

func TestFaults(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	get := func(path string) (status int, body string) {
		t.Helper()
		resp, err := i.Client().Get(i.URL + path)
		if err != nil {
			return 0, err.Error()
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(b)
	}
	i.Fail(http.StatusServiceUnavailable)
	i.SetHeader("Retry-After", "7")
	if status, _ := get("/jwks"); status != 503 {
		t.Errorf("after Fail(503), status %d", status)
	}
	i.Fail(0)
	if status, body := get("/jwks"); status != 200 || body != string(i.KeySet()) {
		t.Errorf("after Fail(0), status %d, %s", status, body)
	}
	if status, _ := get("/"); status != 404 {
		t.Errorf("GET / = %d; want 404", status)
	}
	i.SetKeySet([]byte("<html>"))
	if _, body := get("/jwks"); body != "<html>" {
		t.Errorf("after SetKeySet, %s", body)
	}
	i.SetMetadata("issuer", 42)
	i.SetMetadata("jwks_uri", nil)
	var m map[string]any
	_, body := get("/.well-known/oauth-authorization-server")
	if err := json.Unmarshal([]byte(body), &m); err != nil || m["issuer"] != 42.0 || m["jwks_uri"] != nil {
		t.Errorf("after SetMetadata, %s, %v", body, err)
	}
	i.Delay(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", i.URL+"/jwks", nil)
	if _, err := i.Client().Do(req); err == nil {
		t.Error("a cancelled request to a delayed issuer was answered")
	}
	i.Delay(0)
	if _, err := i.Client().Get("https://elsewhere.example/jwks"); err == nil {
		t.Error("the client reached another host")
	}
	i.Close()
	if status, _ := get("/jwks"); status != 0 {
		t.Errorf("after Close, status %d", status)
	}
}

// A server of your own can serve an Issuer.
func TestHandler(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	i := oidctest.NewIssuerAt("http://" + server.Listener.Addr().String() + "/realms/one")
	mux := http.NewServeMux()
	mux.Handle("/", i.Handler())
	mux.HandleFunc("POST /realms/one/token", func(w http.ResponseWriter, r *http.Request) {})
	server.Config.Handler = mux
	server.Start()
	defer server.Close()
	i.SetMetadata("token_endpoint", i.URL+"/token")
	m, err := oidc.Discover(t.Context(), nil, i.URL)
	if err != nil {
		t.Fatal(err)
	}
	var endpoint string
	if err := m.Get("token_endpoint", &endpoint); err != nil || endpoint != i.URL+"/token" {
		t.Errorf("token_endpoint = %q, %v", endpoint, err)
	}
}

func TestKeySet(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	for _, alg := range []jwt.Algorithm{jwt.PS384, jwt.ES512, jwt.EdDSA} {
		i.NewKey(alg)
	}
	set, err := jwk.ParseSet(i.KeySet())
	if err != nil || len(set.Usable) != 5 || len(set.Skipped) != 0 {
		t.Fatalf("ParseSet = %+v, %v; want 5 usable keys", set, err)
	}
	for n, want := range []string{"rfc7515-a2", "rfc7515-a3", "ps384-1", "es512-2", "eddsa-3"} {
		if got := set.Usable[n].ID; got != want {
			t.Errorf("key %d has the ID %q; want %q", n, got, want)
		}
	}
}

func TestMisuse(t *testing.T) {
	i := oidctest.NewIssuerAt("https://issuer.example")
	for name, misuse := range map[string]func(){
		"no URL":             func() { oidctest.NewIssuerAt("issuer") },
		"no such algorithm":  func() { i.NewKey("HS256") },
		"no key for it":      func() { i.Header(jwt.ES384) },
		"signing without it": func() { i.Sign(`{"alg":"HS256"}`, `{}`) },
		"header is no JSON":  func() { i.Sign(`{`, `{}`) },
		"claims are no JSON": func() { i.Sign(`{"alg":"RS256"}`, map[string]any{"f": func() {}}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				p, _ := recover().(string)
				if !strings.HasPrefix(p, "oidctest: ") {
					t.Errorf("panic(%q); want one that begins with oidctest", p)
				}
			}()
			misuse()
		})
	}
}
