package main

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"example.com/glassjwt/jwt"
)

// metadata is the document that the visit goes on with.
type metadata struct {
	issuer  string
	jwksURI string
	jwt.Object
}

// examineMetadata asks each well-known address that package oidc would ask, and
// returns the first document. The others are asked too: an operator wants to
// know which of them work.
func (v *visit) examineMetadata(ctx context.Context) *metadata {
	var found *metadata
	var seen *answer
	judged := false // a document was there, be it good or not
	for _, address := range wellKnown(v.issuer) {
		a := v.get(ctx, address)
		if seen == nil && a.status != 0 {
			seen = a
		}
		o, level, what := v.readDocument(a)
		if found != nil {
			// Only the first document counts. What the others say is worth
			// knowing, and nothing to change.
			v.find(min(level, note), "metadata", "", "%s: %s", address, what)
			continue
		}
		v.find(level, "metadata", changeFor(a), "%s: %s", address, what)
		if o != nil {
			found, judged = v.readMetadata(*o), true
		}
		if judged && found == nil || a.err != nil || a.status >= 500 {
			break // package oidc goes no further
		}
	}
	if seen != nil {
		v.examineTransport(seen)
	}
	if !judged {
		v.find(fault, "metadata", "is this the issuer's name? Ask its operator for the address of the key set, and set Keys.URL to that", "no address has a document with a jwks_uri for this issuer")
	}
	return found
}

// wellKnown returns the addresses of OpenID Connect Discovery 1.0 section 4 and
// RFC 8414 section 3.1, and for an issuer with a path the one between them.
func wellKnown(issuer string) []string {
	u, err := url.Parse(issuer)
	if err != nil {
		return nil
	}
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	root := u.Scheme + "://" + u.Host
	list := []string{
		root + path + "/.well-known/openid-configuration",
		root + "/.well-known/oauth-authorization-server" + path,
	}
	if path != "" {
		list = append(list, root+"/.well-known/openid-configuration"+path)
	}
	return list
}

// readDocument judges an answer: it is a JSON object with status 200, or not.
func (v *visit) readDocument(a *answer) (o *jwt.Object, level, what string) {
	switch {
	case a.err != nil:
		return nil, fault, failure(a.err)
	case a.status >= 300 && a.status < 400:
		return nil, fault, fmt.Sprintf("redirects (%d) to %s", a.status, quote(a.location))
	case a.status >= 500:
		return nil, fault, fmt.Sprintf("status %d", a.status)
	case a.status != http.StatusOK:
		return nil, note, fmt.Sprintf("status %d", a.status)
	}
	object, err := jwt.ParseObject(a.body)
	if err != nil {
		return nil, note, fmt.Sprintf("status 200, but no JSON object (%s): %v", contentType(a), err)
	}
	if t := contentType(a); t != "application/json" {
		return &object, note, "a JSON object, but Content-Type is " + quote(t) + "; RFC 8414 section 3.2 wants application/json"
	}
	return &object, ok, "a JSON object"
}

func changeFor(a *answer) string {
	switch {
	case a.err != nil:
		return "it must answer over the network that this machine is on"
	case a.status >= 300 && a.status < 400:
		return "package oidc follows up to three redirects, and only to the same host; serve the document here"
	case a.status >= 500:
		return "package oidc stops here, and tries again later"
	}
	return ""
}

func contentType(a *answer) string {
	t, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil {
		return a.header.Get("Content-Type")
	}
	return t
}

// readMetadata checks the two members that count.
func (v *visit) readMetadata(o jwt.Object) *metadata {
	m := &metadata{Object: o}
	if err := o.Get("issuer", &m.issuer); err != nil {
		v.find(fault, "metadata", "it must name itself, as a string", `"issuer" is absent or not a string`)
		return nil
	}
	if m.issuer != v.issuer {
		change := "use the name that the issuer uses: -issuer " + word(m.issuer)
		if strings.ContainsAny(m.issuer, "{}") {
			change = "ask for one tenant's metadata, whose issuer is a name; for tokens of any tenant see jwt.IssuerFunc"
		}
		v.find(fault, "metadata", change, "the document is of the issuer %s, and you asked for %s; the difference is %s", quote(m.issuer), quote(v.issuer), v.difference(m.issuer))
		return nil
	}
	v.find(ok, "metadata", "", `"issuer" is exactly the name`)
	if err := o.Get("jwks_uri", &m.jwksURI); err != nil {
		v.find(fault, "metadata", "it must name the address of the key set, as a string", `"jwks_uri" is absent or not a string`)
		return nil
	}
	return m
}
