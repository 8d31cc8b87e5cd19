package httpauth_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

const (
	testIssuer   = "https://issuer.example"
	testAudience = "https://api.example"
)

// now is the time in all tests.
var now = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// signingKey is made once, at run time.
var signingKey = sync.OnceValue(func() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
})

// object is a JSON object to be written into a token.
type object map[string]any

// with returns a copy in which some members are others. Nil removes one.
func (o object) with(changes object) object {
	changed := object{}
	for _, part := range []object{o, changes} {
		for name, value := range part {
			changed[name] = value
			if value == nil {
				delete(changed, name)
			}
		}
	}
	return changed
}

var (
	goodHeader = object{"alg": "ES256", "kid": "k1", "typ": "at+jwt"}
	goodClaims = object{
		"iss": testIssuer, "aud": testAudience, "sub": "alice",
		"exp": now.Add(time.Hour).Unix(), "scope": "read:orders write:orders",
		"roles": []string{"editor"},
	}
)

// sign returns a token with a true signature by signingKey.
func sign(header, claims object) string {
	input := part(header) + "." + part(claims)
	hash := sha256.Sum256([]byte(input))
	r, s, err := ecdsa.Sign(rand.Reader, signingKey(), hash[:])
	if err != nil {
		panic(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func part(o object) string {
	text, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

func verifier() *jwt.Verifier {
	return &jwt.Verifier{
		Issuer:   testIssuer,
		Audience: []string{testAudience},
		Keys:     jwt.Keys{{ID: "k1", Public: signingKey().Public()}},
		Now:      func() time.Time { return now },
	}
}

// outage is a key set that cannot be had.
type outage struct{}

func (outage) Keys(context.Context, jwt.Header) ([]jwt.Key, error) {
	return nil, jwt.ErrKeysUnavailable
}

// verifierFunc is a Verifier of a test.
type verifierFunc func(token string) (*jwt.Token, error)

func (f verifierFunc) Verify(_ context.Context, token string) (*jwt.Token, error) { return f(token) }

// believe is a Verifier that believes every token, and takes it to have these
// claims.
func believe(t testing.TB, claims string) httpauth.Verifier {
	t.Helper()
	o, err := jwt.ParseObject([]byte(claims))
	if err != nil {
		t.Fatal(err)
	}
	return verifierFunc(func(string) (*jwt.Token, error) {
		return &jwt.Token{Claims: jwt.Claims{Object: o}}, nil
	})
}

// request returns a request with an Authorization header for each value.
func request(values ...string) *http.Request {
	r := httptest.NewRequest("GET", "/orders", nil)
	for _, v := range values {
		r.Header.Add("Authorization", v)
	}
	return r
}

// send serves a request, and returns the answer and whether the handler was
// reached.
func send(wrap func(http.Handler) http.Handler, r *http.Request) (answer *httptest.ResponseRecorder, reached bool) {
	answer = httptest.NewRecorder()
	wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })).ServeHTTP(answer, r)
	return answer, reached
}

// behind puts a rule between a guard and the handler.
func behind(g *httpauth.Guard, rule func(http.Handler) http.Handler) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return g.Handler(rule(next)) }
}
