// Package lessontest tests a program of the walkthrough, in one of two ways.
//
// As it is, the tests say that the attacks work on naive.go and not on ours,
// and that the page reads as output.txt does; "-update" writes it anew.
//
// With "-tags exercise" they turn round. They attack naive.go, and go green
// when it is repaired and still lets the honest in.
package lessontest
