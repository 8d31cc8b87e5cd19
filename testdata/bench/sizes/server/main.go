// Server serves one open route and answers JSON, and logs with slog: what such
// a server weighs.
package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"hello": "world"})
	})
	fatal(http.ListenAndServe(os.Args[1], nil))
}

func fatal(err error) {
	slog.Error(err.Error())
	os.Exit(1)
}
