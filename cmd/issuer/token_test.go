package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// start serves a provider on a free port.
func start(t *testing.T) *provider {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	p := newProvider("http://" + server.Listener.Addr().String())
	server.Config.Handler = p.handler()
	server.Start()
	t.Cleanup(server.Close)
	return p
}

// ask posts a form to the token endpoint. A user of "" sends no Basic.
func ask(t *testing.T, p *provider, user, form string) (status int, header http.Header, body map[string]any) {
	t.Helper()
	req, err := http.NewRequest("POST", p.URL+"/token", strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if name, secret, ok := strings.Cut(user, ":"); ok {
		req.SetBasicAuth(name, secret)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		t.Fatalf("the answer is no JSON: %v", err)
	}
	return resp.StatusCode, resp.Header, body
}

// verifier returns the Verifier of an API that believes the provider.
func verifier(p *provider, audience string) *jwt.Verifier {
	return &jwt.Verifier{Issuer: p.URL, Audience: []string{audience}, Keys: &oidc.Keys{Issuer: p.URL}}
}

func TestClientCredentials(t *testing.T) {
	p := start(t)
	tests := map[string]struct {
		user, form, audience string
		want                 string // of the claims, in part
	}{
		"basic":             {"shop:secret", "", "https://api.example", `"sub":"shop"`},
		"body":              {"", "&client_id=shop&client_secret=secret", "https://api.example", `"client_id":"shop"`},
		"basic, and the id": {"shop:secret", "&client_id=shop", "https://api.example", `"sub":"shop"`},
		"encoded name":      {"my%3Ashop:s%25", "", "https://api.example", `"sub":"my:shop"`},
		"audience":          {"shop:secret", "&audience=https://other.example", "https://other.example", ""},
		"resource":          {"shop:secret", "&resource=https://other.example", "https://other.example", ""},
		"both":              {"shop:secret", "&resource=a&audience=b", "b", `"aud":["a","b"]`},
		"ES256":             {"shop:secret", "&alg=ES256", "https://api.example", ""},
		"scope":             {"shop:secret", "&scope=read:orders+x", "https://api.example", `"scope":"read:orders x"`},
		"roles":             {"shop:secret", "&role=admin&role=member", "https://api.example", `"roles":["admin","member"]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, header, body := ask(t, p, test.user, "grant_type=client_credentials"+test.form)
			if status != 200 || body["token_type"] != "Bearer" || body["expires_in"] != 3600.0 {
				t.Fatalf("token endpoint: %d %v", status, body)
			}
			if header.Get("Cache-Control") != "no-store" {
				t.Error("the answer may be cached")
			}
			if body["id_token"] != nil {
				t.Error("an ID token, though there is no user")
			}
			v := verifier(p, test.audience)
			v.Types = []string{"at+jwt"}
			v.Required = []string{"sub", "client_id", "iat", "jti"} // RFC 9068 section 2.2
			token, err := v.Verify(t.Context(), body["access_token"].(string))
			if err != nil {
				t.Fatalf("Verify = %v", err)
			}
			claims, err := token.Claims.MarshalJSON()
			if err != nil || !strings.Contains(string(claims), test.want) {
				t.Errorf("claims are %s; want %s among them", claims, test.want)
			}
			if name == "ES256" && token.Header.Algorithm != jwt.ES256 {
				t.Errorf("alg is %s", token.Header.Algorithm)
			}
		})
	}
}

func TestTokenErrors(t *testing.T) {
	p := start(t)
	tests := map[string]struct {
		user, form string
		status     int
		want       string
	}{
		"no grant_type":         {"shop:secret", "", 400, "invalid_request"},
		"password grant":        {"shop:secret", "grant_type=password&username=alice&password=x", 400, "unsupported_grant_type"},
		"no client":             {"", "grant_type=client_credentials", 401, "invalid_client"},
		"no secret":             {"", "grant_type=client_credentials&client_id=shop", 401, "invalid_client"},
		"empty secret":          {"shop:", "grant_type=client_credentials", 401, "invalid_client"},
		"bad encoding in basic": {"sh%op:secret", "grant_type=client_credentials", 401, "invalid_client"},
		"two ways":              {"shop:secret", "grant_type=client_credentials&client_id=shop&client_secret=secret", 400, "invalid_request"},
		"two names":             {"shop:secret", "grant_type=client_credentials&client_id=bank", 400, "invalid_request"},
		"grant_type twice":      {"shop:secret", "grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request"},
		"scope with a quote":    {"shop:secret", "grant_type=client_credentials&scope=%22", 400, "invalid_scope"},
		"alg none":              {"shop:secret", "grant_type=client_credentials&alg=none", 400, "invalid_request"},
		"invented code":         {"", "grant_type=authorization_code&client_id=app&code=invented", 400, "invalid_grant"},
		"bad form":              {"shop:secret", "grant_type=%zz", 400, "invalid_request"},
		"huge form":             {"shop:secret", "scope=" + strings.Repeat("a", 100<<10), 400, "invalid_request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, header, body := ask(t, p, test.user, test.form)
			if status != test.status || body["error"] != test.want {
				t.Errorf("token endpoint: %d %v; want %d %s", status, body, test.status, test.want)
			}
			if body["access_token"] != nil {
				t.Error("a token all the same")
			}
			if got := header.Get("WWW-Authenticate"); (got != "") != (status == 401) {
				t.Errorf("WWW-Authenticate is %q with status %d", got, status)
			}
		})
	}
	t.Run("parameters in the URL", func(t *testing.T) {
		resp, err := http.Post(p.URL+"/token?grant_type=client_credentials&client_id=a&client_secret=b", "application/x-www-form-urlencoded", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != 401 {
			t.Errorf("status is %d, want 401: a secret in a URL ends up in logs", resp.StatusCode)
		}
	})
}

// The example of RFC 7636, appendix B.
const (
	codeVerifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	codeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	callback      = "http://127.0.0.1:3000/callback?app=1"
)

func authorizationRequest() url.Values {
	return url.Values{
		"response_type":         {"code"},
		"client_id":             {"app"},
		"redirect_uri":          {callback},
		"scope":                 {"openid read:orders"},
		"state":                 {"something"},
		"nonce":                 {"n-0S6"},
		"code_challenge":        {codeChallenge},
		"code_challenge_method": {"S256"},
	}
}

// authorize sends the user to the authorization endpoint, and returns the
// answer and the parameters with which it sends her back.
func authorize(t *testing.T, p *provider, form url.Values) (*http.Response, url.Values) {
	t.Helper()
	stay := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := stay.Get(p.URL + "/authorize?" + form.Encode())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	back, err := resp.Location()
	if err != nil {
		return resp, nil
	}
	if want, _ := url.Parse(callback); back.Host != want.Host || back.Path != want.Path {
		t.Fatalf("sent back to %s", back)
	}
	return resp, back.Query()
}

func tokenRequest(code string) url.Values {
	return url.Values{
		"grant_type":    {"authorization_code"},
		"client_id":     {"app"},
		"code":          {code},
		"redirect_uri":  {callback},
		"code_verifier": {codeVerifier},
	}
}

func TestAuthorizationCode(t *testing.T) {
	p := start(t)
	resp, back := authorize(t, p, authorizationRequest())
	if resp.StatusCode != 302 || back.Get("state") != "something" || back.Get("iss") != p.URL || back.Get("app") != "1" {
		t.Fatalf("authorization endpoint: %d, back with %v", resp.StatusCode, back)
	}
	status, _, body := ask(t, p, "", tokenRequest(back.Get("code")).Encode())
	if status != 200 {
		t.Fatalf("token endpoint: %d %v", status, body)
	}

	api := verifier(p, "https://api.example")
	token, err := api.Verify(t.Context(), body["access_token"].(string))
	if err != nil {
		t.Fatalf("Verify(access token) = %v", err)
	}
	var email string
	if err := token.Claims.Get("email", &email); err != nil || email != "alice@example.com" || token.Claims.Subject != "alice" {
		t.Errorf("sub %q, email %q, %v", token.Claims.Subject, email, err)
	}

	idToken := body["id_token"].(string)
	if _, err := api.Verify(t.Context(), idToken); err == nil {
		t.Error("the API takes the ID token for an access token")
	}
	id, err := verifier(p, "app").Verify(t.Context(), idToken)
	if err != nil {
		t.Fatalf("the client refuses its ID token: %v", err)
	}
	var nonce string
	if err := id.Claims.Get("nonce", &nonce); err != nil || nonce != "n-0S6" {
		t.Errorf("nonce %q, %v", nonce, err)
	}

	status, _, body = ask(t, p, "", tokenRequest(back.Get("code")).Encode())
	if status != 400 || body["error"] != "invalid_grant" {
		t.Errorf("the same code again: %d %v", status, body)
	}
}

func TestAuthorizationErrors(t *testing.T) {
	p := start(t)
	set := func(name string, values ...string) func(url.Values) {
		return func(form url.Values) { form[name] = values }
	}
	tests := map[string]struct {
		change func(url.Values)
		want   string // the error that the client gets; "" if the user sees it
	}{
		"no client":              {set("client_id"), ""},
		"no redirect_uri":        {set("redirect_uri"), ""},
		"two redirect_uris":      {set("redirect_uri", callback, "https://evil.example"), ""},
		"redirect_uri: script":   {set("redirect_uri", "javascript:alert(1)"), ""},
		"redirect_uri: relative": {set("redirect_uri", "/callback"), ""},
		"redirect_uri: fragment": {set("redirect_uri", callback+"#x"), ""},
		"redirect_uri: a code":   {set("redirect_uri", callback+"&code=mine"), ""},
		"redirect_uri: a state":  {set("redirect_uri", callback+"&%73tate=mine"), ""},
		"implicit flow":          {set("response_type", "token"), "unsupported_response_type"},
		"no PKCE":                {set("code_challenge_method"), "invalid_request"},
		"PKCE plain":             {set("code_challenge_method", "plain"), "invalid_request"},
		"no challenge":           {set("code_challenge"), "invalid_request"},
		"short challenge":        {set("code_challenge", "abc"), "invalid_request"},
		"state twice":            {set("state", "a", "b"), "invalid_request"},
		"unknown alg":            {set("alg", "HS256"), "invalid_request"},
		"bad scope":              {set("scope", "\\"), "invalid_scope"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			form := authorizationRequest()
			test.change(form)
			resp, back := authorize(t, p, form)
			if test.want == "" {
				if resp.StatusCode != 400 || back != nil {
					t.Errorf("%d, sent back with %v; want 400", resp.StatusCode, back)
				}
				return
			}
			if back.Get("error") != test.want || back.Has("code") || back.Get("state") == "" {
				t.Errorf("sent back with %v; want the error %s", back, test.want)
			}
		})
	}
}

// A query that Go cannot parse is the client's all the same.
func TestRedirectKeepsTheQuery(t *testing.T) {
	p := start(t)
	for _, query := range []string{"a;b", "a=%zz", "a", "a=1&a=2&", "b=1&a=2", "a=+"} {
		form := authorizationRequest()
		form.Set("redirect_uri", "http://127.0.0.1:3000/callback?"+query)
		resp, _ := authorize(t, p, form)
		if got := resp.Header.Get("Location"); !strings.HasPrefix(got, form.Get("redirect_uri")+"&code=") {
			t.Errorf("redirect_uri with the query %q: sent back to %s", query, got)
		}
	}
}

func TestCodeExchangeErrors(t *testing.T) {
	p := start(t)
	set := func(name, value string) func(url.Values) {
		return func(form url.Values) { form.Set(name, value) }
	}
	tests := map[string]struct {
		change func(url.Values)
		want   string
	}{
		"another client":        {set("client_id", "thief"), "invalid_grant"},
		"another redirect_uri":  {set("redirect_uri", "http://127.0.0.1:3000/"), "invalid_grant"},
		"no redirect_uri":       {set("redirect_uri", ""), "invalid_grant"},
		"no verifier":           {set("code_verifier", ""), "invalid_grant"},
		"wrong verifier":        {set("code_verifier", strings.Repeat("a", 43)), "invalid_grant"},
		"challenge as verifier": {set("code_verifier", codeChallenge), "invalid_grant"},
		"another API":           {set("resource", "https://other.example"), "invalid_target"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, back := authorize(t, p, authorizationRequest())
			form := tokenRequest(back.Get("code"))
			test.change(form)
			if status, _, body := ask(t, p, "", form.Encode()); status != 400 || body["error"] != test.want {
				t.Errorf("token endpoint: %d %v; want 400 %s", status, body, test.want)
			}
			// An attacker has one guess.
			if status, _, body := ask(t, p, "", tokenRequest(back.Get("code")).Encode()); status != 400 {
				t.Errorf("the code is still good afterwards: %d %v", status, body)
			}
		})
	}
}

func TestCodesExpire(t *testing.T) {
	var c codes
	now := time.Unix(1e9, 0)
	code := c.add(authorization{}, now)
	if _, ok := c.take(code, now.Add(codeLifetime)); ok {
		t.Error("the code is good after its lifetime")
	}
	for range maxCodes {
		if c.add(authorization{}, now) == "" {
			t.Fatal("no room too early")
		}
	}
	if c.add(authorization{}, now) != "" {
		t.Error("room without end")
	}
	if c.add(authorization{}, now.Add(codeLifetime)) == "" {
		t.Error("expired codes still take room")
	}
}

func TestNarrowerResource(t *testing.T) {
	p := start(t)
	request := authorizationRequest()
	request["resource"] = []string{"https://api.example", "https://other.example"}
	_, back := authorize(t, p, request)
	form := tokenRequest(back.Get("code"))
	form.Set("resource", "https://other.example")
	_, _, body := ask(t, p, "", form.Encode())
	if _, err := verifier(p, "https://api.example").Verify(t.Context(), body["access_token"].(string)); err == nil {
		t.Error("the token is good for an API for which it was not asked")
	}
	if _, err := verifier(p, "https://other.example").Verify(t.Context(), body["access_token"].(string)); err != nil {
		t.Errorf("Verify = %v", err)
	}
}
