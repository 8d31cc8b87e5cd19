package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrittenBook(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "book")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"-o", dir}, &stdout, &stderr); code != 0 {
		t.Fatalf("run(-o) = %d, stderr %q", code, &stderr)
	}
	if want := "begin with " + filepath.Join(dir, "index.html"); !strings.Contains(stdout.String(), want) {
		t.Errorf("run(-o) prints %q; want %q in it", &stdout, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, "10-rs256.html"))
	if err != nil || !bytes.Contains(text, []byte("is a block that one can read</h1>")) {
		t.Errorf("10-rs256.html: %v, %d bytes; want its title in it", err, len(text))
	}
}

func TestBookNowhere(t *testing.T) {
	var stdout, stderr bytes.Buffer
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := run([]string{"-o", file}, &stdout, &stderr); code != 2 || stderr.Len() == 0 {
		t.Errorf("run(-o, a file) = %d, stderr %q; want 2 and a reason", code, &stderr)
	}
}

// The book is served to this machine only.
func TestServedBook(t *testing.T) {
	b, err := readBook()
	if err != nil {
		t.Fatal(err)
	}
	if err := serveBook(t.Context(), b, "192.0.2.1:0", io.Discard); err == nil || !strings.Contains(err.Error(), "not a loopback address") {
		t.Errorf("serveBook(192.0.2.1) = %v; want that it is not a loopback address", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, output := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serveBook(ctx, b, "127.0.0.1:0", output) }()
	line := make([]byte, 200)
	n, _ := ready.Read(line)
	_, rest, _ := strings.Cut(string(line[:n]), "http://")
	address, _, ok := strings.Cut(rest, "/ ready")
	if !ok {
		t.Fatalf("serveBook prints %q; want its address", line[:n])
	}
	files, err := b.Files()
	if err != nil {
		t.Fatal(err)
	}
	_, token, ok := strings.Cut(string(files["10-rs256.html"]), `href="try/`)
	if token, _, _ = strings.Cut(token, `"`); !ok {
		t.Error("page 10 has no token to try")
	}
	tests := map[string]struct {
		path, host string
		status     int
		text       string
	}{
		"contents":   {"/", "", 200, "By tutorial"},
		"a page":     {"/02-split.html", "", 200, "Three parts"},
		"no page":    {"/99-none.html", "", 404, ""},
		"a file":     {"/../main.go", "", 404, ""},
		"a token":    {"/try/" + token, "", 200, "Change it, and see which question says no"},
		"no token":   {"/try/none.html", "", 404, ""},
		"other host": {"/", "rebinding.example", 421, "for the machine"},
	}
	for name, tt := range tests {
		req, err := http.NewRequest("GET", "http://"+address+tt.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = tt.host
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != tt.status || !strings.Contains(string(body), tt.text) {
			t.Errorf("%s: GET %s = %d; want %d and %q", name, tt.path, resp.StatusCode, tt.status, tt.text)
		}
	}
	resp, err := http.Post("http://"+address+"/index.html", "text/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST /index.html = %d; want 405", resp.StatusCode)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("serveBook(...) = %v after its end; want nil", err)
	}
}
