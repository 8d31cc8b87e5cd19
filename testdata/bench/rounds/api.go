package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"example.com/glassjwt/testdata/bench"
)

// An api is a running cmd/api that believes the issuer.
type api struct {
	url string
	cmd *exec.Cmd
	dir string
}

// startAPI starts the program on a free loopback port. Its keys come from a
// file in a temporary directory.
func startAPI(program string, is *bench.Issuer) (*api, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	a := &api{dir: dir}
	jwks := filepath.Join(dir, "jwks.json")
	if err := os.WriteFile(jwks, is.JWKS, 0o600); err != nil {
		a.stop()
		return nil, err
	}
	a.cmd = exec.Command(program, "-addr", "127.0.0.1:0", "-issuer", bench.IssuerURL, "-audience", bench.Audience, "-jwks", jwks)
	out, err := a.cmd.StdoutPipe()
	if err == nil {
		err = a.cmd.Start()
	}
	if err != nil {
		a.stop()
		return nil, err
	}
	// The first line says where it listens: api http://127.0.0.1:8080 ready, …
	line, err := bufio.NewReader(out).ReadString('\n')
	words := strings.Fields(line)
	if err != nil || len(words) < 2 || !strings.HasPrefix(words[1], "http://") {
		a.stop()
		return nil, fmt.Errorf("%s does not say where it listens: %q", program, line)
	}
	a.url = words[1]
	return a, nil
}

func (a *api) stop() {
	if a.cmd != nil && a.cmd.Process != nil {
		a.cmd.Process.Kill()
		a.cmd.Wait()
	}
	os.RemoveAll(a.dir)
}

// requests compares a route that is open with one that wants a token. All
// requests bring the same header. Client and server share this machine.
func (a *api) requests(is *bench.Issuer) (bench.Group, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	const wantsToken = "/secure-route"
	if status, err := get(client, a.url+wantsToken, ""); err != nil || status != http.StatusUnauthorized {
		return bench.Group{}, errors.Join(err, fmt.Errorf("without a token: status %d, want 401", status))
	}
	g := bench.Group{
		Name:     "Requests",
		Title:    "Requests to cmd/api over loopback, 8 connections",
		Parallel: true,
		Clients:  8,
		Remote:   true,
	}
	add := func(name, path, token string) {
		g.Cases = append(g.Cases, bench.Case{Name: name, Op: func() error {
			status, err := get(client, a.url+path, token)
			if err == nil && status != http.StatusOK {
				err = fmt.Errorf("status %d, want 200", status)
			}
			return err
		}})
	}
	add("open", "/health", is.Token("RS256", nil))
	for _, alg := range bench.Algorithms {
		add("guarded-"+alg, wantsToken, is.Token(alg, nil))
	}
	return g, nil
}

func get(client *http.Client, url, token string) (status int, err error) {
	r, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return 0, err
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}
