package book

import (
	"fmt"
	"html/template"
	"strings"
)

// A message of the flow goes from one line to another.
type message struct {
	from, to int // lines: 0 app, 1 browser, 2 issuer, 3 API
	name     string
	carries  []string
	secret   bool // the browser sees it, and so may others
}

// flowFigure is the code flow with PKCE. Its values are those that the page
// prints.
func flowFigure(_ *Book, p *page) *figure {
	shown := map[string]string{}
	for _, b := range p.record.Blocks {
		for _, l := range b.Show {
			if name, value, ok := strings.Cut(strings.TrimSpace(l), " = "); ok && shown[name] == "" {
				shown[name] = value
			}
		}
	}
	if shown["code_challenge"] == "" || shown["code_verifier"] == "" || shown["code"] == "" {
		return nil
	}
	messages := []message{
		{0, 1, "open the issuer's page", []string{"challenge " + ends(shown["code_challenge"]), "state " + ends(shown["state"])}, false},
		{1, 2, "GET /authorize", []string{"the same; Ines signs in"}, true},
		{2, 1, "302 to the callback", []string{"code " + ends(shown["code"]), "state " + ends(shown["state"])}, true},
		{1, 0, "GET callback", []string{"the app compares the state"}, true},
		{0, 2, "POST /token", []string{"code " + ends(shown["code"]), "verifier " + ends(shown["code_verifier"])}, false},
		{2, 0, "200", []string{"the issuer has hashed the verifier, and compared", "access token " + ends(shown["access_token"])}, false},
		{0, 3, "GET /secure-route", []string{"Authorization: Bearer …"}, false},
	}
	title := "The code flow with PKCE"
	var said []string
	names := []string{"app", "browser", "issuer", "API"}
	for _, m := range messages {
		said = append(said, fmt.Sprintf("%s to %s: %s, %s", names[m.from], names[m.to], m.name, strings.Join(m.carries, ", ")))
	}
	return &figure{
		Name:    "The code flow with PKCE",
		Caption: "What goes through the browser can be seen in passing: the challenge, the state and the code. The verifier goes from the app to the issuer alone, and only when the code is changed for the token.",
		Wide:    flowDrawing(messages, names, title, strings.Join(said, "; ")+".", true), Narrow: flowDrawing(messages, names, title, strings.Join(said, "; ")+".", false),
	}
}

// ends shortens a value.
func ends(s string) string {
	if len(s) > 16 {
		return s[:6] + "…" + s[len(s)-4:]
	}
	return s
}

func flowDrawing(messages []message, names []string, title, desc string, wide bool) template.HTML {
	width, lines := 1088.0, []float64{110, 420, 730, 980}
	if !wide {
		width, lines = 340, []float64{34, 120, 214, 306}
	}
	d := draw("flow", title, desc, width, 0)
	y := 70.0
	var body drawing
	for _, m := range messages {
		a, b := lines[m.from], lines[m.to]
		class, ink := "", ""
		if m.secret {
			class, ink = "kO", " cO"
		}
		s := 6.0
		if b < a {
			s = -6
		}
		texts := append([]string{}, m.carries...)
		if wide {
			body.arrow(a+s, y, b-s, y, class)
			body.text((a+b)/2, y-8, "b s center halo"+ink, m.name)
			for i, t := range texts {
				body.text((a+b)/2, y+17+float64(i)*16, "s q center halo", t)
			}
			y += 50 + 16*float64(len(texts))
			continue
		}
		body.text(44, y-2, "b s halo"+ink, m.name)
		for i, t := range texts {
			body.text(44, y+14+float64(i)*15, "s q halo", t)
		}
		y += 14 + 15*float64(len(texts))
		body.arrow(a+s, y, b-s, y, class)
		y += 34
	}
	d.height = y - 10
	for i, x := range lines {
		box := 60.0
		if !wide {
			box = 32
		}
		class := "bx"
		if i == 1 {
			class = "bx kO ob"
		}
		d.path("fl dash", "M%s 34V%s", x, d.height)
		d.rect(x-box, 2, 2*box, 30, class, 6)
		d.text(x, 22, "b s center", names[i])
	}
	d.WriteString(body.String())
	if wide {
		return d.svg("wide")
	}
	return d.svg("narrow")
}
