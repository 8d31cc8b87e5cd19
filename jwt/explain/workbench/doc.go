// Package workbench is a page on which a reader takes a token apart, changes
// it, and sees which question says no.
//
// A [Bench] serves it. Its specimens are tokens with a name, the keys and the
// expectations that belong to them, and a note on what there is to see. The
// explanation of a token is that of package explain; around it stand the form
// and the tools:
//
//	flip a bit      each byte is a link, and so is each bit of a byte that was changed
//	move the clock  to just before and just after each date in the token
//	algorithms      take one off the list of those accepted, or add one
//	rewrite         edit header and claims as JSON; keep the old signature, or
//	                sign anew with the keys of RFC 7515, which everybody has
//
// [Write] writes the explanation of one specimen as a file, for a book that no
// server stands behind. There it can be read, and not changed.
//
// # Addresses
//
// A token is never part of an address: there it would stay in the history, in
// logs and in referrers. The addresses name specimens, and changes to them:
//
//	GET  /                  the form, and the list of the specimens
//	GET  /token/NAME        a specimen
//	GET  /token/NAME?flip=N with bit N turned round; flip may be repeated
//	GET  /token/NAME?now=T  judged as of T: RFC 3339, or seconds since 1970
//	GET  /token/NAME?alg=A  with A as the accepted algorithm; may be repeated
//	POST /                  a token of the reader's own, in the body
//
// Bits are counted over the decoded parts, one after the other: bit 0 is the
// highest bit of the header's first byte. A part that is no base64url counts
// with its characters. All links on the pages are relative, so a program may
// serve a Bench under any path, with [http.StripPrefix].
//
// # Who may see it
//
// The page is for the person at this machine. [Guard] answers only requests to
// a loopback name, and refuses forms that another site sends. Answers are not
// stored. Their policy allows no script, no image, and no style but our own.
// Nothing that is typed makes the program open an address. A Bench explains a
// few tokens at a time; more requests wait.
package workbench
