// Doctor examines an issuer's settings, so that you find mistakes before the first
// token is refused.
//
//	doctor -issuer URL [-audience NAME] [-token TOKEN] [flags]
//
// It fetches the issuer's metadata and keys as package oidc does, and prints one
// line for each thing that it finds:
//
//	ok     as it should be
//	note   it works, but you should know about it
//	fault  good tokens will be refused, or bad tokens accepted; the line says
//	       what to change
//
// It examines
//
//   - the issuer's name: a slash at its end, its case, its port, a template in it,
//     the address of the metadata in its place;
//   - each well-known address: its status, redirects, content type, and which
//     issuer the document names;
//   - TLS: its version, and how long the certificate is good;
//   - the key set: its address, redirects, and how long it may be cached, which
//     decides how long a withdrawn key is believed;
//   - each key: whether it is usable, and if not, why, in words for the issuer's
//     operator; key IDs that appear twice; keys without alg;
//   - algorithms that the metadata promise although no key fits them;
//   - the clock: how far the issuer's clock is from this machine's clock.
//
// With -token it also examines the token. It says which settings would accept the
// token, which provider of oidc/providers.md it looks like, and which Go lines to
// write. Doctor sends the token nowhere, and does not print its signature.
//
// Flags:
//
//	-issuer URL        what "iss" must be; https, or http on a loopback address
//	-audience NAME     the name of your API, for -token; repeat it for several
//	-token TOKEN       an access token; - reads it from the standard input, which
//	                   keeps it out of the shell's history
//	-alg LIST          the algorithms that your Verifier accepts (default
//	                   RS256,ES256)
//	-cleartext HOST    a host, with its port, that may be asked over plain http, as
//	                   in oidc.Keys
//	-json              print JSON: {"issuer", "findings": [{"level", "about",
//	                   "text", "change"}], "faults"}
//	-h                 print this
//
// The exit status is 0 if there is no fault, 1 if there is a fault, and 2 if the
// command was called the wrong way.
package main
