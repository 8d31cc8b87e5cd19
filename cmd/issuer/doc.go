// Issuer is an OpenID provider for your own machine: it hands out tokens to
// everybody who asks, so that you can try an API that wants tokens.
//
//	issuer [-addr 127.0.0.1:9000]
//
// Its private keys are printed in RFC 7515, appendices A.2 and A.3, so everybody
// can sign with them. Never configure a real API to trust this issuer. For that
// reason, it serves on loopback addresses only.
//
// Open http://127.0.0.1:9000/ in a browser to sign in, see the code come back,
// and exchange it.
//
// To get a token for a program (client credentials), send any name and any
// secret:
//
//	curl -s http://127.0.0.1:9000/token -u shop:secret -d grant_type=client_credentials -d audience=https://api.example -d scope=read:orders
//
// To get a token for a user (authorization code with PKCE), run the next two
// lines. The user is alice, or the name in login_hint, and agrees to everything at
// once. The first line gets a code, which is good once, for one minute. The second
// line exchanges the code for an access token and an ID token. The code_verifier is
// the example of RFC 7636, appendix B:
//
//	CODE=$(curl -s -o /dev/null -w '%{redirect_url}' 'http://127.0.0.1:9000/authorize?response_type=code&client_id=app&redirect_uri=http://127.0.0.1/callback&scope=openid+read:orders&state=something&nonce=n-0S6&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256' | sed 's/.*[?&]code=\([^&]*\).*/\1/')
//	curl -s http://127.0.0.1:9000/token -d grant_type=authorization_code -d client_id=app -d code=$CODE -d redirect_uri=http://127.0.0.1/callback -d code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
//
// In Postman, choose OAuth 2.0, Authorization Code (With PKCE), SHA-256, and
//
//	Auth URL          http://127.0.0.1:9000/authorize
//	Access Token URL  http://127.0.0.1:9000/token
//	Client ID         anything
//
// Besides the parameters of OAuth, both ways take the following. For a user's
// token, send them to /authorize:
//
//	audience=, resource=  the API that the token is for (default https://api.example)
//	alg=                  RS256 (the default) or ES256
//	role=                 a role, such as admin
//	lifetime=             how long the token is good, such as 5s (default 1h); -1m
//	                      makes a token that expired a minute ago
//	login_hint=           the user who signs in, such as bob (default alice)
//
// A client that sends a DPoP proof to /token (RFC 9449 section 5) gets tokens that
// are bound to its key. With dpop_jkt at /authorize, only that key can use the
// code.
//
// To start an API that accepts these tokens:
//
//	go run ./cmd/api -issuer http://127.0.0.1:9000 -audience https://api.example
//
// Flags:
//
//	-addr HOST:PORT  where to serve (default 127.0.0.1:9000)
//	-h               print this
package main
