package book

import "html/template"

// figures are the drawings of a page, in their order.
func (b *Book) figures(p *page) ([]figure, error) {
	draw, ok := pictures[p.Name]
	if !ok {
		return nil, nil
	}
	list, err := draw(b, p)
	for i := range list {
		list[i].ID = "figure-" + digits(i+1)
		list[i].Caption = template.HTML("<b>Figure "+digits(i+1)+"</b> ") + list[i].Caption
	}
	return list, err
}

func digits(n int) string { return string(rune('0' + n)) }

// pictures are the functions that draw, by page.
var pictures = map[string]func(*Book, *page) ([]figure, error){}
