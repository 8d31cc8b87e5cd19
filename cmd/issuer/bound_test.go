package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// askWith posts a form to the token endpoint, with proofs in DPoP fields.
func askWith(t *testing.T, p *provider, form string, proofs ...string) (status int, body map[string]any) {
	t.Helper()
	req, err := http.NewRequest("POST", p.URL+"/token", strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, proof := range proofs {
		req.Header.Add("DPoP", proof)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, body
}

const machine = "grant_type=client_credentials&client_id=shop&client_secret=secret"

// thumbprintOf returns the key to which a token is bound.
func thumbprintOf(t *testing.T, p *provider, token string) string {
	t.Helper()
	v := verifier(p, "https://api.example")
	v.Bound = true
	good, err := v.Verify(t.Context(), token)
	if err != nil {
		t.Fatalf("Verify = %v", err)
	}
	var cnf jwt.Object
	var jkt string
	if good.Claims.Has("cnf") {
		if err := good.Claims.Get("cnf", &cnf); err != nil {
			t.Fatal(err)
		}
		if err := cnf.Get("jkt", &jkt); err != nil {
			t.Fatal(err)
		}
	}
	return jkt
}

// RFC 9449 section 5: a proof at the token endpoint binds the token to its key.
func TestBoundToken(t *testing.T) {
	p := start(t)
	client := oidctest.NewProver(jwt.ES256)
	proof := client.Proof("POST", p.URL+"/token", "")
	status, body := askWith(t, p, machine, proof)
	if status != 200 || body["token_type"] != "DPoP" {
		t.Fatalf("token endpoint: %d %v; want a token of type DPoP", status, body)
	}
	if got := thumbprintOf(t, p, body["access_token"].(string)); got != client.Thumbprint() {
		t.Errorf("the token is bound to %q, want %q", got, client.Thumbprint())
	}
	if _, err := verifier(p, "https://api.example").Verify(t.Context(), body["access_token"].(string)); err == nil {
		t.Error("a Verifier that checks no proofs accepts the bound token")
	}
	for why, proofs := range map[string][]string{
		"the proof again":      {proof},
		"two proofs":           {client.Proof("POST", p.URL+"/token", ""), client.Proof("POST", p.URL+"/token", "")},
		"for another method":   {client.Proof("GET", p.URL+"/token", "")},
		"for another URL":      {client.Proof("POST", p.URL+"/authorize", "")},
		"for another host":     {client.Proof("POST", "https://issuer.example/token", "")},
		"an empty proof":       {""},
		"the token as a proof": {body["access_token"].(string)},
	} {
		if status, body := askWith(t, p, machine, proofs...); status != 400 || body["error"] != "invalid_dpop_proof" || body["access_token"] != nil {
			t.Errorf("%s: %d %v; want 400 invalid_dpop_proof", why, status, body)
		}
	}
}

// RFC 9449 section 10: a code for one key is worth nothing with another.
func TestCodeForOneKey(t *testing.T) {
	p := start(t)
	client, thief := oidctest.NewProver(jwt.ES256), oidctest.NewProver(jwt.ES256)
	proofOf := func(c *oidctest.Prover) []string { return []string{c.Proof("POST", p.URL+"/token", "")} }
	for why, c := range map[string]struct {
		jkt    string
		proofs []string
		status int
		bound  string
	}{
		"its own key":           {client.Thumbprint(), proofOf(client), 200, client.Thumbprint()},
		"another key":           {client.Thumbprint(), proofOf(thief), 400, ""},
		"no proof":              {client.Thumbprint(), nil, 400, ""},
		"a code for any key":    {"", proofOf(client), 200, client.Thumbprint()},
		"neither key nor proof": {"", nil, 200, ""},
	} {
		request := authorizationRequest()
		if c.jkt != "" {
			request.Set("dpop_jkt", c.jkt)
		}
		_, back := authorize(t, p, request)
		status, body := askWith(t, p, tokenRequest(back.Get("code")).Encode(), c.proofs...)
		if status != c.status {
			t.Errorf("%s: %d %v; want %d", why, status, body, c.status)
			continue
		}
		if status == 200 {
			if got := thumbprintOf(t, p, body["access_token"].(string)); got != c.bound {
				t.Errorf("%s: bound to %q, want %q", why, got, c.bound)
			}
		}
	}
}

// Tokens that expire soon, and tokens that have expired.
func TestLifetime(t *testing.T) {
	p := start(t)
	for lifetime, good := range map[string]bool{"": true, "5s": true, "24h": true, "0s": false, "-1m": false, "-2h": false} {
		status, body := askWith(t, p, machine+"&lifetime="+lifetime)
		if status != 200 {
			t.Fatalf("lifetime %q: %d %v", lifetime, status, body)
		}
		_, err := verifier(p, "https://api.example").Verify(t.Context(), body["access_token"].(string))
		if (err == nil) != good {
			t.Errorf("lifetime %q: Verify = %v; want good: %t", lifetime, err, good)
		}
		if body["expires_in"].(float64) < 0 {
			t.Errorf("lifetime %q: expires_in is %v", lifetime, body["expires_in"])
		}
	}
	for _, lifetime := range []string{"5", "25h", "-25h", "for+ever"} {
		if status, body := askWith(t, p, machine+"&lifetime="+lifetime); status != 400 || body["error"] != "invalid_request" {
			t.Errorf("lifetime %q: %d %v; want 400", lifetime, status, body)
		}
	}
}

// The user is the one that the client names.
func TestOtherUsers(t *testing.T) {
	p := start(t)
	request := authorizationRequest()
	request.Set("login_hint", "bob")
	_, back := authorize(t, p, request)
	_, body := askWith(t, p, tokenRequest(back.Get("code")).Encode())
	token, err := verifier(p, "https://api.example").Verify(t.Context(), body["access_token"].(string))
	if err != nil || token.Claims.Subject != "bob" {
		t.Errorf("Verify = %+v, %v; want bob", token, err)
	}
	for _, name := range []string{"bob@example.com", "<b>", strings.Repeat("b", 65), "b b"} {
		request.Set("login_hint", name)
		if _, back := authorize(t, p, request); back.Get("error") != "invalid_request" {
			t.Errorf("login_hint %q: %v; want invalid_request", name, back)
		}
	}
}

// The pages lead through the flow, and show a stranger's text as text.
func TestPages(t *testing.T) {
	p := start(t)
	get := func(path string) (int, http.Header, string) {
		resp, err := http.Get(p.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text := new(strings.Builder)
		if err := resp.Write(text); err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, resp.Header, text.String()
	}
	status, header, index := get("/")
	if status != 200 || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") || !strings.Contains(index, "login_hint=bob") {
		t.Errorf("/: %d\n%s", status, index)
	}
	for _, path := range []string{"/.well-known/openid-configuration", "/jwks"} {
		if !strings.Contains(index, `href="`+path+`"`) {
			t.Errorf("/ has no link to %s", path)
		}
		if status, _, _ := get(path); status != 200 {
			t.Errorf("%s: %d", path, status)
		}
	}
	request := authorizationRequest()
	request.Set("redirect_uri", p.URL+"/callback")
	resp, err := http.Get(p.URL + "/authorize?" + request.Encode()) // follows to the callback
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	code := resp.Request.URL.Query().Get("code")
	if _, _, page := get("/callback?" + resp.Request.URL.RawQuery); code == "" || !strings.Contains(page, "code="+code) {
		t.Errorf("the callback does not show the code %q:\n%s", code, page)
	}
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {"app"}, "code": {code}, "redirect_uri": {p.URL + "/callback"}, "code_verifier": {exampleVerifier}}
	if status, body := askWith(t, p, form.Encode()); status != 200 {
		t.Errorf("what the callback says: %d %v", status, body)
	}
	for _, hostile := range []string{"<script>alert(1)</script>", "$(rm -rf ~)", "A;id"} {
		q := url.Values{"code": {hostile}, "state": {hostile}, "error": {hostile}}
		if _, _, page := get("/callback?" + q.Encode()); strings.Contains(page, "<script>") || strings.Contains(page, "curl") {
			t.Errorf("code %q is on the page as it is:\n%s", hostile, page)
		}
	}
	if status, _, page := get("/callback"); status != 200 || !strings.Contains(page, "no code") {
		t.Errorf("/callback: %d\n%s", status, page)
	}
	if status, _, _ := get("/nothing"); status != 404 {
		t.Errorf("/nothing: %d, want 404", status)
	}
}
