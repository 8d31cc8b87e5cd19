//go:build interop

package main

import (
	"bufio"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// startOurs builds and starts cmd/issuer, and returns its URL.
func startOurs(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "issuer")
	if out, err := exec.Command("go", "build", "-o", program, "../issuer").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	cmd := exec.Command(program, "-addr", "127.0.0.1:0")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	url, ok := strings.CutSuffix(strings.TrimPrefix(line, "issuer "), " ready\n")
	if err != nil || !ok {
		t.Fatalf("issuer starts with %q, %v", line, err)
	}
	return url
}

// freeAddress returns an address that was free a moment ago. The API must know
// its own URL before it starts.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestBoundTokens has two clients that we did not write, the libraries
// oauth4webapi and openid-client, get tokens that are bound to their keys, from
// our issuer and from oidc-provider, and call our API with them.
func TestBoundTokens(t *testing.T) {
	foreign := startForeign(t, "/oidc").issuer
	ours := startOurs(t)
	for _, issuer := range []struct{ name, url, client, secret string }{
		{"cmd/issuer", ours, "shop", "secret"},
		{"oidc-provider", foreign, "bound", "bound-secret"},
	} {
		for _, flags := range [][]string{nil, {"-dpop-nonce"}} {
			addr := freeAddress(t)
			base := "http://" + addr
			startAPI(t, append([]string{"-addr", addr, "-issuer", issuer.url, "-audience", rs256, "-dpop", base}, flags...)...)
			for _, library := range []string{"oauth4webapi", "openid-client"} {
				t.Run(library+" "+issuer.name+strings.Join(flags, ""), func(t *testing.T) {
					cmd := exec.Command("node", "client.mjs", library, issuer.url, issuer.client, issuer.secret, rs256, base+"/api/orders?page=1")
					cmd.Dir = filepath.Join("..", "..", "testdata", "interop")
					out, err := cmd.CombinedOutput()
					want := `{"type":"dpop","bound":true,"first":200,"second":200,"replay":401,"bearer":401}` + "\n"
					if err != nil || string(out) != want {
						t.Errorf("client.mjs: %v\n%s\nwant %s", err, out, want)
					}
				})
			}
		}
	}
}
