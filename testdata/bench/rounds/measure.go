package main

import (
	"fmt"
	"io"
	"log"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"example.com/glassjwt/testdata/bench"
)

type measurer struct {
	rounds int
	slice  time.Duration
	lines  io.Writer
	only   *regexp.Regexp
}

// A sample is what one slice of time showed, per operation.
type sample struct {
	ns, bytes, allocs float64
	ratio             float64 // to the floor, measured right before and right after
	throughput        float64 // operations per second on all cores; 0 if not measured
}

// result holds the samples of a group: samples[case][round].
type result struct {
	bench.Group
	samples [][]sample
}

// group measures all cases of a group, round by round.
func (m *measurer) group(g bench.Group) result {
	r := result{g, make([][]sample, len(g.Cases))}
	n := make([]int, len(g.Cases)) // operations in a slice of time
	workers := max(g.Clients, runtime.GOMAXPROCS(0))
	for i, c := range g.Cases {
		n[i] = m.calibrate(c)
	}
	for round := range m.rounds {
		for k := range g.Cases {
			// Each goes first once in a while.
			i := (round + k) % len(g.Cases)
			before := serial(g.Cases[0], n[0], g.Remote)
			s := serial(g.Cases[i], n[i], g.Remote)
			after := serial(g.Cases[0], n[0], g.Remote)
			s.ratio = 2 * s.ns / (before.ns + after.ns)
			if g.Parallel {
				s.throughput = parallel(g.Cases[i], n[i]*runtime.GOMAXPROCS(0), workers)
			}
			r.samples[i] = append(r.samples[i], s)
			m.line(g.Name+"/"+g.Cases[i].Name, n[i], s)
		}
	}
	return r
}

func (m *measurer) growth(g bench.Growth) []result {
	var results []result
	for _, g := range g.Groups {
		results = append(results, m.group(g))
	}
	return results
}

// cores measures throughput with one core and with all, for the floor and for
// glassjwt: samples[case][round] of groups by the number of cores.
func (m *measurer) cores(g bench.Group) map[int]result {
	g.Cases = g.Cases[:2]
	all := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(all)
	results := map[int]result{1: {g, make([][]sample, 2)}, all: {g, make([][]sample, 2)}}
	for range m.rounds {
		for cores, r := range results {
			runtime.GOMAXPROCS(cores)
			for i, c := range g.Cases {
				s := sample{throughput: parallel(c, m.calibrate(c)*cores, cores)}
				r.samples[i] = append(r.samples[i], s)
			}
		}
	}
	return results
}

// calibrate returns how many operations fill a slice.
func (m *measurer) calibrate(c bench.Case) int {
	for n := 1; ; n *= 2 {
		took := float64(n) * serial(c, n, true).ns
		if took > float64(m.slice)/10 {
			return max(1, int(float64(n)*float64(m.slice)/took))
		}
	}
}

// serial runs the case n times and tells the processor time that it took, of
// all threads, so that garbage collection counts and what other programs do on
// the machine does not. If another process does the work, it tells the time
// that went by. The garbage of the cases before is gone.
func serial(c bench.Case, n int, remote bool) sample {
	clock := cpuTime
	if remote {
		clock = wallTime
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := clock()
	repeat(c, n)
	took := clock() - start
	runtime.ReadMemStats(&after)
	return sample{
		ns:     float64(took.Nanoseconds()) / float64(n),
		bytes:  float64(after.TotalAlloc-before.TotalAlloc) / float64(n),
		allocs: float64(after.Mallocs-before.Mallocs) / float64(n),
	}
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

var started = time.Now()

func wallTime() time.Duration { return time.Since(started) }

// parallel runs the case n times, divided among goroutines, and returns
// operations per second.
func parallel(c bench.Case, n, workers int) float64 {
	var wg sync.WaitGroup
	each := (n + workers - 1) / workers
	runtime.GC()
	start := time.Now()
	for range workers {
		wg.Go(func() { repeat(c, each) })
	}
	wg.Wait()
	return float64(each*workers) / time.Since(start).Seconds()
}

func repeat(c bench.Case, n int) {
	for range n {
		if err := c.Op(); err != nil {
			log.Fatalf("%s: %v", c.Name, err)
		}
	}
}

func (m *measurer) line(name string, n int, s sample) {
	fmt.Fprintf(m.lines, "Benchmark%s-%d\t%d\t%.1f ns/op\t%.0f B/op\t%.0f allocs/op", name, runtime.GOMAXPROCS(0), n, s.ns, s.bytes, s.allocs)
	if s.throughput > 0 {
		fmt.Fprintf(m.lines, "\t%.0f ops/s", s.throughput)
	}
	fmt.Fprintln(m.lines)
}

// of returns the median over the rounds of a quantity of one case.
func (r result) of(i int, quantity func(sample) float64) float64 {
	var values []float64
	for _, s := range r.samples[i] {
		values = append(values, quantity(s))
	}
	return median(values)
}

func ns(s sample) float64         { return s.ns }
func bytes(s sample) float64      { return s.bytes }
func allocs(s sample) float64     { return s.allocs }
func ratio(s sample) float64      { return s.ratio }
func throughput(s sample) float64 { return s.throughput }

func median(values []float64) float64 {
	slices.Sort(values)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half]
	}
	return (values[half-1] + values[half]) / 2
}
