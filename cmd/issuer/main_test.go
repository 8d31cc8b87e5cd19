package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/cmd/internal/command"
)

func TestMisuse(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	tests := map[string]struct {
		args []string
		code int
		want string
	}{
		"unknown flag":    {[]string{"-port", "1"}, 2, "hint: issuer -h"},
		"an argument":     {[]string{"9000"}, 2, "hint: issuer -h"},
		"no port":         {[]string{"-addr", "127.0.0.1"}, 2, "hint: an address is"},
		"whole network":   {[]string{"-addr", ":9000"}, 2, "hint: this is for your own machine only"},
		"another address": {[]string{"-addr", "192.0.2.1:9000"}, 2, "hint: this is for your own machine only"},
		"busy port":       {[]string{"-addr", busy.Addr().String()}, 1, "hint: choose another address"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr strings.Builder
			code := run(t.Context(), test.args, &stdout, &stderr)
			if code != test.code || !strings.Contains(stderr.String(), test.want) || !strings.HasPrefix(stderr.String(), "issuer: ") {
				t.Errorf("issuer %q = %d, %s; want %d, %s", test.args, code, &stderr, test.code, test.want)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	var stdout, stderr strings.Builder
	if code := run(t.Context(), []string{"-h"}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Errorf("issuer -h = %d, %s", code, &stderr)
	}
	if !strings.HasPrefix(stdout.String(), "Issuer is ") || strings.Contains(stdout.String(), "package main") {
		t.Errorf("usage is:\n%s", &stdout)
	}
}

// startCommand runs the command until the test ends, and returns the address
// in its first line.
func startCommand(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	stdout, w := io.Pipe()
	var stderr bytes.Buffer
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, []string{"-addr", "127.0.0.1:0"}, w, &stderr) }()
	t.Cleanup(func() {
		stop()
		select {
		case code := <-ended:
			if code != 0 {
				t.Errorf("the command ends with %d: %s", code, &stderr)
			}
		case <-time.After(10 * time.Second):
			t.Error("the command does not end")
		}
	})
	text := make([]byte, 1000)
	n, err := stdout.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text[:n]), "EVERYBODY HAS ITS PRIVATE KEYS") {
		t.Errorf("it does not say that its keys are public: %s", text[:n])
	}
	url, ok := strings.CutSuffix(strings.Split(string(text[:n]), "\n")[0], " ready")
	if !ok {
		t.Fatalf("the command says %q", text[:n])
	}
	return strings.TrimPrefix(url, "issuer ")
}

// TestUsageLines pastes the curl lines of the usage into a shell.
func TestUsageLines(t *testing.T) {
	url := startCommand(t)
	for _, program := range []string{"sh", "sed", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	var program, user string
	for line := range strings.Lines(command.Usage(doc)) {
		line = strings.ReplaceAll(strings.TrimSpace(line), "http://127.0.0.1:9000", url)
		switch {
		case strings.HasPrefix(line, "curl") && strings.Contains(line, "client_credentials"):
			program = line
		case strings.HasPrefix(line, "CODE="):
			user = line
		case strings.HasPrefix(line, "curl"):
			user += "\n" + line
		}
	}
	for _, lines := range []string{program, user} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", lines).Output()
		var body map[string]any
		if err != nil || json.Unmarshal(out, &body) != nil || body["access_token"] == nil {
			t.Errorf("%s\nprints %s, %v", lines, out, err)
		}
		if lines == user && body["id_token"] == nil {
			t.Errorf("%s\nprints no ID token", lines)
		}
	}
}
