package book

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/together"
)

// A Book is the walkthrough, ready to be rendered.
type Book struct {
	module  string
	pages   []*page
	tries   tries
	stages  []stage
	sources map[string]*source

	// problems are what guards_*.go says and is not so. The book is made
	// all the same, without it, and the tests complain.
	problems []error
}

func (b *Book) problem(p *page, err error) {
	b.problems = append(b.problems, fmt.Errorf("%s: %w", p.Dir(), err))
}

// A page is a program of the walkthrough.
type page struct {
	lesson.Entry
	Idea       template.HTML
	Paragraphs []template.HTML // the idea, from the comment of main.go
	Mirrors    string
	Before     []*page
	Prev, Next *page

	Figures []figure
	Rows    []row
	Extras  []extra
	Cases   []told
	Cards   []card
	Naive   listing
	Ours    []listing

	Stage     stage
	Functions []place
	Tests     []string
	Checks    []lesson.SelfCheck

	Hints    []template.HTML
	Solution template.HTML
	Done     template.HTML
	Ask      template.HTML
	Answer   []template.HTML

	record lesson.Record
	guard  guard
}

// File is the name of the page's file.
func (p *page) File() string { return p.Dir() + ".html" }

// Label is how the page is called in a line: "10 rs256".
func (p *page) Label() string { return fmt.Sprintf("%02d %s", p.Number, p.Name) }

// New runs all programs of the module in this directory, and reads their
// sources.
func New(module string) (*Book, error) {
	records, err := together.Records(module)
	if err != nil {
		return nil, err
	}
	b := &Book{module: module, stages: stages(), sources: map[string]*source{}}
	for _, r := range records {
		e, _ := lesson.Find(r.Program)
		b.pages = append(b.pages, &page{Entry: e, record: r})
	}
	for i, p := range b.pages {
		if i > 0 {
			p.Prev, b.pages[i-1].Next = b.pages[i-1], p
		}
	}
	for _, p := range b.pages {
		if err := b.read(p); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Dir(), err)
		}
	}
	return b, nil
}

// source reads a Go file of the module, once.
func (b *Book) source(path string) (*source, error) {
	if s, ok := b.sources[path]; ok {
		return s, nil
	}
	s, err := parseFile(b.module, path)
	b.sources[path] = s
	return s, err
}

// read fills a page with what its files and its record say.
func (b *Book) read(p *page) error {
	dir := "walkthrough/" + p.Dir()
	files, err := b.filesOf(dir)
	if err != nil {
		return err
	}
	src, err := b.source(dir + "/main.go")
	if err != nil {
		return err
	}
	naive, err := b.source(dir + "/naive.go")
	if err != nil {
		return err
	}
	p.guard = guardOf(p.Name)
	p.Idea = inline(capital(p.Entry.Idea))
	p.Mirrors = p.Entry.Mirrors()
	p.Paragraphs = ideaOf(src.file.Doc.Text())
	for _, name := range p.guard.Before {
		if before := b.page(name); before != nil {
			p.Before = append(p.Before, before)
		}
	}

	t := layOut(files, p.record.Blocks)
	p.Rows, p.Cases = t.rows, t.cases
	for _, f := range files {
		name := path.Base(f.path)
		switch name {
		case "main.go", "naive.go":
		case "exercise.go", "yours.go": // they are for the exercise
		default:
			p.Extras = append(p.Extras, extra{name, declarations(f)})
		}
	}
	for i, c := range p.Cases {
		p.Cases[i].Try = b.tries.add(p, c)
		if c.Kind != lesson.Honest {
			p.Cards = append(p.Cards, cardOf(p.Cases[i], p.guard.Asked))
		}
	}
	for _, block := range p.record.Blocks {
		if block.Check != nil {
			p.Checks = append(p.Checks, *block.Check)
		}
	}
	b.compare(p, dir, naive)
	b.guarded(p)
	if err := b.exercise(p); err != nil {
		return err
	}
	p.Figures = b.figures(p)
	return nil
}

func (b *Book) page(name string) *page {
	i := slices.IndexFunc(b.pages, func(p *page) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return b.pages[i]
}

// ideaOf is the comment of main.go without the name of the page, which is its
// title, and without the command that runs it.
func ideaOf(doc string) []template.HTML {
	_, doc, _ = strings.Cut(doc, "\n")
	lines := strings.Split(strings.TrimSpace(doc), "\n")
	if last := len(lines) - 1; strings.Contains(lines[last], "go run ./walkthrough/") {
		lines = lines[:last]
	}
	return paragraphs(strings.Join(lines, "\n"))
}

// filesOf are the Go files of a page, without its tests.
func (b *Book) filesOf(dir string) (list []*source, err error) {
	names, err := filepath.Glob(filepath.Join(b.module, filepath.FromSlash(dir), "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := b.source(dir + "/" + filepath.Base(name))
		if err != nil {
			return nil, err
		}
		list = append(list, src)
	}
	return list, nil
}

// guarded fills in what guards the page.
func (b *Book) guarded(p *page) {
	i := slices.IndexFunc(b.stages, func(s stage) bool { return s.Name == p.guard.Question })
	p.Stage = b.stages[max(i, 0)]
	for _, name := range p.guard.Tests {
		if err := b.checkTest(name); err != nil {
			b.problem(p, err)
			continue
		}
		p.Tests = append(p.Tests, name)
	}
	p.Ask = inline(p.guard.Ask)
	for _, text := range p.guard.Answer {
		p.Answer = append(p.Answer, "<p>"+inline(text)+"</p>")
	}
}

func (b *Book) exercise(p *page) error {
	for _, hint := range p.record.Hints {
		p.Hints = append(p.Hints, inline(unwrap(hint)))
	}
	p.Done = inline(unwrap(p.record.Done))
	text, err := os.ReadFile(filepath.Join(b.module, "walkthrough", "internal", "solutions", fmt.Sprintf("%02d.go.txt", p.Number)))
	if err != nil {
		return err
	}
	_, code, _ := strings.Cut(string(text), "package main\n")
	p.Solution = highlight(strings.TrimSpace(code))
	return nil
}

//go:embed page
var pageFiles embed.FS

var pageTemplates = template.Must(template.New("").Funcs(template.FuncMap{
	"add":     func(a, b int) int { return a + b },
	"clock":   func() string { return "2026-01-15T12:00:00Z" },
	"count":   count,
	"inline":  inline,
	"kind":    kind,
	"verdict": verdict,
}).ParseFS(pageFiles, "page/*.html"))

// A frame is what every page of the book has around it.
type frame struct {
	Title string
	Book  *Book
	Page  *page // nil for the pages around the programs
	File  string
	Front any
}

// Policy is for the head of a page: our own style, and nothing else.
func (frame) Policy() string { return policy }

const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

// Pages are the pages of the programs.
func (b *Book) Pages() []*page { return b.pages }

// Files renders the book: for each name of a file, what is in it.
func (b *Book) Files() (map[string][]byte, error) {
	style, err := pageFiles.ReadFile("page/book.css")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"book.css": style}
	for _, f := range b.frames() {
		var out bytes.Buffer
		name := "front-" + strings.TrimSuffix(f.File, ".html")
		if f.Page != nil {
			name = "page"
		}
		if err := pageTemplates.ExecuteTemplate(&out, name+".html", f); err != nil {
			return nil, err
		}
		files[f.File] = out.Bytes()
	}
	return files, b.explanations(files)
}

func (b *Book) frames() (list []frame) {
	list = b.front()
	for _, p := range b.pages {
		list = append(list, frame{Title: p.Label() + ": " + p.Entry.Idea, Book: b, Page: p, File: p.File()})
	}
	return list
}
