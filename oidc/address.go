package oidc

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxAddress is the length of the longest URL that we fetch.
const maxAddress = 2048

// parseAddress reads a URL that is about to be fetched. It must be https,
// unless its host may be asked over plain http. It must not have a user name or
// a password, which would be sent, and shown in errors.
func parseAddress(address string, cleartext []string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrAddress, maxAddress)
	}
	u, err := url.Parse(address)
	switch {
	case wrapped(address) != "":
		return nil, fmt.Errorf("%w: %s", ErrAddress, wrapped(address))
	case err != nil:
		return nil, fmt.Errorf("%w: not a URL", ErrAddress)
	case u.User != nil:
		return nil, fmt.Errorf("%w: %q has a user name", ErrAddress, shown(u))
	case u.Hostname() == "":
		return nil, fmt.Errorf("%w: %q names no host", ErrAddress, shown(u))
	case u.Scheme == "http" && !mayBePlain(u, cleartext):
		return nil, fmt.Errorf("%w: %q is not https; only hosts in Keys.Cleartext, and this machine, may use plain http", ErrAddress, shown(u))
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("%w: %q is not https", ErrAddress, shown(u))
	}
	return u, nil
}

// parseIssuer reads an issuer's identifier. RFC 8414 section 2: an https URL
// without a query and without a fragment.
func parseIssuer(issuer string, cleartext []string) (*url.URL, error) {
	u, err := parseAddress(issuer, cleartext)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(issuer, "?#") {
		return nil, fmt.Errorf("%w: issuer %q has a query or a fragment", ErrAddress, shown(u))
	}
	if before, _, found := strings.Cut(issuer, "/.well-known/"); found {
		return nil, fmt.Errorf("%w: %q is the address of metadata; the issuer they name may be %q, with or without a slash at the end", ErrAddress, issuer, before)
	}
	return u, nil
}

// wrapped describes white space or quotes around an address, which come from
// configuration files and shells. It returns "" if there are none.
func wrapped(address string) string {
	bare := strings.Trim(address, "\"'` \t\r\n")
	if bare == address {
		return ""
	}
	if u, err := url.Parse(bare); err != nil || u.User != nil || u.RawQuery != "" {
		return "there is white space, or there are quotes, around it"
	}
	return fmt.Sprintf("there is white space, or there are quotes, around %q", clip(address, 200))
}

// shown returns the URL as errors and logs may show it. Queries and user names
// can hold secrets.
func shown(u *url.URL) string {
	bare := *u
	bare.User, bare.RawQuery, bare.ForceQuery, bare.Fragment, bare.RawFragment = nil, "", false, "", ""
	return bare.String()
}

// mayBePlain reports whether plain http is allowed: to the loopback interface,
// for tests and sidecars, and to the hosts that the program lists. A name other
// than localhost can resolve to any address, and so can a spelling such as
// 127.1.
func mayBePlain(u *url.URL, cleartext []string) bool {
	if strings.EqualFold(u.Hostname(), "localhost") {
		return true
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.IsLoopback() {
		return true
	}
	return isListed(u, cleartext)
}

// isListed reports whether Keys.Cleartext lists the host.
func isListed(u *url.URL, cleartext []string) bool {
	return slices.ContainsFunc(cleartext, func(host string) bool { return strings.EqualFold(host, u.Host) })
}

// isThisMachine reports whether a host means this machine, in any spelling that
// some resolver knows. RFC 6761 section 6.3 gives "localhost." and all names
// below it to the loopback interface. The unspecified addresses, 0.0.0.0 and ::,
// lead to this machine when they are dialled.
func isThisMachine(host string) bool {
	host = strings.ToLower(strings.TrimRight(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		ip = parseLooseIPv4(host)
	}
	return isOurs(ip)
}

func isOurs(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return ip.IsLoopback() || ip.IsUnspecified()
}

// parseLooseIPv4 reads the spellings that the C library accepts beside the
// usual one: 127.1, 2130706433, 0x7f.0.0.1, 0177.0.0.1. For every other
// host it returns the zero Addr.
func parseLooseIPv4(host string) netip.Addr {
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return netip.Addr{}
	}
	var ip uint64
	for i, part := range parts {
		bits := 8
		if i == len(parts)-1 {
			bits = 8 * (5 - len(parts)) // the last part fills what is left
		}
		n, err := strconv.ParseUint(part, 0, 32)
		if err != nil || n>>bits != 0 {
			return netip.Addr{}
		}
		ip = ip<<bits | n
	}
	return netip.AddrFrom4([4]byte{byte(ip >> 24), byte(ip >> 16), byte(ip >> 8), byte(ip)})
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
