package proof

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

var (
	errURL  = errors.New("not an absolute http or https URL")
	errUser = errors.New("it has a user")
	errHost = errors.New("not a host and a port")
	errPath = errors.New("not the path of a URL")
)

// normalise writes a URL in the one way in which two equal URLs are spelled
// alike, by RFC 3986 sections 6.2.2 and 6.2.3: scheme and host in lower case, no
// default port, no escapes of what needs none, escapes in upper case, "/" for an
// empty path. RFC 9449 section 4.3 item 9: query and fragment are ignored.
//
// Dot segments stay, since a server may take "/a/../b" and "/b" for two pages.
// What RFC 3986 does not allow in a URL is an error.
func normalise(raw string) (string, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok || !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return "", errURL
	}
	scheme = strings.ToLower(scheme)
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i]
	}
	host, path := rest, ""
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	host, err := normaliseHost(scheme, host)
	if err != nil {
		return "", err
	}
	path, err = normalisePath(path)
	if err != nil {
		return "", err
	}
	return scheme + "://" + host + path, nil
}

// normaliseHost takes a host and perhaps a port. A name has no escapes: RFC 3986
// would allow them, and no host that a client can reach has them.
func normaliseHost(scheme, host string) (string, error) {
	if strings.Contains(host, "@") {
		return "", errUser
	}
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		name, port = host[:i], host[i+1:]
	}
	inside, isIP := strings.CutPrefix(name, "[")
	if isIP {
		inside, isIP = strings.CutSuffix(inside, "]")
	}
	allowed := func(c byte) bool { return isUnreserved(c) || strings.IndexByte("!$&'()*+,;=", c) >= 0 }
	if isIP {
		allowed = func(c byte) bool { return isHex(c) || c == ':' || c == '.' }
	}
	if inside == "" {
		return "", errHost
	}
	for i := range len(inside) {
		if !allowed(inside[i]) {
			return "", errHost
		}
	}
	for i := range len(port) {
		if port[i] < '0' || port[i] > '9' {
			return "", errHost
		}
	}
	name = lowerASCII(name)
	if port == "" || scheme == "https" && port == "443" || scheme == "http" && port == "80" {
		return name, nil
	}
	return name + ":" + port, nil
}

// normalisePath takes an absolute path, or none.
func normalisePath(path string) (string, error) {
	if path == "" {
		return "/", nil
	}
	plain := path[0] == '/'
	for i := range len(path) {
		plain = plain && isPath(path[i])
	}
	if plain {
		return path, nil
	}
	if path[0] != '/' {
		return "", errPath
	}
	b := make([]byte, 0, len(path))
	for i := 0; i < len(path); i++ {
		c := path[i]
		switch {
		case isPath(c):
			b = append(b, c)
			continue
		case c != '%' || i+2 >= len(path) || !isHex(path[i+1]) || !isHex(path[i+2]):
			return "", errPath
		}
		if octet := unhex(path[i+1])<<4 | unhex(path[i+2]); isUnreserved(octet) {
			b = append(b, octet)
		} else {
			b = append(b, '%', upperHex(path[i+1]), upperHex(path[i+2]))
		}
		i += 2
	}
	return string(b), nil
}

// readBase reads a DPoP's Base, and leaves out a slash at its end.
func readBase(base string) (string, error) {
	if base == "" {
		return "", mistake("the DPoP has no Base")
	}
	if strings.ContainsAny(base, "?#") {
		return "", mistake("the DPoP's Base has a query or a fragment")
	}
	normal, err := normalise(base)
	if err != nil {
		return "", mistake(fmt.Sprintf("the DPoP's Base %q: %v", base, err))
	}
	return strings.TrimSuffix(normal, "/"), nil
}

// target returns the URL that a proof for this request must name, or "" if no URL
// can have the request's path. The path is taken as it was on the wire: a URL with
// "%2F" is another one than the URL with "/".
func (d *DPoP) target(u *url.URL) string {
	if u == nil {
		return ""
	}
	path, err := normalisePath(u.EscapedPath())
	if err != nil {
		return ""
	}
	return d.base + path
}

// isPath reports whether c may stand in a path as it is: pchar of RFC 3986
// section 3.3, or a slash.
func isPath(c byte) bool { return pathChars[c] }

var pathChars = func() (table [256]bool) {
	for c := range table {
		table[c] = isUnreserved(byte(c)) || strings.IndexByte("/!$&'()*+,;=:@", byte(c)) >= 0
	}
	return table
}()

// isUnreserved is RFC 3986 section 2.3.
func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func upperHex(c byte) byte {
	if c <= '9' {
		return c
	}
	return c &^ 0x20
}

// lowerASCII takes a host, which was found to be ASCII.
func lowerASCII(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}
