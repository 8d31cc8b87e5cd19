package oidctest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"
)

// An Issuer is an OpenID provider that signs anything. Its methods may be
// called by many goroutines at once, also while it serves.
type Issuer struct {
	// URL is the issuer's identifier: its "iss", and where its metadata
	// are. It must not be changed.
	URL string
	// Now is its clock, for Claims. Nil means time.Now. Set it before use.
	Now func() time.Time

	server *httptest.Server // nil without a port
	path   string           // of the URL, without a slash at the end

	mu       sync.Mutex
	keys     []*key // all there ever were, the newest last
	made     int    // how many of them were generated
	metadata map[string]any
	keySet   []byte // served in place of the true one, if not nil
	header   http.Header
	status   int
	delay    time.Duration
	closed   bool

	discoveries, keySets int
}

// NewIssuer starts an issuer on the loopback interface. Close it when it is
// not needed any more. It panics if it cannot listen.
func NewIssuer() *Issuer {
	i := &Issuer{}
	i.server = httptest.NewUnstartedServer(i.Handler())
	i.prepare("http://" + i.server.Listener.Addr().String())
	i.server.Start()
	return i
}

// NewIssuerAt returns an issuer that has the URL, be it anything, but no port.
// Only its Client reaches it; or make it reachable with its Handler.
func NewIssuerAt(address string) *Issuer {
	i := &Issuer{}
	i.prepare(address)
	return i
}

func (i *Issuer) prepare(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		panic("oidctest: not the URL of an issuer: " + address)
	}
	i.URL = address
	i.path = strings.TrimSuffix(u.EscapedPath(), "/")
	i.keys = wellKnownKeys()
	i.metadata = map[string]any{}
	i.header = http.Header{}
}

// Close ends the server. From then on, the issuer cannot be reached.
func (i *Issuer) Close() {
	i.mu.Lock()
	i.closed = true
	i.mu.Unlock()
	if i.server != nil {
		i.server.Close()
	}
}

// Client returns a client that reaches the issuer. Without a port it reaches
// nothing else, and never the network.
func (i *Issuer) Client() *http.Client {
	if i.server != nil {
		return i.server.Client()
	}
	return &http.Client{Transport: inMemory{i}}
}

// Fail makes every answer from now on have this status. 0 ends it.
func (i *Issuer) Fail(status int) { i.set(func() { i.status = status }) }

// Delay makes every answer from now on take that long. 0 ends it.
func (i *Issuer) Delay(d time.Duration) { i.set(func() { i.delay = d }) }

// SetHeader puts a field into every answer from now on, such as Cache-Control
// or Retry-After. An empty value takes it out again.
func (i *Issuer) SetHeader(name, value string) {
	i.set(func() {
		if i.header.Set(name, value); value == "" {
			i.header.Del(name)
		}
	})
}

// SetMetadata changes a member of the metadata, or adds one, for those who add
// endpoints and those who lie. Nil removes it.
func (i *Issuer) SetMetadata(name string, value any) {
	i.set(func() { i.metadata[name] = value })
}

// SetKeySet makes the issuer serve this text as its key set. Nil ends it.
func (i *Issuer) SetKeySet(text []byte) { i.set(func() { i.keySet = text }) }

// Fetches returns how often the metadata and the key set were asked for, also
// where the answer was an error.
func (i *Issuer) Fetches() (metadata, keySet int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.discoveries, i.keySets
}

func (i *Issuer) set(change func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change()
}

func (i *Issuer) now() time.Time {
	if i.Now != nil {
		return i.Now()
	}
	return time.Now()
}
