package main

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/httpauth/proof"
	"example.com/glassjwt/oidc/oidctest"
)

// A provider is an issuer of package oidctest, which has keys and can sign, with
// the endpoints of OAuth, where a client asks for tokens.
type provider struct {
	*oidctest.Issuer
	codes  codes
	proofs *proof.DPoP
}

func newProvider(url string) *provider {
	p := &provider{Issuer: oidctest.NewIssuerAt(url)}
	p.proofs = &proof.DPoP{Base: url, Now: p.now}
	// RFC 8414 section 2.
	p.SetMetadata("authorization_endpoint", url+"/authorize")
	p.SetMetadata("token_endpoint", url+"/token")
	p.SetMetadata("token_endpoint_auth_methods_supported", []string{"client_secret_basic", "client_secret_post", "none"})
	p.SetMetadata("grant_types_supported", []string{"authorization_code", "client_credentials"})
	p.SetMetadata("code_challenge_methods_supported", []string{"S256"})
	p.SetMetadata("dpop_signing_alg_values_supported", []string{"RS256", "ES256"}) // RFC 9449 section 5.1
	p.SetMetadata("authorization_response_iss_parameter_supported", true)
	return p
}

func (p *provider) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /", p.Handler()) // metadata and keys
	mux.HandleFunc("GET /{$}", p.index)
	mux.HandleFunc("GET /callback", p.callback)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /authorize", p.authorize) // OpenID Connect Core 1.0 section 3.1.2.1 wants both
	mux.HandleFunc("POST /token", p.token)
	return mux
}

// defaultLifetime is how long a token is good if the client does not say.
const defaultLifetime = time.Hour

// issue makes the tokens of a grant.
func (p *provider) issue(g grant) *answer {
	header := p.Header(g.alg)
	a := &answer{
		AccessToken: p.Sign(header, p.accessClaims(g)),
		TokenType:   "Bearer",
		ExpiresIn:   int(max(g.lifetime, 0) / time.Second),
		Scope:       g.scope,
	}
	if g.thumbprint != "" { // RFC 9449 section 5
		a.TokenType = "DPoP"
	}
	if g.user && slices.Contains(strings.Fields(g.scope), "openid") {
		header["typ"] = "JWT"
		a.IDToken = p.Sign(header, p.idClaims(g))
	}
	return a
}

// accessClaims is RFC 9068 section 2.2. An access token is for an API.
func (p *provider) accessClaims(g grant) map[string]any {
	claims := p.claims(g)
	claims["aud"] = g.audience
	if len(g.audience) == 1 {
		claims["aud"] = g.audience[0]
	}
	claims["client_id"] = g.client
	claims["jti"] = rand.Text()
	if g.scope != "" {
		claims["scope"] = g.scope
	}
	if len(g.roles) > 0 {
		claims["roles"] = g.roles
	}
	if g.thumbprint != "" { // RFC 9449 section 6.1
		claims["cnf"] = map[string]any{"jkt": g.thumbprint}
	}
	return claims
}

// idClaims is OpenID Connect Core 1.0 section 2. An ID token is for the client
// itself. It looks much like an access token. An API tells the two apart by the
// audience.
func (p *provider) idClaims(g grant) map[string]any {
	claims := p.claims(g)
	claims["aud"] = g.client
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	return claims
}

// claims returns the claims that both tokens have.
func (p *provider) claims(g grant) map[string]any {
	expires := p.now().Add(g.lifetime)
	claims := map[string]any{
		"iss": p.URL,
		"sub": g.subject,
		"iat": min(p.now().Unix(), expires.Add(-time.Minute).Unix()), // an expired token was good once
		"exp": expires.Unix(),
	}
	if g.user {
		claims["email"] = g.subject + "@example.com"
	}
	return claims
}

func (p *provider) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}
