package oidctest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"
)

// An Issuer is an OpenID provider that signs anything. Many goroutines may call
// its methods at once, also while it serves.
type Issuer struct {
	// URL is the issuer's identifier: its "iss", and the start of the address
	// of its metadata. Do not change it.
	URL string
	// Now is the clock for Claims. Nil means time.Now. Set it before use.
	Now func() time.Time

	server *httptest.Server // nil without a port
	path   string           // of the URL, without a slash at the end

	mu       sync.Mutex
	keys     []*key // also withdrawn ones; the newest last
	made     int    // how many of them were generated
	metadata map[string]any
	keySet   []byte // if not nil, served in place of the true key set
	header   http.Header
	status   int
	delay    time.Duration
	closed   bool

	discoveries, keySets int
}

// NewIssuer starts an issuer on the loopback interface. Close it after use.
// NewIssuer panics if it cannot listen.
func NewIssuer() *Issuer {
	i := &Issuer{}
	i.server = httptest.NewUnstartedServer(i.Handler())
	i.prepare("http://" + i.server.Listener.Addr().String())
	i.server.Start()
	return i
}

// NewIssuerAt returns an issuer with this URL, on any host, that does not listen.
// Only its Client reaches it, unless a server of yours serves its Handler.
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

// Close ends the server. After that, the issuer cannot be reached.
func (i *Issuer) Close() {
	i.mu.Lock()
	i.closed = true
	i.mu.Unlock()
	if i.server != nil {
		i.server.Close()
	}
}

// Client returns a client that reaches the issuer. The client of an issuer that
// does not listen reaches nothing else, and never uses the network.
func (i *Issuer) Client() *http.Client {
	if i.server != nil {
		return i.server.Client()
	}
	return &http.Client{Transport: inMemory{i}}
}

// Fail gives every answer this status from now on. 0 ends that.
func (i *Issuer) Fail(status int) { i.set(func() { i.status = status }) }

// Delay makes every answer take this long from now on. 0 ends that.
func (i *Issuer) Delay(d time.Duration) { i.set(func() { i.delay = d }) }

// SetHeader adds a header field, such as Cache-Control or Retry-After, to every
// answer from now on. An empty value removes it.
func (i *Issuer) SetHeader(name, value string) {
	i.set(func() {
		if i.header.Set(name, value); value == "" {
			i.header.Del(name)
		}
	})
}

// SetMetadata changes or adds a member of the metadata, for more endpoints or for
// lies. Nil removes the member.
func (i *Issuer) SetMetadata(name string, value any) {
	i.set(func() { i.metadata[name] = value })
}

// SetKeySet makes the issuer serve this text as its key set. Nil ends that.
func (i *Issuer) SetKeySet(text []byte) { i.set(func() { i.keySet = text }) }

// Fetches returns how often the metadata and the key set were requested. Requests
// that were answered with an error count too.
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
