package oidc_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

const caseFile = "../testdata/refusals/remote-key-sets.txt"

// TestRemote runs the cases of that file. Cases with a behaviour below run on
// real sockets, on the loopback interface, and "expect" says what became of the
// tokens. For the other cases the file names tests, most of which have a fake
// network and a fake clock. These tests run too, in a process of their own, so
// that each name in the file stands for a test that passes. With -v, TestRemote
// prints a table.
func TestRemote(t *testing.T) {
	out := io.Discard
	if testing.Verbose() {
		out = os.Stdout
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nREMOTE KEY SETS\n")
	cases := readRemoteCases(t)
	passed := passedTests(t, cases)
	for _, c := range cases {
		name := c["case"]
		t.Run(name, func(t *testing.T) {
			verdict := c["expect"]
			if happen, ok := behaviours[name]; ok {
				if verdict = happen(newRemote(t)); verdict != c["expect"] {
					t.Errorf("%s: %s; want %s (%s)", name, verdict, c["expect"], c["why"])
				}
			} else if c["tests"] == "" {
				t.Errorf("no behaviour %q, nor tests of it", name)
			}
			for test := range strings.FieldsSeq(c["tests"]) {
				if !testing.Short() && !passed[test] {
					t.Errorf("%s: no test %s has passed", name, test)
				}
			}
			fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", name, verdict, c["why"], c["reference"])
		})
	}
	for name := range behaviours {
		if !slices.ContainsFunc(cases, func(c map[string]string) bool { return c["case"] == name }) {
			t.Errorf("%s is not in %s", name, caseFile)
		}
	}
	w.Flush()
}

// behaviours of issuers, and of callers who send tokens. Each returns what became
// of the tokens. Only counts and their order are compared, never times.
var behaviours = map[string]func(*remote) string{
	"hundred-good-tokens": func(r *remote) string {
		return r.verify(r.verifier(), 100, r.good) + r.fetched()
	},
	"fifty-first-tokens-at-once": func(r *remote) string {
		return r.verifyAtOnce(r.verifier(), 50, r.good) + r.fetched()
	},
	"fifty-unknown-kids": func(r *remote) string {
		v := r.verifier()
		return r.verify(v, 50, r.invented) + r.fetched() + "; " + r.verify(v, 1, r.good) + r.fetched()
	},
	"fifty-bad-signatures": func(r *remote) string {
		v := r.verifier()
		return r.verify(v, 1, r.good) + "; " + r.verify(v, 50, r.forged) + r.fetched()
	},
	"rotation-first-token": func(r *remote) string {
		v := r.verifier()
		before := r.verify(v, 1, r.good)
		r.issuer.NewKey(jwt.ES256)
		return before + "; " + r.verify(v, 1, r.good) + r.fetched()
	},
	"rotation-after-a-stranger": func(r *remote) string {
		v := r.verifier()
		before := r.verify(v, 1, r.good) + "; " + r.verify(v, 1, r.invented)
		r.issuer.NewKey(jwt.ES256)
		return before + "; " + r.verify(v, 1, r.good) + r.fetched()
	},
	"withdrawn-key": func(r *remote) string {
		v := r.verifier()
		old := r.good(0)
		again := func(int) string { return old }
		before := r.verify(v, 1, again)
		r.issuer.NewKey(jwt.ES256)
		r.issuer.Retire()
		return before + "; " + r.verify(v, 1, r.good) + "; " + r.verify(v, 1, again) + r.fetched()
	},
	"withdrawn-key-and-no-new-token": func(r *remote) string {
		v := r.verifier()
		v.Keys.(*oidc.Keys).MaxAge = time.Millisecond
		old := r.good(0)
		before := r.verify(v, 1, func(int) string { return old })
		r.issuer.NewKey(jwt.ES256)
		r.issuer.Retire()
		r.until(func() bool { _, err := v.Verify(r.Context(), old); return errors.Is(err, jwt.ErrKeyUnknown) })
		return before + "; then refused at kid"
	},
	"500-after-start": func(r *remote) string {
		return r.outage(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			w.Write(r.issuer.KeySet())
		})
	},
	"no-keys-with-200": func(r *remote) string {
		return r.outage(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"keys":[]}`) })
	},
	"an-error-with-200": func(r *remote) string {
		return r.outage(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"error":"server_error"}`) })
	},
	"endless-body": func(r *remote) string {
		return r.outage(func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<16)); err != nil {
					return
				}
			}
		})
	},
	"never-answers": func(r *remote) string {
		r.timeout = 100 * time.Millisecond
		return r.outage(func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() })
	},
	"slow-drip": func(r *remote) string {
		r.timeout = 100 * time.Millisecond
		return r.outage(func(w http.ResponseWriter, req *http.Request) {
			for req.Context().Err() == nil {
				io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		})
	},
	"redirect-elsewhere": func(r *remote) string {
		var asked atomic.Int32
		elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
		defer elsewhere.Close()
		verdict := r.outage(http.RedirectHandler(elsewhere.URL+"/jwks", http.StatusFound).ServeHTTP)
		return fmt.Sprintf("%s; %d requests elsewhere", verdict, asked.Load())
	},
	"connection-reset": func(r *remote) string {
		return r.outage(func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				r.Error(err)
				return
			}
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		})
	},
	"down-at-start": func(r *remote) string {
		r.server.Close()
		v := r.verifier()
		v.Keys.(*oidc.Keys).Cooldown = 10 * time.Millisecond
		down := r.verify(v, 20, r.good)
		l, err := net.Listen("tcp", r.server.Listener.Addr().String())
		if err != nil {
			r.Fatal(err)
		}
		up := &http.Server{Handler: r}
		go up.Serve(l)
		defer up.Close()
		r.until(func() bool { _, err := v.Verify(r.Context(), r.good(0)); return err == nil })
		return down + "; then accepted"
	},
}

// A remote is an issuer behind a socket. Its key set can be put out of order.
type remote struct {
	*testing.T
	issuer  *oidctest.Issuer
	server  *httptest.Server
	client  *http.Client
	timeout time.Duration

	order   atomic.Pointer[http.HandlerFunc]
	fetches atomic.Int32 // of the key set
}

func newRemote(t *testing.T) *remote {
	r := &remote{T: t, client: &http.Client{Transport: &http.Transport{}}}
	r.server = httptest.NewServer(r)
	r.issuer = oidctest.NewIssuerAt(r.server.URL)
	t.Cleanup(func() {
		r.client.CloseIdleConnections()
		r.server.Close()
	})
	return r
}

func (r *remote) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.URL.Path == "/jwks" {
		r.fetches.Add(1)
		if fault := r.order.Load(); fault != nil {
			(*fault)(w, req)
			return
		}
	}
	r.issuer.Handler().ServeHTTP(w, req)
}

// verifier returns a new Verifier, whose keys are not fetched yet.
func (r *remote) verifier() *jwt.Verifier {
	return &jwt.Verifier{
		Issuer:   r.issuer.URL,
		Audience: []string{"https://api.example"},
		Keys:     &oidc.Keys{Issuer: r.issuer.URL, Client: r.client, Timeout: r.timeout, Cooldown: time.Hour},
	}
}

func (r *remote) good(int) string {
	return r.issuer.Sign(r.issuer.Header(jwt.ES256), r.issuer.Claims("https://api.example"))
}

func (r *remote) invented(i int) string {
	h := r.issuer.Header(jwt.ES256)
	h["kid"] = fmt.Sprint("invented-", i)
	return r.issuer.Sign(h, r.issuer.Claims("https://api.example"))
}

func (r *remote) forged(i int) string {
	claims := r.issuer.Claims("https://api.example")
	input := strings.Split(r.issuer.Sign(r.issuer.Header(jwt.ES256), claims), ".")
	claims["sub"] = fmt.Sprint("mallory-", i)
	other := strings.Split(r.issuer.Sign(r.issuer.Header(jwt.ES256), claims), ".")
	return input[0] + "." + input[1] + "." + other[2]
}

// verify verifies n tokens, one after the other, and counts what became of them.
func (r *remote) verify(v *jwt.Verifier, n int, token func(i int) string) string {
	fates := map[string]int{}
	for i := range n {
		_, err := v.Verify(r.Context(), token(i))
		fates[fate(err)]++
	}
	return words(fates)
}

// verifyAtOnce verifies all n tokens at the same time.
func (r *remote) verifyAtOnce(v *jwt.Verifier, n int, token func(i int) string) string {
	fates := map[string]int{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range n {
		text := token(i)
		wg.Go(func() {
			_, err := v.Verify(r.Context(), text)
			mu.Lock()
			defer mu.Unlock()
			fates[fate(err)]++
		})
	}
	wg.Wait()
	return words(fates)
}

func fate(err error) string {
	var refused *jwt.Error
	switch {
	case err == nil:
		return "accepted"
	case errors.Is(err, jwt.ErrKeysUnavailable):
		return "unavailable"
	case errors.As(err, &refused):
		return "refused at " + refused.Step.String()
	}
	return err.Error()
}

func words(fates map[string]int) string {
	var list []string
	for what, n := range fates {
		list = append(list, fmt.Sprint(n, " ", what))
	}
	slices.Sort(list)
	return strings.Join(list, " and ")
}

// fetched says how often the key set was fetched since the last call.
func (r *remote) fetched() string {
	n := r.fetches.Swap(0)
	if n == 1 {
		return ", 1 fetch"
	}
	return fmt.Sprintf(", %d fetches", n)
}

// outage puts the key set out of order, first for a verifier that never had keys,
// then for one that has. Then all is well again.
func (r *remote) outage(fault http.HandlerFunc) string {
	r.order.Store(&fault)
	cold := r.verifier()
	cold.Keys.(*oidc.Keys).Cooldown = 10 * time.Millisecond // the pause after a failure
	verdict := "cold: " + r.verifyAtOnce(cold, 20, r.good)

	r.order.Store(nil)
	warm := r.verifier()
	keys := warm.Keys.(*oidc.Keys)
	keys.Cooldown = 10 * time.Millisecond
	keys.MaxAge = time.Nanosecond // each token causes a refresh
	accepted := func(v *jwt.Verifier) func() bool {
		return func() bool { _, err := v.Verify(r.Context(), r.good(0)); return err == nil }
	}
	r.until(accepted(warm))
	r.order.Store(&fault)
	r.until(func() bool { return accepted(warm)() && keys.Snapshot().LastError != "" })
	verdict += "; warm: " + r.verify(warm, 20, r.good)

	r.order.Store(nil)
	r.until(accepted(cold))
	r.until(func() bool { return accepted(warm)() && keys.Snapshot().LastError == "" })
	return verdict + "; well again: accepted"
}

// until waits for something that happens in the background.
func (r *remote) until(happened func() bool) {
	r.Helper()
	for deadline := time.Now().Add(30 * time.Second); !happened(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			r.Fatal("it does not happen")
		}
	}
}

// readRemoteCases reads the blocks of "field: value" lines.
func readRemoteCases(t *testing.T) (cases []map[string]string) {
	t.Helper()
	text, err := os.ReadFile(caseFile)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for block := range strings.SplitSeq(string(text), "\n\n") {
		c := map[string]string{}
		for line := range strings.Lines(block) {
			if field, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); ok && line[0] != '#' {
				c[field] = value
			}
		}
		if len(c) == 0 {
			continue
		}
		if c["case"] == "" || c["expect"] == "" || c["why"] == "" || c["reference"] == "" || names[c["case"]] {
			t.Fatalf("a case without name, expect, why or reference, or one that stands twice: %v", c)
		}
		names[c["case"]] = true
		cases = append(cases, c)
	}
	return cases
}

// passedTests runs the tests that the cases name, and returns those that pass.
func passedTests(t *testing.T, cases []map[string]string) map[string]bool {
	t.Helper()
	if testing.Short() {
		return nil
	}
	var tests []string
	for _, c := range cases {
		for test := range strings.FieldsSeq(c["tests"]) {
			top, _, _ := strings.Cut(test, "/")
			tests = append(tests, top)
		}
	}
	slices.Sort(tests)
	pattern := "^(" + strings.Join(slices.Compact(tests), "|") + ")$"
	output, err := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.run", pattern).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v", pattern, err)
	}
	passed := map[string]bool{}
	for s := bufio.NewScanner(bytes.NewReader(output)); s.Scan(); {
		if name, ok := strings.CutPrefix(strings.TrimSpace(s.Text()), "--- PASS: "); ok {
			passed[name[:strings.LastIndex(name, " (")]] = true
		}
	}
	return passed
}
