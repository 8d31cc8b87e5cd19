package main

import (
	"flag"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/jwt"
)

var update = flag.Bool("update", false, "write the golden file")

// The port is all of the demo that is not the same each time.
var port = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func TestDemo(t *testing.T) {
	var stdout, stderr strings.Builder
	if code := run(t.Context(), []string{"-demo"}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Errorf("api -demo = %d: %s", code, &stderr)
	}
	got := port.ReplaceAllString(stdout.String(), "http://127.0.0.1:8080")
	checkGolden(t, "demo.txt", got)
}

// checkGolden compares what the command prints with a golden file.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("api prints something else than %s (-want +got); -update writes it:\n%s", golden, diff)
	}
}

// TestWelcome is about what the README shows, where the ports are made up and
// the tokens are short.
func TestWelcome(t *testing.T) {
	api := startAPI(t)
	text := strings.ReplaceAll(api.stdout.String(), api.url, "http://127.0.0.1:8080")
	text = regexp.MustCompile(`(its own issuer, http://127\.0\.0\.1):\d+`).ReplaceAllString(text, "$1:43210")
	text = regexp.MustCompile(`(eyJ\w{17})[\w.-]+`).ReplaceAllString(text, "$1...")
	checkGolden(t, "welcome.txt", text)
}

// TestDemoJudges shows the demo APIs that are wrong.
func TestDemoJudges(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"lets everybody in": func(w http.ResponseWriter, r *http.Request) {},
		"refuses everybody": func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(401) },
		"repeats the token": func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Header.Get("Authorization")) },
		"challenges twice": func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Www-Authenticate"] = []string{"Bearer", `error="invalid_token"`}
			w.WriteHeader(401)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			err := demo(t.Context(), &out, func(*config, jwt.KeySet, *slog.Logger) http.Handler { return answer })
			if err == nil || !strings.Contains(err.Error(), "answers are wrong") || !strings.Contains(out.String(), "WRONG: ") {
				t.Errorf("demo = %v, and prints:\n%s", err, &out)
			}
			if strings.Contains(out.String(), "answers are right") {
				t.Error("it says that all is well")
			}
		})
	}
}

// TestPaste makes the calls that the command prints, with curl if it is there.
func TestPaste(t *testing.T) {
	api := startAPI(t)
	text := api.stdout.String()
	if !strings.Contains(text, "EVERYBODY HAS THE PRIVATE KEYS") {
		t.Errorf("it does not say that the keys are public:\n%s", text)
	}
	lines := regexp.MustCompile(`(?m)^# .*: (\d+)\n(curl .*)$`).FindAllStringSubmatch(text, -1)
	if len(lines) != 7 {
		t.Errorf("%d lines to paste, want 7:\n%s", len(lines), text)
	}
	for _, line := range lines {
		if got := paste(t, line[2]); strconv.Itoa(got) != line[1] {
			t.Errorf("%s\nanswers %d; want %s", line[2], got, line[1])
		}
	}
}

// TestPasteBound makes the calls of a theft that the command prints.
func TestPasteBound(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip(err)
	}
	for _, flags := range [][]string{{"-dpop", "https://api.example/v1"}, {"-dpop", "http://127.0.0.1:8080", "-dpop-nonce"}} {
		text := startAPI(t, flags...).stdout.String()
		lines := regexp.MustCompile(`(?m)^# .*: (\d+)\n(curl .*)$`).FindAllStringSubmatch(text, -1)
		if len(lines) != 12 {
			t.Errorf("%d lines to paste, want 12:\n%s", len(lines), text)
		}
		for _, line := range lines {
			if got := paste(t, line[2]); strconv.Itoa(got) != line[1] {
				t.Errorf("%s: %s\nanswers %d; want %s", flags, line[2], got, line[1])
			}
		}
	}
}

// paste runs a curl line, and returns the status of the answer.
func paste(t *testing.T, line string) int {
	t.Helper()
	_, noCurl := exec.LookPath("curl")
	_, noShell := exec.LookPath("sh")
	if noCurl == nil && noShell == nil {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", line).Output()
		first, _, _ := strings.Cut(string(out), "\r\n")
		fields := strings.Fields(first)
		if err != nil || len(fields) < 2 {
			t.Fatalf("%s\nprints %s, %v", line, out, err)
		}
		status, _ := strconv.Atoi(fields[1])
		return status
	}
	parts := regexp.MustCompile(`^curl -i (?:-X (\w+) )?(http://[^/]+)(\S+)(?: -H 'Authorization: Bearer (.*)')?$`).FindStringSubmatch(line)
	if parts == nil {
		t.Fatalf("not a line as expected: %s", line)
	}
	c := call{method: parts[1], path: parts[3]}
	if parts[4] != "" {
		c.tokens = []string{parts[4]}
	}
	a, err := c.do(t.Context(), parts[2])
	if err != nil {
		t.Fatal(err)
	}
	return a.status
}
