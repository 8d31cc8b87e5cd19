// Client is the server that also fetches a URL: what a server weighs that gets
// its keys over HTTP, whoever reads them.
package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
)

func main() {
	resp, err := http.Get(os.Args[2])
	if err != nil {
		fatal(err)
	}
	document, err := io.ReadAll(resp.Body)
	if err != nil {
		fatal(err)
	}
	http.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"hello": string(document)})
	})
	fatal(http.ListenAndServe(os.Args[1], nil))
}

func fatal(err error) {
	slog.Error(err.Error())
	os.Exit(1)
}
