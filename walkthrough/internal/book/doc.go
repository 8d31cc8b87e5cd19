// Package book makes the walkthrough into a book for a browser.
//
// [New] runs all programs, takes their sources apart, and renders them. What a
// page shows comes from three places: what the program told, its Go files, and
// what package explain computes from its tokens. Only the questions for the
// reader, and what to say about the lines that decide, are written here.
//
//	book.go, front.go          the pages, and the pages around them
//	source.go, program.go      Go files, with their comments beside the code
//	output.go, case.go         what a program prints, and its cases as cards
//	differ.go                  the bytes that differ
//	compare.go, guard.go       naive.go beside ours, and what guards the page
//	guards_*.go                the lines that decide, and a question for the reader
//	questions.go               where requests are stopped, and which attacks there
//	figure_*.go, svg.go        the drawings
//	inline.go, highlight.go    text and code as HTML
//	tries.go, slim.go          a page for each token
//	server.go                  the book on a loopback address
//
// The book has no script and fetches nothing. Its links are relative, so that
// it can be read from a disk.
package book
