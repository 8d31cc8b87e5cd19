// Jwtexplain shows how a verifier judges a token. It prints each question, what the
// token says, what the verifier expects, and the arithmetic of the signature, byte
// by byte.
//
// Usage:
//
//	jwtexplain [flags] TOKEN
//	jwtexplain [flags] -            the token from the standard input
//	jwtexplain -example NAME        a token of the gallery
//	jwtexplain                      the first token of the gallery
//
// TOKEN may have "Bearer " or "Authorization: Bearer " in front.
//
// These flags say what you expect of the token. Without issuer, audience and keys,
// some questions stay open, and the best verdict is "not judged":
//
//	-issuer URL       what "iss" must be; the keys are fetched from there, by
//	                  discovery, unless -jwks or -key gives them
//	-jwks URL|FILE    the key set
//	-key FILE         one public key, as PEM or as a JSON Web Key; then the key ID
//	                  that the token names does not matter
//	-audience NAME    what must be in "aud"; may be given several times
//	-alg NAMES        the algorithms to accept, with commas between them
//	                  (default RS256,ES256)
//	-typ NAMES        what "typ" may be, with commas between them
//	                  (default at+jwt, JWT, or none)
//	-leeway DURATION  how far the issuer's clock may be off, such as 30s
//	-now TIME         judge as of then: 2026-01-15T12:00:00Z, or seconds since
//	                  1970 (default now)
//
// These flags explain a proof that the sender holds the key of a bound token (DPoP,
// RFC 9449). Then TOKEN is the access token, and you may omit it:
//
//	-proof PROOF      explain this proof: the questions, the thumbprint of its key,
//	                  and the hash of the token; -alg, -leeway and -now apply too
//	-url URL          the URL of the request, as its client calls it
//	-method NAME      the method of the request (default GET)
//
// These flags choose the output:
//
//	-json             the explanation as JSON
//	-q                the verdict only
//	-o FILE           write the explanation as a web page, in one file, and print
//	                  the verdict
//	-http ADDRESS     serve the page to this machine only, such as at
//	                  127.0.0.1:8090, with the gallery, a form, and tools to flip
//	                  bits, move the clock and rewrite claims; keys are fetched only
//	                  from -issuer and -jwks
//	-example NAME     explain a token of the gallery, by its own expectations;
//	                  flags replace them one by one
//	-examples         list the gallery
//	-h                this text
//
// The exit status is 0 if the token is accepted, 1 if it is not, and 2 if the
// command was called the wrong way. Text has 80 columns, or as many as the
// terminal. It has colour on a terminal only, and never if NO_COLOR is set.
package main
