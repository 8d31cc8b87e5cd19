package oidc_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

var update = flag.Bool("update", false, "write providers.md anew")

// A provider is a row of providers.md: how a provider's tokens and keys look,
// the settings that fit them, and the tempting tokens and settings that are
// refused.
type provider struct {
	name     string
	sure     string // how well the facts are known
	settings settings
	beware   string

	metadata string           // the address of the metadata; "": the usual one
	keys     string           // the address of the key set; "": named by the settings
	set      []map[string]any // its keys; nil: one RSA key with alg and use

	header, claims object                    // beside the usual members; nil removes one
	change         func(token string) string // of the signed token
	accepted       []variant
	refused        []variant
}

type object = map[string]any

// A variant is another token, or the same token under other settings.
type variant struct {
	name           string
	header, claims object
	change         func(token string) string // of the signed token
	settings       func(*settings)
	want           string // where it is refused: the step of package jwt, or "rule", "request"
}

// How well the facts of a row are known.
const (
	documented = "documented"        // in the provider's own documentation or source
	secondHand = "second-hand"       // in other people's code, issues or samples
	unsure     = "partly unverified" // some of it from memory
)

// noon is the time in all rows.
var noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// signer signs for all providers. Each publishes its keys in a shape of its own.
var signer = newSigner()

func newSigner() *oidctest.Issuer {
	i := oidctest.NewIssuerAt("https://signer.example")
	for _, alg := range []jwt.Algorithm{jwt.ES384, jwt.EdDSA, jwt.RS384, jwt.RS256} {
		i.NewKey(alg)
	}
	return i
}

// published returns the public key for an algorithm, or with a key ID, as it stands
// in a key set. Nil removes a member.
func published[T ~string](name T, changes object) object {
	var set struct{ Keys []object }
	if err := json.Unmarshal(signer.KeySet(), &set); err != nil {
		panic(err)
	}
	for _, key := range set.Keys {
		if key["alg"] == string(name) || key["kid"] == string(name) {
			return changed(key, changes)
		}
	}
	panic("no key for " + name)
}

func changed(o, changes object) object {
	o = maps.Clone(o)
	for name, value := range changes {
		if o[name] = value; value == nil {
			delete(o, name)
		}
	}
	return o
}

// client serves the documents of the provider, and nothing else.
func (p *provider) client(s settings) *http.Client {
	keys := cmp.Or(p.keys, p.settings.KeysURL, p.settings.KeysIssuer+"/keys")
	set := p.set
	if set == nil {
		set = []object{published(jwt.RS256, nil)}
	}
	documents := map[string]any{keys: object{"keys": set}}
	if p.settings.KeysIssuer != "" {
		at := cmp.Or(p.metadata, strings.TrimSuffix(p.settings.KeysIssuer, "/")+"/.well-known/openid-configuration")
		documents[at] = object{"issuer": p.settings.KeysIssuer, "jwks_uri": keys}
	}
	return &http.Client{Transport: &script{answer: func(req *http.Request) (*http.Response, error) {
		document, ok := documents[req.URL.String()]
		if !ok {
			return status(404, "")(req)
		}
		text, err := json.Marshal(document)
		if err != nil {
			return nil, err
		}
		return status(200, string(text))(req)
	}}}
}

// token signs the provider's token, or a variant of it.
func (p *provider) token(v variant) string {
	header := changed(changed(object{"alg": "RS256", "typ": "JWT", "kid": oidctest.RSAKeyID}, p.header), v.header)
	claims := object{"iss": p.settings.Issuer, "sub": "248289761001", "iat": noon.Add(-time.Minute).Unix(), "exp": noon.Add(time.Hour).Unix()}
	if p.settings.Audience != nil {
		claims["aud"] = p.settings.Audience[0]
	}
	claims = changed(changed(claims, p.claims), v.claims)
	alg, _ := header["alg"].(string)
	var token string
	if algorithm := jwt.Algorithm(alg); slices.Contains([]string{"HS256", "PS256"}, alg) {
		token = signer.SignAs(jwt.RS256, header, claims)
	} else {
		token = signer.SignAs(algorithm, header, claims)
	}
	for _, change := range []func(string) string{p.change, v.change} {
		if change != nil {
			token = change(token)
		}
	}
	return token
}

// judge says what becomes of a token: "accepted", or where it is refused.
func (p *provider) judge(v variant) string {
	s := p.settings
	if v.settings != nil {
		v.settings(&s)
	}
	client := p.client(s)
	s.Now = func() time.Time { return noon }
	s.Keys = &oidc.Keys{Issuer: s.KeysIssuer, URL: s.KeysURL, Cleartext: s.Cleartext, Client: client}
	var judge jwt.Judge = &s.Verifier
	if s.judge != nil {
		judge = s.judge(func(url string) *oidc.Keys { return &oidc.Keys{URL: url, Client: client} })
	}
	verified := &recorder{Judge: judge}
	handler := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for _, rule := range s.rules {
		handler = rule.wrap(handler)
	}
	handler = (&httpauth.Guard{Verifier: verified, Header: s.Header}).Handler(handler)
	r := httptest.NewRequest("GET", "https://api.example/", nil)
	if s.Header != "" && v.name != inAuthorization {
		r.Header.Set(s.Header, p.token(v))
	} else {
		r.Header.Set("Authorization", "Bearer "+p.token(v))
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	var refused *jwt.Error
	switch {
	case w.Code == http.StatusNoContent:
		return "accepted"
	case w.Code == http.StatusForbidden:
		return "rule"
	case errors.Is(verified.err, jwt.ErrKeysUnavailable):
		return "no keys"
	case errors.Is(verified.err, jwt.ErrConfig):
		return "configuration"
	case errors.As(verified.err, &refused):
		return refused.Step.String()
	}
	return "request"
}

const inAuthorization = "the token in Authorization"

// A recorder keeps the error of a Judge, which the client does not see.
type recorder struct {
	jwt.Judge
	err error
}

func (r *recorder) Verify(ctx context.Context, token string) (t *jwt.Token, err error) {
	t, r.err = r.Judge.Verify(ctx, token)
	return t, r.err
}

// TestProviders signs a token of each provider's shape, verifies it with the
// settings of the row, and refuses the tempting wrong tokens and settings. With
// -v it prints the table.
func TestProviders(t *testing.T) {
	out := io.Discard
	if testing.Verbose() {
		out = os.Stdout
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nPROVIDERS\n")
	for _, p := range providers {
		t.Run(p.name, func(t *testing.T) {
			accepted := 0
			for _, v := range append([]variant{{name: "its token"}}, p.accepted...) {
				if got := p.judge(v); got != "accepted" {
					t.Errorf("%s: %s: %s; want accepted", p.name, v.name, got)
					continue
				}
				accepted++
			}
			var refused []string
			for _, v := range p.refused {
				got := p.judge(v)
				if got != v.want {
					t.Errorf("%s: %s: %s; want %s", p.name, v.name, got, v.want)
				}
				refused = append(refused, v.name+": "+got)
			}
			if len(refused) == 0 {
				t.Errorf("%s refuses nothing", p.name)
			}
			fmt.Fprintf(w, "  %s\t%d accepted\trefused: %s\n", p.name, accepted, strings.Join(refused, "; "))
		})
	}
	fmt.Fprintf(w, "\nNOT VERIFIABLE\n")
	for _, p := range unverifiable {
		t.Run(p.name, func(t *testing.T) {
			got := p.judge(variant{})
			if got != p.want {
				t.Errorf("%s: %s; want %s", p.name, got, p.want)
			}
			fmt.Fprintf(w, "  %s\trefused: %s\n", p.name, got)
		})
	}
	w.Flush()
}

// TestProvidersPage compares providers.md with the rows of these tests.
func TestProvidersPage(t *testing.T) {
	const file = "providers.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, ok1 := strings.Cut(string(text), "| provider | settings |")
	_, between, ok2 := strings.Cut(string(text), "## What cannot be verified\n")
	if !ok1 || !ok2 {
		t.Fatalf("%s has no table, or no section about what cannot be verified", file)
	}
	intro, _, _ := strings.Cut(between, "| what |")
	page := head + providersTable() + "\n## What cannot be verified\n" + intro + unverifiableTable()
	if *update {
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if page != string(text) {
		t.Errorf("%s and the rows of this test differ; go test ./oidc -run ProvidersPage -update writes it anew", file)
	}
}

func providersTable() string {
	var b strings.Builder
	b.WriteString("| provider | settings | look out for | refused | facts |\n|---|---|---|---|---|\n")
	for _, p := range providers {
		var refused []string
		for _, v := range p.refused {
			refused = append(refused, v.name+" (`"+v.want+"`)")
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", p.name, p.settings, p.beware, strings.Join(refused, "; "), p.sure)
	}
	return b.String()
}

func unverifiableTable() string {
	var b strings.Builder
	b.WriteString("| what | why | refused at | facts |\n|---|---|---|---|\n")
	for _, p := range unverifiable {
		fmt.Fprintf(&b, "| %s | %s | `%s` | %s |\n", p.name, p.beware, p.want, p.sure)
	}
	return b.String()
}
