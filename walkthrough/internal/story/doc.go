// Package story holds what all programs of the walkthrough share: one issuer,
// one API, one reader with one token, and one stranger.
//
// The town library lends books. Readers sign in at its issuer, and the app on
// their telephone asks the loans API which books they have at home.
//
//	https://login.library.example   the issuer: it signs tokens
//	https://loans.library.example   the API: it believes them, or not
//	Ines                            a reader, who has three books at home
//	Mallory                         a stranger, who wants to be Ines
//
// It is always 2026-01-15T12:00:00Z, five minutes after Ines signed in. All
// is deterministic, so that everybody who runs a program reads the same bytes.
//
// The issuer is one of package oidctest. Its keys are the examples of RFC 7515,
// appendix A.2 and A.3, whose private halves are printed there: the whole world
// can sign with them. They must never sign anything but examples.
package story
