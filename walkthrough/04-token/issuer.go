package main

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"

	"example.com/glassjwt/walkthrough/internal/story"
)

// checks are what this page is about: the issuer's look at the callback
// and at the proof, and how the app makes its state.
type checks struct {
	callback func(registered, asked string) error
	proof    func(challenge, method, verifier string) error
	state    func(random string) string
}

// An issuer is the two endpoints of the library's issuer, as functions:
// form in, form out. Those of cmd/issuer are the same over HTTP.
type issuer struct {
	checks
	codes map[string]url.Values // the request that each code answers
}

func newIssuer(c checks) *issuer {
	return &issuer{c, map[string]url.Values{}}
}

// authorize is the authorization endpoint. Ines signs in and agrees; a
// real issuer shows her a page for it.
func (i *issuer) authorize(request url.Values) url.Values {
	err := i.callback(callback, request.Get("redirect_uri"))
	if err != nil {
		// Not even the error is sent to such an address.
		return url.Values{"error": {err.Error()}}
	}
	code := "SplxlOBeZQQYbYS6WxSbIA" // of RFC 6749; random in life
	i.codes[code] = request
	return url.Values{
		"code": {code}, "state": {request.Get("state")},
		"iss": {story.Issuer},
	}
}

// token is the token endpoint. A code is good for one use.
func (i *issuer) token(r url.Values) (token string, answer url.Values) {
	request, ok := i.codes[r.Get("code")]
	delete(i.codes, r.Get("code"))
	if !ok || request.Get("redirect_uri") != r.Get("redirect_uri") ||
		request.Get("client_id") != r.Get("client_id") {
		return "", url.Values{"error": {"invalid_grant"}}
	}
	err := i.proof(request.Get("code_challenge"),
		request.Get("code_challenge_method"), r.Get("code_verifier"))
	if err != nil {
		return "", url.Values{"error": {err.Error()}}
	}
	token = story.Token()
	return token, url.Values{
		"access_token": {token[:30] + "..."}, "token_type": {"Bearer"},
		"expires_in": {"3900"}, "scope": {"read renew"},
	}
}

// ask is what the app sends with the browser.
func ask(callback, state, challenge, method string) url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {"library-app"},
		"redirect_uri": {callback}, "scope": {"read renew"},
		"state": {state}, "code_challenge": {challenge},
		"code_challenge_method": {method},
	}
}

// redeem is what the app sends to get a token for its code.
func redeem(code, verifier string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "code": {code},
		"client_id": {"library-app"}, "redirect_uri": {callback},
		"code_verifier": {verifier},
	}
}

// hash is S256 of RFC 7636 section 4.2.
func hash(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// show prints a request or an answer, a parameter on each line.
func show(title string, form url.Values) []string {
	order := []string{
		"response_type", "grant_type", "client_id", "redirect_uri",
		"scope", "code", "state", "iss", "code_challenge",
		"code_challenge_method", "code_verifier", "access_token",
		"token_type", "expires_in",
	}
	lines := []string{title}
	for _, name := range order {
		if form.Has(name) {
			lines = append(lines, "    "+name+" = "+form.Get(name))
		}
	}
	return lines
}
