// Package proof checks that the sender of a token holds the key to which the
// token is bound.
//
// A bearer token serves a thief as well as its owner. An issuer can bind a token
// to a key of its owner instead. Each request then proves that its sender has
// this key. There are two ways, and [Either] accepts both:
//
//   - [DPoP] (RFC 9449): the client signs a small JWT for each request, the proof,
//     and sends it in the field DPoP. The token has the key's thumbprint, as
//     "cnf": {"jkt": …}.
//   - [MutualTLS] (RFC 8705): the client has a certificate, and TLS proves that it
//     has the key. The token has the certificate's hash, as "cnf":
//     {"x5t#S256": …}.
//
// Each is the Proof of an [httpauth.Guard]. The Verifier of the Guard must leave
// the question to it: Bound is true.
//
//	guard := &httpauth.Guard{
//		Verifier: &jwt.Verifier{
//			Issuer:   "https://issuer.example",
//			Audience: []string{"https://api.example"},
//			Keys:     &oidc.Keys{Issuer: "https://issuer.example"},
//			Bound:    true,
//		},
//		Proof: &proof.DPoP{Base: "https://api.example"},
//	}
//
// If Bound is false, the Guard answers a bound token with 500, and the log says
// what to set.
//
// # The questions
//
// A proof by DPoP is asked these questions, in this order, once the access token
// is believed. The first no ends it.
//
//	field      is there one DPoP field, and is it short enough?
//	shape      is it one JWT: three strict base64url parts, a well-typed header?
//	alg        do we accept its algorithm, and does it demand no extension?
//	typ        is it a proof, and not some other JWT?
//	jwk        does it bring a public key that is strong and fits the algorithm?
//	signature  did that key sign exactly these bytes?
//	claims     are all claims there, well-typed, and none twice?
//	htm        is it for the method of this request?
//	htu        is it for the URL of this request?
//	fresh      was it made just now?
//	ath        is it for this access token?
//	jkt        is the token bound to the key that signed the proof?
//	jti        is it used for the first time?
//
// A forged proof costs one signature check at most, and takes no memory: only a
// proof that is good in every other way is remembered.
//
// # What is right is for you to say
//
// The proof names the URL of the request. Which URL that is, DPoP.Base says, and
// no header: the sender chooses Host and X-Forwarded-Host. The URL is Base and
// the path of the request. So a path prefix that a proxy strips, or
// [http.StripPrefix] outside of the Guard, belongs to Base.
//
// Both URLs are normalised before they are compared (RFC 3986 sections 6.2.2 and
// 6.2.3). The case of scheme and host does not matter, nor a default port, nor an
// escape such as "%7E" for a character that needs none. Dot segments are not
// resolved. Query and fragment are ignored.
//
// # What is refused, and how
//
// In addition to the table of package httpauth:
//
//	the request has                           status  WWW-Authenticate
//	a bound token after the scheme Bearer     401     Bearer error="invalid_token"
//	a token that is not bound, after DPoP     401     DPoP error="invalid_token"
//	a token that is bound to another key      401     DPoP error="invalid_token"
//	  or certificate                                  (a certificate: Bearer)
//	no proof, or one that is wrong            401     DPoP error="invalid_dpop_proof"
//	a proof without a fresh nonce of ours     401     DPoP error="use_dpop_nonce", and DPoP-Nonce
//	a good proof, but there is no room to     503     none, but Retry-After
//	  remember it, or the store fails
//
// Both challenges stand in one field, DPoP first. The scheme that the client used
// has the error (RFC 9449 section 7.2):
//
//	WWW-Authenticate: DPoP realm="api", error="invalid_dpop_proof", …, algs="ES256 RS256", Bearer realm="api"
//
// # Replay
//
// A proof is good once, and for a minute unless MaxAge says otherwise. A client
// that tries again needs a new one (RFC 9449 section 7.3). A DPoP
// remembers the hash of each proof for that time. Its memory is bounded in total
// and per key. If it is full, the answer is 503: without memory, a replay would
// pass. Several instances of an API share a store through DPoP.Seen; else a proof
// is good once on each of them.
//
// Without a nonce, an attacker who can use the key for a moment can make proofs
// for next week. DPoP.NonceKey prevents this: each proof then needs a nonce of this
// API, which is a time and a MAC of it. Clients fetch it with one request more:
// the first answer is 401, with the nonce.
//
// # Browsers
//
// A page of another origin sees neither challenge nor nonce, unless the answer to
// its request has
//
//	Access-Control-Expose-Headers: WWW-Authenticate, DPoP-Nonce
//
// and the answer to its preflight allows the fields that it sends:
//
//	Access-Control-Allow-Headers: Authorization, DPoP
//
// # An issuer
//
// The token endpoint of an issuer checks a proof without an access token (RFC
// 9449 section 5): [DPoP.Thumbprint] returns the "jkt" for the new token.
//
// # What a proof does not prove
//
// The proof covers the method and the URL without its query. It does not cover
// query, header or body (RFC 9449 section 11.7): TLS protects those. Code that
// runs in the client can use its key.
//
// A shared cache knows the token, and not the proof. If a handler allows it to
// store an answer ("Cache-Control: public"), a thief with the token gets that answer
// from the cache. Do not allow it.
package proof
