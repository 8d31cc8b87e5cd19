package jwk

import (
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

// Whatever ParseSet makes of a document, each of its keys is either usable or
// skipped for a reason, and the usable ones fit an algorithm and hold no secret.
func FuzzParseSet(f *testing.F) {
	text, err := os.ReadFile("../testdata/tokens/keys.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if _, document, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "document: "); ok {
			if unquoted, err := strconv.Unquote(document); err == nil {
				document = unquoted
			}
			f.Add([]byte(document))
		}
	}
	for _, c := range unusable {
		f.Add([]byte(set(rsaKey, c.key)))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		s, err := ParseSet(document)
		if err != nil {
			if s != nil || !errors.Is(err, ErrMalformed) {
				t.Errorf("ParseSet = %v, %v", s, err)
			}
			return
		}
		var standard map[string]json.RawMessage
		var keys []json.RawMessage
		if err := errors.Join(json.Unmarshal(document, &standard), json.Unmarshal(standard["keys"], &keys)); err != nil {
			t.Fatalf("ParseSet accepts %q; encoding/json: %v", document, err)
		}
		if got := len(s.Usable) + len(s.Skipped); got != len(keys) {
			t.Errorf("ParseSet(%q): %d keys, want %d", document, got, len(keys))
		}
		for _, reason := range s.Skipped {
			if !errors.Is(reason, ErrMalformed) && !errors.Is(reason, ErrUnsupported) && !errors.Is(reason, ErrWeak) && !errors.Is(reason, ErrPrivate) && !errors.Is(reason, ErrUse) {
				t.Errorf("Skipped: %v", reason)
			}
		}
		for _, k := range s.Usable {
			checkUsable(t, s, k)
		}
	})
}

func checkUsable(t *testing.T, s *Set, k *Key) {
	t.Helper()
	if len(k.Thumbprint()) != 43 {
		t.Errorf("Thumbprint() = %q", k.Thumbprint())
	}
	again, err := Parse([]byte(k.canonical()))
	if err != nil || again.Thumbprint() != k.Thumbprint() || again.Type != k.Type || again.Curve != k.Curve {
		t.Errorf("Parse(%s) = %+v, %v; want %+v", k.canonical(), again, err, k)
	}
	fits := 0
	for _, alg := range []jwt.Algorithm{jwt.RS256, jwt.PS512, jwt.ES256, jwt.ES384, jwt.ES512, jwt.EdDSA, k.Algorithm} {
		if !k.key().Fits(alg) {
			continue
		}
		fits++
		if err := jwt.VerifySignature(alg, k.Public, "header.payload", make([]byte, 64)); err != jwt.ErrSignature {
			t.Errorf("VerifySignature(%s, %s) = %v; want %q", alg, k.canonical(), err, jwt.ErrSignature)
		}
		if keys, err := s.Keys(t.Context(), jwt.Header{Algorithm: alg, KeyID: k.ID}); len(keys) == 0 && !errors.Is(err, jwt.ErrKeyUnknown) {
			t.Errorf("Keys = %v", err)
		}
	}
	if fits == 0 {
		t.Errorf("%+v fits no algorithm", k)
	}
}
