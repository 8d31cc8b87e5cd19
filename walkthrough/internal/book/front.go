package book

import (
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// front are the pages around the programs.
func (b *Book) front() []frame {
	return []frame{
		{Title: "glassjwt: how a token is verified, and how it is not", Book: b, File: "index.html", Front: b.index()},
		{Title: "The questions", Book: b, File: "questions.html", Front: b.questions()},
		{Title: "Glossary", Book: b, File: "glossary.html", Front: b.glossary()},
		{Title: "The scoreboard", Book: b, File: "scoreboard.html", Front: b.scoreboard()},
		{Title: "Every token of the book", Book: b, File: "tokens.html", Front: b.tokens()},
	}
}

// An index is the contents.
type index struct {
	Groups    []group
	Questions int
	Pipeline  figure
	Tutorials []tutorial
	Beside    []*page
}

// A group is some pages with one subject, up to the page with a number.
type group struct {
	Name  string
	Last  int
	Pages []*page
}

type tutorial struct {
	lesson.Tutorial
	Headings []heading
}

type heading struct {
	Title string
	Pages []*page
	Also  []string
}

func (b *Book) index() index {
	x := index{
		Groups: []group{
			{Name: "An API, and a token", Last: 4}, {Name: "Keys", Last: 9}, {Name: "Signatures", Last: 12},
			{Name: "Claims", Last: 15}, {Name: "The API, guarded", Last: 99},
		},
		Questions: b.lastQuestion(),
		Pipeline:  b.pipeline(),
	}
	for _, p := range b.pages {
		i := slices.IndexFunc(x.Groups, func(g group) bool { return p.Number <= g.Last })
		x.Groups[i].Pages = append(x.Groups[i].Pages, p)
		if p.Beside != "" {
			x.Beside = append(x.Beside, p)
		}
	}
	for _, t := range lesson.Tutorials {
		u := tutorial{Tutorial: t}
		for _, h := range t.Headings {
			w := heading{Title: h.Title}
			for _, e := range h.Pages() {
				w.Pages = append(w.Pages, b.page(e.Name))
			}
			for _, point := range h.Points {
				for _, a := range point.Also {
					if !slices.Contains(w.Also, a) {
						w.Also = append(w.Also, a)
					}
				}
			}
			u.Headings = append(u.Headings, w)
		}
		x.Tutorials = append(x.Tutorials, u)
	}
	return x
}

func (b *Book) lastQuestion() (n int) {
	for _, s := range b.stages {
		n = max(n, s.Number)
	}
	return n
}

// Stages are where requests may be stopped, in their order.
func (b *Book) Stages() []stage { return b.stages }

// A stopped is an attack or a harm, and where it ends.
type stopped struct {
	Page        *page
	Kind, Name  string
	Naive, Ours string // in a word
	Stage       string // "" for a harm
}

func (b *Book) cards() (list []stopped) {
	for _, p := range b.pages {
		if p.Number == lesson.Last().Number {
			continue // it repeats those of all others
		}
		for _, k := range p.Cards {
			s := stopped{p, k.Kind, k.Told.Name, k.NaiveWord(), k.OursWord(), ""}
			if k.Kind == lesson.Attack {
				s.Stage = stops(k.Score.Ours, p.guard)
			}
			list = append(list, s)
		}
	}
	return list
}

// Href is where the card is.
func (s stopped) Href() string {
	i := slices.IndexFunc(s.Page.Cards, func(k card) bool { return k.Told.Name == s.Name && k.Kind == s.Kind })
	return s.Page.File() + "#" + s.Page.Cards[i].ID
}

// A questions is the table of questions.
type questions struct {
	Questions int
	Stages    []askedStage
}

type askedStage struct {
	stage
	Functions []place
	Attacks   []stopped
	Bearing   string
}

func (b *Book) questions() questions {
	q := questions{Questions: b.lastQuestion()}
	bearing := b.bearing()
	cards := b.cards()
	for _, s := range b.stages {
		a := askedStage{stage: s, Bearing: strings.Join(bearing[s.Name], "; ")}
		for _, c := range cards {
			if c.Stage == s.Name {
				a.Attacks = append(a.Attacks, c)
			}
		}
		if at, ok := b.askedBy(s); ok {
			a.Functions = []place{at}
		}
		q.Stages = append(q.Stages, a)
	}
	return q
}

// askedBy finds the function that asks a question, in the table of package jwt.
func (b *Book) askedBy(s stage) (place, bool) {
	src, err := b.source("jwt/verify.go")
	if err != nil || s.Number == 0 {
		return place{}, false
	}
	row := regexp.MustCompile(`(?s)"` + regexp.QuoteMeta(s.Name) + `", ".*?"?,\s*\(\*Verifier\)\.(\w+)`)
	m := row.FindStringSubmatch(strings.Join(src.lines, "\n"))
	if m == nil {
		return place{}, false
	}
	at, ok := src.find("Verifier." + m[1])
	return place{src.path, at.line, m[1]}, ok
}

// bearing is what gets in without a question, as a test of package jwt found.
func (b *Book) bearing() map[string][]string {
	list := map[string][]string{}
	text, err := os.ReadFile(filepath.Join(b.module, "testdata", "load-bearing.txt"))
	if err != nil {
		return list
	}
	columns := regexp.MustCompile(`  +`)
	for _, l := range strings.Split(string(text), "\n")[1:] {
		if c := columns.Split(l, -1); len(c) >= 2 {
			list[c[0]] = append(list[c[0]], c[1])
		}
	}
	return list
}

// A word of the glossary.
type word struct {
	ID                   string
	Word, Meaning, Where template.HTML
}

type glossary struct{ Words []word }

// glossary is the table in README.md.
func (b *Book) glossary() (g glossary) {
	text, err := os.ReadFile(filepath.Join(b.module, "walkthrough", "README.md"))
	if err != nil {
		return g
	}
	_, section, _ := strings.Cut(string(text), "\n## Glossary\n")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, l := range strings.Split(section, "\n") {
		c := strings.Split(strings.Trim(l, "| "), " | ")
		if len(c) != 3 || c[0] == "word" {
			continue
		}
		id := "w-" + regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(strings.ReplaceAll(c[0], "`", "")), "-")
		g.Words = append(g.Words, word{id, backquoted(c[0]), backquoted(c[1]), sections(c[2])})
	}
	return g
}

// backquoted renders `code` of Markdown, and links of it to pages.
func backquoted(s string) template.HTML {
	var b strings.Builder
	for i, piece := range strings.Split(s, "`") {
		if i%2 == 1 {
			b.WriteString("<code>" + esc(piece) + "</code>")
		} else {
			b.WriteString(string(inline(piece)))
		}
	}
	return template.HTML(b.String())
}

// sections links "RFC 7515 4.1.1".
func sections(s string) template.HTML {
	return inline(regexp.MustCompile(`(RFC \d+) (\d)`).ReplaceAllString(s, "$1 section $2"))
}

type scoreboard struct {
	Attacks, Harms, NaiveFell, OursFell int
	Rows                                []stopped
	Replay                              string
}

func (b *Book) scoreboard() (s scoreboard) {
	s.Rows = b.cards()
	for _, c := range s.Rows {
		if c.Kind == lesson.Attack {
			s.Attacks++
		} else {
			s.Harms++
		}
		if c.Naive == "IN" || c.Naive == "HARM" {
			s.NaiveFell++
		}
		if c.Ours == "IN" || c.Ours == "HARM" {
			s.OursFell++
		}
	}
	for _, block := range b.pages[len(b.pages)-1].record.Blocks {
		switch {
		case block.Show != nil:
			s.Replay += strings.Join(block.Show, "\n") + "\n\n"
		case s.Replay != "" && len(block.Say) < 72: // the name of the next table
			s.Replay += block.Say + "\n\n"
		}
	}
	s.Replay = strings.TrimSpace(s.Replay)
	return s
}

type tokenList struct{ Groups []tokenGroup }

type tokenGroup struct {
	Page   *page
	Tokens []try
}

func (b *Book) tokens() (list tokenList) {
	for _, p := range b.pages {
		g := tokenGroup{Page: p}
		for _, t := range b.tries.list {
			if t.Page == p {
				g.Tokens = append(g.Tokens, t)
			}
		}
		if g.Tokens != nil {
			list.Groups = append(list.Groups, g)
		}
	}
	return list
}

// pipeline is the figure of the contents: the stages from top to bottom, with
// the attacks at the one that stops them.
func (b *Book) pipeline() figure {
	cards := b.cards()
	caption := fmt.Sprintf(`<b>The pipeline</b> <b class="no">✗</b> is an attack, with the number of its page. Down to question %d the pipe is grey: nothing that the token says is believed. The dashed gates are not of package jwt: they are the issuer's, the middleware's and your own.`, b.signatureQuestion())
	return figure{
		ID: "figure-pipeline", Name: "The pipeline", Caption: template.HTML(caption),
		Wide: b.pipe(cards, true), Narrow: b.pipe(cards, false),
	}
}

func (b *Book) signatureQuestion() int {
	for _, s := range b.stages {
		if s.Name == "signature" {
			return s.Number
		}
	}
	return 0
}

func (b *Book) pipe(cards []stopped, wide bool) template.HTML {
	const row = 21.0
	d := draw("pipe", "Where each attack stops", "", 340, 0)
	pipe, words, hang, most, end := 16.0, 42.0, 42.0, 40, "the handler, with a *jwt.Token"
	if wide {
		d.width, pipe, words, hang, most = 1088, 20, 56, 346, 48
		end += ": Ines passes every gate, on every page"
	}
	var said []string
	var body drawing
	y, believed := 30.0, 0.0
	for _, s := range b.stages {
		var attacks []stopped
		for _, c := range cards {
			if c.Stage == s.Name {
				attacks = append(attacks, c)
			}
		}
		said = append(said, fmt.Sprintf("%s: %s", s.Name, count(len(attacks), "attack")))
		class, number := "stop", fmt.Sprint(s.Number)
		if s.Number == 0 {
			class, number = "stop far", ""
		}
		body.path("fl", "M%s %sH%s", words, y, d.width)
		fmt.Fprintf(&body, `<circle cx="%s" cy="%s" r="13" class="%s"/>`, px(pipe), px(y), class)
		body.text(pipe, y+4.5, "m b s center", number)
		body.link("questions.html#q-" + s.Name)
		body.text(words, y+20, "m b", s.Name)
		body.unlink()
		folded := fold(s.Words, 42)
		for i, l := range folded {
			body.text(words, y+37+float64(i)*16, "q s", l)
		}
		below := y + 37 + 16*float64(len(folded)-1)
		top := y + 20
		if !wide {
			top = below + 20
		}
		rows := len(attacks)
		if wide {
			rows = (len(attacks) + 1) / 2
		}
		for i, a := range attacks {
			x, line := hang, top+float64(i)*row
			if wide {
				x, line = hang+float64(i/rows)*372, top+float64(i%rows)*row
			}
			body.path("ln kB thin", "M%s %sV%sH%s", x-8, y, line-4, x-1)
			body.link(a.Href())
			body.text(x+4, line, "b cB s", "✗")
			body.text(x+20, line, "m s q", fmt.Sprintf("%02d", a.Page.Number))
			body.text(x+42, line, "s", clip(a.Name, most))
			body.unlink()
		}
		if s.Name == "signature" {
			believed = y
		}
		if wide {
			y = max(below+25, top+float64(rows)*row+14)
		} else {
			y = top + float64(rows)*row + 16
		}
	}
	d.height = y + 30
	d.desc = "From top to bottom: " + strings.Join(said, "; ") + "."
	d.links = true
	d.text(words, 10, "q s", "before any request")
	d.rect(pipe-4, 6, 8, believed-6, "li", 0)
	d.rect(pipe-4, believed, 8, y-believed, "hs", 0)
	d.WriteString(body.String())
	d.path("ln kG", "M%s %sl7 8 7-8", pipe-7, y+2)
	d.text(words, y+10, "b cG s", end)
	if wide {
		return d.svg("wide")
	}
	return d.svg("narrow")
}

// fold breaks a text into lines of at most n characters.
func fold(s string, n int) (lines []string) {
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len(line)+1+len(w) > n {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}

// clip shortens a text that would run out of its drawing.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimRight(string(r[:n-1]), " ,") + "…"
	}
	return s
}
