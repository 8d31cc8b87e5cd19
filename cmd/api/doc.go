// Api is the API of the tutorials, with a guard in front. It answers a request if
// the guard accepts its access token.
//
//	api [-addr 127.0.0.1:8080]
//	api -issuer URL -audience NAME [flags]
//	api -demo
//
// Without -issuer it starts its own issuer on a free loopback port. It prints curl
// commands to paste: without a token, with good tokens, with an expired token. The
// private keys of that issuer are public, so use it only to try things out.
//
// With -issuer it accepts the tokens of that issuer, finds its keys by discovery,
// and prints how to fill $TOKEN:
//
//	api -issuer https://issuer.example -audience https://api.example
//
// With -dpop it also takes tokens that are bound to a key of the client (DPoP,
// RFC 9449). With its own issuer, it then hands out such a token, and prints
// curl commands that carry proofs. Each proof is good once, for an hour.
//
// With -demo it sends itself such requests. It prints each request with its
// answer, says why that answer is right, and ends. The exit status is 0 if all
// answers are right.
//
// Routes:
//
//	GET    /health           open
//	GET    /secure-route     a token
//	GET    /api/protected    a token; says hello, and shows the claims
//	GET    /api/data         a token; says which scope and role it has
//	GET    /api/orders       a token with the scope read:orders
//	GET    /user/{id}        a token whose subject is this very user
//	DELETE /api/users/{id}   a token with the role admin; deletes nothing
//	GET    /.well-known/oauth-protected-resource
//	                         open; tells clients where to get a token (RFC 9728)
//
// Flags:
//
//	-addr HOST:PORT    where to serve (default 127.0.0.1:8080); without -issuer,
//	                   it must be a loopback address
//	-issuer URL        what "iss" must be, character for character; https, or
//	                   http on a loopback address
//	-audience NAME     the name of this API, which must be in "aud"; repeat the
//	                   flag if the API has several names
//	-jwks URL or file  the issuer's key set, if it is not to be discovered
//	-alg LIST          accepted algorithms (default RS256,ES256); there are
//	                   also RS384 RS512 PS256 PS384 PS512 ES384 ES512 EdDSA
//	                   Ed25519
//	-typ LIST          accepted types, such as at+jwt (default at+jwt, JWT and
//	                   none)
//	-leeway DURATION   how far the issuer's clock may be off, such as 30s
//	                   (default 0s)
//	-role-claim PATH   where the roles are, such as realm_access.roles, or
//	                   https://api.example/roles (default roles)
//	-cleartext HOST:PORT
//	                   a host whose keys may come over plain http, such as
//	                   keycloak:8080 of docker compose; repeat the flag for
//	                   several. Everybody on that network can forge tokens then
//	-dpop URL          check proofs; the URL of this API as clients call it,
//	                   without the path of a route, such as https://api.example
//	-dpop-nonce        demand a nonce of this API in each proof
//	-demo              see above
//	-h                 print this
//
// The log on the standard error has a line for each refusal: the step that said
// no, the reason and its cause, and the key ID that the token names. To see every
// question and byte of a token, give it to jwtexplain.
package main
