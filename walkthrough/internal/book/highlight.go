package book

import (
	"go/scanner"
	"go/token"
	"html/template"
	"strings"
)

// highlight renders Go code: keywords, texts and numbers, comments, and the
// names of functions where they are declared. The code may be a piece of a
// file.
func highlight(code string) template.HTML {
	src := []byte(code)
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, func(token.Position, string) {}, scanner.ScanComments)

	var b strings.Builder
	at, last := 0, token.ILLEGAL
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		class := classOf(tok, last)
		if lit == "" || class == "" || tok == token.SEMICOLON {
			last = tok
			continue
		}
		from := file.Offset(pos)
		b.WriteString(esc(code[at:from]))
		at = min(from+len(lit), len(code))
		b.WriteString(`<span class="` + class + `">` + esc(code[from:at]) + `</span>`)
		last = tok
	}
	b.WriteString(esc(code[at:]))
	return template.HTML(b.String())
}

func classOf(tok, last token.Token) string {
	switch {
	case tok.IsKeyword():
		return "k"
	case tok == token.COMMENT:
		return "c"
	case tok == token.IDENT && last == token.FUNC:
		return "f"
	case tok == token.STRING, tok == token.CHAR, tok == token.INT, tok == token.FLOAT:
		return "t"
	}
	return ""
}
