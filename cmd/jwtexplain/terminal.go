package main

import (
	"io"
	"os"
	"strconv"

	"example.com/glassjwt/jwt/explain"
)

// styleFor returns how text looks: in a terminal with colour and as wide as the
// terminal, elsewhere plain and 80 columns wide. NO_COLOR is
// https://no-color.org.
func styleFor(w io.Writer, env func(string) string) explain.Style {
	f, ok := w.(*os.File)
	if !ok || !isTerminal(f) {
		return explain.Style{}
	}
	s := explain.Style{
		Width: width(f),
		Color: env("NO_COLOR") == "" && env("TERM") != "dumb",
	}
	if columns, err := strconv.Atoi(env("COLUMNS")); err == nil {
		s.Width = columns
	}
	// Longer lines are harder to read.
	s.Width = min(s.Width, 120)
	return s
}

// isTerminal is true for /dev/null too. There it does no harm.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
