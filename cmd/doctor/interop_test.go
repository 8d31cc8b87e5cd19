//go:build interop

package main

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A provider that others have written, oidc-provider of npm, on loopback: the
// doctor must find it healthy, and say what its name is when asked with a slash.
//
//	(cd testdata/interop && npm ci)
//	go test -tags interop ./cmd/doctor
func TestForeignProvider(t *testing.T) {
	for _, path := range []string{"", "/oidc"} {
		cmd := exec.Command("node", "provider.mjs", path)
		cmd.Dir = filepath.Join("..", "..", "testdata", "interop")
		stdin, err := cmd.StdinPipe() // the provider ends when this does
		if err != nil {
			t.Fatal(err)
		}
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			stdin.Close()
			_ = cmd.Wait()
		})
		line, err := bufio.NewReader(stdout).ReadString('\n')
		issuer, ok := strings.CutSuffix(strings.TrimPrefix(line, "issuer "), " ready\n")
		if err != nil || !ok {
			t.Fatalf("the provider starts with %q, %v; is it installed? (cd testdata/interop && npm ci)", line, err)
		}
		got, faults := look(t, nil, "-issuer", issuer)
		if faults > 0 || !strings.Contains(got, `"issuer" is exactly the name`) || !strings.Contains(got, "package oidc has fetched them") {
			t.Errorf("doctor -issuer %s: %d faults\n%s", issuer, faults, got)
		}
		got, faults = look(t, nil, "-issuer", issuer+"/")
		if faults == 0 || !strings.Contains(got, "the slash at the end") && !strings.Contains(got, "no address has a document") {
			t.Errorf("doctor -issuer %s/: %d faults\n%s", issuer, faults, got)
		}
		t.Logf("\n%s", got)
	}
}
