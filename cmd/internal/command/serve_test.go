package command

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestListenLoopback(t *testing.T) {
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", "127.0.0.2:0"} {
		l, err := ListenLoopback(addr)
		if err != nil {
			if addr == "127.0.0.2:0" { // not every system has it
				continue
			}
			t.Errorf("ListenLoopback(%q) = nil, %v", addr, err)
			continue
		}
		if !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
			t.Errorf("ListenLoopback(%q) listens at %s", addr, l.Addr())
		}
		l.Close()
	}
	for _, addr := range []string{"", ":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "127.0.0.1", "127.0.0.1:none"} {
		if l, err := ListenLoopback(addr); err == nil {
			t.Errorf("ListenLoopback(%q) listens at %s", addr, l.Addr())
			l.Close()
		}
	}
}

// TestServe: who is being served when the end comes is served.
func TestServe(t *testing.T) {
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + l.Addr().String()
	arrived, release := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-release
		io.WriteString(w, "served")
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, l, handler, slog.New(slog.DiscardHandler)) }()
	answered := make(chan string, 1)
	go func() {
		resp, err := http.Get(url)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answered <- string(body)
	}()
	<-arrived
	stop()
	for { // until nobody else is let in
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			break
		}
		conn.Close()
	}
	close(release)
	if got := <-answered; got != "served" {
		t.Errorf("the request under way is answered with %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v", err)
	}
	if err := Serve(t.Context(), l, handler, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("Serve with a closed listener = %v", err)
	}
}
