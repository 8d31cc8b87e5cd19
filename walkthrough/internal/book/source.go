package book

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// A source is a Go file of the module.
type source struct {
	path  string // from the module, with slashes
	lines []string
	fset  *token.FileSet
	file  *ast.File
}

func parseFile(module, path string) (*source, error) {
	text, err := os.ReadFile(filepath.Join(module, filepath.FromSlash(path)))
	if err != nil {
		return nil, err
	}
	s := &source{path: path, lines: strings.Split(string(text), "\n"), fset: token.NewFileSet()}
	s.file, err = parser.ParseFile(s.fset, path, text, parser.ParseComments)
	return s, err
}

func (s *source) line(p token.Pos) int { return s.fset.Position(p).Line }

// text returns lines of the file, from the first to the last, moved to the left
// margin.
func (s *source) text(first, last int) string {
	return dedent(s.lines[first-1 : last])
}

// dedent takes away the tabs that all lines begin with, and empty lines at both
// ends.
func dedent(lines []string) string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	tabs := -1
	for _, l := range lines {
		if n := len(l) - len(strings.TrimLeft(l, "\t")); strings.TrimSpace(l) != "" && (tabs < 0 || n < tabs) {
			tabs = n
		}
	}
	var out []string
	for _, l := range lines {
		out = append(out, l[min(max(tabs, 0), len(l)):])
	}
	return strings.Join(out, "\n")
}

// A place is something in a file, as people look it up.
type place struct {
	Path string
	Line int
	Name string
}

// An extent is where a declaration lies: its lines with its comment, and the
// line at which it begins without.
type extent struct{ first, last, line int }

// find finds a function, a method or a variable: "verifyPKCS1",
// "Guard.Handler", "ownBooks".
func (s *source) find(name string) (extent, bool) {
	for _, d := range s.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if nameOfFunc(d) == name {
				return s.extent(d, d.Doc), true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				v, ok := spec.(*ast.ValueSpec)
				if ok && v.Names[0].Name == name {
					return s.extent(d, d.Doc), true
				}
			}
		}
	}
	return extent{}, false
}

func (s *source) extent(n ast.Node, doc *ast.CommentGroup) extent {
	e := extent{s.line(n.Pos()), s.line(n.End()), s.line(n.Pos())}
	if doc != nil {
		e.first = s.line(doc.Pos())
	}
	return e
}

func nameOfFunc(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name + "." + f.Name.Name
	}
	return f.Name.Name
}
