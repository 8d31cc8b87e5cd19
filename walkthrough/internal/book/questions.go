package book

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
)

// A stage is a place where a request may be stopped: one of the questions of
// package jwt, or of the middleware before and after them.
type stage struct {
	Number int // of the question; 0 for those of the middleware
	Name   string
	Words  string
	Rule   string
	URL    string
}

// InStrip reports whether the stage is one of a request.
func (s stage) InStrip() bool { return s.Name != "issuer" && s.Name != "tests" }

// stages are the questions of package jwt, those around them, and what is asked
// before and after any request.
func stages() (list []stage) {
	list = append(list,
		stage{Name: "issuer", Words: "does the app get it that asked for it?", Rule: "RFC 7636 section 4.6"},
		stage{Name: "Bearer", Words: "is there one token, in one header, by its grammar?", Rule: "RFC 6750 section 2.1"})
	for i, c := range new(jwt.Verifier).Examine(context.Background(), "").Checks {
		list = append(list, stage{Number: i + 1, Name: c.Step.String(), Words: c.Question, Rule: c.Rule})
	}
	list = append(list,
		stage{Name: "proof", Words: "if it is bound to a key: has its sender that key?", Rule: "RFC 9449 section 4.3"},
		stage{Name: "scope", Words: "may this app, or this reader, do that?", Rule: "RFC 6750 section 3.1"},
		stage{Name: "handler", Words: "whose books are they?"},
		stage{Name: "tests", Words: "would a test go red, if one of these were gone?"})
	for i, s := range list {
		list[i].URL = urlOf(s.Rule)
	}
	return list
}

// refusal is how an error of package jwt names the question that said no.
var refusal = regexp.MustCompile(`^jwt: (\w+): `)

// stops is the name of the stage that stops an attack: as our answer says, or
// else that of its page.
func stops(ours string, g guard) string {
	if m := refusal.FindStringSubmatch(ours); m != nil {
		return m[1]
	}
	switch {
	case strings.HasPrefix(ours, "weak key"), strings.HasPrefix(ours, "malformed key"):
		return "kid"
	case strings.HasPrefix(ours, "signature does not match"):
		return "signature"
	case strings.HasPrefix(ours, "401 invalid_dpop_proof"):
		return "proof"
	case strings.HasPrefix(ours, "403 insufficient_scope"):
		return "scope"
	case strings.HasPrefix(ours, "served as"), strings.HasPrefix(ours, "withdrawn"), strings.Contains(ours, "the books of"):
		return "handler"
	}
	return g.Question
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
