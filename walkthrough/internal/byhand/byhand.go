// Package byhand prints on a page what package explain computes by hand.
package byhand

import (
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
	"example.com/glassjwt/walkthrough/internal/lesson"
)

// Show prints those values of the signature's calculation that have these
// names, each with its fields.
func Show(p *lesson.Page, x *jwt.Examination, names ...string) {
	report := explain.New(x)
	var values []lesson.Value
	for _, name := range names {
		values = append(values, valueOf(find(report, name)))
	}
	p.Values(values...)
}

func valueOf(v explain.Value) lesson.Value {
	w := lesson.Value{Name: v.Name, How: v.How, Bytes: v.Bytes}
	for _, f := range v.Fields {
		w.Fields = append(w.Fields, lesson.Field{Start: f.Start, End: f.End, Label: f.Label, Role: string(f.Role)})
	}
	return w
}

func find(r *explain.Report, name string) explain.Value {
	for _, step := range r.Steps {
		for _, card := range step.Cards {
			for _, v := range card.Values {
				if v.Name == name {
					return v
				}
			}
		}
	}
	panic("byhand: the calculation has no value " + name)
}
