package book

import (
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
