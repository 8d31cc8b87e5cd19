//go:build interop

package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The test of this file runs the API with tokens of a provider that somebody
// else has written: oidc-provider, of npm.
//
//	(cd testdata/interop && npm ci)
//	go test -tags interop ./cmd/api

// names of the API: the provider signs the tokens of each with its own
// algorithm. See testdata/interop/provider.mjs.
const (
	names = "https://api.example/"
	rs256 = names + "rs256"
)

// A foreign provider.
type foreign struct {
	issuer string
	client http.Client
}

// startForeign starts the provider, whose issuer has the path.
func startForeign(t *testing.T, path string) *foreign {
	t.Helper()
	dir := filepath.Join("..", "..", "testdata", "interop")
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		t.Fatalf("the provider is not installed; run: (cd testdata/interop && npm ci)")
	}
	cmd := exec.Command("node", "provider.mjs", path)
	cmd.Dir = dir
	stdin, err := cmd.StdinPipe() // the provider ends when this does
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := newTerminal()
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close()
		cmd.Wait()
		if t.Failed() {
			t.Logf("the provider says:\n%s", stderr)
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	issuer, ok := strings.CutSuffix(strings.TrimPrefix(line, "issuer "), " ready\n")
	if err != nil || !ok {
		t.Fatalf("the provider starts with %q, %v:\n%s", line, err, stderr)
	}
	f := &foreign{issuer: issuer}
	f.client.Timeout = 10 * time.Second
	return f
}

// control does what no provider offers: see provider.mjs.
func (f *foreign) control(t *testing.T, what string) (discovery, keys int) {
	t.Helper()
	u, err := url.Parse(f.issuer)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := f.client.Get("http://" + u.Host + "/_ctl/" + what)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var stats struct{ Discovery, Keys int }
	if err := json.NewDecoder(resp.Body).Decode(&stats); err != nil || resp.StatusCode != 200 {
		t.Fatalf("%s: %d, %v", what, resp.StatusCode, err)
	}
	return stats.Discovery, stats.Keys
}

// A pair of tokens.
type pair struct {
	Access string `json:"access_token"`
	ID     string `json:"id_token"`
}

func (f *foreign) exchange(t *testing.T, form url.Values, user string) pair {
	t.Helper()
	req, err := http.NewRequest("POST", f.issuer+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if user != "" {
		req.SetBasicAuth(user, user+"-secret")
	}
	resp, err := f.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var p pair
	if err != nil || json.Unmarshal(body, &p) != nil || p.Access == "" {
		t.Fatalf("token endpoint: %d %s", resp.StatusCode, body)
	}
	return p
}

// machine gets a token by client credentials.
func (f *foreign) machine(t *testing.T, audience, scope string) string {
	t.Helper()
	return f.exchange(t, url.Values{
		"grant_type": {"client_credentials"},
		"resource":   {audience},
		"scope":      {scope},
	}, "machine").Access
}

// alice gets tokens by authorization code with PKCE, as a browser would.
func (f *foreign) alice(t *testing.T, audience string) pair {
	t.Helper()
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk" // RFC 7636, appendix B
	challenge := sha256.Sum256([]byte(verifier))
	u, err := url.Parse(f.issuer)
	if err != nil {
		t.Fatal(err)
	}
	callback := "http://" + u.Host + "/callback"

	browser := f.client
	if browser.Jar, err = cookiejar.New(nil); err != nil {
		t.Fatal(err)
	}
	arrived := errors.New("back at the client") // no server listens there
	browser.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if req.URL.Path == "/callback" {
			return arrived
		}
		return nil
	}
	_, err = browser.Get(f.issuer + "/auth?" + url.Values{
		"client_id":             {"app"},
		"response_type":         {"code"},
		"redirect_uri":          {callback},
		"scope":                 {"openid email read:orders"},
		"resource":              {audience},
		"state":                 {"something"},
		"nonce":                 {"n-0S6"},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(challenge[:])},
		"code_challenge_method": {"S256"},
	}.Encode())
	var back *url.Error
	if !errors.Is(err, arrived) || !errors.As(err, &back) {
		t.Fatalf("the authorization endpoint does not send the browser back: %v", err)
	}
	at, err := url.Parse(back.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := f.exchange(t, url.Values{
		"grant_type":    {"authorization_code"},
		"client_id":     {"app"},
		"code":          {at.Query().Get("code")},
		"redirect_uri":  {callback},
		"code_verifier": {verifier},
		"resource":      {audience},
	}, "")
	if p.ID == "" {
		t.Fatalf("no ID token; back with %v", at.Query())
	}
	return p
}

// api starts the API for tokens of the provider.
func (f *foreign) api(t *testing.T, args ...string) running {
	t.Helper()
	return startAPI(t, append(args, "-issuer", f.issuer, "-role-claim", "realm_access.roles")...)
}

// expect makes a call, and compares.
func (r running) expect(t *testing.T, c call) {
	t.Helper()
	a, err := c.do(t.Context(), r.url)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := c.judge(a); wrong != "" {
		t.Errorf("%s %s: %s:\n%s\n%s", c.method, c.path, wrong, a, r.stderr)
	}
}

func route(path string, status int, token string, has ...string) call {
	return call{path: path, tokens: []string{token}, status: status, has: has}
}

func TestInteropAlgorithms(t *testing.T) {
	f := startForeign(t, "")
	all := []string{"-alg", "RS256,ES256,ES384,PS256,EdDSA", "-typ", "at+jwt"}
	algorithms := []string{"rs256", "es256", "es384", "ps256", "eddsa"}
	for _, alg := range algorithms {
		all = append(all, "-audience", names+alg)
	}
	discovered := f.api(t, all...)
	direct := f.api(t, append(all, "-jwks", f.issuer+"/jwks")...)
	usual := f.api(t, "-audience", names+"es384")
	for _, alg := range algorithms {
		token := f.machine(t, names+alg, "read:orders")
		for _, api := range []running{discovered, direct} {
			api.expect(t, route("/api/orders", 200, token, "kettle"))
			api.expect(t, route("/api/data", 200, token, "scope 'read:orders' and role 'admin'"))
		}
	}
	usual.expect(t, route("/secure-route", 401, f.machine(t, names+"es384", ""), "algorithm is not accepted"))
}

// TestInteropCodeFlow signs alice in, at an issuer without a path and at one
// with it.
func TestInteropCodeFlow(t *testing.T) {
	for name, path := range map[string]string{"issuer": "", "issuer with a path": "/tenant/oidc"} {
		t.Run(name, func(t *testing.T) {
			f := startForeign(t, path)
			api := f.api(t, "-audience", rs256)
			alice := f.alice(t, rs256)
			api.expect(t, route("/api/protected", 200, alice.Access, "hello, alice@example.com", `"iss":"`+f.issuer+`"`))
			api.expect(t, route("/user/alice", 200, alice.Access))
			api.expect(t, route("/user/bob", 403, alice.Access))

			remove := route("/api/users/bob", 403, alice.Access)
			remove.method = "DELETE"
			api.expect(t, remove)
			remove.status, remove.tokens = 204, []string{f.machine(t, rs256, "")}
			api.expect(t, remove)

			// The ID token is refused for its audience; and where the client
			// itself is an API, for its type.
			api.expect(t, route("/api/protected", 401, alice.ID, "another audience"))
			app := f.api(t, "-audience", "app", "-typ", "at+jwt")
			app.expect(t, route("/api/protected", 401, alice.ID, "another type"))
		})
	}
}

func TestInteropRefusals(t *testing.T) {
	f := startForeign(t, "")
	api := f.api(t, "-audience", rs256, "-audience", names+"short")
	api.expect(t, route("/secure-route", 401, f.machine(t, "https://other.example", ""), "another audience"))
	api.expect(t, route("/secure-route", 401, f.machine(t, names+"opaque", ""), "malformed"))
	api.expect(t, route("/api/orders", 403, f.machine(t, rs256, "write:orders"), "insufficient_scope"))
	stranger := startForeign(t, "")
	api.expect(t, route("/secure-route", 401, stranger.machine(t, rs256, ""), "not signed by a key of its issuer"))

	short := f.machine(t, names+"short", "") // lives for three seconds
	api.expect(t, route("/secure-route", 200, short))
	time.Sleep(3 * time.Second)
	api.expect(t, route("/secure-route", 401, short, "expired"))
}

func TestInteropRotation(t *testing.T) {
	f := startForeign(t, "")
	api := f.api(t, "-audience", rs256)
	first := f.machine(t, rs256, "")
	api.expect(t, route("/secure-route", 200, first))

	f.control(t, "rotate")
	second := f.machine(t, rs256, "")
	api.expect(t, route("/secure-route", 200, second))
	api.expect(t, route("/secure-route", 200, first)) // its key is still published

	f.control(t, "rotate?drop")
	third := f.machine(t, rs256, "")
	api.expect(t, route("/secure-route", 200, third))
	for _, old := range []string{first, second} {
		api.expect(t, route("/secure-route", 401, old, "not signed by a key of its issuer"))
	}
	discovery, keys := f.control(t, "stats")
	if discovery != 1 || keys > 5 {
		t.Errorf("%d requests for metadata, %d for keys; want 1, and one for keys at the start and for each unknown key", discovery, keys)
	}
}

func TestInteropOutage(t *testing.T) {
	f := startForeign(t, "")
	warm := f.api(t, "-audience", rs256)
	token := f.machine(t, rs256, "")
	f.control(t, "outage?status=503")
	warm.expect(t, route("/secure-route", 200, token)) // with the keys that it has
	cold := f.api(t, "-audience", rs256)
	cold.expect(t, route("/secure-route", 503, token, "Retry-After: "))

	f.control(t, "outage?status=0")
	deadline := time.Now().Add(10 * time.Second)
	for {
		status, body := cold.get(t, "/secure-route", token)
		if status == 200 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the API does not recover: %d %s", status, body)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
