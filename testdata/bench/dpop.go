package bench

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/httpauth/proof"
	jwtmiddleware "github.com/auth0/go-jwt-middleware/v3"
)

// Provers are the guards that check a DPoP proof beside the token.
var Provers = []Middleware{
	{"glassjwt", proofGuard},
	{"auth0", auth0DPoP},
}

// proofGuard remembers each proof, as RFC 9449 section 11.1 describes. auth0's
// middleware does not.
func proofGuard(is *Issuer) http.Handler {
	v := glassVerifier(is)
	v.Bound = true
	g := &httpauth.Guard{Verifier: v, Proof: &proof.DPoP{Base: Audience, MaxAge: 24 * time.Hour, Size: 1 << 20}}
	return g.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := httpauth.Token(r.Context())
		name(w, token.Claims.Subject)
	}))
}

func auth0DPoP(is *Issuer) http.Handler {
	return auth0Middleware(is, jwtmiddleware.WithDPoPProofOffset(24*time.Hour))
}

// A client has a key, and signs proofs with it.
type client struct{ key *ecdsa.PrivateKey }

func newClient() client {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	return client{key}
}

func (c client) jwk() map[string]any { return jwkParameters(c.key.Public()) }

// token returns an access token that is bound to the client.
func (c client) token(is *Issuer) string {
	return is.Token("ES256", map[string]any{"cnf": map[string]any{"jkt": fingerprint(c.jwk())}})
}

// proof returns a proof for a request to the URL, and the floor of checking it:
// the hash and the bare verification.
func (c client) proof(method, url, token, jti string) (text string, floor func() error) {
	header, err := json.Marshal(map[string]any{"typ": "dpop+jwt", "alg": "ES256", "jwk": c.jwk()})
	check(err)
	hash := sha256.Sum256([]byte(token))
	claims, err := json.Marshal(map[string]any{
		"jti": jti, "htm": method, "htu": url, "iat": time.Now().Unix(), "ath": base64.RawURLEncoding.EncodeToString(hash[:]),
	})
	check(err)
	input := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(claims)
	digest := sha256.Sum256([]byte(input))
	r, s, err := ecdsa.Sign(rand.Reader, c.key, digest[:])
	check(err)
	sig := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	der, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
	check(err)
	bytes := []byte(input)
	return input + "." + base64.RawURLEncoding.EncodeToString(sig), func() error {
		digest := sha256.Sum256(bytes)
		if !ecdsa.VerifyASN1(&c.key.PublicKey, digest[:], der) {
			return errSignature
		}
		return nil
	}
}

// Proof compares requests with a proof, ES256 for token and proof. The floor is
// two bare verifications with their hashes, and a handler without a guard.
//
// A proof is good once, so that there are many. When all are used, the guard is
// made anew.
func (is *Issuer) Proof() Group {
	const url = Audience + "/api/protected"
	const proofs = 1 << 10
	c := newClient()
	token := c.token(is)
	var requests [proofs]*http.Request
	var second func() error
	for i := range requests {
		var text string
		text, second = c.proof("GET", url, token, fmt.Sprintf("proof-%08d", i))
		requests[i] = proofRequest(url, token, text)
	}
	first := is.Floor("ES256", token)
	subject := Claims()["sub"].(string)
	open := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { name(w, subject) })
	g := Group{
		Name:  "Proof/ES256",
		Title: "Middleware with a DPoP proof, ES256 for both",
		Cases: []Case{{"floor", func() error {
			if err := first(); err != nil {
				return err
			}
			if err := second(); err != nil {
				return err
			}
			return serve(open, requests[0])
		}}},
	}
	for _, m := range Provers {
		used, h := 0, m.New(is)
		g.Cases = append(g.Cases, Case{m.Name, func() error {
			if used == proofs {
				used, h = 0, m.New(is)
			}
			used++
			return serve(h, requests[used-1])
		}})
	}
	// A forged proof costs one signature check beside that of the token.
	text, _ := c.proof("GET", url, token, "forged")
	forged := proofRequest(url, token, breakSignature(text))
	h := proofGuard(is)
	g.Cases = append(g.Cases, Case{"glassjwt-forged", func() error {
		w := answer{header: http.Header{}}
		if h.ServeHTTP(&w, forged); w.status != http.StatusUnauthorized {
			return fmt.Errorf("status %d, want 401", w.status)
		}
		return nil
	}})
	return g
}

func proofRequest(url, token, proof string) *http.Request {
	r := httptest.NewRequest("GET", url, nil)
	r.Header.Set("Authorization", "DPoP "+token)
	r.Header.Set("DPoP", proof)
	return r
}
