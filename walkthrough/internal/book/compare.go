package book

import (
	"fmt"
	"go/ast"
	"go/token"
	"html/template"
	"strings"
)

// A listing is a function or a file of Go, with the lines that decide marked.
type listing struct {
	Title string
	Path  string
	Line  int
	Held  bool // ours, where it holds
	Lines []codeLine
	ID    string
}

// A codeLine is a line of a listing.
type codeLine struct {
	Code template.HTML
	Hit  bool
	Sign string
	Say  template.HTML // what to see in the line
}

// A mark points at a line that decides.
type mark struct {
	Line  string // a piece of the line, that no other line of the listing has
	Words string
}

// compare lists naive.go, and what is ours.
func (b *Book) compare(p *page, dir string, naive *source) {
	first := naive.line(naive.file.Name.Pos()) + 1
	for _, d := range naive.file.Decls {
		if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
			first = naive.line(gen.End()) + 1
		}
	}
	p.Naive = listing{Title: "naive.go", Path: dir + "/naive.go"}
	p.Naive.Lines = b.listLines(p, naive.text(first, len(naive.lines)), "✗", p.guard.Naive)
	for _, f := range p.guard.Ours {
		file := f.File
		if !strings.Contains(file, "/") {
			file = dir + "/" + file
		}
		src, err := b.source(file)
		if err != nil {
			b.problem(p, err)
			continue
		}
		at, ok := src.find(f.Func)
		if !ok {
			b.problem(p, fmt.Errorf("%s has no %s any more, which guards_*.go shows", file, f.Func))
			continue
		}
		l := listing{Title: f.Func, Path: file, Line: at.line, Held: true, ID: fmt.Sprintf("ours-%d", len(p.Ours)+1)}
		l.Lines = b.listLines(p, src.text(at.first, at.last), "✓", f.Marks)
		p.Ours = append(p.Ours, l)
		p.Functions = append(p.Functions, place{file, at.line, f.Func})
	}
}

// listLines cuts code into lines, and marks those that decide.
func (b *Book) listLines(p *page, code, sign string, marks []mark) (list []codeLine) {
	html := lines(highlight(code))
	for i, text := range strings.Split(code, "\n") {
		l := codeLine{Code: html[i]}
		for _, m := range marks {
			if strings.Contains(text, m.Line) {
				l.Hit, l.Sign, l.Say = true, sign, inline(m.Words)
			}
		}
		list = append(list, l)
	}
	for _, m := range marks {
		if n := strings.Count(code, m.Line); n != 1 {
			b.problem(p, fmt.Errorf("a line with %q is there %d times, and guards_*.go marks one", m.Line, n))
		}
	}
	return list
}

// lines cuts highlighted code into lines. A comment of several lines ends and
// begins again at each.
func lines(html template.HTML) (list []template.HTML) {
	open := ""
	for _, l := range strings.Split(string(html), "\n") {
		l = open + l
		open = ""
		if i := strings.LastIndex(l, "<span"); i > strings.LastIndex(l, "</span>") {
			open = l[i : i+strings.Index(l[i:], ">")+1]
			l += "</span>"
		}
		list = append(list, template.HTML(l))
	}
	return list
}
