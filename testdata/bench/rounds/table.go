package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"example.com/glassjwt/testdata/bench"
)

func printGroup(r result) {
	floor := r.Cases[0].Name
	clock := "CPU (µs)"
	if r.Remote {
		clock = "time (µs)"
	}
	columns := []column{
		{clock, func(i int) string { return fmt.Sprintf("%.1f", r.of(i, ns)/1e3) }},
		{"times " + floor, func(i int) string { return fmt.Sprintf("%.2f", r.of(i, ratio)) }},
	}
	if !r.Remote {
		columns = append(columns,
			column{"bytes", func(i int) string { return fmt.Sprintf("%.0f", r.of(i, bytes)) }},
			column{"allocations", func(i int) string { return fmt.Sprintf("%.0f", r.of(i, allocs)) }},
			column{"more than " + floor, func(i int) string {
				return fmt.Sprintf("%.0f", math.Round(r.of(i, allocs))-math.Round(r.of(0, allocs)))
			}},
		)
	}
	if r.Parallel {
		columns = append(columns, column{"per second, all cores", func(i int) string {
			return fmt.Sprintf("%.0f", r.of(i, throughput))
		}})
	}
	fmt.Printf("### %s\n\n|  |", r.Title)
	for _, c := range columns {
		fmt.Printf(" %s |", c.head)
	}
	fmt.Println("\n|---|" + strings.Repeat("---:|", len(columns)))
	for i, c := range r.Cases {
		fmt.Printf("| %s |", c.Name)
		for _, column := range columns {
			fmt.Printf(" %s |", column.cell(i))
		}
		fmt.Println()
	}
	fmt.Println()
}

type column struct {
	head string
	cell func(row int) string
}

// printGrowth prints what each costs beyond the floor, and per unit.
func printGrowth(g bench.Growth, results []result) {
	fmt.Printf("### %s\n\n", g.Title)
	fmt.Printf("CPU time in µs. The last columns are what is left without the floor.\n\n")
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
			fmt.Printf(" %.1f |", (r.of(k, ratio)-1)*r.of(0, ns)/1e3)
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
