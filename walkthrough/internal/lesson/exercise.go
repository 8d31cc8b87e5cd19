package lesson

import (
	"fmt"
	"io"
	"strings"

	"example.com/glassjwt/walkthrough/internal/solutions"
)

// An Exercise is the reader's part of a page: to repair naive.go, until no
// attack gets in and everybody honest gets in.
type Exercise struct {
	// Hints say more and more: where to look, and then what to do. After
	// the second comes the solution.
	Hints [2]string

	// More tells cases that the page does not show. They are for repairs
	// that forbid only what the page shows.
	More func(*Page)

	// Tasks are what there is to write, beside the repair.
	Tasks []Task

	// Done is read when all is done: why the repair holds, and where to go
	// next.
	Done string
}

// A Task is a function that the reader is to write.
type Task struct {
	Name string       // what is to be written
	File string       // where it is to be written, such as "yours.go"
	Try  func() error // nil once it does what it should
}

// hint says more the more often it is asked: from 1 to 3 times.
func (prog Program) hint(w io.Writer, times int) {
	e, p := prog.Entry(), NewPage(w, prog.Number, false)
	if times > len(prog.Exercise.Hints) {
		for _, s := range solutions.Of(e.Number) {
			p.out.line(fmt.Sprintf("// A solution for walkthrough/%s/%s", e.Dir(), s.File))
			p.out.line("")
			fmt.Fprintln(w, s.Text)
		}
		return
	}
	p.Say("%s", prog.Exercise.Hints[times-1])
	more := "For more:"
	if times == len(prog.Exercise.Hints) {
		more = "For the solution:"
	}
	p.out.line(fmt.Sprintf("%s go run ./walkthrough/%s%s", more, e.Dir(), strings.Repeat(" -hint", times+1)))
}

// A times is a flag that counts how often it is set.
type times int

func (t *times) String() string   { return "" }
func (t *times) IsBoolFlag() bool { return true }

func (t *times) Set(s string) error {
	if s != "true" {
		return fmt.Errorf("this flag takes no value")
	}
	*t++
	return nil
}

// An Attempt is what came of the reader's work on a program.
type Attempt struct {
	Entry  Entry
	Shown  []Score // of the cases on the page
	Hidden []Score // of those that the page does not show
	Undone []string
	Tasks  int
	Panic  string // what naive.go said when it broke down, or ""
}

// Attempt attacks the reader's naive.go, and tries the tasks.
func (prog Program) Attempt() (a Attempt) {
	a.Entry = prog.Entry()
	a.Tasks = len(prog.Exercise.Tasks)
	// Code that is being repaired may panic.
	defer func() {
		if r := recover(); r != nil {
			a.Panic = fmt.Sprint(r)
		}
	}()
	a.Shown = prog.Print(io.Discard, false).Scores
	if prog.Exercise.More != nil {
		p := NewPage(io.Discard, prog.Number, false)
		prog.Exercise.More(p)
		a.Hidden = merge(p.Scores)
	}
	for _, t := range prog.Exercise.Tasks {
		if err := t.Try(); err != nil {
			a.Undone = append(a.Undone, fmt.Sprintf(
				"To write:      %s, in %s\nIt says:       %v\n", t.Name, t.File, err))
		}
	}
	return a
}

// All is the number of things that there are to do right.
func (a Attempt) All() int { return len(a.Shown) + len(a.Hidden) + a.Tasks }

// Open is the number of those that are not right yet. It is 0 if all is done.
func (a Attempt) Open() int {
	open := len(problems(a.Shown)) + len(problems(a.Hidden)) + len(a.Undone)
	if a.Panic != "" || a.All() == 0 {
		return max(open, 1)
	}
	return open
}

// Count says in one line how much is open.
func (a Attempt) Count() string {
	if a.Panic != "" {
		return "naive.go panics"
	}
	return fmt.Sprintf("%d of %d cases are open", a.Open(), a.All())
}

// Advice says kindly what is still open, and where to go from there. It is
// empty if nothing is. The cases that the page does not show come after those
// that it shows.
func (a Attempt) Advice() string {
	if a.Open() == 0 {
		return ""
	}
	dir := a.Entry.Dir()
	var b strings.Builder
	fmt.Fprintf(&b, "%s in walkthrough/%s.\n\n", a.Count(), dir)
	shown, hidden := problems(a.Shown), problems(a.Hidden)
	switch {
	case a.Panic != "":
		fmt.Fprintf(&b, "It panics:     %s\n\n", a.Panic)
	case len(shown) > 0:
		fmt.Fprintln(&b, strings.Join(shown, "\n"))
	case len(hidden) > 0:
		fmt.Fprintf(&b, "All cases of the page are repaired. Your repair meets others:\n\n")
		fmt.Fprintln(&b, strings.Join(hidden, "\n"))
	}
	if a.Panic == "" && len(a.Undone) > 0 {
		fmt.Fprintln(&b, strings.Join(a.Undone, "\n"))
	}
	fmt.Fprintf(&b, "Where to look: walkthrough/%s/naive.go\n", dir)
	fmt.Fprintf(&b, "To see it all: go run ./walkthrough/%s\n", dir)
	fmt.Fprintf(&b, "For a hint:    go run ./walkthrough/%s -hint\n", dir)
	return b.String()
}

// problems are the cases that are not right, each in words.
func problems(scores []Score) (list []string) {
	for _, s := range scores {
		if problem := problem(s); problem != "" {
			list = append(list, problem)
		}
	}
	return list
}

func problem(s Score) string {
	why := "Why:           " + strings.Join(strings.Fields(s.Fell), " ") + "\n"
	switch {
	case s.Kind == Attack && s.Naive == "":
		return "It got in:     " + s.Name + "\n" + why
	case s.Kind == Harm && s.Naive != "":
		return "Harm was done: " + s.Name + "\nWhat happened: " + s.Naive + "\n" + why
	case s.Kind == Honest && s.Naive != "":
		return "Kept out:      " + s.Name + ", who is honest\nIt said:       " + s.Naive + "\n"
	}
	return ""
}

// merge makes one case of those with the same name: several functions of
// naive.go may have the same fault.
func merge(scores []Score) (merged []Score) {
	at := map[string]int{}
	for _, s := range scores {
		i, ok := at[s.Name]
		switch {
		case !ok:
			at[s.Name] = len(merged)
			merged = append(merged, s)
		case problem(merged[i]) == "":
			merged[i] = s
		}
	}
	return merged
}

// praise is what the page says when all is done.
func (prog Program) praise(p *Page) {
	p.out.line("Well done: naive.go withstands every attack, and Ines gets in.")
	p.out.line("")
	p.Say("%s", prog.Exercise.Done)
	p.out.line("To bring the mistake back: " + prog.Entry().wayBack())
}

// wayBack is the command that undoes a repair.
func (e Entry) wayBack() string { return "git checkout walkthrough/" + e.Dir() }

// Repaired says that naive.go is not as the page wants it, since somebody
// repairs it, and what to do about that. It is empty if naive.go falls for
// every attack.
func (p *Page) Repaired() string {
	withstood, all := 0, 0
	for _, s := range p.Scores {
		if s.Kind != Honest {
			all++
			if !s.NaiveFell() {
				withstood++
			}
		} else if s.NaiveFell() {
			withstood++
		}
	}
	if withstood == 0 {
		return ""
	}
	e := entry(p.Program)
	return fmt.Sprintf("naive.go has been changed: %d of its %d cases come out otherwise than the page says.\n", withstood, all) +
		fmt.Sprintf("If you repair it:  go test -tags exercise ./walkthrough/%s\n", e.Dir()) +
		fmt.Sprintf("The way back:      %s\n", e.wayBack())
}
