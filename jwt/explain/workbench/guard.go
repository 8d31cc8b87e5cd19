package workbench

import (
	"net"
	"net/http"
	"strings"
)

// Guard keeps other sites away from the answers of next. It answers only
// requests whose Host is this machine, and refuses forms that another site
// sends. Answers are not stored, and not framed. The policy that it sets allows
// nothing; next may set one that allows its own styles.
func Guard(next http.Handler) http.Handler {
	var sameOrigin http.CrossOriginProtection
	next = sameOrigin.Handler(next)
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
