package workbench

import (
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

const goodClaims = `{"iss":"https://issuer.example","sub":"alice","aud":"https://api.example","iat":1768478100,"exp":1768478700}`

// specimens are an honest token, a tampered one, one that needs another
// algorithm, and one with a careless issuer.
var specimens = sync.OnceValue(func() []Specimen {
	settings := Settings{
		Issuer:   "https://issuer.example",
		Audience: []string{"https://api.example"},
		Now:      time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC),
	}
	keys := fmt.Sprintf("{\n\"keys\": [{\"kty\":\"RSA\",\"kid\":\"rfc7515-a2\",\"e\":\"AQAB\",\"n\":\"%s\"}]}\n", encode(rfckeys.RSA().N.Bytes()))
	good := signed(`{"alg":"RS256","typ":"at+jwt","kid":"rfc7515-a2"}`, goodClaims)
	ps256 := settings
	ps256.Algorithms = []jwt.Algorithm{jwt.PS256}
	return []Specimen{
		{Name: "good", Group: "Honest", Note: "an <honest> token.", Token: good, Keys: keys, Settings: settings},
		{Name: "ps256", Group: "Honest", Note: "masked.", Token: signed(`{"alg":"PS256","kid":"rfc7515-a2"}`, goodClaims), Keys: keys, Settings: ps256},
		{Name: "tampered", Group: "Changed", Title: "Tampered with", Note: "admin for alice.", Keys: keys, Settings: settings,
			Token: rewrite(good, `{"alg":"RS256","typ":"at+jwt","kid":"rfc7515-a2"}`, strings.Replace(goodClaims, "alice", "admin", 1))},
		{Name: "other-key", Group: "Changed", Note: "a key set of another kind.", Token: good, Keys: keys, Settings: settings,
			KeySet: jwt.Keys{{ID: "rfc7515-a3", Public: rfckeys.P256().Public()}}},
	}
})

func signed(header, claims string) string {
	token, err := sign(header, claims)
	if err != nil {
		panic(err)
	}
	return token
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
