package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/oidc/oidctest"
)

func TestHealthAndReady(t *testing.T) {
	f := newFixture(t)
	f.issuer.Fail(http.StatusServiceUnavailable)
	if w := f.ask("/health"); w.Code != http.StatusOK {
		t.Errorf("GET /health = %d; want 200", w.Code)
	}
	w := f.ask("/ready")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), f.issuer.URL) {
		t.Errorf("GET /ready, with an issuer that is down = %d %s; want 503 and its name", w.Code, w.Body)
	}
	if w := f.ask("/require", "Authorization", f.bearer()); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("GET /require = %d, Retry-After %q; want 503 and a time", w.Code, w.Header().Get("Retry-After"))
	}
	// A probe each second is no reason to ask a struggling issuer each second.
	before, _ := f.issuer.Fetches()
	for range 20 {
		f.ask("/ready")
	}
	if after, _ := f.issuer.Fetches(); after > before+1 {
		t.Errorf("20 times GET /ready: %d fetches of the metadata; want at most 1", after-before)
	}
	f.issuer.Fail(0)
	// The pause after a failure starts with a second or less.
	for deadline := time.Now().Add(10 * time.Second); f.ask("/ready").Code != http.StatusOK; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("GET /ready stays 503 though the issuer is up again")
		}
	}
	if w := f.ask("/require", "Authorization", f.bearer()); w.Code != http.StatusOK {
		t.Errorf("GET /require = %d; want 200", w.Code)
	}
}

// Keys from a file are always there.
func TestReadyWithKeysFromAFile(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	file := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(file, i.KeySet(), 0o600); err != nil {
		t.Fatal(err)
	}
	f := newFixture(t, "-jwks", file)
	if w := f.ask("/ready"); w.Code != http.StatusOK {
		t.Errorf("GET /ready = %d %s; want 200", w.Code, w.Body)
	}
	if w := f.ask("/require", "Authorization", f.bearer()); w.Code != http.StatusOK {
		t.Errorf("GET /require = %d; want 200", w.Code)
	}
	if metadata, keySet := f.issuer.Fetches(); metadata+keySet != 0 {
		t.Errorf("%d fetches; want none", metadata+keySet)
	}
}

// The format is that of Prometheus, and what clients send makes no new series.
func TestMetrics(t *testing.T) {
	f := newFixture(t)
	f.ask("/require")
	f.ask("/require", "Authorization", f.bearer())
	f.ask("/require", "Authorization", f.bearer())
	f.ask("/require", "Authorization", f.bearer("iss", "https://evil.example"))
	f.ask("/require?scope=a", "Authorization", f.bearer())
	f.ask("/require?role=a", "Authorization", f.bearer())
	f.ask("/require?x=a")
	w := f.ask("/metrics")
	got := w.Body.String()
	for _, want := range []string{
		`gate_requests_total{step="bearer",status="401"} 1`,
		`gate_requests_total{step="yes",status="200"} 2`,
		`gate_requests_total{step="iss",status="401"} 1`,
		`gate_requests_total{step="scope",status="403"} 1`,
		`gate_requests_total{step="role",status="403"} 1`,
		`gate_requests_total{step="config",status="500"} 1`,
		`gate_keys_usable{issuer="` + f.issuer.URL + `"} 1`,
		`gate_key_fetches_total{issuer="` + f.issuer.URL + `"} 1`,
		`gate_key_fetch_failures_total{issuer="` + f.issuer.URL + `"} 0`,
	} {
		if !strings.Contains(got, want+"\n") {
			t.Errorf("GET /metrics lacks %s", want)
		}
	}
	if strings.Contains(got, "evil") {
		t.Errorf("GET /metrics has what a client sent")
	}
	line := regexp.MustCompile(`^(# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge))|[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+-]+)$`)
	for l := range strings.Lines(got) {
		if !line.MatchString(strings.TrimSuffix(l, "\n")) {
			t.Errorf("GET /metrics has the line %q", l)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
	if got := w.Header().Get("Content-Type"); !strings.HasPrefix(got, "text/plain; version=0.0.4") {
		t.Errorf("Content-Type = %q", got)
	}
}

func TestUnixSocket(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("sockets have other rules there")
	}
	path := filepath.Join(t.TempDir(), "gate.sock")
	l, err := listen("unix:" + path)
	if err != nil {
		t.Fatalf("listen() = %v", err)
	}
	if got := addressOf(l); got != "unix:"+path {
		t.Errorf("addressOf() = %q", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("the socket: %v, %v; want mode 0660", info, err)
	}
	if second, err := listen("unix:" + path); err == nil {
		second.Close()
		t.Error("a socket in use was taken over")
	}
	// A process that is killed leaves its socket behind.
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	l, err = listen("unix:" + path)
	if err != nil {
		t.Fatalf("listen(), with a socket left behind = %v", err)
	}
	l.Close()
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := listen("unix:" + path); err == nil {
		t.Error("a file was taken for a socket")
	}
}

// More connections than the limit wait, and closing the listener ends the wait.
func TestLimit(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := limit(inner, 1)
	for range 2 {
		c, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	first, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	second := make(chan net.Conn)
	go func() {
		c, _ := l.Accept()
		second <- c
		c, err := l.Accept()
		if c != nil || !errors.Is(err, net.ErrClosed) {
			t.Errorf("Accept() after Close = %v, %v; want net.ErrClosed", c, err)
		}
		close(second)
	}()
	select {
	case <-second:
		t.Error("a second connection was accepted beside the first")
	case <-time.After(20 * time.Millisecond):
	}
	first.Close()
	first.Close() // gives one place back, not two
	if c := <-second; c == nil {
		t.Error("the second connection was not accepted")
	}
	l.Close()
	<-second
}

// The body of the question is not read: a proxy that forgets to leave it out
// must not make the gate wait for it.
func TestBodyIsNotRead(t *testing.T) {
	f := newFixture(t)
	body := &neverRead{}
	r, _ := http.NewRequest(http.MethodPost, "/require", body)
	f.routes.ServeHTTP(discard{}, r)
	if body.read {
		t.Error("the gate read the body of the question")
	}
}

type neverRead struct{ read bool }

func (b *neverRead) Read([]byte) (int, error) { b.read = true; return 0, io.EOF }

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}
