// Server serves one open route: what every net/http server weighs.
package main

import (
	"io"
	"log"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "hello\n")
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
