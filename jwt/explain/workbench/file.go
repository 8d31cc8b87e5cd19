package workbench

import (
	"context"
	"html/template"
	"io"

	"example.com/glassjwt/jwt/explain"
)

// Write writes the explanation of a specimen as a page: one HTML file, without
// script, that makes a browser fetch nothing. There are no tools on it, for no
// server stands behind them. Home is the address of the page to go back to,
// such as "../index.html"; "" leaves that link out.
//
// A specimen without a time is judged as of now, so a written page that is to
// stay the same needs Settings.Now.
func Write(w io.Writer, s Specimen, home string) error {
	x, err := s.Examine(context.Background())
	if err != nil {
		return err
	}
	f, err := explain.NewFragment(explain.New(x))
	if err != nil {
		return err
	}
	return pages.ExecuteTemplate(w, "file.html", struct {
		Specimen Specimen
		Home     string
		Report   *explain.Report
		Styles   []template.CSS
		Sources  []string
		Body     template.HTML
	}{
		s, home, f.Report,
		[]template.CSS{f.Style, benchStyle},
		[]string{explain.StyleSource(f.Style), explain.StyleSource(benchStyle)},
		f.Body,
	})
}
