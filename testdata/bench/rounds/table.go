package main

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"example.com/glassjwt/testdata/bench"
)

func printGroup(r result) {
	floor := r.Cases[0].Name
	fmt.Printf("### %s\n\n", r.Title)
	fmt.Printf("| | time (µs) | times %s | bytes | allocations | more than %s |", floor, floor)
	if r.Parallel {
		fmt.Print(" per second, all cores |")
	}
	fmt.Print("\n|---|---:|---:|---:|---:|---:|")
	if r.Parallel {
		fmt.Print("---:|")
	}
	fmt.Println()
	for i, c := range r.Cases {
		fmt.Printf("| %s | %.1f | %.2f | %.0f | %.0f | %.0f |", c.Name, r.of(i, ns)/1e3, r.ratio(i),
			r.of(i, bytes), round(r.of(i, allocs)), round(r.of(i, allocs))-round(r.of(0, allocs)))
		if r.Parallel {
			fmt.Printf(" %.0f |", r.of(i, throughput))
		}
		fmt.Println()
	}
	fmt.Println()
}

func round(f float64) float64 { return math.Round(f) }

// printGrowth prints what each costs beyond the floor, and per unit.
func printGrowth(g bench.Growth, results []result) {
	fmt.Printf("### %s\n\n", g.Title)
	fmt.Printf("Time in µs. The last columns are what is left without the floor.\n\n")
	fmt.Printf("| %s |", g.Unit)
	rule := "|---:|"
	for _, c := range results[0].Cases {
		fmt.Printf(" %s |", c.Name)
		rule += "---:|"
	}
	for _, c := range results[0].Cases[1:] {
		fmt.Printf(" %s, rest |", c.Name)
		rule += "---:|"
	}
	fmt.Printf("\n%s\n", rule)
	for i, r := range results {
		fmt.Printf("| %d |", g.Values[i])
		for k := range r.Cases {
			fmt.Printf(" %.1f |", r.of(k, ns)/1e3)
		}
		for k := 1; k < len(r.Cases); k++ {
			fmt.Printf(" %.1f |", (r.of(k, ns)-r.of(0, ns))/1e3)
		}
		fmt.Println()
	}
	fmt.Println()
}

func printCores(alg string, results map[int]result) {
	fmt.Printf("### Cores, %s\n\n| cores | floor, per second | glassjwt, per second | glassjwt, times one core |\n|---:|---:|---:|---:|\n", alg)
	one := results[1].of(1, throughput)
	for _, cores := range slices.Sorted(maps.Keys(results)) {
		r := results[cores]
		fmt.Printf("| %d | %.0f | %.0f | %.2f |\n", cores, r.of(0, throughput), r.of(1, throughput), r.of(1, throughput)/one)
	}
	fmt.Println()
}
