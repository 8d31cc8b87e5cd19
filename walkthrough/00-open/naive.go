package main

import (
	"net/http"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// naiveOpen is the API at step 0 of T1, and the first app of T3 and T4:
// two routes, and no gate. The tutorials know. They say so, and go on
// to mend it.
func naiveOpen(*jwt.Verifier) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", health)
	mux.HandleFunc("GET /secure-route", atHome)
	return mux
}

// naiveName wants to know who asks, and believes the answer.
func naiveName(*jwt.Verifier) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", health)
	mux.HandleFunc("GET /secure-route",
		func(w http.ResponseWriter, r *http.Request) {
			if r.FormValue("reader") != "ines" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			atHome(w, r)
		})
	return mux
}

// naiveEverywhere puts the gate of a library in front of all routes.
func naiveEverywhere(v *jwt.Verifier) http.Handler {
	guard := &httpauth.Guard{Verifier: v}
	return guard.Handler(naiveOpen(v))
}
