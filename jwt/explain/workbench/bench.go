package workbench

import (
	"errors"
	"fmt"
	"net/http"

	"example.com/glassjwt/jwt"
)

// A Bench serves explanations: of its specimens, and of the tokens that a
// reader brings. Its fields must not change after the first use of its Handler.
type Bench struct {
	// Name is the heading of each page.
	Name string
	// Home is the address to which the heading leads, relative to the
	// first page of the Bench. "" means that page.
	Home string

	Specimens []Specimen

	// Settings are expected of a reader's own token where the form does
	// not say otherwise.
	Settings Settings
	// KeySet judges a reader's own token, if the form has no keys and the
	// issuer of Settings. Nil means that the form must have the keys.
	KeySet jwt.KeySet
}

// Handler returns the handler of all pages, with [Guard] in front. The error
// is for specimens that cannot be served: a name that is no name or is there
// twice, keys that cannot be read.
func (b *Bench) Handler() (http.Handler, error) {
	s := &server{Bench: b, byName: map[string]*Specimen{}, slots: make(slots, atOnce)}
	for i := range b.Specimens {
		sp := &b.Specimens[i]
		if !isName(sp.Name) || s.byName[sp.Name] != nil {
			return nil, fmt.Errorf("specimen %q: the name is not one, or another specimen has it", sp.Name)
		}
		if _, err := sp.Resolver(); err != nil {
			return nil, err
		}
		s.byName[sp.Name] = sp
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.first)
	mux.HandleFunc("GET /token/{name}", s.specimen)
	mux.HandleFunc("POST /{$}", s.own)
	return Guard(mux), nil
}

type server struct {
	*Bench
	byName map[string]*Specimen
	slots  slots
}

// first is the page before anything was asked: the form, and what there is to
// look at.
func (s *server) first(w http.ResponseWriter, r *http.Request) {
	s.write(w, r, http.StatusOK, &view{Form: formOf(s.Settings)})
}

// specimen shows a specimen, with the changes that the address names.
func (s *server) specimen(w http.ResponseWriter, r *http.Request) {
	sp := s.byName[r.PathValue("name")]
	if sp == nil {
		http.NotFound(w, r)
		return
	}
	changed, err := changesOf(r.URL.Query())
	f := formOf(sp.Settings)
	f.Specimen, f.Token, f.Keys = sp.Name, sp.Token, sp.keysText()
	v := &view{Specimen: sp, Changes: changed, Up: "../"}
	if err == nil {
		f.apply(changed)
		v.Form = f
		err = s.judge(r, v)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.write(w, r, http.StatusOK, v)
}

// maxForm is more than a token, its texts and a key set take.
const maxForm = 512 << 10

// own shows the token of the form, which is in the body. What stands in the
// address is not read: it would stay in the history, and in logs.
func (s *server) own(w http.ResponseWriter, r *http.Request) {
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
	v := &view{Form: readForm(r.PostForm)}
	if err := s.work(v, r); err != nil {
		v.Error = err
		s.write(w, r, http.StatusUnprocessableEntity, v)
		return
	}
	s.write(w, r, http.StatusOK, v)
}

// work does to the token what the button says, and has it judged.
func (s *server) work(v *view, r *http.Request) error {
	f := &v.Form
	if err := f.readToken(); err != nil {
		return err
	}
	if sp := s.byName[f.Specimen]; sp != nil && isNew(f.Token, sp.Token, f.Was) {
		v.Fresh = f.forget(sp, s.Settings)
	}
	var err error
	if v.Changes, err = f.do(); err != nil {
		return err
	}
	return s.judge(r, v)
}

// judge asks all questions about the token of the form.
func (s *server) judge(r *http.Request, v *view) error {
	settings, err := v.Form.settings()
	if err != nil {
		return err
	}
	keys, err := s.keys(v.Form)
	if err != nil {
		return err
	}
	// What the form does not ask for.
	rest := s.Settings
	if sp := s.byName[v.Form.Specimen]; sp != nil {
		rest = sp.Settings
	}
	settings.Required, settings.MaxAge, settings.Bound, settings.Clients = rest.Required, rest.MaxAge, rest.Bound, rest.Clients
	v.examine = func() *jwt.Examination {
		return settings.Verifier(keys).Examine(r.Context(), v.Form.Token)
	}
	return nil
}

// keys returns the key set that judges the token of a form. What is typed into
// the form is never fetched, so a form cannot make this machine open addresses.
func (s *server) keys(f form) (jwt.KeySet, error) {
	if sp := s.byName[f.Specimen]; sp != nil && f.Keys == sp.keysText() && sp.KeySet != nil {
		return sp.KeySet, nil
	}
	if f.Keys != "" {
		return f.readKeys()
	}
	if s.KeySet != nil && (s.Settings.Issuer == "" || f.Issuer == s.Settings.Issuer) {
		return s.KeySet, nil
	}
	return nil, nil
}
