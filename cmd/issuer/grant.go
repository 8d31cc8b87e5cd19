package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
)

// An oauthError is an error of RFC 6749 sections 4.1.2.1 and 5.2.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
}

// repeatable are the parameters that may be sent more than once: resource (RFC
// 8707 section 2), and our own.
var repeatable = []string{"resource", "audience", "role"}

// checkOnce is RFC 6749 sections 3.1 and 3.2: "Request and response parameters
// MUST NOT be included more than once."
func checkOnce(form url.Values) *oauthError {
	for name, values := range form {
		if len(values) > 1 && !slices.Contains(repeatable, name) {
			return &oauthError{"invalid_request", "a parameter stands more than once"}
		}
	}
	return nil
}

// A grant is what a token will say, apart from the time.
type grant struct {
	client   string
	subject  string
	user     bool // the subject is a person, not the client itself
	audience []string
	scope    string
	roles    []string
	alg      jwt.Algorithm
	nonce    string
	lifetime time.Duration // less than 0 for a token that has expired

	thumbprint string // of the client's key, to which the token is bound; "" for a bearer token
}

// defaultAudience is the API of a token for which the client names no API.
const defaultAudience = "https://api.example"

// grantOf reads what a client asks for. The client gets all of it.
func grantOf(form url.Values, client string) (grant, *oauthError) {
	g := grant{
		client:   client,
		subject:  client,
		audience: audienceOf(form),
		scope:    form.Get("scope"),
		roles:    form["role"],
		alg:      jwt.Algorithm(form.Get("alg")),
		nonce:    form.Get("nonce"),
		lifetime: defaultLifetime,
	}
	if len(g.audience) == 0 {
		g.audience = []string{defaultAudience}
	}
	if g.alg == "" {
		g.alg = jwt.RS256
	}
	if g.alg != jwt.RS256 && g.alg != jwt.ES256 {
		return grant{}, &oauthError{"invalid_request", "alg is RS256 or ES256"}
	}
	if !isScope(g.scope) {
		return grant{}, &oauthError{"invalid_scope", "scope is a list of words with spaces between them"}
	}
	if text := form.Get("lifetime"); text != "" {
		var err error
		if g.lifetime, err = time.ParseDuration(text); err != nil || g.lifetime.Abs() > 24*time.Hour {
			return grant{}, &oauthError{"invalid_request", "lifetime is a duration of at most 24h, such as 5s, or -1m for a token that has expired"}
		}
	}
	return g, nil
}

// userOf returns who signs in: alice, or the name in login_hint (OpenID Connect
// Core 1.0 section 3.1.2.1).
func userOf(form url.Values) (string, *oauthError) {
	name := form.Get("login_hint")
	if name == "" {
		return "alice", nil
	}
	other := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '.' || r == '_')
	}
	if len(name) > 64 || strings.ContainsFunc(name, other) {
		return "", &oauthError{"invalid_request", "login_hint is the name of a user, made of letters and digits"}
	}
	return name, nil
}

// audienceOf returns the APIs that the token is for. RFC 8707 calls the parameter
// resource, and some providers call it audience.
func audienceOf(form url.Values) []string {
	all := slices.Concat(form["resource"], form["audience"])
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// isScope reports whether s is made of the characters of RFC 6749 section 3.3.
func isScope(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' || r > '~' || r == '"' || r == '\\'
	})
}

// readForm reads the parameters of a request. A form of more than 64 KiB is an
// error.
func readForm(w http.ResponseWriter, r *http.Request) *oauthError {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		return &oauthError{"invalid_request", "the parameters cannot be read"}
	}
	return nil
}
