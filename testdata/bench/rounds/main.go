// Command rounds measures glassjwt beside its peers, and prints Markdown.
//
// Every round runs each contender for a slice of time, one after the other, so
// that all of them share the weather of a busy machine. Times are those of the
// processor, for the same reason. Right before and right after each slice of a
// contender there is one of the floor; the ratio is to the mean of these two.
// What is printed is the median over the rounds.
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
	"regexp"
	"runtime"
	"runtime/debug"
	"time"

	"example.com/glassjwt/testdata/bench"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("rounds: ")
	rounds := flag.Int("rounds", 20, "how often each contender is measured")
	slice := flag.Duration("slice", 100*time.Millisecond, "how long each time; a short one ends before the first garbage collection")
	cpu := flag.String("cpu", "unknown", "the `name` of the CPU, as go test prints it")
	lines := flag.String("lines", "", "write lines for benchstat to this `file`")
	program := flag.String("api", "", "measure requests to this `program`, a built cmd/api")
	only := flag.String("only", "", "measure only groups whose name matches this `regexp`")
	flag.Parse()
	m := measurer{rounds: *rounds, slice: *slice, lines: io.Discard}
	var err error
	if m.only, err = regexp.Compile(*only); err != nil {
		log.Fatal(err)
	}
	if *rounds < 1 || *slice <= 0 {
		log.Fatal("rounds and slice must be more than nothing")
	}
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
	for _, g := range []bench.Group{
		is.Verify("RS256"), is.Verify("ES256"),
		is.Middleware("RS256"), is.Middleware("ES256"),
		is.Proof(),
		is.KeySet(),
		is.Cache("RS256"), is.Cache("ES256"),
		is.Refuse("RS256"), is.Refuse("ES256"),
	} {
		if m.only.MatchString(g.Name) {
			printGroup(m.group(g))
		}
	}
	if *program != "" && m.only.MatchString("Requests") {
		if err := m.requests(*program, is); err != nil {
			log.Fatal(err)
		}
	}
	for _, g := range []bench.Growth{is.Size(), is.NumberOfClaims(), is.NumberOfKeys()} {
		if m.only.MatchString(g.Name) {
			printGrowth(g, m.growth(g))
		}
	}
	for _, alg := range bench.Algorithms {
		if m.only.MatchString("Cores/" + alg) {
			printCores(alg, m.cores(is.Verify(alg)))
		}
	}
}

func (m *measurer) requests(program string, is *bench.Issuer) error {
	a, err := startAPI(program, is)
	if err != nil {
		return err
	}
	defer a.stop()
	g, err := a.requests(is)
	if err != nil {
		return err
	}
	printGroup(m.group(g))
	return nil
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
