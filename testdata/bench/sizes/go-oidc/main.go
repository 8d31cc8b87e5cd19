// Go-oidc is the server with one route guarded by go-oidc.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

func main() {
	provider, err := oidc.NewProvider(context.Background(), os.Args[2])
	if err != nil {
		fatal(err)
	}
	v := provider.Verifier(&oidc.Config{ClientID: os.Args[3], SupportedSigningAlgs: []string{"RS256", "ES256"}})
	http.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		text, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		token, err := v.Verify(r.Context(), text)
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"hello": token.Subject})
	})
	fatal(http.ListenAndServe(os.Args[1], nil))
}

func fatal(err error) {
	slog.Error(err.Error())
	os.Exit(1)
}
