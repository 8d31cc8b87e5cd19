// Package explain shows what a verifier hides.
//
// A library says "signature valid", and nobody has seen why. This package
// takes a [jwt.Examination], redoes the arithmetic of the signature by hand,
// with math/big and in the letters of the standards, and lays every byte of it
// open:
//
//	RS256, RS384, RS512   s^e mod n is a block that one can read      pkcs1.go
//	PS256, PS384, PS512   the same, with a mask and a salt            pss.go
//	ES256, ES384, ES512   R.x mod n is r, or it is not                ecdsa.go, weierstrass.go
//	EdDSA, Ed25519        [s]B - [k]A is R, or it is not              ed25519.go, edwards.go
//
// The verdict is never this package's own. It is that of the Examination,
// which comes from the same code as [jwt.Verifier.Verify]. If the arithmetic
// here and [jwt.VerifySignature] ever disagree, New panics: an explanation
// that is wrong is worse than none.
//
//	x := verifier.Examine(ctx, token)
//	explain.Text(os.Stdout, x)
//
// This is for people who hold a token and want to understand it. What it
// prints includes the token. It is slow, some milliseconds for a signature,
// and must not stand in the way of a request.
//
// # What is evidence
//
// If the signature is wrong, or nobody could check it, the claims are listed
// all the same, and the questions about them asked. But then they are moot, and
// are called so: anyone may have written them. A text that is no token is taken
// apart as far as it can be, with a mark where it breaks.
//
// # The model
//
// [New] makes a [Report]; [Text], [JSON] and [HTML] render it. [Style] has the
// width and the colour of text, and a [Fragment] is what goes onto a page of
// your own. Whoever wants another form renders the Report:
//
//	Report
//	├── Verdict, Reason, Causes     what came of it, and what may lie behind it
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
// Spans cut the token, and Fields cut the bytes of a Value, so that each byte
// is in exactly one of them, in order. A [Role] is what a piece is, for its
// colour. Links are what a piece has to do with: pieces that have a name of
// Links in common belong together and may light up together, such as the
// payload's characters, the claim in them, and the hash over them.
//
// Every string of a Report can be printed as it is: what the sender chose has
// been cut, and its unprintable characters escaped. It still must be escaped
// for HTML.
package explain
