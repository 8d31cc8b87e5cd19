// Package jwt decides whether to believe a JSON Web Token.
//
// A token is three pieces of text with dots between them. Anyone can make
// one. [Verifier.Verify] asks a short list of questions about it. Their order
// matters: no claim is read before the signature is checked.
//
//	shape      three strict base64url parts, a well-typed header, not encrypted or nested?
//	alg        do we accept its algorithm, and does it demand no extension?
//	typ        is it an access token, and not some other JWT?
//	kid        which keys of the issuer fit?
//	signature  did one of those keys sign exactly these bytes?
//	claims     is the payload a strict JSON object with well-typed claims?
//	iss        is it from exactly our issuer, and may the key sign for that issuer?
//	aud        is it for this API, or, if it names none, for a client that we list?
//	exp        does it expire, and is that moment still ahead?
//	nbf        is it valid already, and not issued in the future?
//	cnf        is the token bound to a key, and does the caller check that?
//	required   does it have the other claims that we require, and is it young enough?
//
// The list is the table in verify.go, and Verify runs that table. The [Step] of
// an [Error] names a row. Each [Check] of an [Examination] shows a row and its
// answer. The first no ends the questions. Verify returns a [Token] only if every
// answer was yes and the signature was really checked.
//
// The book of the walkthrough draws this list, with the attacks that each
// question stops: go run ./walkthrough -http 127.0.0.1:8092.
//
// # What you bring
//
// You say what is right. The token never does. A [Verifier] holds what you say:
//
//	v := &jwt.Verifier{
//		Issuer:   "https://issuer.example",
//		Audience: []string{"https://api.example"},
//		Keys:     keys,
//	}
//	token, err := v.Verify(ctx, text)
//
// Keys is a [KeySet]: a list of [Keys] in hand; a jwk.Set, read from a key set
// document; or an oidc.Keys, which fetches that document from the issuer. This
// package needs neither jwk nor oidc, and can be copied alone.
//
// [Issuers] holds a Verifier for each of several issuers, and an [IssuerFunc]
// finds the Verifier of an issuer that is not known in advance. A [Cache]
// remembers the tokens that were believed. It may stand in front of a Verifier,
// Issuers or an IssuerFunc, or within Issuers in front of each Verifier.
//
// # What it believes
//
// Compact, signed tokens only: no encryption, no JSON serialization, no token
// within a token. Asymmetric algorithms only: "none" and the HS family do not
// exist here, so no list can let them in. Strict base64url and strict JSON
// only: if a text has two readings, an attacker can show one to the code that
// checks it, and the other to the code that uses it.
//
// # Errors
//
// An error has three layers. A sentinel says why: errors.Is(err, [ErrExpired]).
// An [*Error] says where. Its Description is what the client may hear. Its
// Causes are for the log: what probably lies behind the refusal. On error the
// other result is nil.
package jwt
