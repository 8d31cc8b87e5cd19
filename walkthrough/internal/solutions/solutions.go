package solutions

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.go.txt
var files embed.FS

// A Solution is a file that takes the place of one of a program.
type Solution struct {
	File string // the file of the program, such as "naive.go"
	Name string // the file in this directory
	Text string
}

// Of returns the solutions of the program with that number: that of naive.go
// first.
func Of(number int) (list []Solution) {
	start := fmt.Sprintf("%02d", number)
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the files are in the program
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), start)
		if !ok {
			continue
		}
		file := "naive.go"
		if other, ok := strings.CutPrefix(rest, "-"); ok {
			file = strings.TrimSuffix(other, ".txt")
		}
		text, err := files.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		s := Solution{file, e.Name(), string(text)}
		if file == "naive.go" {
			list = append([]Solution{s}, list...)
		} else {
			list = append(list, s)
		}
	}
	return list
}
