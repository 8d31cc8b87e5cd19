// Package solutions has a repaired naive.go for each program of the
// walkthrough. If you want to repair them yourself, do not look yet.
//
// The files are named .go.txt, so that nothing builds them by mistake. 14.go.txt
// takes the place of 14-who/naive.go, and 10-yours.go.txt that of
// 10-rs256/yours.go. The test puts each into its place and runs the exercises.
// They must all be green then.
package solutions
