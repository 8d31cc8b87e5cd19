package httpauth

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"example.com/glassjwt/jwt"
)

// Metadata tells clients how to get a token for an API: the protected resource
// metadata of RFC 9728 section 2. Empty fields are left out of the document.
type Metadata struct {
	// Resource is the URL of the API, which identifies it. Clients compare it
	// with the URL that they asked for, character for character, and refuse
	// the document if the two differ (RFC 9728 section 3.3). It is also a good
	// name for the Audience of a [jwt.Verifier]. Required.
	Resource string `json:"resource"`
	// AuthorizationServers lists the issuers whose tokens the API believes.
	AuthorizationServers []string `json:"authorization_servers,omitempty"`
	// ScopesSupported lists the scopes that a client may want to ask for.
	ScopesSupported []string `json:"scopes_supported,omitempty"`
	// Name is what people call the API.
	Name string `json:"resource_name,omitempty"`
	// Documentation is the URL of a page for developers.
	Documentation string `json:"resource_documentation,omitempty"`
	// Policy and Terms are the URLs of pages about the use of data, and of
	// the API.
	Policy string `json:"resource_policy_uri,omitempty"`
	Terms  string `json:"resource_tos_uri,omitempty"`
	// ProofAlgorithms lists the algorithms of DPoP proofs that the API
	// accepts. ProofRequired says that every token must be bound to a key
	// for DPoP. CertificateBound says that tokens may be bound to a client's
	// certificate. See package httpauth/proof.
	ProofAlgorithms  []jwt.Algorithm `json:"dpop_signing_alg_values_supported,omitempty"`
	ProofRequired    bool            `json:"dpop_bound_access_tokens_required,omitempty"`
	CertificateBound bool            `json:"tls_client_certificate_bound_access_tokens,omitempty"`
}

const wellKnown = "/.well-known/oauth-protected-resource"

// URL returns where clients look for the document: RFC 9728 section 3.1
// inserts a well-known path between the host and the path of the resource.
//
//	https://api.example       https://api.example/.well-known/oauth-protected-resource
//	https://api.example/v1    https://api.example/.well-known/oauth-protected-resource/v1
//
// The String of the URL is for [Guard].ResourceMetadata, its Path for the route
// at which [ResourceMetadata] is served.
//
// It returns an error if Resource is not an absolute URL, if it is not https, or
// if it has a fragment or a user in it. A loopback address may be http.
func (m Metadata) URL() (*url.URL, error) {
	u, err := url.Parse(m.Resource)
	switch {
	case err != nil:
		return nil, err
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())):
		return nil, errors.New("resource is not an https URL")
	case u.Hostname() == "" || u.User != nil || strings.Contains(m.Resource, "#"):
		return nil, errors.New("resource has no host, or has a user or a fragment")
	}
	// RFC 9728 section 3.1: a slash right after the host is removed. One
	// after a path stays.
	if u.Path == "/" {
		u.Path, u.RawPath = "", ""
	}
	if u.RawPath != "" {
		u.RawPath = wellKnown + u.RawPath
	}
	u.Path = wellKnown + u.Path
	return u, nil
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.IsLoopback()
}

// ResourceMetadata serves the document of RFC 9728 section 3.2. The document is
// public: put no Guard in front of it. Pages of any origin may read it. If
// [Metadata.URL] returns an error, no client could use the document, and the
// answer is 500.
//
// The document says "bearer_methods_supported": ["header"], because a [Guard]
// reads tokens from a header only.
func ResourceMetadata(m Metadata) http.Handler {
	_, unusable := m.URL()
	document, err := json.Marshal(struct {
		Metadata
		Methods []string `json:"bearer_methods_supported"`
	}{m, []string{"header"}})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case unusable != nil || err != nil:
			new(Guard).write(w, r, answer{http.StatusInternalServerError, "server_error", "the metadata of this API is not set up", ""})
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		default:
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Set("Cache-Control", "public, max-age=3600")
			writeJSON(w, http.StatusOK, document)
		}
	})
}
