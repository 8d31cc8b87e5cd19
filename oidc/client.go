package oidc

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"syscall"
	"time"
)

const maxRedirects = 3

// careful returns a copy of the client that follows few redirects, and none to
// another origin. It keeps no cookies. The user's own CheckRedirect may be
// stricter.
func (w *fetcher) careful(req *http.Request) *http.Client {
	var c http.Client
	if w.client != nil {
		c = *w.client
	} else {
		c.Transport = w.plain(req)
	}
	theirs := c.CheckRedirect
	c.Jar = nil
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects {
			return fmt.Errorf("%w: more than %d redirects", ErrAddress, maxRedirects)
		}
		// An attacker who can cause a redirect must not decide where keys
		// come from, nor which hosts of our network we call.
		if !sameOrigin(req.URL, via[0].URL) {
			target := req.URL.Scheme + "://" + req.URL.Host
			return fmt.Errorf("%w: redirect to another origin, %q", ErrAddress, clip(target, 200))
		}
		if theirs != nil {
			return theirs(req, via)
		}
		return nil
	}
	return &c
}

// plain returns the Transport for Keys without a Client. It is a copy of
// http.DefaultTransport as it is now, with the certificates and the proxy that
// the program has set there. A DefaultTransport of another type is used as it
// is. The copy serves one request, whose connection is closed afterwards. In
// WebAssembly the host of the program makes the connection, which a dialer of
// ours would prevent.
func (w *fetcher) plain(req *http.Request) http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxResponseHeaderBytes = 64 << 10 // its default is ten mebibytes
	if !w.here && !isListed(req.URL, w.cleartext) && !isProxied(t, req) && runtime.GOARCH != "wasm" {
		elsewhere := &net.Dialer{Timeout: 30 * time.Second, Control: refuseThisMachine}
		t.DialContext, t.DialTLSContext = elsewhere.DialContext, nil
		t.Dial, t.DialTLS = nil, nil
	}
	return t
}

// isProxied reports whether the Transport dials a proxy instead of the host. The
// program has chosen the proxy, which may be on this machine.
func isProxied(t *http.Transport, req *http.Request) bool {
	if t.Proxy == nil {
		return false
	}
	proxy, err := t.Proxy(req)
	return err == nil && proxy != nil
}

// refuseThisMachine is a net.Dialer's Control. It sees the address that is
// really dialled, after all names are resolved.
func refuseThisMachine(_, address string, _ syscall.RawConn) error {
	dialled, err := netip.ParseAddrPort(address)
	if err != nil || isOurs(dialled.Addr()) {
		return fmt.Errorf("%w: it leads to %s on this machine, and the issuer's name does not say so; set Keys.Client to allow that", ErrAddress, address)
	}
	return nil
}
