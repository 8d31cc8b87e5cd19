package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Listen opens a TCP address.
func Listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, Hint(err, "choose another address, such as 127.0.0.1:0 for any free port")
	}
	return l, nil
}

// ListenLoopback is Listen for a server that must not be reached from the
// network. It resolves the name first, and opens the address that it checked.
func ListenLoopback(addr string) (net.Listener, error) {
	resolved, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, Misuse(err.Error(), "an address is a host and a port, such as 127.0.0.1:9000")
	}
	if !resolved.IP.IsLoopback() {
		return nil, Misuse(fmt.Sprintf("%s is not a loopback address", addr), "this is for your own machine only; use 127.0.0.1 or [::1]")
	}
	return Listen(resolved.String())
}

// Serve serves HTTP until the context is done. Then requests that are under way
// have a few seconds to end.
//
// The limits matter: without them, a client that sends a byte a minute holds a
// connection, and its memory, for ever.
func Serve(ctx context.Context, l net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second, // a first request may wait 10 s for the issuer's keys
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    96 << 10, // a token has at most 64 KiB
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	return err
}
