// Package bench measures glassjwt beside its peers.
//
// A [Contender] is one library, set up by the book of its own documentation to
// make the same checks as the others: the signature, with the key that the
// token's kid names among four; a list of algorithms; iss, aud, exp and nbf.
// It hands over the claims in the form that is natural to it. A test shows
// first that each accepts the good token, and refuses one with a broken
// signature, an expired one, and one for another audience. Nothing is measured
// of a contender that does less.
//
// The floor is the work that no library can leave out: crypto/sha256 over the
// signing input, and crypto/rsa or crypto/ecdsa over a signature that lies
// ready. The tables of verification show times as multiples of it.
//
// Command rounds does the measuring; run.sh starts it.
package bench
