package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path"
	"sync"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// A gate answers the proxy.
type gate struct {
	guard    *httpauth.Guard
	issuers  []issuer
	identity identity
	base     string // what -dpop says
	dpopURI  string // the header with method and URL; "" without DPoP
	nginx    bool
	log      *slog.Logger
	metrics  metrics

	mu       sync.Mutex
	policies map[string]http.Handler // by the query of the question
}

func newGate(c *config, issuers []issuer, log *slog.Logger) (*gate, error) {
	g := &gate{
		issuers:  issuers,
		identity: identity{c.roleClaim, log},
		nginx:    c.nginx,
		log:      log,
		policies: map[string]http.Handler{},
		guard: &httpauth.Guard{
			Verifier: recorder{c.verifier(issuers)},
			Header:   c.header,
			Logger:   log,
		},
	}
	if err := g.addProof(c); err != nil {
		return nil, err
	}
	// A Guard that is set up wrong says so to each request. This one has no token.
	if _, err := g.guard.Check(&http.Request{}); errors.Is(err, jwt.ErrConfig) {
		return nil, command.Misuse("-header "+c.header+" cannot be used: "+err.Error(), "such as -header X-Goog-IAP-JWT-Assertion")
	}
	return g, nil
}

// verifier judges each token by the rules of the issuer that it names.
func (c *config) verifier(issuers []issuer) httpauth.Verifier {
	all := jwt.Issuers{}
	var judge jwt.Judge = all
	for _, i := range issuers {
		v := &jwt.Verifier{
			Issuer:     i.name,
			Audience:   i.audience,
			Keys:       i.keys,
			Algorithms: c.algorithms,
			Types:      c.types,
			Leeway:     c.leeway,
			Bound:      c.dpop != "",
		}
		if all[i.name] = v; len(issuers) == 1 {
			judge = v // saves a second look at each token
		}
	}
	if c.cache > 0 {
		return &jwt.Cache{Verifier: judge, Size: c.cache}
	}
	return judge
}

var noStore = []string{"no-store"}

func (g *gate) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/require", g.require)
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("alive\n")) // an error means that the asker is gone
	})
	mux.Handle("GET /ready", ready(g.issuers))
	mux.Handle("GET /metrics", g.metrics.handler(g.issuers))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A ServeMux would answer //require with a redirect.
		if r.URL.Path != path.Clean(r.URL.Path) {
			http.NotFound(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// require answers one question. The policy is read first, so that a mistake in
// the proxy's configuration is seen with every token, and with none.
func (g *gate) require(w http.ResponseWriter, r *http.Request) {
	rec := &record{step: "bearer", id: r.Header.Get("X-Request-Id")}
	a := &answerer{w, rec, g.nginx}
	query := r.URL.RawQuery
	r = r.WithContext(context.WithValue(r.Context(), recordKey{}, rec))
	defer g.metrics.count(rec)

	h, err := g.policy(query)
	if err == nil {
		r, err = g.asClientCalled(r)
	}
	if err != nil {
		rec.step = "config"
		g.guard.Refuse(a, r, &misconfigured{err})
		return
	}
	h.ServeHTTP(a, r)
}

// maxPolicies is how many policies are remembered. A configuration has a few.
const maxPolicies = 256

// policy returns the handler for a question, from memory if it was asked before.
func (g *gate) policy(query string) (http.Handler, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if h, ok := g.policies[query]; ok {
		return h, nil
	}
	p, err := parsePolicy(query)
	if err != nil {
		return nil, err
	}
	h := p.guard(g.guard, g.identity.roleClaim, http.HandlerFunc(g.yes))
	if len(g.policies) < maxPolicies {
		g.policies[query] = h
	}
	return h, nil
}

// yes is reached if all questions were answered with yes.
func (g *gate) yes(w http.ResponseWriter, r *http.Request) {
	recordOf(r.Context()).step = "yes"
	token, _ := httpauth.Token(r.Context())
	g.identity.write(w, r, token)
}

// misconfigured is the error of a proxy that asks a wrong question. It wraps
// [jwt.ErrConfig], so that the answer is 500.
type misconfigured struct{ error }

func (misconfigured) Unwrap() error { return jwt.ErrConfig }
