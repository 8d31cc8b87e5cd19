package book

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"strings"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A choice is a key of a set, and what becomes of it for one token.
type choice struct {
	kid, kty, use, alg string
	why                string // why it is not tried; "" if it is
}

// choiceFigure shows how a header and a key set come to the keys that are
// tried. The case is the first with a set of its own of which some keys are
// tried, and some are not.
func choiceFigure(_ *Book, p *page) *figure {
	for _, c := range p.Cards {
		u, err := jwt.Parse(c.Token)
		if err != nil || c.Replay.KeySet == "" {
			continue
		}
		rows, err := choices(u.Header, c.Replay.KeySet)
		tried := 0
		for _, r := range rows {
			if r.why == "" {
				tried++
			}
		}
		if err != nil || tried == 0 || tried == len(rows) {
			continue
		}
		title := "Which keys are tried"
		said := []string{fmt.Sprintf("The token says alg %s and kid %s.", u.Header.Algorithm, u.Header.KeyID)}
		for _, r := range rows {
			said = append(said, fmt.Sprintf("Key %s, type %s, use %s: %s.", r.kid, r.kty, r.use, or(r.why, "tried")))
		}
		return &figure{
			Name: "Which keys are tried",
			Caption: template.HTML(fmt.Sprintf("The case “%s”. A key has to pass three sieves before it is tried: may it verify at all, has it the name, does it fit the algorithm. What is left may be nothing, and then the answer is no.",
				esc(c.Told.Name))),
			Wide: choiceDrawing(u.Header, rows, title, strings.Join(said, " "), true), Narrow: choiceDrawing(u.Header, rows, title, strings.Join(said, " "), false),
		}
	}
	return nil
}

func choices(h jwt.Header, keySet string) (rows []choice, err error) {
	o, err := jwt.ParseShallow([]byte(keySet))
	if err != nil {
		return nil, err
	}
	var texts []json.RawMessage
	if err := o.Get("keys", &texts); err != nil {
		return nil, err
	}
	for _, text := range texts {
		var r choice
		if m, err := jwt.ParseObject(text); err == nil {
			for name, to := range map[string]*string{"kid": &r.kid, "kty": &r.kty, "use": &r.use, "alg": &r.alg} {
				_ = m.Get(name, to)
			}
		}
		k, err := jwk.Parse(text)
		switch {
		case errors.Is(err, jwk.ErrUse):
			r.why = "it is not for signatures"
		case err != nil:
			r.why = "it is not usable"
		case h.KeyID != "" && k.ID != h.KeyID:
			r.why = "it has another name"
		case !(jwt.Key{Public: k.Public, Algorithm: k.Algorithm}).Fits(h.Algorithm):
			r.why = "it does not fit " + string(h.Algorithm)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func choiceDrawing(h jwt.Header, rows []choice, title, desc string, wide bool) template.HTML {
	const row = 56.0
	width := 1088.0
	if !wide {
		width = 340
	}
	d := draw("choice", title, desc, width, 72+row*float64(len(rows))+8)
	d.rect(1, 1, width-2, 44, "bH", 6)
	d.text(14, 27, "b cH", "the token's header")
	if wide {
		d.text(170, 27, "m s", fmt.Sprintf("alg %s   kid %s", h.Algorithm, or(h.KeyID, "(none)")))
	} else {
		d.text(width-12, 27, "m s end", fmt.Sprintf("%s %s", h.Algorithm, or(h.KeyID, "(none)")))
	}
	for i, r := range rows {
		y := 60 + row*float64(i)
		class, sign, ink, word := "bx kG gb", "✓", "cG", "tried"
		if r.why != "" {
			class, sign, ink, word = "bx", "✗", "cB", r.why
		}
		d.rect(1, y, width-2, row-10, class, 6)
		d.text(14, y+28, "b "+ink, sign)
		if wide {
			d.text(44, y+28, "m b", or(r.kid, "(no kid)"))
			d.text(260, y+28, "m s q", fmt.Sprintf("kty %-4s use %-4s alg %s", r.kty, or(r.use, "-"), or(r.alg, "-")))
			d.text(640, y+28, "s "+ink, word)
		} else {
			d.text(36, y+20, "m s b", or(r.kid, "(no kid)"))
			d.text(width-12, y+20, "m s q end", fmt.Sprintf("%s %s", r.kty, or(r.use, "-")))
			d.text(36, y+37, "s "+ink, word)
		}
	}
	if wide {
		return d.svg("wide")
	}
	return d.svg("narrow")
}
