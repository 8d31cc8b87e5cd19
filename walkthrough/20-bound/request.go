package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// ines is the app on Ines's telephone. Its key is the example of RFC
// 7517 A.2: its private half is printed there, and so the same proof is
// made on every machine. Everybody else has a key made from a name.
func ines() *oidctest.Prover { return prover(oidctest.ClientKey()) }

func mallory() *oidctest.Prover { return named("mallory") }
func ben() *oidctest.Prover     { return named("ben") }

func named(name string) *oidctest.Prover {
	d := sha256.Sum256([]byte(name))
	return prover(lesson.Must(
		ecdsa.ParseRawPrivateKey(elliptic.P256(), d[:])))
}

func prover(key *ecdsa.PrivateKey) *oidctest.Prover {
	p := oidctest.NewProverWith(jwt.ES256, key)
	p.Now = story.Now
	return p
}

// bound is a token that is bound to the key of a client.
func bound(p *oidctest.Prover, changes ...string) string {
	cnf := `{"jkt":"` + p.Thumbprint() + `"}`
	return story.RS256(story.Header(),
		story.Claims(append([]string{"cnf", cnf}, changes...)...))
}

// token is Ines's token, bound to the key in her telephone.
var token = sync.OnceValue(func() string { return bound(ines()) })

const books = story.API + "/books"

// A set of changes to a proof. A nil leaves the claim out.
type set = map[string]any

// sign makes a proof for a request, with changes in its claims.
func sign(
	p *oidctest.Prover, method, url, token string, changes set,
) string {
	claims := p.Claims(method, url, token)
	claims["jti"] = "p-0001" // and not random, as it should be
	maps.Copy(claims, changes)
	return p.Sign(p.Header(), written(claims))
}

// written is the JSON of claims, in the order of RFC 9449 section 4.2.
func written(claims set) string {
	names := []string{"jti", "htm", "htu", "iat", "ath"}
	for _, name := range slices.Sorted(maps.Keys(claims)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	var members []string
	for _, name := range names {
		if claims[name] != nil {
			value := lesson.Must(json.Marshal(claims[name]))
			members = append(members, `"`+name+`":`+string(value))
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

// proven is a true proof of Ines's app for GET /books, with changes.
func proven(changes set) string {
	return sign(ines(), "GET", books, token(), changes)
}

// headed is the same, with changes in its header.
func headed(changes set) string {
	header := ines().Header()
	maps.Copy(header, changes)
	u := lesson.Must(jwt.Parse(proven(nil)))
	return ines().Sign(header, string(u.Payload.Bytes()))
}

// A request to the API. What is not set is as in Ines's: GET /books,
// her token after the scheme DPoP, and no proof.
type request struct {
	method, url, host string
	scheme, token     string
	proofs            []string
	forwarded         string // X-Forwarded-Host
}

// get is Ines's request with these proofs.
func get(proofs ...string) request { return request{proofs: proofs} }

func (q request) build() *http.Request {
	r := httptest.NewRequest(or(q.method, "GET"), or(q.url, books), nil)
	r.Host = or(q.host, r.Host)
	r.Header.Set("Authorization",
		or(q.scheme, "DPoP")+" "+or(q.token, token()))
	for _, p := range q.proofs {
		r.Header.Add("DPoP", p)
	}
	if q.forwarded != "" {
		r.Header.Set("X-Forwarded-Host", q.forwarded)
	}
	return r
}

// A gate puts itself in front of a handler.
type gate func(next http.Handler) http.Handler

type handler = http.HandlerFunc

// send sends requests through a new gate, and returns the last answer.
func send(g gate, requests ...request) *httptest.ResponseRecorder {
	h := g(handler(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "the books of Ines")
	}))
	var w *httptest.ResponseRecorder
	for _, q := range requests {
		w = httptest.NewRecorder()
		h.ServeHTTP(w, q.build())
	}
	return w
}

// verdict is nil if the last request was let in.
func verdict(g gate, requests ...request) error {
	w := send(g, requests...)
	if w.Code == http.StatusOK {
		return nil
	}
	var said struct {
		Error string `json:"error"`
		Words string `json:"error_description"`
	}
	_ = json.Unmarshal(w.Body.Bytes(), &said)
	return errors.New(strings.TrimSpace(fmt.Sprintf("%d %s: %s",
		w.Code, said.Error, said.Words)))
}

// refuse is for the gate in naive.go: it answers 401, and says why.
func refuse(w http.ResponseWriter, code string, err error) {
	w.Header().Set("WWW-Authenticate", `DPoP error="`+code+`"`)
	w.WriteHeader(http.StatusUnauthorized)
	_ = json.NewEncoder(w).Encode(map[string]string{
		"error": code, "error_description": err.Error(),
	})
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
