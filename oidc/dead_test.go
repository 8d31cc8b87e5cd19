package oidc_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"example.com/glassjwt/oidc"
)

// A wire passes bytes on to a server. When it dies, the connections that are
// open stay open, and swallow what they get. New ones work. So does a NAT box
// that forgets a connection, or a peer that was failed over.
type wire struct {
	net.Listener
	to string

	mu     sync.Mutex
	opened int
	dead   int // the connections up to this one
}

func newWire(t *testing.T, to string) *wire {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{Listener: l, to: to}
	go w.serve()
	t.Cleanup(func() { l.Close() })
	return w
}

func (w *wire) serve() {
	for {
		near, err := w.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", w.to)
		if err != nil {
			near.Close()
			continue
		}
		w.mu.Lock()
		w.opened++
		number := w.opened
		w.mu.Unlock()
		go w.pass(number, far, near)
		go w.pass(number, near, far)
	}
}

func (w *wire) pass(number int, to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		w.mu.Lock()
		dead := number <= w.dead
		w.mu.Unlock()
		if !dead {
			to.Write(buffer[:n])
		}
	}
}

func (w *wire) die() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dead = w.opened
}

// net/http keeps connections, and puts retry after retry onto an HTTP/2
// connection that has died without a word. Each fetch here has its own.
func TestDeadConnection(t *testing.T) {
	for name, http2 := range map[string]bool{"HTTP/2": true, "HTTP/1.1": false} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if (r.ProtoMajor == 2) != http2 {
					t.Errorf("%s; want %s", r.Proto, name)
				}
				rw.Write(issuer.KeySet())
			}))
			server.EnableHTTP2 = http2
			server.StartTLS()
			defer server.Close()
			w := newWire(t, server.Listener.Addr().String())
			k := &oidc.Keys{URL: "https://" + w.Addr().String() + "/jwks", Client: server.Client(), Timeout: 5 * time.Second}
			for n := range 4 {
				if err := k.Refresh(t.Context()); err != nil {
					t.Fatalf("Refresh %d = %v; want a new connection", n, err)
				}
				w.die()
			}
		})
	}
}

// A Transport of the program's own that keeps its connections is told too.
func TestRequestsAskToCloseTheConnection(t *testing.T) {
	k, s := newSite()
	s.set(func(answer func(*http.Request) (*http.Response, error)) func(*http.Request) (*http.Response, error) {
		return func(req *http.Request) (*http.Response, error) {
			if !req.Close {
				t.Errorf("%s may keep its connection", req.URL)
			}
			return answer(req)
		}
	}(s.answer))
	mustKnow(t, k, known)
}

// Nothing is left open after a fetch of the built-in client.
func TestPlainClientClosesItsConnections(t *testing.T) {
	var open sync.WaitGroup
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Write(issuer.KeySet())
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Done()
		}
	}
	server.Start()
	defer server.Close()
	k := &oidc.Keys{URL: server.URL}
	for range 3 {
		if err := k.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
	}
	open.Wait() // hangs if one stays open
}
