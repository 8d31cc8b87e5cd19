package lesson

import (
	"slices"
	"strings"
)

// A Tutorial is one of the five that the walkthrough mirrors.
type Tutorial struct {
	Name      string // T0 to T4
	Title     string
	Publisher string
	Tools     string // the libraries that it uses
	Headings  []Heading
}

// A Heading is one of the tutorial's own, with what this module has for it.
type Heading struct {
	Title  string
	Points []Point
}

// A Point is one thing that the tutorial says or does under a heading.
type Point struct {
	What     string
	Programs []string // their names, as in Contents
	Also     []string // commands, such as "go run ./cmd/api", and routes of it
}

// Pages are the programs of the heading, each once.
func (h Heading) Pages() (list []Entry) {
	for _, point := range h.Points {
		for _, e := range point.Pages() {
			if !slices.Contains(list, e) {
				list = append(list, e)
			}
		}
	}
	return list
}

// Pages are the programs of the point.
func (p Point) Pages() (list []Entry) {
	for _, e := range Contents {
		if slices.Contains(p.Programs, e.Name) {
			list = append(list, e)
		}
	}
	return list
}

// Mirrors says which steps of the tutorials the program mirrors, or why it
// mirrors none.
func (e Entry) Mirrors() string {
	var all []string
	for _, t := range Tutorials {
		if titles := t.mirroredBy(e); titles != nil {
			all = append(all, t.Name+" "+strings.Join(titles, ", "))
		}
	}
	if all == nil {
		return "Beside the tutorials: " + e.Beside + "."
	}
	return "Mirrors: " + strings.Join(all, "; ") + "."
}

// In is the short form of Mirrors: T0, T1.
func (e Entry) In() string {
	var names []string
	for _, t := range Tutorials {
		if t.mirroredBy(e) != nil {
			names = append(names, t.Name)
		}
	}
	if names == nil {
		return "beside them"
	}
	return strings.Join(names, ", ")
}

// mirroredBy returns the titles of the headings that have the program.
func (t Tutorial) mirroredBy(e Entry) (titles []string) {
	for _, h := range t.Headings {
		if slices.Contains(h.Pages(), e) {
			titles = append(titles, h.Title)
		}
	}
	return titles
}
