package main

import (
	"net/http"
	"strings"

	"example.com/glassjwt/httpauth"
)

// The gates of these APIs are ours, and good. The mistakes are in where
// they stand.

// naiveHandler is T2's /user/:id. The gate is there; the handler is
// said to be "custom code", and does what its path says.
func naiveHandler(g *httpauth.Guard) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /user/{id}", g.Handler(handler(books)))
	return mux
}

// naivePrefix is T3's use('/api/*', secure(...)): the gate looks at the
// path, and passes on what does not begin as it should.
func naivePrefix(g *httpauth.Guard) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /health", say("Healthy"))
	mux.Handle("GET /api/data", say("what readers may see"))
	mux.Handle("GET /data", say("what readers may see"))
	mux.Handle("OPTIONS /api/", preflight)
	guarded := g.Handler(mux)
	return handler(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			guarded.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// naiveMethod names the gate at each route, as T0 does, and once not.
func naiveMethod(g *httpauth.Guard) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /user/{id}", g.Handler(ownBooks))
	mux.Handle("DELETE /api/users/{id}", say("removed"))
	return mux
}
