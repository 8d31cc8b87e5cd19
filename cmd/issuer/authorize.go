package main

import (
	"errors"
	"net/http"
	"net/url"
)

// authorize is the authorization endpoint, RFC 6749 section 4.1.1. A real one
// shows a page, on which the user signs in and agrees. Here the user is alice, or
// whom the client names as login_hint, and agrees to everything at once.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		http.Error(w, err.Description, http.StatusBadRequest)
		return
	}
	// RFC 6749 section 4.1.2.1: if the redirect_uri is wrong, the user sees
	// the error. The browser is not sent to an address that is in doubt.
	back, err := redirectURI(r.Form)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	answer := url.Values{"iss": {p.URL}} // RFC 9207: a client of several issuers sees which one answers
	if code, err := p.code(r.Form); err != nil {
		answer.Set("error", err.Code)
		answer.Set("error_description", err.Description)
	} else {
		answer.Set("code", code)
	}
	if state := r.Form.Get("state"); state != "" {
		answer.Set("state", state)
	}
	// RFC 6749 section 3.1.2 wants the client's own query retained. It stays
	// as it is written: Go's parser would drop what it cannot read, such as
	// a semicolon.
	if back.RawQuery != "" {
		back.RawQuery += "&"
	}
	back.RawQuery += answer.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, back.String(), http.StatusFound)
}

// ours are the parameters that the answer adds to the redirect_uri.
var ours = []string{"code", "state", "iss", "error", "error_description"}

// redirectURI returns the address to which the user is sent back. Real clients
// register it beforehand. Here every client and every address is welcome.
func redirectURI(form url.Values) (*url.URL, error) {
	if len(form["client_id"]) != 1 || form.Get("client_id") == "" {
		return nil, errors.New("client_id is needed, once")
	}
	if len(form["redirect_uri"]) != 1 {
		return nil, errors.New("redirect_uri is needed, once")
	}
	u, err := url.Parse(form.Get("redirect_uri"))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errors.New("redirect_uri is not an absolute http or https URL")
	}
	if u.Fragment != "" {
		return nil, errors.New("redirect_uri has a fragment")
	}
	// A client that reads the first of two codes would read its own.
	for _, name := range ours {
		if u.Query().Has(name) {
			return nil, errors.New("redirect_uri has a parameter " + name + " already")
		}
	}
	return u, nil
}

// code makes an authorization code, if the request is right.
func (p *provider) code(form url.Values) (string, *oauthError) {
	if err := checkOnce(form); err != nil {
		return "", err
	}
	if form.Get("response_type") != "code" {
		return "", &oauthError{"unsupported_response_type", "response_type is code"}
	}
	// RFC 7636 section 4.2. Without PKCE, a thief who intercepts the code
	// gets the token. The method "plain" would show the verifier to everybody
	// who sees the request.
	if form.Get("code_challenge_method") != "S256" {
		return "", &oauthError{"invalid_request", "code_challenge_method is S256"}
	}
	if len(form.Get("code_challenge")) != 43 { // of 32 bytes, in base64url
		return "", &oauthError{"invalid_request", "code_challenge is the SHA-256 of the code_verifier, in base64url"}
	}
	g, err := grantOf(form, form.Get("client_id"))
	if err != nil {
		return "", err
	}
	if g.subject, err = userOf(form); err != nil {
		return "", err
	}
	g.user = true
	g.thumbprint = form.Get("dpop_jkt") // RFC 9449 section 10: the code is for this key only
	code := p.codes.add(authorization{
		grant:       g,
		redirectURI: form.Get("redirect_uri"),
		challenge:   form.Get("code_challenge"),
	}, p.now())
	if code == "" {
		return "", &oauthError{"temporarily_unavailable", "too many codes wait to be used"}
	}
	return code, nil
}
