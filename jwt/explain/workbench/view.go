package workbench

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"slices"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
)

// A view is what is on a page.
type view struct {
	Form     form
	Specimen *Specimen // nil for a reader's own token
	Changes  changes   // to the specimen; or what the last button did
	Error    error     // why the form cannot be used
	Fresh    bool      // the expectations of an example were emptied
	Up       string    // the way to the first page: "" or "../"

	examine func() *jwt.Examination // nil if there is nothing to explain

	Bench  *Bench
	Groups []group
	Report *explain.Report
	Advice *Advice
	Tools  *tools
	Body   template.HTML
	Styles []template.CSS
}

// maxListed is how many specimens a page of one lists beside it. With more, it
// lists the group of that one, and the first page lists all.
const maxListed = 40

// A group is specimens under one heading.
type group struct {
	Name      string
	Specimens []Specimen
}

func groupsOf(all []Specimen) []group {
	var groups []group
	for _, s := range all {
		if n := len(groups); n == 0 || groups[n-1].Name != s.Group {
			groups = append(groups, group{Name: s.Group})
		}
		g := &groups[len(groups)-1]
		g.Specimens = append(g.Specimens, s)
	}
	return groups
}

// Label is what readers see of a specimen. It is for the templates.
func (s Specimen) Label() string { return s.title() }

//go:embed page
var pageFiles embed.FS

var pages = template.Must(template.New("").ParseFS(pageFiles, "page/*.html"))

var benchStyle = func() template.CSS {
	b, err := pageFiles.ReadFile("page/bench.css")
	if err != nil {
		panic(err)
	}
	return template.CSS(b)
}()

// write renders the page, when there is a place to do so.
func (s *server) write(w http.ResponseWriter, r *http.Request, status int, v *view) {
	var b bytes.Buffer
	var err error
	wait := s.slots.do(r.Context(), func() {
		if err = s.render(v); err == nil {
			err = pages.ExecuteTemplate(&b, "page.html", v)
		}
	})
	switch {
	case wait != nil:
		http.Error(w, "too many explanations at once", http.StatusServiceUnavailable)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	sources := make([]string, len(v.Styles))
	for i, style := range v.Styles {
		sources[i] = explain.StyleSource(style)
	}
	w.Header().Set("Content-Security-Policy", policy(sources...))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// render makes the parts of the page.
func (s *server) render(v *view) error {
	v.Bench, v.Groups = s.Bench, groupsOf(s.Specimens)
	if v.examine != nil && len(s.Specimens) > maxListed {
		shown := s.byName[v.Form.Specimen]
		v.Groups = slices.DeleteFunc(v.Groups, func(g group) bool { return shown == nil || g.Name != shown.Group })
	}
	if v.Form.Was = v.Form.Token; len(v.Form.Was) > jwt.DefaultMaxSize {
		v.Form.Was = ""
	}
	if v.examine != nil {
		x := v.examine()
		v.Report = explain.New(x)
		if a, ok := Advise(x); ok {
			v.Advice = &a
		}
		v.Form.Header, v.Form.Claims = texts(v.Form.Token)
		v.Tools = toolsFor(v, x)
	}
	fragment, err := explain.NewFragment(v.Report)
	if err != nil {
		return err
	}
	v.Styles = []template.CSS{fragment.Style, benchStyle}
	if v.Tools == nil {
		return nil
	}
	var own bytes.Buffer
	if err := pages.ExecuteTemplate(&own, "tools", v); err != nil {
		return err
	}
	v.Body = fragment.With(template.HTML(own.String()))
	return nil
}
