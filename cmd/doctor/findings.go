package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// The levels of a finding.
const (
	ok    = "ok"
	note  = "note"
	fault = "fault"
)

// A finding is one line of the report.
type finding struct {
	Level  string `json:"level"`
	About  string `json:"about"`            // the part that was looked at
	Text   string `json:"text"`             // what is the case
	Change string `json:"change,omitempty"` // what to change, for a fault or a note
}

func (v *visit) find(level, about, change, format string, args ...any) {
	v.findings = append(v.findings, finding{level, about, visible(fmt.Sprintf(format, args...)), visible(change)})
}

// longest is how much of a text is printed, in bytes. The longest of ours are the
// settings that accept a token.
const longest = 8 << 10

// visible replaces what could command a terminal, or turn its text round, and cuts
// the text. Errors of other packages may hold an issuer's words.
func visible(s string) string {
	if len(s) > longest {
		s = s[:longest] + " ..."
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) && r != '\n' && r != '\t' {
			return '?'
		}
		return r
	}, s)
}

func (v *visit) faults() int {
	n := 0
	for _, f := range v.findings {
		if f.Level == fault {
			n++
		}
	}
	return n
}

func (v *visit) print(w io.Writer) error {
	if v.json {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(struct {
			Issuer   string    `json:"issuer"`
			Findings []finding `json:"findings"`
			Faults   int       `json:"faults"`
		}{v.issuer, v.findings, v.faults()})
	}
	var b strings.Builder
	for _, f := range v.findings {
		text := f.Text
		if f.Change != "" {
			text += ": " + f.Change
		}
		// The settings of a token are lines of Go; all else is one line.
		text = strings.ReplaceAll(text, "\n", "\n                 ")
		fmt.Fprintf(&b, "%-5s  %-9s %s\n", f.Level, f.About, text)
	}
	fmt.Fprintf(&b, "\n%s\n", count(v.faults(), "fault"))
	_, err := io.WriteString(w, b.String())
	return err
}

func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what
	case 1:
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// quote makes text that somebody else wrote safe for a terminal: quoted, and cut.
func quote(s string) string {
	const limit = 200
	if len(s) > limit {
		return strconv.QuoteToASCII(s[:limit]) + "..."
	}
	return strconv.QuoteToASCII(s)
}

// word is quote for what somebody may copy to a command line: a plain text stays
// as it is.
func word(s string) string {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c > '~' || strings.IndexByte("\"'`\\$&|;<>(){}*?!#", c) >= 0 {
			return quote(s)
		}
	}
	if s == "" || len(s) > 200 {
		return quote(s)
	}
	return s
}
