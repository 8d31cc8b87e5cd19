// Command rounds measures glassjwt beside its peers, and prints Markdown.
//
// Every round runs each contender for a slice of time, one after the other, so
// that all of them share the weather of a busy machine. Ratios are taken
// within a round; what is printed is their median.
//
// With -lines it also writes each measurement as a line of go test -bench, for
// benchstat.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"example.com/glassjwt/testdata/bench"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("rounds: ")
	rounds := flag.Int("rounds", 30, "how often each contender is measured")
	slice := flag.Duration("slice", 100*time.Millisecond, "how long each time")
	cpu := flag.String("cpu", "unknown", "the `name` of the CPU, as go test prints it")
	lines := flag.String("lines", "", "write lines for benchstat to this `file`")
	flag.Parse()
	if *rounds < 1 || *slice <= 0 {
		log.Fatal("rounds and slice must be more than nothing")
	}
	m := measurer{rounds: *rounds, slice: *slice, lines: io.Discard}
	if *lines != "" {
		f, err := os.Create(*lines)
		if err != nil {
			log.Fatal(err)
		}
		defer f.Close()
		w := bufio.NewWriter(f)
		defer w.Flush()
		fmt.Fprintf(w, "goos: %s\ngoarch: %s\npkg: example.com/glassjwt/testdata/bench\ncpu: %s\n", runtime.GOOS, runtime.GOARCH, *cpu)
		m.lines = w
	}
	fmt.Printf("%s, %s, %s/%s, %s, %d cores. Medians of %d rounds of %v each.\n\n",
		time.Now().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, *cpu, runtime.GOMAXPROCS(0), *rounds, *slice)
	printVersions()

	is := bench.NewIssuer()
	for _, alg := range bench.Algorithms {
		printGroup(m.group(is.Verify(alg)))
	}
	printGroup(m.group(is.KeySet()))
	for _, alg := range bench.Algorithms {
		printGroup(m.group(is.Refuse(alg)))
	}
	for _, g := range []bench.Growth{is.Size(), is.NumberOfClaims(), is.NumberOfKeys()} {
		printGrowth(g, m.growth(g))
	}
	for _, alg := range bench.Algorithms {
		printCores(alg, m.cores(is.Verify(alg)))
	}
}

// printVersions names the peers as they were built in.
func printVersions() {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	version := map[string]string{}
	for _, m := range info.Deps {
		version[m.Path] = m.Version
	}
	fmt.Print("Peers:")
	separator := " "
	for _, c := range bench.Contenders {
		if v := version[c.Module]; v != "" {
			fmt.Print(separator, c.Module, " ", v)
			separator = ", "
		}
	}
	fmt.Print(".\n\n")
}
