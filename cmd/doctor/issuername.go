package main

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// examineName looks at the name alone, before anything is fetched. It reports
// whether that makes sense.
func (v *visit) examineName() bool {
	const about = "issuer"
	name := v.issuer
	if trimmed := strings.Trim(name, "\"'` \t\r\n"); trimmed != name {
		v.find(fault, about, "write it without them: "+quote(trimmed), "%s has white space or quotes around it", quote(name))
		return false
	}
	if strings.ContainsAny(name, "{}") {
		v.find(fault, about, "write the tenant's own ID in its place; for tokens of any tenant see jwt.IssuerFunc", "%s is a template, and no token has it as iss", quote(name))
		return false
	}
	if before, _, found := strings.Cut(name, "/.well-known/"); found {
		v.find(fault, about, "use the issuer that the document names, perhaps "+quote(before), "%s is the address of metadata, not an issuer", quote(name))
		return false
	}
	u, err := url.Parse(name)
	if err != nil || u.Host == "" {
		v.find(fault, about, "write it whole, such as https://issuer.example", "%s is not a URL", quote(name))
		return false
	}
	switch {
	case u.User != nil:
		v.find(fault, about, "leave them out", "the name has a user or a password in it")
		return false
	case strings.ContainsAny(name, "?#"):
		v.find(fault, about, "leave it out (RFC 8414 section 2)", "%s has a query or a fragment", quote(name))
		return false
	case u.Scheme == "http" && !v.mayBePlain(u):
		v.find(fault, about, "use https; inside a cluster, list the host in Keys.Cleartext and say -cleartext "+u.Host, "%s is plain http: anyone on the way could put keys of their own there", quote(name))
		return false
	case u.Scheme != "https" && u.Scheme != "http":
		v.find(fault, about, "use https", "%s is not https", quote(name))
		return false
	}
	v.find(ok, about, "", "%s", name)
	if u.Scheme == "http" {
		v.find(note, about, "for trying out only", "the keys come over plain http")
	}
	if strings.ToLower(u.Host) != u.Host {
		v.find(note, about, "", "the host has capital letters; iss is compared with them")
	}
	if p := u.Port(); u.Scheme == "https" && p == "443" || u.Scheme == "http" && p == "80" {
		v.find(note, about, "", "the name has the port that is the default; iss must have it too")
	}
	return true
}

// mayBePlain is the rule of package oidc.
func (v *visit) mayBePlain(u *url.URL) bool {
	for _, host := range v.cleartext {
		if strings.EqualFold(host, u.Host) {
			return true
		}
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return strings.EqualFold(u.Hostname(), "localhost") || err == nil && ip.IsLoopback()
}

// difference says how another name differs from the one that was asked for, in
// the words of somebody who has to change one of them.
func (v *visit) difference(got string) string {
	want := v.issuer
	switch {
	case strings.TrimSuffix(got, "/") == strings.TrimSuffix(want, "/"):
		return "the slash at the end"
	case strings.EqualFold(got, want):
		return "the case of letters"
	case strings.ContainsAny(got, "{}"):
		return "the template: this document is for every tenant"
	}
	g, err1 := url.Parse(got)
	w, err2 := url.Parse(want)
	switch {
	case errors.Join(err1, err2) != nil:
		return "all of it"
	case g.Scheme != w.Scheme:
		return "the scheme"
	case g.Hostname() == w.Hostname() && g.Host != w.Host:
		return "the port"
	case g.Host != w.Host:
		return "the host"
	}
	return "the path"
}
