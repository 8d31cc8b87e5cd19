// Package lesson is the frame around each program of the walkthrough.
//
// A [Program] tells its lesson to a [Page], which records it block by block,
// prints it, and keeps the score. Package book makes a page for a browser from
// the same record.
//
// What a page tells are cases: an honest one, an attack on the API, or harm
// done to somebody else. Each has two verdicts, that of the tutorial's step in
// naive.go, and that of this module's packages.
//
// An [Exercise] is the reader's part: to repair naive.go. It has more cases,
// which the page does not show. An [Attempt] is what came of it.
//
// The arithmetic and the decisions are not here. They stand in the programs.
package lesson
