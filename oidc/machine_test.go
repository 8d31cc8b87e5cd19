package oidc_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

// An issuer elsewhere must not lead us to the services of this machine, however
// it spells that. The host of the address is never asked.
func TestKeysOnThisMachine(t *testing.T) {
	for _, host := range []string{
		"localhost", "LOCALHOST", "localhost.", "x.localhost", "a.b.LocalHost.", "localhost..",
		"127.0.0.1", "127.0.0.1.", "127.8.9.10", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.0.0.1", "0177.0.0.1", "017700000001",
		"0.0.0.0", "0", "0.0", "0x0", "0.0.0.0.",
		"[::]", "[::1]", "[0:0:0:0:0:0:0:0]", "[::ffff:0.0.0.0]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1%25lo]", "[::%25eth0]",
		"１２７.0.0.1", "ⓛocalhost", "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1",
	} {
		for _, port := range []string{"", ":8443"} {
			s := &script{answer: status(200, document("https://issuer.example", "https://"+host+port+"/jwks"))}
			k := &oidc.Keys{Issuer: "https://issuer.example", Client: &http.Client{Transport: s}}
			mustFail(t, k, known, oidc.ErrAddress)
			if got := s.fetches(); got != 1 {
				t.Errorf("jwks_uri on %s: %d requests; want only that for the metadata", host+port, got)
			}
		}
	}
	for _, host := range []string{
		"localhost.example", "xlocalhost", "127.0.0.1.example", "128.0.0.1", "1.127.0.0", "10.0.0.1", "127.example", "1.2.3.4.5", "256.1.1.1",
		"0x7f.example", "[2001:db8::1]", "[::2]", "[::ffff:10.0.0.1]", "issuer-0", "08.0.0.1",
	} {
		s := &script{answer: status(200, document("https://issuer.example", "https://"+host+"/jwks"))}
		if m, err := oidc.Discover(t.Context(), &http.Client{Transport: s}, "https://issuer.example"); err != nil {
			t.Errorf("jwks_uri on %s: Discover = %v, %v; want it allowed", host, m, err)
		}
	}
}

// What may be plain http is the narrow question: a name or spelling that only
// some resolvers take for this machine does not count.
func TestPlainHTTPOnThisMachine(t *testing.T) {
	for host, want := range map[string]error{
		"localhost": nil, "LocalHost": nil, "127.0.0.1": nil, "127.8.9.10": nil, "[::1]": nil,
		"localhost.": oidc.ErrAddress, "x.localhost": oidc.ErrAddress, "127.1": oidc.ErrAddress, "0x7f.0.0.1": oidc.ErrAddress,
		"0.0.0.0": oidc.ErrAddress, "[::]": oidc.ErrAddress, "2130706433": oidc.ErrAddress, "10.0.0.1": oidc.ErrAddress,
	} {
		_, s := start()
		k := &oidc.Keys{URL: "http://" + host + "/jwks", Client: &http.Client{Transport: s}}
		if err := k.Refresh(t.Context()); !errors.Is(err, want) {
			t.Errorf("http on %s: Refresh = %v; want %v", host, err, want)
		}
	}
}

// A name says nothing about where it leads. The built-in client looks at the
// address that it really dials, and sends nothing to this machine.
func TestNameThatLeadsToThisMachine(t *testing.T) {
	resolveTo(t, [4]byte{127, 0, 0, 1})
	var reached atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(issuer.KeySet()) }))
	server.Config.ConnState = func(net.Conn, http.ConnState) { reached.Add(1) }
	server.Start()
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	host := "keys.example:" + port

	// Its copy of http.DefaultTransport keeps no other way to dial.
	plain := http.DefaultTransport.(*http.Transport)
	defer func() { plain.DialTLSContext, plain.DialTLS = nil, nil }()
	plain.DialTLSContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	plain.DialTLS = func(network, _ string) (net.Conn, error) { return net.Dial(network, server.Listener.Addr().String()) }

	for name, k := range map[string]*oidc.Keys{
		"URL":    {URL: "https://" + host + "/jwks"},
		"Issuer": {Issuer: "https://" + host},
	} {
		err := k.Refresh(t.Context())
		if !errors.Is(err, oidc.ErrAddress) || !errors.Is(err, jwt.ErrKeysUnavailable) || !strings.Contains(err.Error(), "127.0.0.1:"+port) {
			t.Errorf("%s: Refresh = %v; want %q, and the address", name, err, oidc.ErrAddress)
		}
	}
	if m, err := oidc.Discover(t.Context(), nil, "https://"+host); !errors.Is(err, oidc.ErrAddress) {
		t.Errorf("Discover = %v, %v; want %q", m, err, oidc.ErrAddress)
	}
	if got := reached.Load(); got != 0 {
		t.Errorf("%d connections to this machine; want none", got)
	}

	// The program can say that it means this machine: by listing the host, or
	// with a client of its own.
	for name, k := range map[string]*oidc.Keys{
		"Cleartext": {URL: "http://" + host + "/jwks", Cleartext: []string{host}},
		"Client":    {URL: "http://" + host + "/jwks", Cleartext: []string{host}, Client: &http.Client{Transport: &http.Transport{}}},
		"localhost": {URL: "http://localhost:" + port + "/jwks"},
	} {
		if err := k.Refresh(t.Context()); err != nil {
			t.Errorf("%s: Refresh = %v", name, err)
		}
	}
}

// An unspecified address, which leads to this machine too.
func TestNameThatLeadsNowhere(t *testing.T) {
	resolveTo(t, [4]byte{0, 0, 0, 0})
	k := &oidc.Keys{URL: "https://keys.example/jwks"}
	if err := k.Refresh(t.Context()); !errors.Is(err, oidc.ErrAddress) {
		t.Errorf("Refresh = %v; want %q", err, oidc.ErrAddress)
	}
}

// A proxy may be on this machine: it is the program's choice.
func TestProxyOnThisMachine(t *testing.T) {
	var asked atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Error(w, "not today", http.StatusBadGateway)
	}))
	defer proxy.Close()
	plain := http.DefaultTransport.(*http.Transport)
	before := plain.Proxy
	defer func() { plain.Proxy = before }()
	plain.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
	k := &oidc.Keys{URL: "https://keys.example/jwks"}
	if err := k.Refresh(t.Context()); err == nil || errors.Is(err, oidc.ErrAddress) {
		t.Errorf("Refresh = %v; want the answer of the proxy", err)
	}
	if got := asked.Load(); got != 1 {
		t.Errorf("the proxy was asked %d times; want once", got)
	}
}

// resolveTo makes Go's resolver find one address for every name, without a
// network.
func resolveTo(t *testing.T, ip [4]byte) {
	before := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = before })
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go answerDNS(far, ip)
		return near, nil
	}}
}

// answerDNS answers one query of RFC 1035, framed as over TCP.
func answerDNS(conn net.Conn, ip [4]byte) {
	defer conn.Close()
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return
	}
	query := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, query); err != nil {
		return
	}
	end := 12 // of the question, which follows the header
	for query[end] != 0 {
		end += 1 + int(query[end])
	}
	end += 5
	reply := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, query[12:end]...)
	if query[end-3] == 1 { // type A
		reply[7] = 1
		reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4)
		reply = append(reply, ip[:]...)
	}
	conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
}
