// Package signing makes the signatures of the tokens that are made here: those of
// the loopback issuer, and those of a reader who signs anew with the keys of the
// RFCs. It is no part of a verifier.
package signing
