package oidc

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// maxAddress is the length of the longest URL that we fetch.
const maxAddress = 2048

// parseAddress reads a URL that is about to be fetched. Keys that come over
// plain http are anybody's, so it must be https; on the machine itself http
// will do, for tests and sidecars. A user name and a password in it would be
// sent, and shown in errors.
func parseAddress(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrAddress, maxAddress)
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: not a URL", ErrAddress)
	case u.User != nil:
		return nil, fmt.Errorf("%w: %q has a user name", ErrAddress, u.Redacted())
	case u.Hostname() == "":
		return nil, fmt.Errorf("%w: %q names no host", ErrAddress, address)
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u)):
		return nil, fmt.Errorf("%w: %q is not https", ErrAddress, address)
	}
	return u, nil
}

// parseIssuer reads an issuer's identifier. RFC 8414 section 2: an https
// URL that "has no query or fragment components".
func parseIssuer(issuer string) (*url.URL, error) {
	u, err := parseAddress(issuer)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(issuer, "?#") {
		return nil, fmt.Errorf("%w: issuer %q has a query or a fragment", ErrAddress, issuer)
	}
	return u, nil
}

// isLoopback reports whether the host is this machine. A name other than
// localhost may resolve to anything, and so may a spelling such as 127.1.
func isLoopback(u *url.URL) bool {
	host := u.Hostname()
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// sameOrigin compares scheme, host and port.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "http":
		return "80"
	}
	return "443"
}
