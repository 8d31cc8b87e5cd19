package book

import (
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
)

// Handler serves the book to the person at this machine.
func (b *Book) Handler() (http.Handler, error) {
	files, err := b.Files()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		text, ok := files[or(name, "index.html")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(or(name, "index.html"))))
		w.Write(text)
	})
	return guardHost(mux), nil
}

// guardHost keeps other sites away. The policy of each page is in its head.
func guardHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		// A site may give its own name the address 127.0.0.1 (DNS
		// rebinding). The Host field gives it away.
		if !isLoopback(r.Host) {
			http.Error(w, "this book is for the machine it runs on: open it as localhost or 127.0.0.1", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
