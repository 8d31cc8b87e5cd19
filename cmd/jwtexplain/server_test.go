package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

func TestServesLoopbackOnly(t *testing.T) {
	for why, args := range map[string][]string{
		"every interface":      {"-http", ":8080"},
		"every interface, too": {"-http", "0.0.0.0:8080"},
		"the network":          {"-http", "192.0.2.1:8080"},
		"no port":              {"-http", "127.0.0.1"},
		"a token as well":      {"-http", "127.0.0.1:0", "a.b.c"},
		"another form as well": {"-http", "127.0.0.1:0", "-json"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
		if code != 2 || !strings.Contains(stderr.String(), "hint: ") || stdout.Len() > 0 {
			t.Errorf("%s: exit %d, %q; want 2 and a hint", why, code, stderr.String())
		}
	}
}

// The program says where the page is, and ends when it is told to.
func TestServes(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	ready, stdout := io.Pipe()
	ended := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		ended <- run(ctx, []string{"-http", "127.0.0.1:0"}, strings.NewReader(""), stdout, &stderr)
	}()
	line := make([]byte, 256)
	n, err := ready.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address, ok := strings.CutSuffix(strings.TrimPrefix(string(line[:n]), "jwtexplain "), " ready\n")
	if !ok {
		t.Fatalf("it says %q", line[:n])
	}
	client := &http.Client{Timeout: 10 * time.Second}
	response, err := client.PostForm(address, url.Values{"token": {"a.b.c"}})
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %s", response.Status)
	}
	stop()
	if code := <-ended; code != 0 || stderr.Len() > 0 {
		t.Errorf("exit %d, %s", code, stderr.String())
	}
}

// The page fetches the keys of the issuer on the command line, and no others.
func TestServerFetchesOnlyFromTheCommandLine(t *testing.T) {
	issuer := oidctest.NewIssuer()
	defer issuer.Close()
	token := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
	form := url.Values{"token": {token}, "issuer": {issuer.URL}, "audience": {"https://api.example"}, "alg": {"RS256"}}
	submit := func(o options) string {
		bench, err := o.bench()
		if err != nil {
			t.Fatal(err)
		}
		h, err := bench.Handler()
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("POST", "/", strings.NewReader(form.Encode()))
		r.Host = "127.0.0.1:8080"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	if body := submit(options{}); strings.Contains(body, `class="verdict accepted"`) {
		t.Error("without a key, the token is accepted")
	}
	if metadata, sets := issuer.Fetches(); metadata+sets > 0 {
		t.Errorf("%d documents were fetched from an address that was typed", metadata+sets)
	}
	var o options
	o.Issuer = issuer.URL
	if body := submit(o); !strings.Contains(body, `class="verdict accepted"`) {
		t.Error("the keys of the issuer on the command line do not serve")
	}
}
