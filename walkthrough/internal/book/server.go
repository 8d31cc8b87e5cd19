package book

import (
	"mime"
	"net/http"
	"path"
	"strings"

	"example.com/glassjwt/jwt/explain/workbench"
)

// Handler serves the book to the person at this machine. Each token can be
// changed there.
func (b *Book) Handler() (http.Handler, error) {
	files, err := b.Files()
	if err != nil {
		return nil, err
	}
	bench, err := b.bench().Handler()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the book is only read", http.StatusMethodNotAllowed)
			return
		}
		name := or(strings.TrimPrefix(path.Clean(r.URL.Path), "/"), "index.html")
		text, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", policy+"; frame-ancestors 'none'")
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		w.Write(text)
	})
	mux.Handle("/try/", http.StripPrefix("/try", bench))
	// The pages of the written book have other names.
	mux.HandleFunc("GET /try/{file}", func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutSuffix(r.PathValue("file"), ".html")
		if !ok {
			http.NotFound(w, r)
			return
		}
		http.Redirect(w, r, "token/"+name, http.StatusSeeOther)
	})
	return workbench.Guard(mux), nil
}
