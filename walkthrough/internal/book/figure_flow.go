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
	class    string // the colour of its arrow
}

// seen is the class of what others may see, and bad that of an attack.
const (
	seen = "O"
	bad  = "B"
)

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
		{0, 1, "open the issuer's page", []string{"challenge " + ends(shown["code_challenge"]), "state " + ends(shown["state"])}, ""},
		{1, 2, "GET /authorize", []string{"the same; Ines signs in"}, seen},
		{2, 1, "302 to the callback", []string{"code " + ends(shown["code"]), "state " + ends(shown["state"])}, seen},
		{1, 0, "GET callback", []string{"the app compares the state"}, seen},
		{0, 2, "POST /token", []string{"code " + ends(shown["code"]), "verifier " + ends(shown["code_verifier"])}, ""},
		{2, 0, "200", []string{"the issuer has hashed the verifier, and compared", "access token " + ends(shown["access_token"])}, ""},
		{0, 3, "GET /secure-route", []string{"Authorization: Bearer …"}, ""},
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
		Wide:    flowDrawing(messages, names, 1, title, strings.Join(said, "; ")+".", true), Narrow: flowDrawing(messages, names, 1, title, strings.Join(said, "; ")+".", false),
	}
}

// boundFigure is a request with a token that is bound to a key, and one without
// the key. Its values are those that the page prints.
func boundFigure(_ *Book, p *page) *figure {
	shown := map[string]string{}
	for _, b := range p.record.Blocks {
		for _, name := range []string{"jkt", "htm", "htu", "ath", "jti"} {
			if _, rest, ok := strings.Cut(b.JSON, `"`+name+`":"`); ok && shown[name] == "" {
				shown[name], _, _ = strings.Cut(rest, `"`)
			}
		}
	}
	if shown["jkt"] == "" || shown["htu"] == "" || shown["ath"] == "" {
		return nil
	}
	names := []string{"app", "issuer", "API", "Mallory"}
	messages := []message{
		{0, 1, "POST /token", []string{"a proof, with the app's public key"}, ""},
		{1, 0, "200", []string{"token with cnf.jkt " + ends(shown["jkt"]), "the thumbprint of that key"}, ""},
		{0, 2, shown["htm"] + " " + shown["htu"], []string{
			"Authorization: DPoP (the token)",
			"a proof: htm, htu, ath " + ends(shown["ath"]) + ", jti " + ends(shown["jti"]),
		}, ""},
		{2, 0, "200", []string{"key, method, URL, token, time and number fit"}, ""},
		{3, 2, "the token, without a proof", []string{"401"}, bad},
		{3, 2, "the token, and a proof of hers", []string{"another thumbprint: 401"}, bad},
		{3, 2, "the token, and a proof that was used", []string{"its jti was seen: 401"}, bad},
	}
	title := "A token that is bound to a key"
	var said []string
	for _, m := range messages {
		said = append(said, fmt.Sprintf("%s to %s: %s, %s", names[m.from], names[m.to], m.name, strings.Join(m.carries, ", ")))
	}
	desc := strings.Join(said, "; ") + "."
	return &figure{
		Name:    "A token that is bound to a key",
		Caption: "The token says whose key must be behind it. The proof shows that the sender has the key, for this request alone. Mallory has the token, and what has gone over the wire; the private key never does.",
		Wide:    flowDrawing(messages, names, 0, title, desc, true), Narrow: flowDrawing(messages, names, 0, title, desc, false),
	}
}

// ends shortens a value.
func ends(s string) string {
	if len(s) > 16 {
		return s[:6] + "…" + s[len(s)-4:]
	}
	return s
}

// flowDrawing draws a life line for each name, and marks one of them.
func flowDrawing(messages []message, names []string, marked int, title, desc string, wide bool) template.HTML {
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
		if m.class != "" {
			class, ink = "k"+m.class, " c"+m.class
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
		if i == marked {
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
