package main

import (
	"context"
	"log/slog"
	"net/http"

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
}

func newGate(c *config, issuers []issuer, log *slog.Logger) (*gate, error) {
	g := &gate{
		issuers:  issuers,
		identity: identity{c.roleClaim, log},
		nginx:    c.nginx,
		log:      log,
		guard: &httpauth.Guard{
			Verifier: recorder{c.verifier(issuers)},
			Header:   c.header,
			Logger:   log,
		},
	}
	return g, g.addProof(c)
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
	return mux
}

// require answers one question. The policy is read first, so that a mistake in
// the proxy's configuration is seen with every token, and with none.
func (g *gate) require(w http.ResponseWriter, r *http.Request) {
	rec := &record{step: "bearer", id: r.Header.Get("X-Request-Id")}
	r = r.WithContext(context.WithValue(r.Context(), recordKey{}, rec))
	a := &answerer{w, rec, g.nginx}
	defer func() { g.metrics.count(rec) }()

	p, err := parsePolicy(r.URL.RawQuery)
	if err == nil {
		r, err = g.asClientCalled(r)
	}
	if err != nil {
		rec.step = "config"
		g.guard.Refuse(a, r, &misconfigured{err})
		return
	}
	p.guard(g.guard, g.identity.roleClaim, http.HandlerFunc(g.yes)).ServeHTTP(a, r)
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
