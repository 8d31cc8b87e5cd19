package command

import (
	"slices"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

func TestParseAlgorithms(t *testing.T) {
	got, err := ParseAlgorithms("RS256, ES384")
	if err != nil || !slices.Equal(got, []jwt.Algorithm{jwt.RS256, jwt.ES384}) {
		t.Errorf("ParseAlgorithms = %v, %v", got, err)
	}
	for _, list := range []string{"", "none", "HS256", "RS265", "rs256", "RS256,", "RS256,none", "RS256 ES256"} {
		if got, err := ParseAlgorithms(list); got != nil || err == nil || !strings.Contains(err.Error(), "Ed25519") {
			t.Errorf("ParseAlgorithms(%q) = %v, %v; want an error with all that there are", list, got, err)
		}
	}
}
