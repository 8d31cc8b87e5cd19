// Package jwk turns JSON Web Keys into public keys.
//
// An issuer publishes its keys as a JSON document, a key set (RFC 7517
// section 5). Each key in it is a handful of numbers in base64url: n and e for
// RSA, x and y for a point on an elliptic curve, x alone for Ed25519. There is
// no more to a public key than these numbers. PEM and certificates only wrap
// them.
//
//	set, err := jwk.ParseSet(document)
//	v := &jwt.Verifier{Issuer: …, Audience: …, Keys: set}
//
// # Which keys are usable
//
// A number that arrives over the network is not yet a key. [RSAPublicKey]
// refuses a modulus of less than 2048 bits, and an exponent that makes the
// signature its own message. [ECPublicKey] refuses a point that is not on its
// curve. [OKPPublicKey] refuses the few points for which anybody can sign.
//
// [Parse] further refuses a key that is not for verifying signatures ("use",
// "key_ops", "alg"), and one that brings its private half along: what has been
// published is no secret any more.
//
// [ParseSet] skips such keys and keeps the others, because issuers add kinds of
// keys that their clients have not heard of. What it skipped, and why, is in
// [Set].Skipped.
//
// # Which key a token gets
//
// [Set.Keys] makes a [Set] a [jwt.KeySet]. The key ID must be equal, and then
// type, curve and algorithm must fit. Most often that leaves one key; several
// are candidates, tried in order.
package jwk
