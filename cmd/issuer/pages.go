package main

import (
	"html/template"
	"net/http"
	"net/url"
	"regexp"
)

// The example of RFC 7636, appendix B. A real client makes a new verifier for
// each sign-in, and keeps it to itself.
const (
	exampleVerifier  = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	exampleChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// index says what there is to try.
func (p *provider) index(w http.ResponseWriter, _ *http.Request) {
	link := func(user string) string {
		return "/authorize?" + url.Values{
			"response_type": {"code"}, "client_id": {"app"}, "redirect_uri": {p.URL + "/callback"},
			"scope": {"openid read:orders"}, "state": {"something"}, "login_hint": {user},
			"code_challenge": {exampleChallenge}, "code_challenge_method": {"S256"},
		}.Encode()
	}
	showPage(w, "index", map[string]any{"URL": p.URL, "Audience": defaultAudience, "Alice": link("alice"), "Bob": link("bob")})
}

// callback stands for the client's own page, to which the user is sent back. It
// shows what the client gets, and how it goes on.
func (p *provider) callback(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	code := q.Get("code")
	if !isCode.MatchString(code) {
		code = "" // it is not ours, and does not belong into a command
	}
	showPage(w, "callback", map[string]any{
		"URL": p.URL, "Code": code, "Verifier": exampleVerifier, "Lifetime": codeLifetime.String(),
		"State": q.Get("state"), "Issuer": q.Get("iss"), "Error": q.Get("error"), "Description": q.Get("error_description"),
	})
}

// isCode matches what [rand.Text] returns.
var isCode = regexp.MustCompile(`^[A-Z2-7]{26}$`)

func showPage(w http.ResponseWriter, name string, data any) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	_ = pages.ExecuteTemplate(w, name, data) // an error means that the reader is gone
}

var pages = template.Must(template.New("").Parse(`{{define "head"}}<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>issuer: {{.}}</title>
{{end}}

{{define "index"}}{{template "head" "what to try"}}
<h1>The issuer {{.URL}}</h1>
<p><strong>Everybody has its private keys.</strong> They are printed in RFC 7515. Use it to try things out, and for nothing else.</p>
<h2>A token for a user</h2>
<p>Sign in as <a href="{{.Alice}}">alice</a> or as <a href="{{.Bob}}">bob</a>. There is no password. You are sent back with a code, and see how a client exchanges it for tokens.</p>
<h2>A token for a program</h2>
<pre>curl -s {{.URL}}/token -u shop:secret -d grant_type=client_credentials -d audience={{.Audience}} -d scope=read:orders</pre>
<p>Add <code>-d role=admin</code> for a role, <code>-d lifetime=5s</code> for a token that expires soon, <code>-d lifetime=-1m</code> for one that has expired.</p>
<h2>What an API reads</h2>
<ul>
<li><a href="/.well-known/openid-configuration">the metadata</a>
<li><a href="/jwks">the keys</a>
</ul>
<p>More is in <code>issuer -h</code>.</p>
{{end}}

{{define "callback"}}{{template "head" "the answer"}}
<h1>Back at the client</h1>
{{with .Error}}<p>The issuer refused: <strong>{{.}}</strong>. {{$.Description}}</p>{{end}}
{{with .Code}}<p>The code is <code>{{.}}</code>. It is good for one use within {{$.Lifetime}}. State is <code>{{$.State}}</code>, and the client compares it with what it sent. The issuer is <code>{{$.Issuer}}</code>.</p>
<p>The client exchanges the code for tokens. Only the client knows the code_verifier, so a stolen code is worth nothing:</p>
<pre>curl -s {{$.URL}}/token -d grant_type=authorization_code -d client_id=app -d code={{.}} -d redirect_uri={{$.URL}}/callback -d code_verifier={{$.Verifier}}</pre>{{end}}
{{if not (or .Code .Error)}}<p>There is no code in this address.</p>{{end}}
<p><a href="/">Back to the issuer</a></p>
{{end}}`))
