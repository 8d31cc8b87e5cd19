package main

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/oidc"
)

// examineKeySet fetches the key set, first alone, to see each detail, and then
// with package oidc, whose word is the one that counts.
func (v *visit) examineKeySet(ctx context.Context, m *metadata) *jwk.Set {
	const about = "keys"
	u, err := url.Parse(m.jwksURI)
	switch {
	case err != nil || u.Host == "":
		v.find(fault, about, "it must be a whole URL", "jwks_uri is %s", quote(m.jwksURI))
		return nil
	case u.Scheme != "https" && !(u.Scheme == "http" && v.mayBePlain(u)):
		v.find(fault, about, "use https; inside a cluster, list the host in Keys.Cleartext and say -cleartext "+u.Host, "jwks_uri is %s, and not https", quote(m.jwksURI))
		return nil
	}
	a := v.get(ctx, m.jwksURI)
	switch {
	case a.err != nil:
		v.find(fault, about, "it must answer over the network that this machine is on", "%s: %s", shown(u), failure(a.err))
	case a.status >= 300 && a.status < 400:
		v.find(note, about, "let jwks_uri name the last address itself", "%s redirects (%d) to %s", shown(u), a.status, quote(a.location))
	case a.status != http.StatusOK:
		v.find(fault, about, "it must answer 200", "%s: status %d", shown(u), a.status)
	}

	keys := &oidc.Keys{Issuer: v.issuer, Client: v.client, Cleartext: v.cleartext}
	if err := keys.Refresh(ctx); err != nil {
		v.find(fault, about, "", "package oidc cannot use them: %v", err)
		return v.parseSet(a)
	}
	v.find(ok, about, "", "%s: package oidc has fetched them", shown(u))
	if set := v.parseSet(a); set != nil {
		v.examineAge(a)
		return set
	}
	return nil
}

// parseSet reads the document, if there is one.
func (v *visit) parseSet(a *answer) *jwk.Set {
	if a.err != nil || a.status != http.StatusOK {
		return nil
	}
	if t := contentType(a); t != "application/json" && t != "application/jwk-set+json" {
		v.find(note, "keys", "", "Content-Type is %s; RFC 7517 section 8.5.2 has application/jwk-set+json", quote(t))
	}
	set, err := jwk.ParseSet(a.body)
	if err != nil {
		v.find(fault, "keys", `a key set is a JSON object with the member "keys"`, "%v", err)
		return nil
	}
	return set
}

// examineAge says what Cache-Control means for a key that is withdrawn. The
// numbers are those of the documentation of package oidc.
func (v *visit) examineAge(a *answer) {
	said := a.header.Get("Cache-Control")
	if said == "" {
		v.find(note, "keys", "send Cache-Control: max-age, such as 3600", "no Cache-Control: they are fetched again after 10 minutes")
		return
	}
	v.find(ok, "keys", "", "Cache-Control is %s; within that, they are fetched again after 1 minute at the least and 1 hour at the most", quote(said))
	v.find(note, "keys", "set MaxAge and StaleFor of oidc.Keys lower to shorten that", "a key that is withdrawn can be believed for %s on a busy API, for twice that on an idle one, and for %s while the issuer is down", believed(said), 24*time.Hour)
}
