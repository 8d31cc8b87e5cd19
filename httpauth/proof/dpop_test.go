package proof

import (
	"errors"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// A Proof that is not set up refuses every request, and says what is missing. It
// does not panic.
func TestNotSetUp(t *testing.T) {
	for words, p := range map[string]httpauth.Proof{
		"the DPoP is nil":                    (*DPoP)(nil),
		"the DPoP has no Base":               &DPoP{},
		"not an absolute http or https URL":  &DPoP{Base: "api.example"},
		"not a host and a port":              &DPoP{Base: "https://"},
		"not the path of a URL":              &DPoP{Base: "https://api.example/ "},
		"it has a user":                      &DPoP{Base: "https://u@api.example"},
		"Base has a query or a fragment":     &DPoP{Base: "https://api.example?x=1"},
		"MaxAge is negative":                 &DPoP{Base: base, MaxAge: -1},
		"Size is negative":                   &DPoP{Base: base, Size: -1},
		"NonceKey has 0 bytes, and needs 32": &DPoP{Base: base, NonceKey: []byte{}},
		"NonceKey has 31 bytes":              &DPoP{Base: base, NonceKey: make([]byte, 31)},
		"the MutualTLS is nil":               (*MutualTLS)(nil),
		"Either needs both":                  Either{DPoP: dpop()},
		"Either needs both a DPoP":           Either{MutualTLS: &MutualTLS{}},
		"the DPoP has no Base ":              Either{&DPoP{}, &MutualTLS{}},
	} {
		words = strings.TrimSpace(words)
		if schemes, err := p.Schemes(); schemes != nil || !errors.Is(err, jwt.ErrConfig) || !strings.Contains(err.Error(), words) {
			t.Errorf("Schemes = %v, %v; want an error with %q", schemes, err, words)
		}
		if _, err := p.Check(request("GET", "/"), credentials(t, "Bearer", accessToken(`{}`))); !errors.Is(err, jwt.ErrConfig) {
			t.Errorf("%s: Check = %v; want %q", words, err, jwt.ErrConfig)
		}
		if _, value := p.Nonce(); value != "" {
			t.Errorf("%s: Nonce = %q", words, value)
		}
		p.Challenge("DPoP")
		g := guard(t, p)
		for _, wrap := range []func(http.Handler) http.Handler{g.Handler, g.Optional} {
			for _, value := range []string{"", "Bearer " + accessToken(`{}`), "DPoP " + boundToken(client())} {
				r := request("GET", "/")
				if value != "" {
					r.Header.Set("Authorization", value)
				}
				w, reached := httptest.NewRecorder(), false
				wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })).ServeHTTP(w, r)
				if reached || w.Code != 500 {
					t.Errorf("%s: status %d, handler reached: %v; want 500, false", words, w.Code, reached)
				}
			}
		}
	}
	if _, err := (&DPoP{}).Thumbprint(request("POST", "/token")); !errors.Is(err, jwt.ErrConfig) {
		t.Errorf("Thumbprint = %v; want %q", err, jwt.ErrConfig)
	}
	if _, err := (&DPoP{}).Examine(request("POST", "/token"), ""); !errors.Is(err, jwt.ErrConfig) {
		t.Errorf("Examine = %v; want %q", err, jwt.ErrConfig)
	}
}

// A list of algorithms that is empty, but not nil, accepts nothing.
func TestAlgorithmsOfProofs(t *testing.T) {
	token := boundToken(client())
	for _, list := range [][]jwt.Algorithm{{}, {jwt.RS256}, {"none"}, {"HS256"}} {
		d := dpop()
		d.Algorithms = list
		_, err := d.Check(request("GET", "/orders", client().Proof("GET", base+"/orders", token)), credentials(t, "DPoP", token))
		if !errors.Is(err, ErrAlgorithm) {
			t.Errorf("Algorithms %q: Check = %v; want %q", list, err, ErrAlgorithm)
		}
	}
	// Even in the list, they do not exist.
	for _, alg := range []string{"none", "HS256"} {
		d := dpop()
		d.Algorithms = []jwt.Algorithm{jwt.Algorithm(alg)}
		header := client().Header()
		header["alg"] = alg
		proof := client().Sign(header, client().Claims("GET", base+"/orders", token))
		if _, err := d.Check(request("GET", "/orders", proof), credentials(t, "DPoP", token)); !errors.Is(err, ErrKey) {
			t.Errorf("%s in the list: Check = %v; want %q", alg, err, ErrKey)
		}
	}
}

// The largest durations do not wrap around.
func TestLargestDurations(t *testing.T) {
	token := boundToken(client())
	for _, d := range []*DPoP{
		{Base: base, MaxAge: math.MaxInt64, Now: atNoon},
		{Base: base, Leeway: math.MaxInt64, Now: atNoon},
		{Base: base, MaxAge: math.MaxInt64, Leeway: math.MaxInt64, Now: atNoon},
		{Base: base, Leeway: math.MinInt64, Now: atNoon},
	} {
		claims := client().Claims("GET", base+"/orders", token)
		if _, err := d.Check(request("GET", "/orders", client().Sign(client().Header(), claims)), credentials(t, "DPoP", token)); err != nil {
			t.Errorf("MaxAge %v, Leeway %v: Check = %v; want nil", d.MaxAge, d.Leeway, err)
		}
		claims = client().Claims("GET", base+"/orders", token)
		claims["iat"] = noon.Add(-time.Hour).Unix()
		_, err := d.Check(request("GET", "/orders", client().Sign(client().Header(), claims)), credentials(t, "DPoP", token))
		if wide := d.MaxAge > 0 || d.Leeway > 0; wide != (err == nil) {
			t.Errorf("MaxAge %v, Leeway %v: an hour later, Check = %v", d.MaxAge, d.Leeway, err)
		}
	}
	for _, d := range []*DPoP{
		{Base: base, MaxAge: math.MaxInt64, Now: atNoon, NonceKey: nonceKey},
		{Base: base, Leeway: math.MaxInt64, Now: atNoon, NonceKey: nonceKey},
		{Base: base, MaxAge: 1, Leeway: math.MaxInt64, Now: atNoon, NonceKey: nonceKey},
	} {
		claims := client().Claims("GET", base+"/orders", token)
		_, claims["nonce"] = d.Nonce()
		if _, err := d.Check(request("GET", "/orders", client().Sign(client().Header(), claims)), credentials(t, "DPoP", token)); err != nil {
			t.Errorf("MaxAge %v, Leeway %v, with a nonce: Check = %v; want nil", d.MaxAge, d.Leeway, err)
		}
	}
	d := &DPoP{Base: base, Now: func() time.Time { return time.Time{} }}
	if _, err := d.Check(request("GET", "/orders", client().Proof("GET", base+"/orders", token)), credentials(t, "DPoP", token)); !errors.Is(err, ErrTime) {
		t.Errorf("with a clock that says the zero time: Check = %v; want %q", err, ErrTime)
	}
}

// A request to a token endpoint has a proof, and no access token. A proof that
// was made for a token is not good there.
func TestThumbprintIsForRequestsWithoutToken(t *testing.T) {
	d := &DPoP{Base: "https://issuer.example", Now: atNoon}
	jkt, err := d.Thumbprint(request("POST", "/token", client().Proof("POST", "https://issuer.example/token", "")))
	if jkt != client().Thumbprint() || err != nil {
		t.Errorf("Thumbprint = %s, %v; want the client's", jkt, err)
	}
	for name, r := range map[string]*http.Request{
		"a proof for an access token": request("POST", "/token", client().Proof("POST", "https://issuer.example/token", "token")),
		"no proof":                    request("POST", "/token"),
		"a proof for another URL":     request("POST", "/token", client().Proof("POST", "https://api.example/token", "")),
	} {
		var unproven *httpauth.ProofError
		if jkt, err := d.Thumbprint(r); jkt != "" || !errors.As(err, &unproven) || unproven.Code != "invalid_dpop_proof" {
			t.Errorf("%s: Thumbprint = %q, %v; want invalid_dpop_proof", name, jkt, err)
		}
	}
}

// An operator can mend what the log names: both sides of a comparison. What the
// sender chose is quoted and cut.
func TestReasonsNameBothSides(t *testing.T) {
	token := boundToken(client())
	for name, test := range map[string]struct {
		change map[string]any
		want   string
	}{
		"method":   {map[string]any{"htm": "POST"}, `proof for another method: "POST", and the request is "GET"`},
		"url":      {map[string]any{"htu": "http://api.example/orders"}, `proof for another URL: "http://api.example/orders", and the request is "https://api.example/orders"`},
		"no url":   {map[string]any{"htu": "orders"}, `proof for another URL: htu "orders": not an absolute http or https URL`},
		"ahead":    {map[string]any{"iat": noon.Unix() + 90}, `proof not of this time: iat is 1m30s ahead`},
		"old":      {map[string]any{"iat": noon.Unix() - 90}, `proof not of this time: iat is 1m30s ago`},
		"very old": {map[string]any{"iat": 0}, `proof not of this time: iat is more than 1000h ago`},
		"hash":     {map[string]any{"ath": "\"\n" + strings.Repeat("x", 100)}, `proof for another token: ath is "\"\n` + strings.Repeat("x", 62) + `"`},
	} {
		claims := client().Claims("GET", base+"/orders", token)
		for claim, value := range test.change {
			claims[claim] = value
		}
		_, err := dpop().Check(request("GET", "/orders", client().Sign(client().Header(), claims)), credentials(t, "DPoP", token))
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: Check = %v; want %s", name, err, test.want)
		}
	}
}

// What a proof costs does not grow with anything but the proof.
func TestProofAllocations(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector allocates too, and runs with -short")
	}
	token := boundToken(client())
	c := credentials(t, "DPoP", token)
	d := dpop()
	forged := request("GET", "/orders", client().Proof("GET", base+"/orders", token)+"A")
	if _, err := d.Check(forged, c); err == nil {
		t.Fatal("forged proof accepted")
	}
	cost := func(path string) float64 {
		requests := make([]*http.Request, 12) // AllocsPerRun calls once more
		for i := range requests {
			requests[i] = request("GET", path, client().Proof("GET", base+path, token))
		}
		i := 0
		return testing.AllocsPerRun(10, func() {
			if _, err := d.Check(requests[i], c); err != nil {
				t.Fatal(err)
			}
			i++
		})
	}
	short, long := cost("/"), cost("/"+strings.Repeat("x", 4000))
	if short > 70 || long > short+10 {
		t.Errorf("%v allocations for a short URL, %v for a long one", short, long)
	}
}

func BenchmarkProof(b *testing.B) {
	token := boundToken(client())
	c := credentials(b, "DPoP", token)
	d := dpop()
	d.Size = 1 << 30
	requests := make([]*http.Request, 1024)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if i%len(requests) == 0 {
			b.StopTimer()
			for k := range requests {
				requests[k] = request("GET", "/orders", client().Proof("GET", base+"/orders", token))
			}
			b.StartTimer()
		}
		if _, err := d.Check(requests[i%len(requests)], c); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// A program that calls Check by itself, without a token, lets no request in.
func TestCheckWithoutToken(t *testing.T) {
	for _, p := range []httpauth.Proof{dpop(), &MutualTLS{}, Either{dpop(), &MutualTLS{}}} {
		if _, err := p.Check(request("GET", "/"), httpauth.Credentials{}); !errors.Is(err, jwt.ErrConfig) {
			t.Errorf("%T.Check(r, Credentials{}) = %v; want %q", p, err, jwt.ErrConfig)
		}
	}
}
