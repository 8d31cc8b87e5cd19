package oidc_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// 200 tokens with invented key IDs, as fast as they can be sent: at most four
// fetches at once, and four a minute. The known keys are served meanwhile.
func TestInventedKeyIDs(t *testing.T) {
	for name, flood := range map[string]func(t *testing.T, k *oidc.Keys, tokens int){
		"unknown-kid-flood": func(t *testing.T, k *oidc.Keys, tokens int) {
			for n := range tokens {
				mustFail(t, k, invented(n), jwt.ErrKeyUnknown)
			}
		},
		"unknown-kid-flood, all at once": func(t *testing.T, k *oidc.Keys, tokens int) {
			var wg sync.WaitGroup
			for n := range tokens {
				wg.Go(func() { mustFail(t, k, invented(n), jwt.ErrKeyUnknown) })
			}
			wg.Wait()
		},
		"unknown-kid-flood, one ID again and again": func(t *testing.T, k *oidc.Keys, tokens int) {
			for range tokens {
				mustFail(t, k, invented(0), jwt.ErrKeyUnknown)
			}
		},
		"no-kid-flood, and no key that fits": func(t *testing.T, k *oidc.Keys, tokens int) {
			for range tokens {
				mustFail(t, k, jwt.Header{Algorithm: jwt.ES512}, jwt.ErrKeyUnknown)
			}
		},
		"unknown-kid-negative-cache": func(t *testing.T, k *oidc.Keys, tokens int) {
			// There is no such cache, so nothing can fill it.
			huge := strings.Repeat("k", 1<<20)
			for range tokens {
				mustFail(t, k, jwt.Header{Algorithm: jwt.RS256, KeyID: huge}, jwt.ErrKeyUnknown)
			}
		},
	} {
		for _, warm := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					k, s := start()
					if warm {
						mustKnow(t, k, known)
						time.Sleep(5 * time.Minute)
						s.fetches()
					}
					flood(t, k, 200)
					if got := s.fetches(); got < 1 || got > 4 {
						t.Errorf("warm %v: %d fetches at once; want 1 to 4", warm, got)
					}
					for range 60 {
						time.Sleep(time.Second)
						flood(t, k, 10)
						mustKnow(t, k, known)
					}
					if got := s.fetches(); got > 4+3 {
						t.Errorf("warm %v: %d fetches in the first minute; want at most 4, and what was left of the first 4", warm, got)
					}
					for range 60 {
						time.Sleep(time.Second)
						flood(t, k, 10)
					}
					if got := s.fetches(); got > 4 {
						t.Errorf("warm %v: %d fetches in the second minute; want at most 4", warm, got)
					}
				})
			})
		}
	}
}

// If the key ID is known, a wrong algorithm or signature is the token's fault,
// and causes no fetch.
func TestForgeriesCostNoFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		v := &jwt.Verifier{Issuer: issuer.URL, Audience: []string{"https://api.example"}, Keys: k}
		good := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
		if _, err := v.Verify(t.Context(), good); err != nil {
			t.Fatal(err)
		}
		mustFetch(t, s, 1)

		signature := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://else.example"))
		for name, test := range map[string]struct {
			token string
			want  error
		}{
			"bad signature":         {good[:strings.LastIndexByte(good, '.')] + signature[strings.LastIndexByte(signature, '.'):], jwt.ErrSignature},
			"other algorithm":       {issuer.SignAs(jwt.ES256, `{"alg":"ES256","kid":"rfc7515-a2"}`, issuer.Claims("https://api.example")), jwt.ErrKeyUnknown},
			"flood-bad-alg":         {issuer.SignAs(jwt.RS256, `{"alg":"PS256","kid":"invented"}`, `{}`), jwt.ErrAlgorithm},
			"alg none":              {issuer.Sign(`{"alg":"none","kid":"invented"}`, `{}`), jwt.ErrAlgorithm},
			"critical extension":    {issuer.SignAs(jwt.RS256, `{"alg":"RS256","kid":"invented","crit":["b64"]}`, `{}`), jwt.ErrCritical},
			"not a token":           {"invented", jwt.ErrMalformed},
			"too large":             {strings.Repeat("a", 1<<17), jwt.ErrTooLarge},
			"type of another token": {issuer.SignAs(jwt.RS256, `{"alg":"RS256","kid":"invented","typ":"logout+jwt"}`, `{}`), jwt.ErrType},
		} {
			if _, err := v.Verify(t.Context(), test.token); !errors.Is(err, test.want) {
				t.Errorf("%s: Verify = nil, %v; want %q", name, err, test.want)
			}
		}
		mustFetch(t, s, 0)
	})
}

// flood-wrong-iss: a KeySet sees only the header. So a token of another issuer
// counts as one with an invented key ID. [jwt.Issuers] reads "iss" first, and
// asks for no keys if the issuer is not in its map.
func TestFloodWrongIssuer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		v := &jwt.Verifier{Issuer: issuer.URL, Audience: []string{"https://api.example"}, Keys: k}
		claims := issuer.Claims("https://api.example")
		claims["iss"] = "https://other.example"
		token := issuer.Sign(`{"alg":"RS256","kid":"invented"}`, claims)
		for range 50 {
			if _, err := (jwt.Issuers{issuer.URL: v}).Verify(t.Context(), token); !errors.Is(err, jwt.ErrIssuer) {
				t.Errorf("Verify = nil, %v; want %q", err, jwt.ErrIssuer)
			}
		}
		mustFetch(t, s, 0)
		for range 50 {
			if _, err := v.Verify(t.Context(), token); !errors.Is(err, jwt.ErrKeyUnknown) {
				t.Errorf("Verify = nil, %v; want %q", err, jwt.ErrKeyUnknown)
			}
		}
		mustFetch(t, s, 4)
	})
}

// no-kid-flood: more keys fit than are tried. Another fetch would not help.
func TestTooManyCandidatesCostNoFetch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		many := oidctest.NewIssuerAt("https://issuer.example")
		for range 5 {
			many.NewKey(jwt.ES384)
		}
		s.set(ok(many.KeySet()))
		mustKnow(t, k, known)
		for range 10 {
			mustFail(t, k, jwt.Header{Algorithm: jwt.ES384}, jwt.ErrKeyUnknown)
		}
		mustFetch(t, s, 1)
	})
}

// A token without a key ID may be signed with a new key if the keys in memory
// are of its type, but for another algorithm. The issuer is asked.
func TestNoKeyIDAndAnotherAlgorithm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, s := start()
		s.set(ok(fmt.Appendf(nil, `{"keys":[%s]}`, rsaFor("RS512"))))
		mustFail(t, k, jwt.Header{Algorithm: jwt.RS256}, jwt.ErrKeyUnknown)
		s.fetches()
		s.set(ok(fmt.Appendf(nil, `{"keys":[%s]}`, rsaFor("RS256"))))
		if keys, err := k.Keys(t.Context(), jwt.Header{Algorithm: jwt.RS256}); err != nil || len(keys) != 1 {
			t.Errorf("Keys = %d, %v; want the new key", len(keys), err)
		}
		mustFetch(t, s, 1)
	})
}

// rsaFor returns a key whose private half does not exist.
func rsaFor(alg string) string {
	n := bytes.Repeat([]byte{0xff}, 256)
	return fmt.Sprintf(`{"kty":"RSA","alg":%q,"n":%q,"e":"AQAB"}`, alg, base64.RawURLEncoding.EncodeToString(n))
}
