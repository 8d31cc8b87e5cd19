// Package jwk turns JSON Web Keys into public keys.
//
// An issuer publishes its keys as a JSON document, a key set (RFC 7517
// section 5). Each key in it is a handful of numbers in base64url: n and e for
// RSA, x and y for a point on an elliptic curve, x alone for Ed25519. A public
// key is these numbers. PEM and certificates only wrap them.
//
//	set, err := jwk.ParseSet(document)
//	v := &jwt.Verifier{Issuer: …, Audience: …, Keys: set}
//
// # Which keys are usable
//
// A number that arrives over the network is not yet a key. [RSAPublicKey]
// refuses a modulus of less than 2048 bits, and an exponent that makes the
// signature its own message. [ECPublicKey] refuses a point that is not on its
// curve. [OKPPublicKey] refuses the few points for which anyone can sign.
//
// [Parse] further refuses a key that is not for verifying signatures ("use",
// "key_ops", "alg"), and a key that comes with its private half: a published
// secret is no secret. Null and an empty array count as an absent member, since
// some issuers write them for members that the key does not have.
//
// [ParseSet] skips such keys and keeps the others, because issuers add kinds of
// keys that their clients do not know. [Set].Skipped says which keys it
// skipped, and why.
//
// # Which key a token gets
//
// [Set.Keys] makes a [Set] a [jwt.KeySet]. The key ID must be equal, and then
// type, curve and algorithm must fit. Most often one key remains. If several
// do, they are tried in order.
//
// A shared key set may bind a key to one issuer, with a member "issuer"
// (Microsoft does). [Key].Issuer has it, and [jwt.Verifier] refuses a token of
// another issuer under that key.
package jwk
