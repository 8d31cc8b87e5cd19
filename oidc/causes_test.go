package oidc_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
)

// An operator who reads that a key is unknown wants to know which keys there
// are, and how old they are.
func TestCausesOfAnUnknownKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, _ := start()
		mustKnow(t, k, known)
		time.Sleep(3 * time.Minute)
		v := &jwt.Verifier{Keys: k}
		token := issuer.Sign(map[string]any{"alg": "RS256", "kid": "old"}, map[string]any{})
		var words string
		for _, cause := range v.Examine(t.Context(), token).Causes() {
			words += cause.Words
		}
		// The issuer was asked once more, because of this token.
		want := `no key for kid "old" that fits alg "RS256"; the key set has ["rfc7515-a2" "rfc7515-a3"]; the keys were fetched less than a minute ago`
		if !strings.Contains(words, want) {
			t.Errorf("Causes() = %q; want %q", words, want)
		}
	})
}
