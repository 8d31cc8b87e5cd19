package oidc

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode"
)

// FuzzMetadata serves any bytes as metadata. If they are used, they name the
// issuer that was asked for, encoding/json reads the same in them, and the
// address of the keys may be fetched. If they are refused, the error fits into a
// log.
func FuzzMetadata(f *testing.F) {
	const issuer = "https://issuer.example/tenant"
	for _, body := range []string{
		`{"issuer":"https://issuer.example/tenant","jwks_uri":"https://keys.example/jwks"}`,
		`{"issuer":"https://issuer.example/tenant","jwks_uri":"https://keys.example/jwks","id_token_signing_alg_values_supported":["none",1]}`,
		`{"issuer":"https:\/\/issuer.example\/tenant","jwks_uri":"https://u:p@[::1]:1/%zz"}`,
		`{"issuer":"https://issuer.example/tenant/","ISSUER":"https://issuer.example/tenant"}`,
		`{"issuer":["https://issuer.example/tenant"],"jwks_uri":7}`,
		`{"issuer":"https://issuer.example/tenant","jwks_uri":"http://127.0.0.1/jwks"}`,
		`<html>`, `[]`, `{}`, "",
	} {
		f.Add(issuer, []byte(body))
	}
	for _, issuer := range []string{"http://127.0.0.1:9000", "http://[::1]/a%2Fb/", "HTTPS://ISSUER.example", "https://a?b", "https://a%", "http://localhost./x"} {
		document, err := json.Marshal(map[string]string{"issuer": issuer, "jwks_uri": issuer + "/jwks"})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(issuer, document)
	}
	f.Fuzz(func(t *testing.T, issuer string, body []byte) {
		home, err := parseIssuer(issuer, nil)
		if err != nil {
			if !errors.Is(err, ErrAddress) {
				t.Errorf("parseIssuer(%q) = %v; want %q", issuer, err, ErrAddress)
			}
			checkText(t, err)
			return
		}
		checkAddress(t, home, true)
		for _, u := range wellKnown(home) {
			checkAddress(t, u, true)
			again, err := parseAddress(u.String(), nil)
			if len(u.String()) <= maxAddress && (err != nil || !sameOrigin(again, home)) {
				t.Errorf("of issuer %.100q, asked is %.100q: %v", issuer, u, err)
			}
		}

		m, err := parseMetadata(body, issuer, nil)
		if err != nil {
			if m != nil || !errors.Is(err, ErrMetadata) && !errors.Is(err, ErrIssuerMismatch) && !errors.Is(err, ErrAddress) {
				t.Errorf("parseMetadata(%q) = %v, %v", body, m, err)
			}
			checkText(t, err)
			return
		}
		var standard map[string]json.RawMessage
		var said, keys string
		if err := errors.Join(json.Unmarshal(body, &standard), json.Unmarshal(standard["issuer"], &said), json.Unmarshal(standard["jwks_uri"], &keys)); err != nil {
			t.Fatalf("parseMetadata accepts %q; encoding/json: %v", body, err)
		}
		if m.Issuer != issuer || said != issuer || m.JWKSURI != keys {
			t.Errorf("parseMetadata(%q) = issuer %q, jwks_uri %q; encoding/json %q, %q", body, m.Issuer, m.JWKSURI, said, keys)
		}
		u, err := url.Parse(m.JWKSURI)
		if err != nil {
			t.Fatal(err)
		}
		checkAddress(t, u, isThisMachine(home.Hostname()))
		if isThisMachine(u.Hostname()) && !isThisMachine(home.Hostname()) {
			t.Errorf("issuer %q has its keys at %q, on this machine", issuer, u)
		}
	})
}

// checkAddress demands an address that may be fetched: https, or http on this
// machine.
func checkAddress(t *testing.T, u *url.URL, local bool) {
	t.Helper()
	if u.Scheme != "https" && !(local && u.Scheme == "http" && mayBePlain(u, nil)) || u.User != nil || u.Hostname() == "" {
		t.Errorf("%q would be fetched", u)
	}
	if _, err := http.NewRequest(http.MethodGet, u.String(), nil); err != nil {
		t.Errorf("%q cannot be fetched: %v", u, err)
	}
}

// checkText demands a short text of one line.
func checkText(t *testing.T, err error) {
	t.Helper()
	text := err.Error()
	if len(text) > 5*maxAddress || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Errorf("%d bytes: %.200q", len(text), text)
	}
}
