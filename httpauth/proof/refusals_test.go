package proof

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// A proofCase is a case of testdata/refusals/proofs.txt. The README there says
// what its fields mean.
type proofCase map[string]string

func (c proofCase) or(field, otherwise string) string {
	if value, ok := c[field]; ok {
		return value
	}
	return otherwise
}

func readCases(t *testing.T) (cases []proofCase) {
	t.Helper()
	text, err := os.ReadFile("../../testdata/refusals/proofs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(text), "\n\n") {
		c := proofCase{}
		for line := range strings.Lines(block) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			field, value, ok := strings.Cut(line, ": ")
			if !ok {
				t.Fatalf("%q is no field and value", line)
			}
			if value == `""` {
				value = ""
			}
			c[field] = value
		}
		if len(c) == 0 {
			continue
		}
		if c["case"] == "" || c["expect"] == "" || c["why"] == "" || c["reference"] == "" {
			t.Fatalf("a case without name, expect, why or reference: %v", c)
		}
		cases = append(cases, c)
	}
	return cases
}

// TestProofs puts every case to a Guard. With -v it prints them as a table.
func TestProofs(t *testing.T) {
	f := newForger()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	names := map[string]bool{}
	for _, c := range readCases(t) {
		if names[c["case"]] {
			t.Errorf("%s stands twice", c["case"])
		}
		names[c["case"]] = true
		t.Run(c["case"], func(t *testing.T) {
			got := f.judge(t, c)
			if got != c["expect"] {
				t.Errorf("%s: %s; want %s (%s)", c["case"], got, c["expect"], c["why"])
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c["case"], got, c["why"], c["reference"])
		})
	}
	if testing.Verbose() {
		w.Flush()
	}
}

// A forger makes the proofs of the cases.
type forger struct {
	client, thief, rsa *oidctest.Prover
	private            string // the client's JWK, with its private half
}

func newForger() *forger {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	f := &forger{
		client: oidctest.NewProverWith(jwt.ES256, key),
		thief:  oidctest.NewProver(jwt.ES256),
		rsa:    rsaClient(),
	}
	d, err := key.Bytes()
	if err != nil {
		panic(err)
	}
	f.private = `{"d":"` + encode(d) + `",` + members(f.client) + "}"
	return f
}

// rsaClient is made once: that takes long.
var rsaClient = sync.OnceValue(func() *oidctest.Prover { return oidctest.NewProver(jwt.RS256) })

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// members returns the members of a client's JWK.
func members(p *oidctest.Prover) string {
	b, err := json.Marshal(p.JWK())
	if err != nil {
		panic(err)
	}
	return strings.Trim(string(b), "{}")
}

func (f *forger) dpop(t *testing.T, c proofCase) *DPoP {
	d := &DPoP{Base: c.or("base", base), Now: atNoon}
	for _, s := range strings.Fields(c["settings"]) {
		name, value, _ := strings.Cut(s, "=")
		var err error
		switch name {
		case "required":
			d.Required = true
		case "nonce":
			d.NonceKey = nonceKey
		case "leeway":
			d.Leeway, err = time.ParseDuration(value)
		case "algorithms":
			d.Algorithms = []jwt.Algorithm{jwt.Algorithm(value)}
		default:
			err = errors.New("no such setting")
		}
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return d
}

var nonceKey = []byte("0123456789abcdef0123456789abcdef")

// token returns the access token of a case.
func (f *forger) token(c proofCase) string {
	cnf := c.or("cnf", `{"jkt":"$jkt"}`)
	if cnf == "-" {
		return accessToken(`{"sub":"alice"}`)
	}
	cnf = strings.NewReplacer("$jkt", f.client.Thumbprint(), "$rsa-jkt", f.rsa.Thumbprint()).Replace(cnf)
	return accessToken(`{"sub":"alice","cnf":` + cnf + `}`)
}

// expand puts values in the place of their names.
func (f *forger) expand(d *DPoP, token, text string) string {
	if d.setUp() != nil {
		return text
	}
	pairs := []string{
		"$jti", `"jti":"one"`, "$htm", `"htm":"GET"`, "$htu", `"htu":"` + base + `/orders"`,
		"$iat", `"iat":` + strconv.FormatInt(noon.Unix(), 10),
		"$ath-value", hashOf(token), "$ath", `"ath":"` + hashOf(token) + `"`,
		"$jwk-members", members(f.client), "$jwk", "{" + members(f.client) + "}",
		"$thief", "{" + members(f.thief) + "}", "$rsa", "{" + members(f.rsa) + "}", "$private", f.private,
		"$weak", `{"kty":"RSA","e":"AQAB","n":"` + encode(append([]byte{0xc1}, make([]byte, 127)...)) + `"}`,
		"$a*8192", strings.Repeat("a", 8192),
	}
	if d.NonceKey != nil {
		now := d.window(noon)
		other := &DPoP{Base: "https://other.example", NonceKey: d.NonceKey}
		if err := other.setUp(); err != nil {
			panic(err)
		}
		pairs = append(pairs, "$nonce-other", other.nonce(now), "$nonce-1", d.nonce(now-1), "$nonce-2", d.nonce(now-2),
			"$nonce+1", d.nonce(now+1), "$nonce", d.nonce(now))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// proofs returns the DPoP fields of a case.
func (f *forger) proofs(t *testing.T, d *DPoP, token string, c proofCase) []string {
	how := c.or("proof", "{h}.{p}.{s}")
	if how == "-" {
		return nil
	}
	header := f.expand(d, token, c.or("header", `{"typ":"dpop+jwt","alg":"ES256","jwk":$jwk}`))
	claims := f.expand(d, token, c.or("claims", `{$jti,$htm,$htu,$iat,$ath}`))
	var proof string
	switch by := c.or("signed-by", "client"); by {
	case "client":
		proof = f.client.Sign(header, claims)
	case "thief":
		proof = f.thief.Sign(header, claims)
	case "rsa":
		proof = f.rsa.Sign(header, claims)
	case "-":
		proof = encode([]byte(header)) + "." + encode([]byte(claims)) + "."
	default:
		t.Fatalf("no such signer: %s", by)
	}
	part := strings.Split(proof, ".")
	other := encode([]byte(strings.Replace(claims, "orders", "admin", 1)))
	return strings.Split(strings.NewReplacer("{h}", part[0], "{p}", part[1], "{s}", part[2], "{other-p}", other).Replace(how), "|")
}

// judge sends the request of a case, and says what comes of it.
func (f *forger) judge(t *testing.T, c proofCase) string {
	d, token := f.dpop(t, c), f.token(c)
	f.before(t, d, token, c["before"])
	method, path, _ := strings.Cut(c.or("request", "GET /orders"), " ")
	r := request(method, path, f.proofs(t, d, token, c)...)
	r.Header.Set("Authorization", c.or("scheme", "DPoP")+" "+token)
	if host, ok := c["host"]; ok {
		r.Host = host
	}
	if name, value, ok := strings.Cut(c["fields"], "="); ok {
		r.Header.Set(name, value)
	}
	g := guard(t, d)

	x, err := d.Examine(r, token)
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.Check(r)
	var unproven *httpauth.ProofError
	asked := err == nil || errors.As(err, &unproven) && unproven.Step != "cnf"
	if scheme := c.or("scheme", "DPoP"); scheme != "Bearer" && asked && fmt.Sprint(x.Err()) != fmt.Sprint(err) {
		t.Errorf("Examine says %v, Check %v", x.Err(), err)
	}
	reached := false
	w := httptest.NewRecorder()
	f.before(t, d, token, c["before"])
	if err == nil { // Check has used the proof up
		d2 := f.dpop(t, c)
		f.before(t, d2, token, c["before"])
		g = guard(t, d2)
	}
	g.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })).ServeHTTP(w, r)
	if reached != (err == nil) {
		t.Errorf("Check = %v; and the handler was reached: %v", err, reached)
	}
	switch {
	case err == nil:
		return "accept"
	case unproven == nil:
		return strconv.Itoa(w.Code)
	}
	challenge := w.Header().Values("WWW-Authenticate")
	if w.Code != 401 || len(challenge) != 1 || !strings.Contains(challenge[0], `error="`+unproven.Code+`"`) {
		t.Errorf("status %d, WWW-Authenticate: %q; want 401 with %s", w.Code, challenge, unproven.Code)
	}
	if nonce := w.Header().Get("DPoP-Nonce"); (nonce != "") != (d.NonceKey != nil) {
		t.Errorf("DPoP-Nonce: %q", nonce)
	}
	return unproven.Step + " " + unproven.Code
}

// before sends an earlier request, which uses the same jti.
func (f *forger) before(t *testing.T, d *DPoP, token, how string) {
	var proof, path, access string
	client := f.client
	path, access = "/orders", token
	switch how {
	case "":
		return
	case "of another client":
		client = f.thief
		access = boundToken(client)
	case "for another URL":
		path = "/admin"
	}
	claims := client.Claims("GET", base+path, access)
	claims["jti"], claims["iat"] = "one", noon.Unix()
	proof = client.Sign(client.Header(), claims)
	_, err := d.Check(request("GET", path, proof), credentials(t, "DPoP", access))
	if err != nil && !errors.Is(err, ErrReplay) {
		t.Fatalf("the request before: %v", err)
	}
}

// guard believes every token that can be read.
func guard(t *testing.T, p httpauth.Proof) *httpauth.Guard {
	return &httpauth.Guard{Proof: p, Verifier: verifierFunc(func(_ context.Context, text string) (*jwt.Token, error) {
		return believed(t, text), nil
	})}
}

type verifierFunc func(ctx context.Context, token string) (*jwt.Token, error)

func (f verifierFunc) Verify(ctx context.Context, token string) (*jwt.Token, error) {
	return f(ctx, token)
}
