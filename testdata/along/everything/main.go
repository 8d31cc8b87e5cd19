// Command everything is a server with one protected route. Its issuer is
// nowhere: it starts, answers one request without a token, and ends.
package main

import (
	"fmt"
	"net/http"
	"os"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
)

func main() {
	guard := &httpauth.Guard{Verifier: &jwt.Verifier{
		Issuer:   "https://issuer.example",
		Audience: []string{"https://api.example"},
		Keys:     &oidc.Keys{Issuer: "https://issuer.example"},
	}}
	mux := http.NewServeMux()
	mux.Handle("GET /api/protected", guard.Handler(http.HandlerFunc(protected)))

	r, err := http.NewRequest("GET", "/api/protected", nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, "everything:", err)
		os.Exit(1)
	}
	w := &recorder{header: http.Header{}}
	mux.ServeHTTP(w, r)
	fmt.Println("everything:", w.status, w.header.Get("WWW-Authenticate"))
	if w.status != http.StatusUnauthorized {
		os.Exit(1)
	}
}

func protected(w http.ResponseWriter, r *http.Request) {
	token, _ := httpauth.Token(r.Context())
	fmt.Fprintln(w, "hello,", token.Claims.Subject)
}

type recorder struct {
	header http.Header
	status int
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(b []byte) (int, error) { return len(b), nil }
