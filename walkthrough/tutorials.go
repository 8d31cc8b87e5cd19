package main

import (
	"fmt"
	"io"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// findTutorial finds a tutorial by its name: T1, or t1.
func findTutorial(arg string) (lesson.Tutorial, bool) {
	for _, t := range lesson.Tutorials {
		if strings.EqualFold(t.Name, arg) {
			return t, true
		}
	}
	return lesson.Tutorial{}, false
}

// listTutorial prints the headings of a tutorial in their order, and what is
// here for each: programs, commands, routes.
func listTutorial(w io.Writer, t lesson.Tutorial) {
	fmt.Fprintf(w, "%s\n\n", strings.Join(titleLines(t), "\n"))
	for _, h := range t.Headings {
		fmt.Fprintln(w, h.Title)
		for _, point := range h.Points {
			listPoint(w, point)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "go run ./walkthrough bearer   runs 01-bearer, and so for each program\n",
		"go run ./cmd/api              serves the routes, on this machine\n")
}

// listPoint prints a point, with each place on a line of its own.
func listPoint(w io.Writer, point lesson.Point) {
	what := point.What
	for _, e := range point.Pages() {
		fmt.Fprintf(w, "  %-48s %s\n", what, e.Dir())
		what = ""
	}
	for _, also := range point.Also {
		fmt.Fprintf(w, "  %-48s %s\n", what, also)
		what = ""
	}
	if what != "" {
		fmt.Fprintf(w, "  %s\n", what)
	}
}

// titleLines are the title, the publisher and the tools of a tutorial.
func titleLines(t lesson.Tutorial) []string {
	var lines []string
	line := t.Name + " "
	for _, word := range strings.Fields(t.Title) {
		if len(line)+1+len(word) > 72 {
			lines = append(lines, line)
			line = "   "
		}
		line += " " + word
	}
	return append(lines, line, "    "+t.Publisher+"; "+t.Tools)
}
