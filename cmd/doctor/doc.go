// Doctor looks at an issuer's settings, and says what is wrong before the first
// token does.
//
//	doctor -issuer URL [-audience NAME] [-token TOKEN] [flags]
//
// It fetches the issuer's metadata and keys as package oidc does, and prints one
// line for each thing that it finds:
//
//	ok     as it should be
//	note   it works, but you should know about it
//	fault  tokens will be refused, or the wrong ones believed; the line says what
//	       to change
//
// It looks at
//
//   - the issuer's name: slash, case, port, a template, a pasted address of
//     metadata;
//   - each well-known address: its status, redirects, content type, and which
//     issuer the document names;
//   - TLS: its version, and how long the certificate is good;
//   - the key set: its address, redirects, and how long it may be cached, which
//     decides how long a withdrawn key is believed;
//   - each key: usable, or skipped and why, in words for the issuer's operator;
//     key IDs that stand there twice, keys without alg;
//   - algorithms that the metadata promise and no key can serve;
//   - the clock: how far the issuer's is from this machine's.
//
// With -token it also says what the token is: which settings would accept it,
// which provider of oidc/providers.md it looks like, and the Go lines to write.
// The token is only read here. It is sent nowhere, and its signature is not
// printed.
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
// It exits with 0 if there is no fault, 1 if there is one, and 2 if it was called
// the wrong way.
package main
