// Package together runs all programs of the walkthrough as one.
//
// The programs are commands, each in its own package main. To link twenty of
// them takes long, and to run them through the go command takes a second each.
// So each becomes a package for a moment, and one program runs them all. The
// go command is told so by an overlay: a file that names other texts for some
// files, and texts for files that do not exist. Nothing is written into the
// module.
package together
