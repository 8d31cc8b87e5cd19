package command

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/jwt"
)

func TestExpectations(t *testing.T) {
	parse := func(args ...string) (e Expectations, err error) {
		flags := flag.NewFlagSet("x", flag.ContinueOnError)
		e.Register(flags)
		err = Parse(flags, args)
		return e, err
	}
	got, err := parse("-issuer", "https://issuer.example", "-audience", "a", "-audience", "b", "-jwks", "keys.json",
		"-alg", "RS256", "-alg", "ES256,PS256", "-typ", "at+jwt,JWT", "-typ", "x", "-leeway", "30s")
	want := Expectations{
		Issuer:     "https://issuer.example",
		Audience:   []string{"a", "b"},
		JWKS:       "keys.json",
		Algorithms: []jwt.Algorithm{jwt.ES256, jwt.PS256},
		Types:      []string{"at+jwt", "JWT", "x"},
		Leeway:     30 * time.Second,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Parse = %v (-want +got):\n%s", err, diff)
	}
	for _, args := range [][]string{{"-audience", ""}, {"-typ", ""}, {"-typ", "a,,b"}, {"-alg", "none"}, {"-leeway", "-1s"}} {
		if _, err := parse(args...); err == nil {
			t.Errorf("Parse(%q) = nil; want an error", args)
		}
	}
}

func TestReadKeys(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "malformed",
		"{}":                           `the member "keys"`,
		`{"keys":[]}`:                  "empty",
		`{"keys":[{"kty":"oct"}]}`:     "no usable key",
		`{"kty":"OKP","crv":"X25519"}`: `the member "keys"`,
	} {
		file := filepath.Join(t.TempDir(), "keys.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadKeySet(file)
		_, errKey := ReadKey(file)
		var out strings.Builder
		if code := Exit("x", "", &out, &out, err); code != 2 || !strings.Contains(out.String(), want) || errKey == nil {
			t.Errorf("%q: ReadKeySet = %v, ReadKey = %v; want %q", text, err, errKey, want)
		}
	}
	if _, err := ReadKeySet("no/such/file"); err == nil {
		t.Error("a file that is not there is read")
	}
}
