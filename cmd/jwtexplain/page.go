package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"os"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
)

// A page explains the tokens that a visitor brings, and those of the gallery.
type page struct {
	expectations // those of the command line; keys is nil if there are none
}

func newPage(e expectations) (*page, error) {
	v, err := e.verifier()
	if err != nil {
		return nil, err
	}
	e.keys = v.Keys
	return &page{e}, nil
}

// writePage writes the page to a file, and the verdict to w. The file has the
// token in it, and is for the eyes of its owner.
func (o *options) writePage(w io.Writer, x *jwt.Examination) error {
	var b bytes.Buffer
	if err := explain.HTML(&b, x); err != nil {
		return err
	}
	if err := os.WriteFile(o.output, b.Bytes(), 0o600); err != nil {
		return command.Misuse(err.Error(), "-o takes the name of a file that can be written")
	}
	return writeVerdict(w, x)
}

//go:embed page
var pageFiles embed.FS

var pageTemplate = template.Must(template.ParseFS(pageFiles, "page/page.html"))

var pageStyle = func() template.CSS {
	b, err := pageFiles.ReadFile("page/page.css")
	if err != nil {
		panic(err)
	}
	return template.CSS(b)
}()

// A view is what is on the page.
type view struct {
	Form     form
	Error    error // why the form cannot be used
	Example  *example
	Gallery  []example
	Own      bool // the command line says where keys are
	Report   *explain.Report
	Fragment explain.Fragment
	Style    template.CSS
}

// first is the page before anything was asked: an example, to see what it
// shows, unless the command line expects something already.
func (p *page) first(w http.ResponseWriter, r *http.Request) {
	if p.keys == nil {
		p.showExample(w, r, &gallery[0])
		return
	}
	p.write(w, http.StatusOK, view{Form: formOf("", p.expectations)})
}

func (p *page) example(w http.ResponseWriter, r *http.Request) {
	e, err := lookUp(r.PathValue("name"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	p.showExample(w, r, e)
}

func (p *page) showExample(w http.ResponseWriter, r *http.Request, e *example) {
	v, err := e.expectations().verifier()
	if err != nil {
		panic("gallery: " + err.Error())
	}
	f := formOf(e.token(), e.expectations())
	f.Keys = galleryFile("keys.json")
	p.show(w, r, v, e.token(), view{Form: f, Example: e})
}

// maxForm is more than a token and a key set take.
const maxForm = 256 << 10

// explain explains the token of the form, which is in the body. What stands in
// the address is not read: it would stay in the history, and in logs.
func (p *page) explain(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, fmt.Sprintf("more than %d bytes", tooLarge.Limit), http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(w, "no form that can be read", http.StatusBadRequest)
		return
	}
	f := readForm(r.PostForm)
	token, v, err := p.verifier(f)
	if err != nil {
		p.write(w, http.StatusUnprocessableEntity, view{Form: f, Error: err})
		return
	}
	p.show(w, r, v, token, view{Form: f})
}

func (p *page) show(w http.ResponseWriter, r *http.Request, v *jwt.Verifier, token string, data view) {
	data.Report = explain.New(v.Examine(r.Context(), token))
	p.write(w, http.StatusOK, data)
}

func (p *page) write(w http.ResponseWriter, status int, data view) {
	data.Gallery, data.Style, data.Own = gallery, pageStyle, p.keys != nil
	var b bytes.Buffer
	fragment, err := explain.NewFragment(data.Report)
	if err == nil {
		data.Fragment = fragment
		err = pageTemplate.Execute(&b, data)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Security-Policy", policy(explain.StyleSource(data.Style), explain.StyleSource(data.Fragment.Style)))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// Name and Why are for the template.
func (e example) Name() string { return e.name }
func (e example) Why() string  { return e.why }
