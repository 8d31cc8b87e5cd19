// Package explain shows what a verifier hides.
//
// A library says "signature valid", and does not show why. This package takes a
// [jwt.Examination] and redoes the arithmetic of the signature by hand, with
// math/big and in the letters of the standards. It shows every byte:
//
//	RS256, RS384, RS512   s^e mod n is a block that you can read      pkcs1.go
//	PS256, PS384, PS512   the same, with a mask and a salt            pss.go
//	ES256, ES384, ES512   R.x mod n is r, or it is not                ecdsa.go, weierstrass.go
//	EdDSA, Ed25519        [s]B - [k]A is R, or it is not              ed25519.go, edwards.go
//
// The walkthrough's book has figures of the block (page 10) and of a walk on a
// small curve (page 11): go run ./walkthrough -http 127.0.0.1:8092.
//
// The Examination decides, with the same code as [jwt.Verifier.Verify]. This
// package never does. If the arithmetic here and [jwt.VerifySignature] disagree,
// New panics: a wrong explanation is worse than no explanation.
//
//	x := verifier.Examine(ctx, token)
//	explain.Text(os.Stdout, x)
//
// This package is for people who have a token and want to understand it. It
// prints the token too. It takes some milliseconds for a signature, so do not
// use it to answer requests.
//
// # What is evidence
//
// If the signature is wrong, or could not be checked, anyone may have written the
// claims. The explanation still shows them and asks the questions about them,
// but calls a yes "moot". A text that is not a token is taken apart as far as
// possible, with a mark where it breaks.
//
// # The model
//
// [New] makes a [Report]; [Text], [JSON] and [HTML] render it. [Style] sets the
// width and the colour of text. A [Fragment] goes onto a page of your own. For
// another form, render the Report yourself:
//
//	Report
//	├── Verdict, Reason, Causes     the result, and what may lie behind it
//	├── Spans                       the token, cut into pieces: nothing left out
//	├── Parts                       the pieces between the dots, decoded
//	│   └── Members                 and their JSON, member by member
//	├── Fault                       where the text breaks, if it does
//	├── Keys                        the issuer's keys that fit
//	└── Steps                       each question, its rule, and the answer
//	    └── Cards                   the calculation behind the answer
//	        ├── Values              bytes with a letter, cut into labelled Fields
//	        └── Check               the two values that must be equal
//
// Spans cut the token, and Fields cut the bytes of a Value. Each byte is in
// exactly one of them, in order. A [Role] says what a piece is, for its colour.
// Pieces with a common name in their Links belong together and may light up
// together, such as the payload's characters, the claim in them, and the hash
// over them.
//
// Every string of a Report can be printed as it is. What the sender chose is cut,
// and its unprintable characters are escaped. For HTML, escape it as usual.
package explain
