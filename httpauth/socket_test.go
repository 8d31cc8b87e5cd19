package httpauth_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/glassjwt/httpauth"
)

// A headerCase is one of testdata/http/authorization.json.
type headerCase struct {
	Name, Why, Rule, Choice, Keys string
	Method, Target                string
	Fields                        []string
	Body                          string
	Status                        int
	Error                         string
	Server                        bool
}

// TestAuthorizationHeader writes each request on a TCP connection, byte by
// byte, to a real server: an http.Client would refuse to send many of them.
func TestAuthorizationHeader(t *testing.T) {
	text, err := os.ReadFile("../testdata/http/authorization.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []headerCase }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) < 65 {
		t.Fatalf("%d cases, want 65 or more", len(file.Cases))
	}

	var reached atomic.Bool
	handler := func(keys string) http.Handler {
		v := verifier()
		if keys == "unavailable" {
			v.Keys = outage{}
		}
		g := &httpauth.Guard{Verifier: v, ResourceMetadata: "https://api.example/.well-known/oauth-protected-resource"}
		return behind(g, httpauth.Scope("read:orders"))(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			reached.Store(true)
		}))
	}
	servers := map[string]*httptest.Server{}
	for _, keys := range []string{"", "unavailable"} {
		servers[keys] = httptest.NewServer(handler(keys))
		defer servers[keys].Close()
	}
	fill := placeholders()
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Logf("%s (%s)", c.Why, c.Rule)
			reached.Store(false)
			response := exchange(t, servers[c.Keys], c, fill)
			if response.StatusCode != c.Status {
				t.Errorf("status %d, want %d", response.StatusCode, c.Status)
			}
			if got, want := reached.Load(), c.Status == 200; got != want {
				t.Errorf("handler reached: %v, want %v", got, want)
			}
			checkChallenge(t, response.Header, c)
			for _, sent := range c.Fields {
				_, sent, _ = strings.Cut(fill(sent), "earer ")
				checkSilent(t, response, sent)
			}
		})
	}
}

// exchange sends the request of a case and reads the answer.
func exchange(t *testing.T, server *httptest.Server, c headerCase, fill func(string) string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(30 * time.Second))

	method, target, body := c.Method, c.Target, fill(c.Body)
	if method == "" {
		method = "GET"
	}
	if target == "" {
		target = "/r"
	}
	lines := []string{method + " " + fill(target) + " HTTP/1.1", "Host: api.example", "Connection: close"}
	for _, f := range c.Fields {
		lines = append(lines, fill(f))
	}
	if body != "" {
		lines = append(lines, "Content-Length: "+strconv.Itoa(len(body)))
	}
	text := latin1(strings.Join(lines, "\r\n") + "\r\n\r\n" + body)
	go conn.Write(text) // the server may answer, and hang up, before it has read all

	request := &http.Request{Method: method}
	response, err := http.ReadResponse(bufio.NewReader(conn), request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

// latin1 returns one byte for each character.
func latin1(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

func checkChallenge(t *testing.T, h http.Header, c headerCase) {
	t.Helper()
	challenges := h.Values("WWW-Authenticate")
	if c.Server || c.Status == 200 || c.Status == 503 {
		if len(challenges) > 0 {
			t.Errorf("WWW-Authenticate: %q, want none", challenges)
		}
		if got := h.Get("Retry-After") != ""; got != (c.Status == 503) {
			t.Errorf("Retry-After: %v with status %d", got, c.Status)
		}
		return
	}
	if len(challenges) != 1 {
		t.Fatalf("WWW-Authenticate: %q, want exactly one", challenges)
	}
	params := parseChallenge(t, challenges[0])
	if params["realm"] != "api" || params["resource_metadata"] == "" || params["error"] != c.Error {
		t.Errorf("WWW-Authenticate: %s; want a realm, resource_metadata and error %q", challenges[0], c.Error)
	}
	if got, want := params["error_description"] != "", c.Error != ""; got != want {
		t.Errorf("WWW-Authenticate: %s; error_description: %v, want %v", challenges[0], got, want)
	}
	if got, want := params["scope"] != "", c.Error == "insufficient_scope"; got != want {
		t.Errorf("WWW-Authenticate: %s; scope: %v, want %v", challenges[0], got, want)
	}
}

// parseChallenge reads a challenge by the grammar of RFC 6750 section 3, with
// only the characters that it allows, and each parameter at most once.
func parseChallenge(t *testing.T, challenge string) map[string]string {
	t.Helper()
	const param = `([a-z_]+)="([\x20\x21\x23-\x5B\x5D-\x7E]*)"`
	if !regexp.MustCompile(`^Bearer ` + param + `(, ` + param + `)*$`).MatchString(challenge) {
		t.Fatalf("WWW-Authenticate: %q is no challenge of RFC 6750", challenge)
	}
	params := map[string]string{}
	for _, p := range regexp.MustCompile(param).FindAllStringSubmatch(challenge, -1) {
		if _, twice := params[p[1]]; twice {
			t.Fatalf("WWW-Authenticate: %q has %s twice", challenge, p[1])
		}
		params[p[1]] = p[2]
	}
	return params
}

// checkSilent sees to it that nothing that was sent comes back, but for what
// is too short to tell.
func checkSilent(t *testing.T, response *http.Response, sent string) {
	t.Helper()
	var text strings.Builder
	response.Header.Write(&text)
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	text.Write(body)
	for _, word := range strings.FieldsFunc(sent, func(r rune) bool { return strings.ContainsRune(` .,"`, r) }) {
		if len(word) > 8 && strings.Contains(text.String(), word) {
			t.Errorf("the answer repeats %.20q:\n%s", word, text.String())
		}
	}
}

// placeholders returns a function that puts tokens in the place of their names.
func placeholders() func(string) string {
	valid := sign(goodHeader, goodClaims)
	changed := "A"
	if valid[len(valid)-4] == 'A' {
		changed = "B"
	}
	replacer := strings.NewReplacer(
		"{{VALID}}", valid,
		"{{OTHER}}", sign(goodHeader, goodClaims.with(object{"sub": "bob"})),
		"{{EXPIRED}}", sign(goodHeader, goodClaims.with(object{"exp": now.Add(-time.Minute).Unix()})),
		"{{BADSIG}}", valid[:len(valid)-4]+changed+valid[len(valid)-3:],
		"{{WRONGAUD}}", sign(goodHeader, goodClaims.with(object{"aud": "https://other.example"})),
		"{{NONE}}", part(goodHeader.with(object{"alg": "none"}))+"."+part(goodClaims)+".",
		"{{LOWSCOPE}}", sign(goodHeader, goodClaims.with(object{"scope": "unread:orders read:orders:all"})),
		"{{KIDINJECT}}", sign(goodHeader.with(object{"kid": evilKeyID}), goodClaims),
		"{{A*65537}}", strings.Repeat("A", 65537),
		"{{A*1100000}}", strings.Repeat("A", 1100000),
	)
	return replacer.Replace
}

// evilKeyID wants to end a header, a quoted string and a line of the log.
const evilKeyID = "k1\r\nSet-Cookie: injected=1\r\n\r\n\", error=\"none\\\" <script>alert(1)</script> \u202e\x00"
