// Gate times nginx in front of an API four ways: open, with the gate asked before
// each request, with the gate and its cache, and with oauth2-proxy in the gate's
// place. See README.md.
//
//	go run . [-rounds 5] [-for 3s] [-connections 32]
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/oidc/oidctest"
)

const audience = "https://api.example"

// A way is one of the four.
type way struct {
	name  string
	port  string
	asks  string // the address of the question; "" for none
	rates []float64
}

func main() {
	rounds := flag.Int("rounds", 5, "how often each way is timed, in turn")
	length := flag.Duration("for", 3*time.Second, "how long each time")
	connections := flag.Int("connections", 32, "from how many connections, kept alive")
	flag.Parse()
	log.SetFlags(0)
	if err := run(*rounds, *length, *connections); err != nil {
		log.Fatalf("gate: %v", err)
	}
}

func run(rounds int, length time.Duration, connections int) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	dir, err := os.MkdirTemp("", "gate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	issuer := oidctest.NewIssuer()
	defer issuer.Close()

	gate, cached, other, api := port(), port(), port(), port()
	ways := []*way{
		{name: "open", port: port()},
		{name: "gate", port: port(), asks: "http://gate/require"},
		{name: "gate -cache", port: port(), asks: "http://cached/require"},
		{name: "oauth2-proxy", port: port(), asks: "http://other/oauth2/auth"},
	}
	for _, build := range [][2]string{{"gate", "example.com/glassjwt/cmd/gate"}, {"oauth2-proxy", "github.com/oauth2-proxy/oauth2-proxy/v7"}} {
		if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, build[0]), build[1]).CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w: %s", build[1], err, out)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "nginx.conf"), []byte(configuration(ways, api, gate, cached, other)), 0o600); err != nil {
		return err
	}
	for _, command := range [][]string{
		{filepath.Join(dir, "gate"), "-nginx", "-addr", "127.0.0.1:" + gate, "-issuer", issuer.URL, "-audience", audience},
		{filepath.Join(dir, "gate"), "-nginx", "-addr", "127.0.0.1:" + cached, "-issuer", issuer.URL, "-audience", audience, "-cache", "1000"},
		{filepath.Join(dir, "oauth2-proxy"), "--http-address=127.0.0.1:" + other, "--provider=oidc", "--oidc-issuer-url=" + issuer.URL,
			"--client-id=" + audience, "--client-secret=unused", "--cookie-secret=" + secret(), "--email-domain=*", "--skip-jwt-bearer-tokens=true",
			"--oidc-email-claim=sub", "--insecure-oidc-allow-unverified-email=true", "--upstream=static://202", "--reverse-proxy=true", "--set-xauthrequest=true",
			"--request-logging=false", "--auth-logging=false", "--standard-logging=false", "--skip-provider-button=true"},
		{"nginx", "-p", dir, "-c", "nginx.conf"},
	} {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
		if os.Getenv("VERBOSE") != "" {
			cmd.Stderr = os.Stderr
		}
		if err := cmd.Start(); err != nil {
			return err
		}
		defer cmd.Wait()
	}
	defer cancel() // before the Waits

	// A token that all of them believe.
	claims := issuer.Claims(audience)
	claims["email"], claims["email_verified"] = "alice@example.com", true
	authorization := "Bearer " + issuer.Sign(map[string]any{"alg": "RS256", "typ": "JWT", "kid": oidctest.RSAKeyID}, claims)
	for _, w := range ways {
		if err := w.check(authorization); err != nil {
			return err
		}
	}
	for range rounds {
		for _, w := range ways {
			rate, err := w.load(authorization, length, connections)
			if err != nil {
				return err
			}
			w.rates = append(w.rates, rate)
		}
	}
	report(ways, rounds, length, connections)
	return nil
}

// check sends a request without a token, and one with it.
func (w *way) check(authorization string) error {
	var last error
	for range 100 {
		without, err1 := status("http://127.0.0.1:"+w.port+"/", "")
		with, err2 := status("http://127.0.0.1:"+w.port+"/", authorization)
		switch {
		case err1 != nil || err2 != nil || with != 200:
			last = fmt.Errorf("%s: with a token %d, %v", w.name, with, err2)
			time.Sleep(100 * time.Millisecond)
		case w.asks != "" && without != 401:
			return fmt.Errorf("%s: without a token %d; want 401", w.name, without)
		default:
			return nil
		}
	}
	return last
}

func status(url, authorization string) (int, error) {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return resp.StatusCode, nil
}

var (
	perSecond = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	wrong     = regexp.MustCompile(`Non-2xx.*|Socket errors.*`)
)

// load returns how many requests a second were answered with 200.
func (w *way) load(authorization string, length time.Duration, connections int) (float64, error) {
	out, err := exec.Command("wrk", "-t1", "-c"+strconv.Itoa(connections), "-d"+length.String(), "-H", "Authorization: "+authorization, "http://127.0.0.1:"+w.port+"/").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	if m := wrong.Find(out); m != nil {
		return 0, fmt.Errorf("%s: %s", w.name, m)
	}
	m := perSecond.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("wrk says %s", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

// report prints the medians, and how they compare within each round.
func report(ways []*way, rounds int, length time.Duration, connections int) {
	fmt.Printf("%d rounds of %v, %d connections; medians\n\n", rounds, length, connections)
	fmt.Println("| nginx in front of an API | requests a second | of open | times oauth2-proxy |")
	fmt.Println("|---|---|---|---|")
	open, other := ways[0], ways[len(ways)-1]
	for _, w := range ways {
		fmt.Printf("| %s | %.0f | %.2f | %.2f |\n", w.name, median(w.rates), median(ratios(w.rates, open.rates)), median(ratios(w.rates, other.rates)))
	}
}

func ratios(a, b []float64) []float64 {
	var r []float64
	for n := range a {
		r = append(r, a[n]/b[n])
	}
	return r
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// configuration has the same lines for each way, but for the question.
func configuration(ways []*way, api, gate, cached, other string) string {
	var b strings.Builder
	user := ""
	if os.Getuid() == 0 {
		user = "user root;\n"
	}
	fmt.Fprintf(&b, `%sdaemon off;
pid nginx.pid;
error_log stderr error;
worker_processes auto;
events {}
http {
	access_log off;
	client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
	keepalive_requests 1000000;
	upstream api    { server 127.0.0.1:%s; keepalive 64; keepalive_requests 1000000; }
	upstream gate   { server 127.0.0.1:%s; keepalive 64; keepalive_requests 1000000; }
	upstream cached { server 127.0.0.1:%s; keepalive 64; keepalive_requests 1000000; }
	upstream other  { server 127.0.0.1:%s; keepalive 64; keepalive_requests 1000000; }
	proxy_http_version 1.1;
	proxy_set_header Connection "";
	server { listen 127.0.0.1:%[2]s; location / { return 200 "served"; } }
`, user, api, gate, cached, other)
	for _, w := range ways {
		question := ""
		if w.asks != "" {
			question = fmt.Sprintf(`
		location = /question {
			internal;
			proxy_pass %s;
			proxy_pass_request_body off;
			proxy_set_header Content-Length "";
			proxy_set_header Connection "";
			proxy_set_header Host $host;
		}
		auth_request /question;`, w.asks)
		}
		fmt.Fprintf(&b, "\tserver {\n\t\tlisten 127.0.0.1:%s;%s\n\t\tlocation / { proxy_pass http://api; }\n\t}\n", w.port, question)
	}
	b.WriteString("}\n")
	return b.String()
}

// port returns one that is free now.
func port() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer l.Close()
	_, p, _ := net.SplitHostPort(l.Addr().String())
	return p
}

func secret() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
