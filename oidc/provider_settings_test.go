package oidc_test

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// settings are what a program configures for one provider.
type settings struct {
	jwt.Verifier
	KeysIssuer, KeysURL string // of oidc.Keys
	Cleartext           []string
	Header              string // of httpauth.Guard
	rules               []ruled
	judge               func(keys func(url string) *oidc.Keys) jwt.Judge // in place of the Verifier
	text                string                                           // and its text
}

// An unverified is a row of the second table: what cannot be verified.
type unverified struct {
	provider
	want string // where it is refused
}

// A ruled is a rule of package httpauth, with its text.
type ruled struct {
	text string
	wrap func(http.Handler) http.Handler
}

func scope(s string) ruled { return ruled{fmt.Sprintf("Scope(%q)", s), httpauth.Scope(s)} }

func role(name string, path ...string) ruled {
	return ruled{fmt.Sprintf("Role(%s)", quotedList(append([]string{name}, path...))), httpauth.Role(name, path...)}
}

// member is httpauth.Require with a rule about one claim.
func member(claim string, want any) ruled {
	return ruled{fmt.Sprintf("Require(%s = %v)", claim, want), httpauth.Require(func(t *jwt.Token) error {
		var word string
		var yes bool
		switch {
		case t.Claims.Get(claim, &word) == nil && want == word, t.Claims.Get(claim, &yes) == nil && want == yes:
			return nil
		}
		return fmt.Errorf("%s is not %v", claim, want)
	})}
}

// notMember is httpauth.Require with a text that a claim must not be.
func notMember(claim, refused string) ruled {
	return ruled{fmt.Sprintf("Require(%s is not %s)", claim, refused), httpauth.Require(func(t *jwt.Token) error {
		var got string
		if err := t.Claims.Get(claim, &got); got == refused || err != nil && t.Claims.Has(claim) {
			return fmt.Errorf("%s = %q, %v", claim, got, err)
		}
		return nil
	})}
}

// hasName is httpauth.Require for roles that are the names of an object.
func hasName(name, claim string) ruled {
	return ruled{fmt.Sprintf("Require(%q is a name in %s)", name, claim), httpauth.Require(func(t *jwt.Token) error {
		var roles jwt.Object
		if err := t.Claims.Get(claim, &roles); err != nil || !roles.Has(name) {
			return fmt.Errorf("no %s: %v", name, err)
		}
		return nil
	})}
}

// String writes the settings as providers.md shows them.
func (s settings) String() string {
	if s.text != "" {
		return s.text
	}
	var words []string
	add := func(name, value string) { words = append(words, name+": "+value) }
	list := func(name string, values []string) {
		if values != nil {
			add(name, "{"+quotedList(values)+"}")
		}
	}
	add("Issuer", fmt.Sprintf("%q", s.Issuer))
	list("Audience", s.Audience)
	list("Clients", s.Clients)
	var keys []string
	if s.KeysIssuer != "" {
		keys = append(keys, fmt.Sprintf("Issuer: %q", s.KeysIssuer))
	}
	if s.KeysURL != "" {
		keys = append(keys, fmt.Sprintf("URL: %q", s.KeysURL))
	}
	if s.Cleartext != nil {
		keys = append(keys, "Cleartext: {"+quotedList(s.Cleartext)+"}")
	}
	add("Keys", "{"+strings.Join(keys, ", ")+"}")
	if s.Algorithms != nil {
		add("Algorithms", "{"+strings.ReplaceAll(strings.Trim(fmt.Sprint(s.Algorithms), "[]"), " ", ", ")+"}")
	}
	list("Types", s.Types)
	list("Required", s.Required)
	if s.MaxAge != 0 {
		add("MaxAge", s.MaxAge.String())
	}
	if s.Leeway != 0 {
		add("Leeway", s.Leeway.String())
	}
	if s.Header != "" {
		add("Guard.Header", fmt.Sprintf("%q", s.Header))
	}
	text := strings.Join(words, ", ")
	for _, r := range s.rules {
		text += "; " + r.text
	}
	return text
}

func quotedList(list []string) string {
	var words []string
	for _, s := range list {
		words = append(words, fmt.Sprintf("%q", s))
	}
	return strings.Join(words, ", ")
}
