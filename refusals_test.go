package glassjwt_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// noon is the time of all cases.
var noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// A refusal is a case of testdata/refusals: what arrives, and which question
// says no. See the README there.
type refusal map[string]string

// readCases reads a file of blocks of "field: value" lines.
func readCases(t *testing.T, name string) (cases []refusal) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(text), "\n\n") {
		c := refusal{}
		for line := range strings.Lines(block) {
			if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "#") || line == "" {
				continue
			}
			field, value, ok := strings.Cut(line, ": ")
			if !ok {
				t.Fatalf("%s: %q is no field and value", name, line)
			}
			if strings.HasPrefix(value, `"`) && strings.HasSuffix(value, `"`) {
				if value, err = strconv.Unquote(value); err != nil {
					t.Fatalf("%s: %q: %v", name, line, err)
				}
			}
			c[field] = value
		}
		if len(c) == 0 {
			continue
		}
		if c["case"] == "" || c["expect"] == "" || c["why"] == "" || c["reference"] == "" {
			t.Fatalf("%s: a case without name, expect, why or reference: %v", name, c)
		}
		cases = append(cases, c)
	}
	return cases
}

func (c refusal) or(field, otherwise string) string {
	if value, ok := c[field]; ok {
		return value
	}
	return otherwise
}

// TestRefusals puts every case to the code that would have to refuse it. With
// -v it prints them as a table.
func TestRefusals(t *testing.T) {
	files, err := filepath.Glob("testdata/refusals/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	f := newForger(t)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	names := map[string]bool{}
	for _, file := range files {
		subject := strings.TrimSuffix(filepath.Base(file), ".txt")
		if subject == "remote-key-sets" || subject == "proofs" {
			continue // on sockets, in package oidc; and in package httpauth/proof
		}
		t.Run(subject, func(t *testing.T) {
			fmt.Fprintf(w, "\n%s\n", strings.ToUpper(subject))
			for _, c := range readCases(t, file) {
				if names[c["case"]] {
					t.Errorf("%s stands twice", c["case"])
				}
				names[c["case"]] = true
				t.Run(c["case"], func(t *testing.T) {
					got := judge(t, f, subject, c)
					if got != c["expect"] {
						t.Errorf("%s: %s; want %s (%s)", c["case"], got, c["expect"], c["why"])
					}
					fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", c["case"], got, c["why"], c["reference"])
				})
			}
		})
	}
	if testing.Verbose() {
		w.Flush()
	}
}

// judge returns the step that refuses the case, or "accept".
func judge(t *testing.T, f *forger, subject string, c refusal) string {
	t.Helper()
	if subject == "authorization-headers" {
		return f.ask(t, c)
	}
	set, err := jwk.ParseSet([]byte(f.expand(c.or("keys", defaultSet))))
	if err != nil {
		if !errors.Is(err, jwk.ErrMalformed) {
			t.Errorf("ParseSet = %v; want %q", err, jwk.ErrMalformed)
		}
		return "no key set"
	}
	checkSkipped(t, set, c)
	v := verifier(set)
	if list, ok := c["algorithms"]; ok {
		v.Algorithms = []jwt.Algorithm{}
		for _, a := range strings.Fields(list) {
			v.Algorithms = append(v.Algorithms, jwt.Algorithm(a))
		}
	}
	if list, ok := c["types"]; ok {
		v.Types = strings.Fields(list)
	}
	if v.Leeway, err = time.ParseDuration(c.or("leeway", "0s")); err != nil {
		t.Fatal(err)
	}
	v.Bound = c["bound"] == "true"
	token := f.token(t, c)
	believed, err := v.Verify(context.Background(), token)
	if x := v.Examine(context.Background(), token); fmt.Sprint(x.Err()) != fmt.Sprint(err) {
		t.Errorf("Examine says %v, Verify %v", x.Err(), err)
	}
	if err == nil {
		return "accept"
	}
	var refused *jwt.Error
	if believed != nil || !errors.As(err, &refused) {
		t.Fatalf("Verify = %v, %v; want nil and a *jwt.Error", believed, err)
	}
	return refused.Step.String()
}

func verifier(keys jwt.KeySet) *jwt.Verifier {
	return &jwt.Verifier{
		Issuer:   "https://issuer.example",
		Audience: []string{"https://api.example"},
		Keys:     keys,
		Now:      func() time.Time { return noon },
	}
}

// checkSkipped checks why a key of the set is not used.
func checkSkipped(t *testing.T, set *jwk.Set, c refusal) {
	t.Helper()
	switch want := c["skipped"]; {
	case want == "" && len(set.Skipped) > 0:
		t.Errorf("skipped %v; want none", set.Skipped)
	case want != "" && len(set.Skipped) != 1:
		t.Errorf("skipped %v; want one, %q", set.Skipped, want)
	case want != "" && !strings.Contains(set.Skipped[0].Error(), want):
		t.Errorf("skipped %v; want %q", set.Skipped[0], want)
	}
}

// ask sends the case's header to a Guard, and returns status and error code.
func (f *forger) ask(t *testing.T, c refusal) string {
	t.Helper()
	set, err := jwk.ParseSet([]byte(f.expand(defaultSet)))
	if err != nil {
		t.Fatal(err)
	}
	reached := false
	guard := &httpauth.Guard{Verifier: verifier(set)}
	handler := guard.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	r := httptest.NewRequest("GET", "/", nil)
	if fields := c["fields"]; fields != "-" {
		fields = strings.ReplaceAll(fields, "{token}", f.token(t, refusal{}))
		r.Header["Authorization"] = strings.Split(fields, "|")
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if reached != (w.Code == http.StatusOK) {
		t.Errorf("status %d, and the handler was reached: %v", w.Code, reached)
	}
	challenge := w.Header().Values("WWW-Authenticate")
	if len(challenge) != 1 && w.Code != http.StatusOK {
		t.Fatalf("WWW-Authenticate: %q; want exactly one", challenge)
	}
	answer := strconv.Itoa(w.Code)
	if _, code, ok := strings.Cut(strings.Join(challenge, ""), `error="`); ok {
		code, _, _ = strings.Cut(code, `"`)
		answer += " " + code
	}
	return answer
}
