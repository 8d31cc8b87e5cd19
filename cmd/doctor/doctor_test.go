package main

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// look makes a visit and returns its report.
func look(t *testing.T, client *http.Client, args ...string) (report string, faults int) {
	t.Helper()
	v := &visit{client: client, now: time.Now}
	var out strings.Builder
	if err := v.start(t.Context(), args, strings.NewReader(""), &out); err != nil {
		t.Fatalf("doctor %q: %v", args, err)
	}
	return out.String(), v.faults()
}

func TestHealthyIssuer(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	i.SetHeader("Cache-Control", "max-age=1800")
	got, faults := look(t, nil, "-issuer", i.URL)
	if faults != 0 {
		t.Errorf("%d faults; want none:\n%s", faults, got)
	}
	for _, want := range []string{
		"ok     issuer    " + i.URL,
		"note   issuer    the keys come over plain http",
		"ok     metadata  " + i.URL + "/.well-known/openid-configuration: a JSON object",
		`ok     metadata  "issuer" is exactly the name`,
		"ok     clock     the issuer's clock and this machine's agree",
		"package oidc has fetched them",
		`ok     keys      Cache-Control is "max-age=1800"`,
		"can be believed for 30m0s on a busy API",
		`kid "rfc7515-a2": RSA, 2048 bits`,
		`kid "rfc7515-a3": EC, P-256`,
		"ok     alg       accepted, and served by a key: RS256, ES256",
		"no fault",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the report lacks %q:\n%s", want, got)
		}
	}
}

// Each way in which issuers and their names are broken: the line that says so,
// and what it says to change.
func TestBrokenIssuers(t *testing.T) {
	key := func(i *oidctest.Issuer, members string) []byte {
		var set struct {
			Keys []map[string]any `json:"keys"`
		}
		if err := json.Unmarshal(i.KeySet(), &set); err != nil {
			t.Fatal(err)
		}
		var more map[string]any
		if err := json.Unmarshal([]byte(members), &more); err != nil {
			t.Fatal(err)
		}
		for name, value := range more {
			set.Keys[0][name] = value
		}
		text, _ := json.Marshal(set)
		return text
	}
	for name, test := range map[string]struct {
		issuer func(i *oidctest.Issuer) string // what -issuer says; nil: its name
		break_ func(i *oidctest.Issuer)
		args   []string
		level  string
		want   string // stands in one line of that level
		change string // in the same line
	}{
		"slash": {issuer: func(i *oidctest.Issuer) string { return i.URL + "/" }, level: fault, want: "the difference is the slash at the end", change: "-issuer http://127.0.0.1"},
		"case of the name": {break_: func(i *oidctest.Issuer) { i.SetMetadata("issuer", strings.ToUpper(i.URL)) },
			level: fault, want: "the difference is the case of letters", change: "-issuer HTTP://"},
		"port of the name": {break_: func(i *oidctest.Issuer) { i.SetMetadata("issuer", "http://127.0.0.1") }, level: fault, want: "the difference is the port", change: "-issuer http://127.0.0.1"},
		"another issuer":   {break_: func(i *oidctest.Issuer) { i.SetMetadata("issuer", "https://other.example") }, level: fault, want: "the difference is the scheme", change: "-issuer https://other.example"},
		"template": {break_: func(i *oidctest.Issuer) { i.SetMetadata("issuer", "https://login.example/{tenantid}/v2.0") },
			level: fault, want: "the difference is the template", change: "jwt.IssuerFunc"},
		"template as a name": {issuer: func(i *oidctest.Issuer) string { return i.URL + "/{tenantid}" }, level: fault, want: "is a template", change: "tenant's own ID"},
		"address of metadata": {issuer: func(i *oidctest.Issuer) string { return i.URL + "/.well-known/openid-configuration" },
			level: fault, want: "is the address of metadata", change: "use the issuer that the document names"},
		"quotes":           {issuer: func(i *oidctest.Issuer) string { return `"` + i.URL + `"` }, level: fault, want: "white space or quotes", change: "write it without them"},
		"no URL":           {issuer: func(*oidctest.Issuer) string { return "issuer.example" }, level: fault, want: "is not a URL", change: "https://issuer.example"},
		"plain http":       {issuer: func(*oidctest.Issuer) string { return "http://keycloak:8080" }, level: fault, want: "is plain http", change: "-cleartext keycloak:8080"},
		"a query":          {issuer: func(i *oidctest.Issuer) string { return i.URL + "?x=1" }, level: fault, want: "has a query", change: "leave it out"},
		"a password":       {issuer: func(*oidctest.Issuer) string { return "https://me:secret@issuer.example" }, level: fault, want: "a user or a password", change: "leave them out"},
		"nothing listens":  {issuer: func(*oidctest.Issuer) string { return "http://127.0.0.1:1" }, level: fault, want: "/.well-known/openid-configuration: ", change: "must answer over the network"},
		"not found":        {issuer: func(i *oidctest.Issuer) string { return i.URL + "/nothing" }, level: fault, want: "no address has a document", change: "Keys.URL"},
		"unavailable":      {break_: func(i *oidctest.Issuer) { i.Fail(503) }, level: fault, want: "status 503", change: "tries again later"},
		"no jwks_uri":      {break_: func(i *oidctest.Issuer) { i.SetMetadata("jwks_uri", nil) }, level: fault, want: `"jwks_uri" is absent`, change: "address of the key set"},
		"plain jwks_uri":   {break_: func(i *oidctest.Issuer) { i.SetMetadata("jwks_uri", "http://keys.example/jwks") }, level: fault, want: "and not https", change: "use https"},
		"jwks_uri nowhere": {break_: func(i *oidctest.Issuer) { i.SetMetadata("jwks_uri", i.URL+"/nothing") }, level: fault, want: "/nothing: status 404", change: "it must answer 200"},
		"no key set":       {break_: func(i *oidctest.Issuer) { i.SetKeySet([]byte(`[]`)) }, level: fault, want: "malformed key set", change: `"keys"`},
		"empty key set":    {break_: func(i *oidctest.Issuer) { i.SetKeySet([]byte(`{"keys":[]}`)) }, level: fault, want: "package oidc cannot use them"},
		"a weak key": {break_: func(i *oidctest.Issuer) { i.SetKeySet(key(i, `{"n":"AQ"}`)) }, level: fault,
			want: "skipped: ", change: "tell the issuer's operator"},
		"a private key": {break_: func(i *oidctest.Issuer) { i.SetKeySet(key(i, `{"d":"AQ"}`)) }, level: fault,
			want: "private", change: "tell the issuer's operator"},
		"a key for encryption": {break_: func(i *oidctest.Issuer) { i.SetKeySet(key(i, `{"use":"enc"}`)) }, level: note, want: "skipped: "},
		"a kid twice": {break_: func(i *oidctest.Issuer) { i.SetKeySet(key(i, `{"kid":"rfc7515-a3"}`)) }, level: note,
			want: `2 keys have the kid "rfc7515-a3"`, change: "a kid of its own"},
		"no kid": {break_: func(i *oidctest.Issuer) { i.SetKeySet(key(i, `{"kid":null}`)) }, level: note, want: "1 key has no kid", change: "give each key a kid"},
		"no alg": {break_: func(i *oidctest.Issuer) { i.SetKeySet(key(i, `{"alg":null}`)) }, level: note, want: "no alg"},
		"an empty promise": {break_: func(i *oidctest.Issuer) {
			i.SetMetadata("id_token_signing_alg_values_supported", []string{"RS256", "ES384", "HS256"})
		}, level: note, want: "the metadata promise ES384, and no key can serve it", change: "tell the issuer's operator"},
		"an algorithm that is not accepted": {args: []string{"-alg", "ES384"}, level: fault, want: "no key can serve [ES384]", change: "set Algorithms: []jwt.Algorithm{jwt.RS256"},
		"a slow clock": {break_: func(i *oidctest.Issuer) {
			i.SetHeader("Date", time.Now().Add(-10*time.Minute).UTC().Format(http.TimeFormat))
		}, level: fault, want: "behind this machine's", change: "synchronise"},
		"no cache time": {level: note, want: "no Cache-Control", change: "send Cache-Control"},
	} {
		t.Run(name, func(t *testing.T) {
			i := oidctest.NewIssuer()
			defer i.Close()
			if test.break_ != nil {
				test.break_(i)
			}
			issuer := i.URL
			if test.issuer != nil {
				issuer = test.issuer(i)
			}
			got, faults := look(t, nil, append(test.args, "-issuer", issuer)...)
			if (faults > 0) != (test.level == fault) {
				t.Errorf("%d faults:\n%s", faults, got)
			}
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, test.level) && strings.Contains(line, test.want) && strings.Contains(line, test.change) {
					return
				}
			}
			t.Errorf("no line is a %s with %q and %q:\n%s", test.level, test.want, test.change, got)
		})
	}
}

// A redirect is named, and not followed blindly.
func TestRedirect(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("https://evil.example/x", http.StatusFound))
	defer s.Close()
	got, faults := look(t, nil, "-issuer", s.URL)
	if faults == 0 || !strings.Contains(got, `redirects (302) to "https://evil.example/x`) {
		t.Errorf("the report:\n%s", got)
	}
}

// Single-page apps answer 200 with a page to everything.
func TestPageInPlaceOfMetadata(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<!doctype html><title>Sign in</title>") }))
	defer s.Close()
	got, faults := look(t, nil, "-issuer", s.URL)
	if faults == 0 || !strings.Contains(got, "status 200, but no JSON object (text/html)") {
		t.Errorf("the report:\n%s", got)
	}
}

// Some issuers serve their metadata as text.
func TestContentType(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	v := &visit{issuer: i.URL, now: time.Now}
	if _, level, what := v.readDocument(&answer{status: 200, header: http.Header{"Content-Type": {"text/plain"}}, body: []byte(`{}`)}); level != note || !strings.Contains(what, `"text/plain"`) {
		t.Errorf("readDocument() = %s, %s; want a note with the type", level, what)
	}
}

// What an issuer writes reaches the terminal quoted.
func TestHostileWords(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	i.SetMetadata("issuer", "\x1b[2J"+strings.Repeat("x", 10_000))
	got, _ := look(t, nil, "-issuer", i.URL)
	if strings.Contains(got, "\x1b") || len(got) > 20_000 {
		t.Errorf("the report has %d bytes: %q", len(got), got[:min(len(got), 2000)])
	}
}

// TLS: the version, and the end of the certificate.
func TestTLS(t *testing.T) {
	var i *oidctest.Issuer
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { i.Handler().ServeHTTP(w, r) }))
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	s.StartTLS()
	defer s.Close()
	i = oidctest.NewIssuerAt(s.URL)
	got, faults := look(t, s.Client(), "-issuer", s.URL)
	if faults > 0 || !strings.Contains(got, "tls       TLS 1.3, the certificate is good until ") {
		t.Errorf("%d faults:\n%s", faults, got)
	}
	// A certificate that this machine does not trust.
	if got, faults := look(t, nil, "-issuer", s.URL); faults == 0 || !strings.Contains(got, "certificate") {
		t.Errorf("%d faults, with an unknown certificate:\n%s", faults, got)
	}
}

func TestToken(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	sign := func(alg, typ string, changes ...any) string {
		claims := i.Claims("https://api.example")
		for n := 0; n < len(changes); n += 2 {
			if claims[changes[n].(string)] = changes[n+1]; changes[n+1] == nil {
				delete(claims, changes[n].(string))
			}
		}
		header := map[string]any{"alg": alg, "kid": oidctest.RSAKeyID}
		if typ != "" {
			header["typ"] = typ
		}
		return i.Sign(header, claims)
	}
	es384 := i.Sign(map[string]any{"alg": "ES384", "typ": "at+jwt", "kid": i.NewKey(jwt.ES384)}, i.Claims("https://api.example"))
	hmac := strings.Join([]string{
		base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256"}`)), strings.Split(sign("RS256", "at+jwt"), ".")[1], "AAAA",
	}, ".")
	for name, test := range map[string]struct {
		token  string
		args   []string
		faults int
		want   []string
	}{
		"good":               {sign("RS256", "at+jwt"), nil, 0, []string{`the audience is "https://api.example": is that your API`, `Types:      []string{"at+jwt"},`, fmt.Sprintf("Issuer:     %q,", i.URL), `Audience:   []string{"https://api.example"},`}},
		"for this API":       {sign("RS256", "at+jwt"), []string{"-audience", "https://api.example"}, 0, []string{"these settings accept it"}},
		"for another API":    {sign("RS256", "at+jwt"), []string{"-audience", "https://mine.example"}, 1, []string{"ask the issuer for a token for this API"}},
		"another algorithm":  {es384, nil, 0, []string{"Algorithms: []jwt.Algorithm{jwt.ES384}"}},
		"HMAC":               {hmac, nil, 1, []string{"does not have the algorithm \"HS256\""}},
		"expired":            {sign("RS256", "at+jwt", "exp", time.Now().Add(-time.Hour).Unix()), nil, 1, []string{"it has expired, 1h0m", "fetch a new one"}},
		"milliseconds":       {sign("RS256", "at+jwt", "exp", time.Now().UnixMilli()+3600_000), nil, 1, []string{"exp looks like milliseconds"}},
		"never expires":      {sign("RS256", "at+jwt", "exp", nil), nil, 1, []string{"it has no exp"}},
		"an ID token":        {sign("RS256", "JWT", "nonce", "n", "aud", "my-client"), nil, 0, []string{"looks like an ID token", "typ is JWT"}},
		"no audience":        {sign("RS256", "JWT", "aud", nil, "client_id", "web"), nil, 0, []string{`Clients:    []string{"web"}`, "names only the client"}},
		"for everybody":      {sign("RS256", "JWT", "aud", nil, "client_id", nil, "azp", nil), nil, 1, []string{"every API would accept it"}},
		"bound":              {sign("RS256", "at+jwt", "cnf", map[string]string{"jkt": "x"}), nil, 0, []string{"Bound:      true", "httpauth/proof"}},
		"of another issuer":  {sign("RS256", "at+jwt", "iss", i.URL+"/"), nil, 1, []string{"the difference is the slash at the end"}},
		"tampered":           {sign("RS256", "at+jwt")[:40] + "A" + sign("RS256", "at+jwt")[41:], nil, 1, nil},
		"not a token":        {"opaque", nil, 1, []string{"has two dots in it"}},
		"of a known product": {sign("RS256", "at+jwt", "pipeline_source", "push"), nil, 0, []string{"looks like a token of GitLab CI"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, faults := look(t, nil, append(test.args, "-issuer", i.URL, "-token", test.token)...)
			if faults != test.faults {
				t.Errorf("%d faults; want %d:\n%s", faults, test.faults, got)
			}
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("the report lacks %q:\n%s", want, got)
				}
			}
			if _, signature, _ := strings.Cut(test.token, "."); len(signature) > 100 && strings.Contains(got, signature[len(signature)-40:]) {
				t.Error("the report has the signature of the token")
			}
		})
	}
}

func TestJSON(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	got, _ := look(t, nil, "-issuer", i.URL+"/", "-json")
	var report struct {
		Issuer   string
		Findings []finding
		Faults   int
	}
	if err := json.Unmarshal([]byte(got), &report); err != nil || report.Issuer != i.URL+"/" || report.Faults == 0 || len(report.Findings) < 2 {
		t.Errorf("-json prints %s, %v", got, err)
	}
	for _, f := range report.Findings {
		if f.Level == "" || f.About == "" || f.Text == "" || f.Level == fault && f.Change == "" {
			t.Errorf("finding %+v lacks something", f)
		}
	}
}

// The exit status is the answer for scripts.
func TestExit(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	for _, test := range []struct {
		args   []string
		code   int
		stderr string
	}{
		{[]string{"-issuer", i.URL}, 0, ""},
		{[]string{"-issuer", i.URL + "/"}, 1, ""},
		{nil, 2, "hint: name the issuer"},
		{[]string{"-issuer", i.URL, "-alg", "none"}, 2, "hint: "},
		{[]string{"-issuer", i.URL, "-token", ""}, 2, "hint: is the variable set?"},
		{[]string{"-issuer", i.URL, "x"}, 2, "hint: "},
		{[]string{"-h"}, 0, ""},
	} {
		var stdout, stderr strings.Builder
		if code := run(t.Context(), test.args, &stdout, &stderr); code != test.code || !strings.Contains(stderr.String(), test.stderr) {
			t.Errorf("doctor %q = %d, %s; want %d, %q", test.args, code, &stderr, test.code, test.stderr)
		}
	}
}

func TestTokenFromStandardInput(t *testing.T) {
	i := oidctest.NewIssuer()
	defer i.Close()
	v := &visit{now: time.Now}
	var out strings.Builder
	token := i.Sign(map[string]any{"alg": jwt.RS256, "typ": "at+jwt", "kid": oidctest.RSAKeyID}, i.Claims("https://api.example"))
	if err := v.start(t.Context(), []string{"-issuer", i.URL, "-token", "-"}, strings.NewReader(token+"\n"), &out); err != nil || !strings.Contains(out.String(), "these settings accept it") {
		t.Errorf("doctor -token - : %v\n%s", err, &out)
	}
	if err := v.start(t.Context(), []string{"-issuer", i.URL, "-token", "-"}, strings.NewReader(" \n"), &out); err == nil {
		t.Error("doctor -token - with nothing = nil; want an error")
	}
}
