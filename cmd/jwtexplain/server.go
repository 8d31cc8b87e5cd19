package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"example.com/glassjwt/cmd/internal/command"
)

// serve serves the page until the context is done. It is for the person at
// this machine: whoever else reaches it could see the tokens, and use the
// program to see what the machine can reach.
func (o *options) serve(ctx context.Context, stdout, stderr io.Writer) error {
	p, err := newPage(o.expectations)
	if err != nil {
		return err
	}
	l, err := command.ListenLoopback(o.http)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "jwtexplain http://%s/ ready\n", l.Addr())
	return command.Serve(ctx, l, p.handler(), slog.New(slog.NewTextHandler(stderr, nil)))
}

func (p *page) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.first)
	mux.HandleFunc("GET /example/{name}", p.example)
	mux.HandleFunc("POST /{$}", p.explain)
	var sameOrigin http.CrossOriginProtection
	return guard(sameOrigin.Handler(mux))
}

// guard keeps other sites away from the answers.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", policy())
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		// A site may give its own name the address 127.0.0.1, once its
		// script runs in the browser here, and so be of one origin with
		// this server (DNS rebinding). The Host field gives it away.
		if !isLoopback(r.Host) {
			http.Error(w, "this page is for the machine it runs on: open it as localhost or 127.0.0.1", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// policy allows the styles with these hashes, forms that are sent here, and
// nothing else: no script, no image, no frame around it.
func policy(styles ...string) string {
	if len(styles) == 0 {
		styles = []string{"'none'"}
	}
	return "default-src 'none'; style-src " + strings.Join(styles, " ") +
		"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// isLoopback reports whether a Host field names this machine. The port may be
// that of a tunnel.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
