// Package byhand prints on a page what package explain computes by hand.
package byhand

import (
	"fmt"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
	"example.com/glassjwt/walkthrough/internal/lesson"
)

// Show prints those values of the signature's calculation that have these
// names, each with its fields.
func Show(p *lesson.Page, x *jwt.Examination, names ...string) {
	var lines []string
	for _, name := range names {
		v := find(explain.New(x), name)
		lines = append(lines, fmt.Sprintf("%s = %s", v.Name, v.How))
		fields := v.Fields
		if fields == nil {
			fields = []explain.Field{{Start: 0, End: len(v.Bytes)}}
		}
		for _, f := range fields {
			lines = append(lines, field(p, v.Bytes, f)...)
		}
	}
	p.Show(lines...)
}

// field is one line, or several if the page is verbose.
func field(p *lesson.Page, b []byte, f explain.Field) (lines []string) {
	place := fmt.Sprintf("  [%3d:%3d]  %-24s ", f.Start, f.End, f.Label)
	bytes := b[f.Start:f.End]
	if len(bytes) > 8 && !p.Verbose() {
		return []string{fmt.Sprintf("%s% x ... % x", place, bytes[:4], bytes[len(bytes)-4:])}
	}
	for len(bytes) > 0 {
		n := min(len(bytes), 16)
		lines = append(lines, fmt.Sprintf("%s% x", place, bytes[:n]))
		bytes = bytes[n:]
		place = fmt.Sprintf("%*s", len(place), "")
	}
	return lines
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
