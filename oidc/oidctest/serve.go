package oidctest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"
)

// Handler serves the metadata and the key set of the issuer, below the path of its
// URL. It answers 404 to all other paths.
func (i *Issuer) Handler() http.Handler { return http.HandlerFunc(i.serve) }

func (i *Issuer) serve(w http.ResponseWriter, r *http.Request) {
	document := i.document(r.URL.EscapedPath())
	if document == nil {
		http.NotFound(w, r)
		return
	}
	i.mu.Lock()
	status, delay := i.status, i.delay
	for name, values := range i.header {
		w.Header()[name] = values
	}
	i.mu.Unlock()
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-r.Context().Done():
			return
		}
	}
	if status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(document())
}

// document counts the request, and returns the function that makes the document at
// this path. It returns nil if there is no such document.
func (i *Issuer) document(path string) func() []byte {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch path {
	case i.path + "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" + i.path:
		i.discoveries++
		return i.metadataText
	case i.path + "/jwks":
		i.keySets++
		return i.served
	}
	return nil
}

// metadataText returns the members that OpenID Connect Discovery 1.0 section 3
// requires, without the endpoints that an Issuer lacks.
func (i *Issuer) metadataText() []byte {
	i.mu.Lock()
	defer i.mu.Unlock()
	m := map[string]any{
		"issuer":                                i.URL,
		"jwks_uri":                              i.KeySetURL(),
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": i.algorithms(),
	}
	for name, value := range i.metadata {
		if m[name] = value; value == nil {
			delete(m, name)
		}
	}
	return indented(m)
}

func (i *Issuer) origin() string {
	u, err := url.Parse(i.URL)
	if err != nil {
		panic("oidctest: URL was changed: " + err.Error())
	}
	return u.Scheme + "://" + u.Host
}

func (i *Issuer) served() []byte {
	i.mu.Lock()
	text := i.keySet
	i.mu.Unlock()
	if text != nil {
		return text
	}
	return i.KeySet()
}

// inMemory answers requests to the issuer without a network.
type inMemory struct{ issuer *Issuer }

func (t inMemory) RoundTrip(req *http.Request) (*http.Response, error) {
	origin := req.URL.Scheme + "://" + req.URL.Host
	t.issuer.mu.Lock()
	closed := t.issuer.closed
	t.issuer.mu.Unlock()
	switch {
	case origin != t.issuer.origin():
		return nil, fmt.Errorf("oidctest: %s is not there, only %s", origin, t.issuer.origin())
	case closed:
		return nil, fmt.Errorf("oidctest: %s is closed", origin)
	}
	w := httptest.NewRecorder()
	r := req.Clone(req.Context())
	r.RequestURI = req.URL.RequestURI()
	t.issuer.serve(w, r)
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	resp := w.Result()
	resp.Request = req
	return resp, nil
}
