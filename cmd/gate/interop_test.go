//go:build interop

package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// The proxies with the files that stand in proxies/. Only the addresses in them
// are others, so that the test can run beside a real one.
var recipes = map[string]struct {
	binary  string
	files   []string
	wrapper string // a file that includes the first, if it cannot stand alone
	args    []string
	flags   []string // of the gate
}{
	"nginx": {"nginx", []string{"nginx.conf", "gate-question.conf"}, `daemon off;
pid nginx.pid;
error_log stderr;
events {}
http {
	access_log off;
	client_body_temp_path tmp;
	proxy_temp_path tmp;
	fastcgi_temp_path tmp;
	uwsgi_temp_path tmp;
	scgi_temp_path tmp;
	include nginx.conf;
}
`, []string{"-p", ".", "-c", "wrapper"}, []string{"-nginx"}},
	"caddy":   {"caddy", []string{"Caddyfile"}, "", []string{"run", "--config", "Caddyfile", "--adapter", "caddyfile"}, nil},
	"haproxy": {"haproxy", []string{"haproxy.cfg", "gate.lua"}, "", []string{"-f", "haproxy.cfg"}, nil},
}

func TestProxies(t *testing.T) {
	for name := range recipes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSetup(t, name)
			s.startGate(t)
			t.Run("Answers", s.testAnswers)
			t.Run("Identity", s.testIdentity)
			t.Run("Paths", s.testPaths)
			t.Run("RawPaths", s.testRawPaths)
			t.Run("Connection", s.testConnection)
			t.Run("Framing", s.testFraming)
			t.Run("Body", s.testBody)
			t.Run("Rotation", s.testRotation)
			s.stopGate()
			s.startGate(t, "-dpop", "http://api.example")
			t.Run("Proof", s.testProof)
			s.stopGate()
			t.Run("GateDead", s.testGateDead)
			s.issuer.Fail(http.StatusServiceUnavailable)
			s.startGate(t)
			t.Run("IssuerDown", s.testIssuerDown)
		})
	}
}

// A setup is a proxy, the gate, an issuer, and an API that notes what it got.
type setup struct {
	name   string
	issuer *oidctest.Issuer
	api    *httptest.Server
	front  string // the address of the proxy
	gate   string // the address of the gate
	binary string
	flags  []string
	stop   func()

	mu  sync.Mutex
	got []*http.Request // what reached the API
	sum []string        // and the hash of each body
}

func newSetup(t *testing.T, name string) *setup {
	recipe := recipes[name]
	program, err := exec.LookPath(recipe.binary)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed", recipe.binary)
		}
		t.Skipf("%s is not installed", recipe.binary)
	}
	s := &setup{name: name, issuer: oidctest.NewIssuer(), front: freeAddress(t), gate: freeAddress(t), flags: recipe.flags}
	t.Cleanup(s.issuer.Close)
	s.api = httptest.NewServer(http.HandlerFunc(s.serveAPI))
	t.Cleanup(s.api.Close)

	dir := t.TempDir()
	s.binary = filepath.Join(dir, "gate")
	if out, err := exec.Command("go", "build", "-o", s.binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	_, port, _ := net.SplitHostPort(s.front)
	addresses := strings.NewReplacer("127.0.0.1:8088", s.front, "http://:8088", "http://:"+port, "127.0.0.1:8070", s.gate, "127.0.0.1:9090", s.api.Listener.Addr().String())
	for _, file := range recipe.files {
		text, err := os.ReadFile(filepath.Join("proxies", file))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, file), addresses.Replace(string(text)))
	}
	if recipe.wrapper != "" {
		wrapper := recipe.wrapper
		if os.Getuid() == 0 {
			wrapper = "user root;\n" + wrapper
		}
		write(t, filepath.Join(dir, "wrapper"), wrapper)
		if err := os.Mkdir(filepath.Join(dir, "tmp"), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	proxy := exec.Command(program, recipe.args...)
	proxy.Dir = dir
	proxy.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	launch(t, proxy, s.front)
	return s
}

// launch runs a program until the test ends, and waits until its address answers.
func launch(t *testing.T, cmd *exec.Cmd, address string) (stop func()) {
	t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = cmd.Wait() }()
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
		if t.Failed() {
			t.Logf("%s says:\n%s", cmd.Path, said.Bytes()[max(0, said.Len()-1000):])
		}
	})
	t.Cleanup(stop)
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
			return stop
		}
		select {
		case <-ended:
			t.Fatalf("%s ended: %v\n%s", cmd.Path, cmd.ProcessState, said.String())
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not listen at %s", cmd.Path, address)
		}
	}
}

func (s *setup) startGate(t *testing.T, flags ...string) {
	t.Helper()
	args := slices.Concat([]string{"-addr", s.gate, "-issuer", s.issuer.URL, "-audience", audience}, s.flags, flags)
	s.stop = launch(t, exec.Command(s.binary, args...), s.gate)
}

func (s *setup) stopGate() { s.stop() }

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s *setup) serveAPI(w http.ResponseWriter, r *http.Request) {
	h := sha256.New()
	_, _ = io.Copy(h, r.Body)
	s.mu.Lock()
	s.got = append(s.got, r)
	s.sum = append(s.sum, fmt.Sprintf("%x", h.Sum(nil)))
	s.mu.Unlock()
	io.WriteString(w, "served\n")
}

// reached returns the requests that reached the API since the last call.
func (s *setup) reached() (requests []*http.Request, sums []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests, sums = s.got, s.sum
	s.got, s.sum = nil, nil
	return requests, sums
}

// send sends a request as it stands: no client in between that would clean it.
func (s *setup) send(t *testing.T, method, target string, body string, fields ...string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", s.front)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n", method, target)
	if body != "" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	for i := 0; i < len(fields); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", fields[i], fields[i+1])
	}
	b.WriteString("\r\n" + body)
	if _, err := io.WriteString(conn, b.String()); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(text))
	return resp
}

func (s *setup) bearer(claims ...any) string {
	c := s.issuer.Claims(audience)
	for i := 0; i < len(claims); i += 2 {
		c[claims[i].(string)] = claims[i+1]
	}
	return "Bearer " + s.issuer.Sign(map[string]any{"alg": "RS256", "typ": "at+jwt", "kid": oidctest.RSAKeyID}, c)
}

func (s *setup) testAnswers(t *testing.T) {
	expired := s.bearer("exp", time.Now().Add(-time.Hour).Unix())
	malformed := 400
	if s.name == "nginx" {
		malformed = 401
	}
	for name, test := range map[string]struct {
		method, target string
		fields         []string
		status         int
		challenge      string
	}{
		"open":                       {"GET", "/health", nil, 200, ""},
		"no token":                   {"GET", "/api/me", nil, 401, `Bearer realm="api"`},
		"no token, HEAD":             {"HEAD", "/api/me", nil, 401, `Bearer realm="api"`},
		"no token, OPTIONS":          {"OPTIONS", "/api/me", nil, 401, `Bearer realm="api"`},
		"another scheme":             {"GET", "/api/me", []string{"Authorization", "Basic eDp5"}, 401, `Bearer realm="api"`},
		"no token after the scheme":  {"GET", "/api/me", []string{"Authorization", "Bearer ="}, malformed, `error="invalid_request"`},
		"expired":                    {"GET", "/api/me", []string{"Authorization", expired}, 401, `error="invalid_token"`},
		"good":                       {"GET", "/api/me", []string{"Authorization", s.bearer()}, 200, ""},
		"good, HEAD":                 {"HEAD", "/api/me", []string{"Authorization", s.bearer()}, 200, ""},
		"good, with a query":         {"GET", "/api/me?scope=x&optional=1", []string{"Authorization", s.bearer()}, 200, ""},
		"no token, but optional":     {"GET", "/api/me?optional=1", nil, 401, `Bearer realm="api"`},
		"scope":                      {"GET", "/api/orders", []string{"Authorization", s.bearer("scope", "read:orders")}, 200, ""},
		"scope missing":              {"GET", "/api/orders", []string{"Authorization", s.bearer("scope", "write")}, 403, `scope="read:orders"`},
		"scope missing, no token":    {"GET", "/api/orders", nil, 401, `Bearer realm="api"`},
		"role":                       {"DELETE", "/api/users/7", []string{"Authorization", s.bearer("roles", "admin")}, 200, ""},
		"role missing":               {"DELETE", "/api/users/7", []string{"Authorization", s.bearer("roles", "administrator")}, 403, `error="insufficient_scope"`},
		"X-Forwarded-Uri says open":  {"GET", "/api/me", []string{"X-Forwarded-Uri", "/health", "X-Forwarded-Method", "OPTIONS"}, 401, "Bearer"},
		"X-Original-Uri says open":   {"GET", "/api/me", []string{"X-Original-Uri", "/health", "X-Original-Url", "/health", "X-Rewrite-Url", "/health"}, 401, "Bearer"},
		"another method, says one":   {"POST", "/api/me", []string{"X-Http-Method-Override", "OPTIONS", "X-Method-Override", "GET"}, 401, "Bearer"},
		"a header of 20 kB":          {"GET", "/api/me", []string{"Authorization", s.bearer("groups", strings.Repeat("g", 15_000))}, 200, ""},
		"a header of 20 kB, expired": {"GET", "/api/me", []string{"Authorization", s.bearer("groups", strings.Repeat("g", 15_000), "exp", 1)}, 401, `error="invalid_token"`},
		"a path of the gate":         {"GET", "/require", nil, 401, "Bearer"},
		"another path of the gate":   {"GET", "/metrics", nil, 401, "Bearer"},
	} {
		t.Run(name, func(t *testing.T) {
			s.reached()
			resp := s.send(t, test.method, test.target, "", test.fields...)
			if resp.StatusCode != test.status {
				text, _ := io.ReadAll(resp.Body)
				t.Errorf("%s %s = %d %s; want %d", test.method, test.target, resp.StatusCode, text, test.status)
			}
			got := resp.Header.Values("WWW-Authenticate")
			if (test.challenge == "") != (len(got) == 0) || len(got) > 1 || !strings.Contains(strings.Join(got, ""), test.challenge) {
				t.Errorf("%s %s: WWW-Authenticate = %q; want one with %q", test.method, test.target, got, test.challenge)
			}
			requests, _ := s.reached()
			if (len(requests) > 0) != (test.status == 200) {
				t.Errorf("%s %s: %d requests reached the API", test.method, test.target, len(requests))
			}
		})
	}
	// Two headers: the proxy may refuse them itself, and one of two must never
	// be chosen.
	if resp := s.send(t, "GET", "/api/me", "", "Authorization", s.bearer(), "Authorization", expired); resp.StatusCode == 200 {
		t.Errorf("two Authorization headers: %d", resp.StatusCode)
	}
}

// testIdentity: what the API reads about the caller is the gate's word, under
// whatever name its framework looks for it.
func (s *setup) testIdentity(t *testing.T) {
	forged := []string{
		"X-Auth-Subject", "mallory", "x-auth-roles", "admin", "X-Auth-Scope", "everything", "X-Auth-Issuer", "https://evil.example", "X-Auth-Client", "evil",
		"X_Auth_Subject", "mallory", "X-Auth_Subject", "mallory", "x_auth-roles", "admin", "X_AUTH_SCOPE", "everything",
	}
	for _, test := range []struct {
		target        string
		authorization string
		want          map[string]string
	}{
		{"/health", "", map[string]string{}},
		{"/api/me", s.bearer("sub", "ines", "roles", []string{"clerk"}, "client_id", "web"),
			map[string]string{"issuer": s.issuer.URL, "subject": "ines", "roles": "clerk", "client": "web"}},
		{"/api/orders", s.bearer("sub", "jürgen", "scope", "read:orders", "client_id", nil),
			map[string]string{"issuer": s.issuer.URL, "subject": "j%C3%BCrgen", "scope": "read:orders"}},
	} {
		s.reached()
		fields := forged
		if test.authorization != "" {
			fields = append(fields[:len(fields):len(fields)], "Authorization", test.authorization)
		}
		if resp := s.send(t, "GET", test.target, "", fields...); resp.StatusCode != 200 {
			t.Fatalf("GET %s = %d", test.target, resp.StatusCode)
		}
		requests, _ := s.reached()
		if len(requests) != 1 {
			t.Fatalf("GET %s: %d requests reached the API", test.target, len(requests))
		}
		got := map[string]string{}
		for name, values := range requests[0].Header {
			// As CGI and WSGI read it.
			name = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
			if name, ok := strings.CutPrefix(name, "x-auth-"); ok {
				got[name] += strings.Join(values, "")
			}
		}
		for _, name := range []string{"issuer", "subject", "client", "scope", "roles"} {
			if got[name] != test.want[name] {
				t.Errorf("GET %s: the API reads %s = %q; want %q", test.target, name, got[name], test.want[name])
			}
			delete(got, name)
		}
		if len(got) > 0 {
			t.Errorf("GET %s: the API also reads %v", test.target, got)
		}
	}
}

// testPaths: there is no spelling of a path under which the API serves it to a
// token without the scope.
func (s *setup) testPaths(t *testing.T) {
	token := s.bearer("scope", "write")
	for _, target := range []string{
		"/api/orders", "/api/%6frders", "/%61pi/orders", "/api/%6Frders", "//api/orders", "/api//orders", "/./api/orders", "/api/./orders",
		"/api/../api/orders", "/x/../api/orders", "/health/../api/orders", "/api/orders/", "/api/orders/1", "/api/orders?x=/health",
		"/api/%2e/orders", "/x/%2e%2e/api/orders", "/x/%2E./api/orders", "/api%2forders", "/api%2Forders", "/health/..%2fapi/orders", "/api/%2forders",
		"/api/orders#x", "/api/orders%23", "/../api/orders", "/api/orders/../orders", "/api/orders/.", "/api/x/../orders", "/api/%25%36frders",
	} {
		s.reached()
		resp := s.send(t, "GET", target, "", "Authorization", token)
		requests, _ := s.reached()
		for _, r := range requests {
			// An API that decodes and cleans what it gets, as far as it goes.
			if served := path.Clean(strings.ReplaceAll(r.URL.Path, "\\", "/")); strings.HasPrefix(served, "/api/orders") {
				t.Errorf("GET %s = %d: the API got %s", target, resp.StatusCode, r.RequestURI)
			}
		}
	}
	s.reached()
	if resp := s.send(t, "GET", "http://api.example/api/orders", "", "Authorization", token); resp.StatusCode == 200 {
		t.Errorf("GET with an absolute target = %d", resp.StatusCode)
	}
}

// testBody: the proxy asks about the header, and the body still arrives.
func (s *setup) testBody(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", 20_000)
	s.reached()
	resp := s.send(t, "POST", "/api/me", body, "Authorization", s.bearer())
	_, sums := s.reached()
	if want := fmt.Sprintf("%x", sha256.Sum256([]byte(body))); resp.StatusCode != 200 || len(sums) != 1 || sums[0] != want {
		t.Errorf("POST with %d bytes = %d; the API got %q, want %s", len(body), resp.StatusCode, sums, want)
	}
}

// testRotation: while requests come, the issuer publishes a key and signs with
// it at once.
func (s *setup) testRotation(t *testing.T) {
	var mu sync.Mutex
	token := s.bearer()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, _ := http.NewRequest("GET", "http://"+s.front+"/api/me", nil)
				mu.Lock()
				r.Header.Set("Authorization", token)
				mu.Unlock()
				resp, err := client.Do(r)
				if err != nil {
					t.Errorf("GET: %v", err)
					return
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if resp.StatusCode != 200 {
					t.Errorf("GET with an honest token = %d", resp.StatusCode)
					return
				}
			}
		})
	}
	for range 2 {
		time.Sleep(200 * time.Millisecond)
		kid := s.issuer.NewKey(jwt.ES256)
		mu.Lock()
		token = "Bearer " + s.issuer.Sign(map[string]any{"alg": "ES256", "kid": kid}, s.issuer.Claims(audience))
		mu.Unlock()
	}
	time.Sleep(200 * time.Millisecond)
	close(stop)
	wg.Wait()
}

// testGateDead: without an answer no request gets in.
func (s *setup) testGateDead(t *testing.T) {
	s.reached()
	for _, target := range []string{"/api/me", "/api/orders", "/api/users/7"} {
		resp := s.send(t, "GET", target, "", "Authorization", s.bearer("scope", "read:orders", "roles", "admin"))
		if resp.StatusCode < 500 {
			t.Errorf("GET %s, without a gate = %d; want 5xx", target, resp.StatusCode)
		}
	}
	if requests, _ := s.reached(); len(requests) > 0 {
		t.Errorf("%d requests reached the API without a gate", len(requests))
	}
	if resp := s.send(t, "GET", "/health", ""); resp.StatusCode != 200 {
		t.Errorf("GET /health, without a gate = %d; want 200", resp.StatusCode)
	}
}

// testIssuerDown: a client whose token cannot be judged is told to come again,
// and not that its token is bad.
func (s *setup) testIssuerDown(t *testing.T) {
	s.reached()
	resp := s.send(t, "GET", "/api/me", "", "Authorization", s.bearer())
	if resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" {
		t.Errorf("GET /api/me, with the issuer down = %d, Retry-After %q; want 503 and a time", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	if requests, _ := s.reached(); len(requests) > 0 {
		t.Errorf("%d requests reached the API", len(requests))
	}
}
