package book

import (
	"go/ast"
	"go/token"
	"html/template"
	"path"
	"slices"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// A row of a program is a piece of it: what is said, and the code beside it.
type row struct {
	Prose  []template.HTML
	Pieces []piece
}

// A piece is code, and what it prints.
type piece struct {
	Code   template.HTML
	Output []template.HTML
}

// An extra is another file of the page, such as forge.go.
type extra struct {
	Name string
	Rows []row
}

// A teller lays a program out, and collects what its cases are made of.
type teller struct {
	src    *source
	blocks []lesson.Block
	rows   []row
	cases  []told
	naive  map[string]bool // the functions of naive.go
	told   int             // cases in the current row
}

// A told is a case, with what its code says.
type told struct {
	lesson.Told
	Number int
	Story  []template.HTML // the prose beside it
	Naive  string          // the function of naive.go
	Code   string          // what ours is
	Try    string          // where its token is explained
}

// layOut makes rows of main.go. The function that tells the lesson may be in
// another file of the page.
func layOut(files []*source, blocks []lesson.Block) *teller {
	t := &teller{blocks: blocks, naive: map[string]bool{}}
	var rest []row
	for _, src := range files {
		name := path.Base(src.path)
		for _, d := range src.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			switch {
			case !ok:
			case name == "naive.go":
				t.naive[f.Name.Name] = true
			case f.Name.Name == "tell" && f.Recv == nil:
				t.src = src
			}
		}
		if name == "main.go" {
			rest = declarations(src)
		}
	}
	if t.src == nil {
		return t
	}
	if name := path.Base(t.src.path); name != "main.go" {
		t.rows, rest = rest, nil
		t.say([]template.HTML{template.HTML("<p>The rest is told in <code>" + name + "</code>.</p>")})
	}
	for _, d := range t.src.file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == "tell" && f.Recv == nil {
			t.tell(f)
		}
	}
	t.rows = append(t.rows, rest...)
	return t
}

// declarations makes a row of each declaration of a file. What belongs to the
// frame of each page is left out: its imports, its number and its hints.
func declarations(src *source) (rows []row) {
	for _, d := range src.file.Decls {
		var doc *ast.CommentGroup
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && (d.Name.Name == "main" || d.Name.Name == "tell") {
				continue
			}
			doc = d.Doc
		case *ast.GenDecl:
			if d.Tok == token.IMPORT || isFrame(d) {
				continue
			}
			doc = d.Doc
		}
		code := piece{Code: highlight(src.text(src.line(d.Pos()), src.line(d.End())))}
		// Declarations without a comment belong to the one before.
		if doc == nil && len(rows) > 0 {
			last := &rows[len(rows)-1]
			last.Pieces = append(last.Pieces, code)
			continue
		}
		r := row{Pieces: []piece{code}}
		if doc != nil {
			r.Prose = paragraphs(doc.Text())
			r.Prose[0] = named(r.Prose[0])
		}
		rows = append(rows, r)
	}
	return rows
}

// named sets the name with which a comment begins as code: it is in the code
// beside it.
func named(p template.HTML) template.HTML {
	text, ok := strings.CutPrefix(string(p), "<p>")
	name, rest, _ := strings.Cut(text, " ")
	if !ok || !token.IsIdentifier(name) || strings.ToLower(name[:1]) != name[:1] {
		return p
	}
	return template.HTML("<p><code>" + name + "</code> " + rest)
}

// isFrame reports whether a declaration is that of the page's number and hints.
func isFrame(d *ast.GenDecl) bool {
	for _, s := range d.Specs {
		v, ok := s.(*ast.ValueSpec)
		if ok && slices.ContainsFunc(v.Names, func(n *ast.Ident) bool { return n.Name == "program" || n.Name == "exercise" }) {
			return true
		}
	}
	return false
}

// tell makes rows of the function that tells the lesson: a new one at each
// comment, and at each paragraph that it says.
func (t *teller) tell(f *ast.FuncDecl) {
	last := f.Body.Lbrace
	for _, stmt := range f.Body.List {
		t.comments(last, stmt.Pos())
		last = stmt.End()
		t.statement(stmt)
	}
}

func (t *teller) comments(from, to token.Pos) {
	for _, c := range t.src.file.Comments {
		if from < c.Pos() && c.End() < to {
			t.say(paragraphs(c.Text()))
		}
	}
}

// say begins a row, unless the last one still waits for its code.
func (t *teller) say(prose []template.HTML) {
	if len(t.rows) == 0 || t.row().Pieces != nil {
		t.rows = append(t.rows, row{})
		t.told = 0
	}
	t.row().Prose = append(t.row().Prose, prose...)
}

func (t *teller) row() *row { return &t.rows[len(t.rows)-1] }

func (t *teller) statement(stmt ast.Stmt) {
	first, last := t.src.line(stmt.Pos()), t.src.line(stmt.End())
	blocks := t.between(first, last)
	call, method := pageCall(stmt)
	switch method {
	case "Say":
		for _, b := range blocks {
			t.say([]template.HTML{"<p>" + inline(b.Say) + "</p>"})
		}
		return
	case "Check", "Figure":
		return // these have a place of their own
	}
	if len(t.rows) == 0 {
		t.rows = append(t.rows, row{})
	}
	skip := map[int]bool{}
	if method == "Honest" || method == "Attack" || method == "Harm" {
		skip = t.remarks(call)
	}
	var lines []string
	for n := first; n <= last; n++ {
		if !skip[n] {
			lines = append(lines, t.src.lines[n-1])
		}
	}
	t.add(piece{Code: highlight(dedent(lines))}, first > 1 && strings.TrimSpace(t.src.lines[first-2]) == "")
	for _, b := range blocks {
		switch {
		case b.Say != "": // a function that tells a part of the lesson
			t.say([]template.HTML{"<p>" + inline(b.Say) + "</p>"})
			continue
		case b.Case != nil:
			t.addCase(b, stmt)
		}
		if out := t.output(b); out != "" {
			t.print(out)
		}
	}
}

// print puts what was printed below the last code of the row.
func (t *teller) print(out template.HTML) {
	r := t.row()
	if r.Pieces == nil {
		r.Pieces = []piece{{}}
	}
	last := &r.Pieces[len(r.Pieces)-1]
	last.Output = append(last.Output, out)
}

// add puts a piece into the current row. Code that prints nothing stays
// together with the code after it.
func (t *teller) add(p piece, gap bool) {
	r := t.row()
	if n := len(r.Pieces); n > 0 && r.Pieces[n-1].Output == nil {
		between := template.HTML("\n")
		if gap {
			between = "\n\n"
		}
		p.Code = r.Pieces[n-1].Code + between + p.Code
		r.Pieces = r.Pieces[:n-1]
	}
	r.Pieces = append(r.Pieces, p)
}

func (t *teller) between(first, last int) (list []lesson.Block) {
	for _, b := range t.blocks {
		if first <= b.Line && b.Line <= last {
			list = append(list, b)
		}
	}
	return list
}

// pageCall recognizes p.Say(...) and the like.
func pageCall(stmt ast.Stmt) (*ast.CallExpr, string) {
	expr, ok := stmt.(*ast.ExprStmt)
	if !ok {
		return nil, ""
	}
	call, ok := expr.X.(*ast.CallExpr)
	if !ok {
		return nil, ""
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, ""
	}
	if id, ok := sel.X.(*ast.Ident); !ok || id.Name != "p" {
		return nil, ""
	}
	return call, sel.Sel.Name
}

// remarks are the lines of a case that its card shows.
func (t *teller) remarks(call *ast.CallExpr) map[int]bool {
	skip := map[int]bool{}
	for _, field := range fieldsOf(call) {
		switch nameOf(field) {
		case "Fell", "Held", "Rule", "Seen":
			for n := t.src.line(field.Pos()); n <= t.src.line(field.End()); n++ {
				skip[n] = true
			}
		}
	}
	return skip
}

func fieldsOf(n ast.Node) (list []*ast.KeyValueExpr) {
	ast.Inspect(n, func(n ast.Node) bool {
		if field, ok := n.(*ast.KeyValueExpr); ok {
			list = append(list, field)
			return false
		}
		return true
	})
	return list
}

func nameOf(field *ast.KeyValueExpr) string {
	id, _ := field.Key.(*ast.Ident)
	if id == nil {
		return ""
	}
	return id.Name
}

func (t *teller) addCase(b lesson.Block, stmt ast.Stmt) {
	c := told{Told: *b.Case, Number: len(t.cases) + 1}
	if t.told == 0 {
		c.Story = t.row().Prose
	}
	t.told++
	for _, field := range fieldsOf(stmt) {
		switch nameOf(field) {
		case "Naive":
			c.Naive = t.functionIn(field.Value)
		case "Ours":
			c.Code = unwrap(t.src.text(t.src.line(field.Value.Pos()), t.src.line(field.Value.End())))
		}
	}
	t.cases = append(t.cases, c)
}

// functionIn finds the first function of naive.go in an expression.
func (t *teller) functionIn(e ast.Expr) (name string) {
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" && t.naive[id.Name] {
			name = id.Name
		}
		return name == ""
	})
	return name
}
