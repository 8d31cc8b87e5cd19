package main

import (
	"fmt"
	"io"
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// runProgress tries the exercises of the programs, and shows which are done.
func runProgress(programs []lesson.Entry, stdout, stderr io.Writer) int {
	if err := lesson.CheckModule(); err != nil {
		return refuse(err, stderr)
	}
	done, next := 0, ""
	for _, result := range lesson.RunAll(programs, "-exercise") {
		r := <-result
		state := "done"
		if r.Err != nil {
			state = open(r)
		} else {
			done++
		}
		fmt.Fprintf(stdout, "%2d  %-11s %s\n", r.Number, r.Name, state)
		if r.Err != nil && next == "" {
			next = r.Dir()
		}
	}
	fmt.Fprintf(stdout, "\n%d of %d exercises are done.\n", done, len(programs))
	if next != "" {
		fmt.Fprintf(stdout, "The next one: go test -tags exercise ./walkthrough/%s\n", next)
	}
	return 0
}

// open says what is open, in a line. A program that says nothing was not built.
func open(r *lesson.Run) string {
	first, _, _ := strings.Cut(r.Stdout.String(), "\n")
	if first == "" {
		return fmt.Sprintf("does not build: go vet ./walkthrough/%s", r.Dir())
	}
	return strings.TrimSuffix(first, fmt.Sprintf(" in walkthrough/%s.", r.Dir()))
}
