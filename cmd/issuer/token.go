package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"example.com/glassjwt/httpauth"
)

// An answer is what the token endpoint answers, RFC 6749 section 5.1.
type answer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"` // seconds
	Scope       string `json:"scope,omitempty"`
	IDToken     string `json:"id_token,omitempty"`
}

// token is the token endpoint, RFC 6749 section 3.2.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	a, err := p.exchange(w, r)
	if err == nil {
		_ = json.NewEncoder(w).Encode(a)
		return
	}
	status := http.StatusBadRequest
	if err.Code == "invalid_client" { // RFC 6749 section 5.2
		status = http.StatusUnauthorized
		w.Header().Set("WWW-Authenticate", `Basic realm="issuer"`)
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(err)
}

func (p *provider) exchange(w http.ResponseWriter, r *http.Request) (*answer, *oauthError) {
	if err := readForm(w, r); err != nil {
		return nil, err
	}
	if err := checkOnce(r.PostForm); err != nil {
		return nil, err
	}
	c, err := clientOf(r)
	if err != nil {
		return nil, err
	}
	if c.thumbprint, err = p.thumbprint(r); err != nil {
		return nil, err
	}
	switch r.PostForm.Get("grant_type") {
	case "client_credentials":
		return p.clientCredentials(r.PostForm, c)
	case "authorization_code":
		return p.authorizationCode(r.PostForm, c)
	case "":
		return nil, &oauthError{"invalid_request", "grant_type is needed, in the body of the request"}
	}
	return nil, &oauthError{"unsupported_grant_type", "grant_type is client_credentials or authorization_code"}
}

// A client is a program that asks for tokens.
type client struct {
	id     string
	secret string // "" for a program that can keep none, such as one in a browser

	thumbprint string // of the key that it proved to have; "" if it sent no proof
}

// thumbprint checks the client's proof, RFC 9449 section 5. A client that sends
// a proof gets a token that is bound to the key of the proof.
func (p *provider) thumbprint(r *http.Request) (string, *oauthError) {
	if len(r.Header.Values("DPoP")) == 0 {
		return "", nil
	}
	jkt, err := p.proofs.Thumbprint(r)
	var refused *httpauth.ProofError
	if errors.As(err, &refused) {
		return "", &oauthError{"invalid_dpop_proof", refused.Words}
	}
	if err != nil { // no room to remember the proof
		return "", &oauthError{"temporarily_unavailable", "too many proofs at once"}
	}
	return jkt, nil
}

// clientOf reads who asks (RFC 6749 section 2.3.1). Every name and every secret is
// good. The client must send them in one of the two ways, and not in both.
func clientOf(r *http.Request) (client, *oauthError) {
	form := r.PostForm
	if r.Header.Get("Authorization") == "" {
		if form.Get("client_id") == "" {
			return client{}, &oauthError{"invalid_client", "client_id is needed, by HTTP Basic or in the body"}
		}
		return client{id: form.Get("client_id"), secret: form.Get("client_secret")}, nil
	}
	id, secret, ok := r.BasicAuth()
	if !ok {
		return client{}, &oauthError{"invalid_client", "the Authorization header is not HTTP Basic"}
	}
	// Both are form-encoded before they are joined and put into base64.
	id, err := url.QueryUnescape(id)
	if err != nil || id == "" {
		return client{}, &oauthError{"invalid_client", "the client id in the Authorization header cannot be read"}
	}
	if secret, err = url.QueryUnescape(secret); err != nil {
		return client{}, &oauthError{"invalid_client", "the secret in the Authorization header cannot be read"}
	}
	if form.Has("client_secret") {
		return client{}, &oauthError{"invalid_request", "the client authenticates in two ways"}
	}
	if form.Has("client_id") && form.Get("client_id") != id {
		return client{}, &oauthError{"invalid_request", "client_id is not the one of the Authorization header"}
	}
	return client{id: id, secret: secret}, nil
}

// clientCredentials is RFC 6749 section 4.4: a program asks for a token of its
// own. There is no user, so the subject is the program (RFC 9068 section 2.2).
func (p *provider) clientCredentials(form url.Values, c client) (*answer, *oauthError) {
	if c.secret == "" {
		return nil, &oauthError{"invalid_client", "client_credentials is for clients with a secret; any will do"}
	}
	g, err := grantOf(form, c.id)
	if err != nil {
		return nil, err
	}
	g.thumbprint = c.thumbprint
	return p.issue(g), nil
}

// authorizationCode is RFC 6749 section 4.1.3, with RFC 7636 section 4.6.
func (p *provider) authorizationCode(form url.Values, c client) (*answer, *oauthError) {
	a, ok := p.codes.take(form.Get("code"), p.now())
	switch {
	case !ok:
		return nil, &oauthError{"invalid_grant", "the code is unknown, used or expired"}
	case a.client != c.id:
		return nil, &oauthError{"invalid_grant", "the code was given to another client"}
	case a.redirectURI != form.Get("redirect_uri"):
		return nil, &oauthError{"invalid_grant", "redirect_uri is not the one of the authorization request"}
	case !verifies(form.Get("code_verifier"), a.challenge):
		return nil, &oauthError{"invalid_grant", "code_verifier does not fit the code_challenge"}
	case a.thumbprint != "" && a.thumbprint != c.thumbprint:
		return nil, &oauthError{"invalid_grant", "the code was given to a client with another key"}
	}
	a.thumbprint = c.thumbprint
	// RFC 8707 section 2.2: the user agreed to a list of APIs. The client
	// may ask for a token for some of them.
	if narrower := audienceOf(form); len(narrower) > 0 {
		for _, name := range narrower {
			if !slices.Contains(a.audience, name) {
				return nil, &oauthError{"invalid_target", "an API that was not in the authorization request"}
			}
		}
		a.audience = narrower
	}
	return p.issue(a.grant), nil
}

// verifies is RFC 7636 section 4.6:
//
//	BASE64URL-ENCODE(SHA256(ASCII(code_verifier))) == code_challenge
func verifies(verifier, challenge string) bool {
	if len(verifier) < 43 || len(verifier) > 128 { // section 4.1
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	text := base64.RawURLEncoding.EncodeToString(sum[:])
	return subtle.ConstantTimeCompare([]byte(text), []byte(challenge)) == 1
}
