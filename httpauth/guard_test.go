package httpauth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// A guard that was not set up lets no request through, and does not panic.
func TestGuardWithoutVerifier(t *testing.T) {
	guards := map[string]*httpauth.Guard{
		"zero":                     {},
		"nil pointer":              {Verifier: (*jwt.Verifier)(nil)},
		"nil Guard":                nil,
		"nil Issuers":              {Verifier: jwt.Issuers(nil)},
		"empty Issuers":            {Verifier: jwt.Issuers{}},
		"Issuers with nil":         {Verifier: jwt.Issuers{"https://issuer.example": verifier(), "https://other.example": nil}},
		"Issuers with a nil Cache": {Verifier: jwt.Issuers{"https://issuer.example": (*jwt.Cache)(nil)}},
		"a Cache of no Issuers":    {Verifier: &jwt.Cache{Verifier: jwt.Issuers{}}},
		"a nil IssuerFunc":         {Verifier: jwt.IssuerFunc(nil)},
		"nil Cache":                {Verifier: (*jwt.Cache)(nil)},
		"Cache without Verifier":   {Verifier: &jwt.Cache{}},
		"Header is no name":        {Verifier: verifier(), Header: "X Token"},
		"Header is Authorization":  {Verifier: verifier(), Header: "authorization"},
		"Scope is two scopes":      {Verifier: verifier(), Scope: []string{"read write"}},
		"Scope is empty":           {Verifier: verifier(), Scope: []string{""}},
		"neither token nor error":  {Verifier: verifierFunc(func(string) (*jwt.Token, error) { return nil, nil })},
		"both token and error":     {Verifier: verifierFunc(func(string) (*jwt.Token, error) { return new(jwt.Token), jwt.ErrConfig })},
	}
	for name, g := range guards {
		t.Run(name, func(t *testing.T) {
			r := request("Bearer " + sign(goodHeader, goodClaims))
			if token, err := g.Check(r); token != nil || !errors.Is(err, jwt.ErrConfig) {
				t.Errorf("Check = %v, %v; want nil, %q", token, err, jwt.ErrConfig)
			}
			for _, wrap := range []func(http.Handler) http.Handler{g.Handler, g.Optional} {
				if answer, reached := send(wrap, r); reached || answer.Code != 500 {
					t.Errorf("status %d, handler reached: %v; want 500, false", answer.Code, reached)
				}
			}
		})
	}
	for name, g := range guards {
		if name == "neither token nor error" || name == "both token and error" {
			continue // shows only with a token
		}
		for _, r := range []*http.Request{request(), request("Basic x"), request("Bearer x", "Bearer y")} {
			if answer, reached := send(g.Optional, r); reached || answer.Code != 500 {
				t.Errorf("%s: status %d, handler reached: %v; want 500, false", name, answer.Code, reached)
			}
		}
	}
}

func TestGuardCheck(t *testing.T) {
	g := &httpauth.Guard{Verifier: verifier()}
	token, err := g.Check(request("Bearer " + sign(goodHeader, goodClaims)))
	if err != nil || token.Claims.Subject != "alice" {
		t.Fatalf("Check = %v, %v; want a token of alice", token, err)
	}
	for name, test := range map[string]struct {
		value string
		want  error
	}{
		"scheme":  {"Basic x", httpauth.ErrNoToken},
		"request": {"Bearer ,", httpauth.ErrRequest},
		"shape":   {"Bearer x", jwt.ErrMalformed},
		"expired": {"Bearer " + sign(goodHeader, goodClaims.with(object{"exp": 1})), jwt.ErrExpired},
	} {
		if token, err := g.Check(request(test.value)); token != nil || !errors.Is(err, test.want) {
			t.Errorf("%s: Check = %v, %v; want nil, %q", name, token, err, test.want)
		}
	}
}

// The wait for keys ends with the request.
func TestGuardPassesContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	v := verifier()
	v.Keys = waiting{}
	answer, reached := send((&httpauth.Guard{Verifier: v}).Handler, request("Bearer "+sign(goodHeader, goodClaims)).WithContext(ctx))
	if reached || answer.Code != 503 {
		t.Errorf("status %d, handler reached: %v; want 503, false", answer.Code, reached)
	}
}

// waiting is a key set that waits for its keys as long as the caller does.
type waiting struct{}

func (waiting) Keys(ctx context.Context, _ jwt.Header) ([]jwt.Key, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestOptional(t *testing.T) {
	g := &httpauth.Guard{Verifier: verifier()}
	tests := map[string]struct {
		values []string
		status int
		want   string
	}{
		"no header":      {nil, 200, "anonymous"},
		"good token":     {[]string{"Bearer " + sign(goodHeader, goodClaims)}, 200, "alice"},
		"expired":        {[]string{"Bearer " + sign(goodHeader, goodClaims.with(object{"exp": 1}))}, 401, ""},
		"malformed":      {[]string{"Bearer"}, 400, ""},
		"two headers":    {[]string{"Bearer x", "Bearer x"}, 400, ""},
		"another scheme": {[]string{"Basic dXNlcjpwYXNz"}, 401, ""},
		"empty":          {[]string{""}, 401, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			answer, got := httptest.NewRecorder(), ""
			g.Optional(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				got = "anonymous"
				if token, ok := httpauth.Token(r.Context()); ok {
					got = token.Claims.Subject
				}
			})).ServeHTTP(answer, request(test.values...))
			if answer.Code != test.status || got != test.want {
				t.Errorf("status %d, caller %q; want %d, %q", answer.Code, got, test.status, test.want)
			}
			if got := answer.Header().Get("Vary"); got != "Authorization" {
				t.Errorf("Vary: %q, want Authorization", got)
			}
		})
	}
}

func TestTokenWithoutGuard(t *testing.T) {
	if token, ok := httpauth.Token(t.Context()); token != nil || ok {
		t.Errorf("Token = %v, %v; want nil, false", token, ok)
	}
}

// Requests share nothing: each handler sees the caller of its own request, while
// other requests are under way.
func TestGuardConcurrently(t *testing.T) {
	const users = 40
	var together sync.WaitGroup // all handlers run at the same time
	together.Add(users)
	g := &httpauth.Guard{Verifier: verifier()}
	server := httptest.NewServer(g.Handler(httpauth.Scope("read:orders")(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		before, _ := httpauth.Token(r.Context())
		together.Done()
		together.Wait()
		after, _ := httpauth.Token(r.Context())
		fmt.Fprint(w, before.Claims.Subject, " ", after.Claims.Subject)
	}))))
	defer server.Close()

	var wg sync.WaitGroup
	for i := range users {
		wg.Go(func() {
			user := fmt.Sprintf("user-%d", i)
			r, err := http.NewRequest("GET", server.URL, nil)
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Authorization", "Bearer "+sign(goodHeader, goodClaims.with(object{"sub": user})))
			response, err := server.Client().Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer response.Body.Close()
			body, _ := io.ReadAll(response.Body)
			if got, want := string(body), user+" "+user; got != want {
				t.Errorf("%s is served as %q", user, got)
			}
		})
	}
	wg.Wait()
}

// The handler gets the server's own ResponseWriter, with all its abilities.
func TestGuardPassesResponseWriter(t *testing.T) {
	g := &httpauth.Guard{Verifier: verifier()}
	scope := httpauth.Scope("read:orders")
	for name, wrap := range map[string]func(http.Handler) http.Handler{"Handler": g.Handler, "Optional": g.Optional, "Scope": behind(g, scope)} {
		given := httptest.NewRecorder()
		var got http.ResponseWriter
		wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { got = w })).
			ServeHTTP(given, request("Bearer "+sign(goodHeader, goodClaims)))
		if got != given {
			t.Errorf("%s: the handler got a %T, want the one that was given", name, got)
		}
	}
}

// An answer to HEAD has the header of the answer to GET, and no body.
func TestRefuseHead(t *testing.T) {
	server := httptest.NewServer((&httpauth.Guard{Verifier: verifier()}).Handler(http.NotFoundHandler()))
	defer server.Close()
	get, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer get.Body.Close()
	head, err := server.Client().Head(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer head.Body.Close()
	for _, name := range []string{"WWW-Authenticate", "Content-Type", "Content-Length", "Cache-Control"} {
		if get.Header.Get(name) != head.Header.Get(name) || head.Header.Get(name) == "" {
			t.Errorf("%s: %q to HEAD, %q to GET", name, head.Header.Get(name), get.Header.Get(name))
		}
	}
	if body, err := io.ReadAll(head.Body); head.StatusCode != 401 || len(body) != 0 || err != nil {
		t.Errorf("HEAD: status %d, body %q, %v", head.StatusCode, body, err)
	}
}

// Refuse is for the errors of Check, and refuses whatever error it gets.
func TestRefuse(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want int
	}{
		"nil":       {nil, 401},
		"unknown":   {errors.New("other"), 401},
		"sentinel":  {httpauth.ErrRequest, 400},
		"no token":  {httpauth.ErrNoToken, 401},
		"config":    {jwt.ErrConfig, 500},
		"keys":      {jwt.ErrKeysUnavailable, 503},
		"not asked": {&jwt.Error{Step: jwt.StepSignature, Err: jwt.ErrNotAsked}, 401},
	} {
		answer := httptest.NewRecorder()
		log, _ := logger()
		(&httpauth.Guard{Logger: log}).Refuse(answer, request(), test.err)
		if answer.Code != test.want {
			t.Errorf("%s: Refuse(%v) answers %d, want %d", name, test.err, answer.Code, test.want)
		}
	}
}

// The guard itself costs little beside a signature: the context, the request
// with it, and the caller in it.
func TestGuardAllocations(t *testing.T) {
	token := &jwt.Token{}
	g := &httpauth.Guard{Verifier: verifierFunc(func(string) (*jwt.Token, error) { return token, nil })}
	handler := g.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	w, r := httptest.NewRecorder(), request("Bearer a.b.c")
	if got := testing.AllocsPerRun(100, func() { handler.ServeHTTP(w, r) }); got > 3 {
		t.Errorf("%v allocations for a request that is let through, want 3 at most", got)
	}
}

func BenchmarkGuard(b *testing.B) {
	token := sign(goodHeader, goodClaims)
	believed := &jwt.Token{}
	for name, v := range map[string]httpauth.Verifier{
		"signature": verifier(),
		"none":      verifierFunc(func(string) (*jwt.Token, error) { return believed, nil }),
	} {
		b.Run(name, func(b *testing.B) {
			g := &httpauth.Guard{Verifier: v}
			handler := g.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			w, r := httptest.NewRecorder(), request("Bearer "+token)
			b.ReportAllocs()
			for b.Loop() {
				handler.ServeHTTP(w, r)
			}
		})
	}
}
