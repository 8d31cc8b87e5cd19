package book

import (
	"fmt"
	"html/template"
	"slices"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// A picture draws one figure, with the values of the page's run. It may find
// that there is nothing to draw.
type picture func(*Book, *page) *figure

// pictures are the figures of the pages, in their order.
var pictures = map[string][]picture{
	"split":     {splitFigure},
	"decode":    {lettersFigure},
	"token":     {flowFigure},
	"discovery": {trustFigure},
	"jwks":      {rotationFigure},
	"kid":       {choiceFigure},
	"ec-key":    {pointsFigure},
	"rs256":     {powerFigure, blockFigure, digestInfoFigure, forgedFigure},
	"es256":     {walkFigure, mirrorFigure},
	"bound":     {boundFigure},
}

// figures draws the figures of a page.
func (b *Book) figures(p *page) (list []figure) {
	for _, draw := range pictures[p.Name] {
		f := draw(b, p)
		if f == nil {
			b.problem(p, fmt.Errorf("figure %d finds nothing to draw in the page's record", len(list)+1))
			continue
		}
		f.ID = fmt.Sprintf("figure-%d", len(list)+1)
		f.Caption = template.HTML(fmt.Sprintf("<b>Figure %d</b> %s", len(list)+1, f.Caption))
		list = append(list, *f)
	}
	return list
}

// numbers are those that the page has given for a figure.
func (p *page) numbers(name string, n int) ([]int, bool) {
	for _, b := range p.record.Blocks {
		if b.Figure != nil && b.Figure.Name == name && len(b.Figure.Numbers) == n {
			return b.Figure.Numbers, true
		}
	}
	return nil, false
}

// value finds a value of the page's calculations whose field has this label.
func (p *page) value(name, label string) *lesson.Value {
	for _, b := range p.record.Blocks {
		for _, v := range b.Values {
			if v.Name == name && (label == "" || slices.ContainsFunc(v.Fields, func(f lesson.Field) bool { return f.Label == label })) {
				return &v
			}
		}
	}
	return nil
}

// firstToken is that of the first case.
func (p *page) firstToken() string {
	for _, c := range p.Cases {
		if c.Token != "" {
			return c.Token
		}
	}
	return ""
}
