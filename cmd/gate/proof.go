package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/httpauth/proof"
)

// addProof lets the Guard check DPoP proofs, if the flags want it.
func (g *gate) addProof(c *config) error {
	if c.dpop == "" {
		return nil
	}
	dpop := &proof.DPoP{Base: c.dpop, Leeway: c.leeway}
	if _, err := dpop.Schemes(); err != nil {
		return command.Misuse("-dpop: "+err.Error(), "it is the URL of the API as clients call it, up to the path, such as https://api.example")
	}
	g.guard.Proof = dpop
	g.base, g.dpopURI = strings.TrimSuffix(c.dpop, "/"), c.dpopURI
	return nil
}

// asClientCalled returns the request that the client sent to the proxy, as far
// as a proof is about it: its method and its URL. The proxy hands both over in
// one header, which it must set itself, so that a client's own is overwritten.
// Without -dpop, the question of the proxy is returned as it is.
func (g *gate) asClientCalled(r *http.Request) (*http.Request, error) {
	if g.dpopURI == "" {
		return r, nil
	}
	values := r.Header.Values(g.dpopURI)
	if len(values) != 1 {
		return r, fmt.Errorf("%d headers %s; the proxy must send one, with method and URL", len(values), g.dpopURI)
	}
	method, target, ok := strings.Cut(values[0], " ")
	if !ok || method == "" {
		return r, fmt.Errorf("the header %s is not a method, a space and a URL", g.dpopURI)
	}
	// A whole URL must be one of this API. What counts is the path after it:
	// the proof package puts -dpop in front of that again.
	if !strings.HasPrefix(target, "/") {
		if target, ok = strings.CutPrefix(target, g.base); !ok || !strings.HasPrefix(target, "/") {
			return r, fmt.Errorf("the URL in the header %s is neither a path nor one below -dpop", g.dpopURI)
		}
	}
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return r, fmt.Errorf("the URL in the header %s cannot be parsed", g.dpopURI)
	}
	asked := r.Clone(r.Context())
	asked.Method, asked.URL, asked.RequestURI = method, u, target
	return asked, nil
}
