package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// report prints the figures, and returns which promises are broken.
func report(c config, p *publisher, l *load, before, early, late, after sample) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\ntokens\trequests\tanswers\tmedian\t99 %\tslowest")
	total := 0
	for k := range kinds {
		n := len(l.took[k])
		total += n
		fmt.Fprintf(w, "%v\t%d\t%s\t%v\t%v\t%v\n", k, n, words(l.answers[k]), percentile(l.took[k], .5), percentile(l.took[k], .99), percentile(l.took[k], 1))
	}
	fmt.Fprintf(w, "\ncmd/api\tat rest\tafter a third\tat the end\tat rest again\n")
	fmt.Fprintf(w, "goroutines\t%d\t%d\t%d\t%d\n", before.goroutines, early.goroutines, late.goroutines, after.goroutines)
	fmt.Fprintf(w, "KiB in use\t%d\t%d\t%d\t%d\n", before.heap>>10, early.heap>>10, late.heap>>10, after.heap>>10)
	fmt.Fprintf(w, "KiB from the system\t%d\t%d\t%d\t%d\n", before.all>>10, early.all>>10, late.all>>10, after.all>>10)
	w.Flush()

	_, fetches := p.issuer.Fetches()
	allowed := burst + int(c.length/cooldown) + 1
	fmt.Printf(`
%.0f requests per second
%d honest requests before the API had a key, answered with 503
%d keys published, a new one every %v
%d answers from the key set, of at most %d
%v is the longest time for which a key was not known after it was published
`, float64(total)/c.length.Seconds(), l.early, p.made, c.rotate, fetches, allowed, l.ignored.Round(time.Millisecond))

	var broken []error
	promise := func(kept bool, format string, a ...any) {
		if !kept {
			broken = append(broken, fmt.Errorf("%w: "+format, append([]any{errBroken}, a...)...))
		}
	}
	for _, what := range slices.Sorted(maps.Keys(l.broken)) {
		promise(false, "%d times: %s", l.broken[what], what)
	}
	promise(l.answers[honest][200] > 0, "no honest request is answered with 200")
	promise(fetches <= allowed, "%d fetches, of at most %d", fetches, allowed)
	promise(after.goroutines <= before.goroutines+connection, "%d goroutines before, %d after", before.goroutines, after.goroutines)
	promise(after.heap <= early.heap+early.heap/4+1<<20, "%d KiB in use after a third, %d at the end", early.heap>>10, after.heap>>10)
	if len(broken) == 0 {
		fmt.Println("\nall promises are kept")
	}
	return errors.Join(broken...)
}

// errBroken is what all broken promises have in common.
var errBroken = errors.New("broken promise")

// connection is how many goroutines net/http has for the one connection to the
// issuer that it keeps for a while.
const connection = 2

// words returns how often there was which status.
func words(answers map[int]int) string {
	var list []string
	for _, status := range slices.Sorted(maps.Keys(answers)) {
		list = append(list, fmt.Sprintf("%d: %d", status, answers[status]))
	}
	return strings.Join(list, ", ")
}
