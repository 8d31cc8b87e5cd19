// Gate answers a proxy's question: may this request pass?
//
//	gate -issuer URL -audience NAME [flags]
//
// An API that is not written in Go stands behind a proxy: nginx, Caddy, HAProxy,
// Traefik, Envoy. For each request, the proxy sends the header to the gate
// first. The gate checks the access token and answers yes or no. On a yes, the
// proxy passes the request on, with headers that say who calls. The directory
// proxies has a tested configuration for each of them.
//
// Keep clients away from the gate. Only the proxy and your monitoring may reach
// it.
//
// # What the proxy asks
//
//	/require                                     a token
//	/require?scope=read:orders                   a token with this scope
//	/require?scope=read:orders&scope=read:items  with both
//	/require?any-scope=read&any-scope=admin      with at least one of them
//	/require?role=admin                          with this role
//	/require?optional=1                          a token, or no Authorization at all
//
// You may combine these conditions; then all must hold. In the proxy's
// configuration, they stand next to the route that they protect. The gate itself
// does not match paths. It does not read X-Forwarded-Uri or X-Original-URI: a
// client can send those headers too, and could name a path that needs no token.
//
// The gate answers 500, and writes a line in the log, if it does not know a
// parameter, or if a value is empty or cannot be a scope. That is a mistake in the
// proxy's configuration. It answers 404 to any other path. The method and the body
// of the question do not matter.
//
// # What the gate answers
//
// Yes is 200 with all of these headers. A header is empty if the token does not
// have that claim. So a proxy that copies the headers overwrites what a client
// forged.
//
//	X-Auth-Issuer   "iss"
//	X-Auth-Subject  "sub"
//	X-Auth-Client   "client_id", else "azp"
//	X-Auth-Scope    the scopes, with spaces between them
//	X-Auth-Roles    the roles, with spaces between them
//
// Identify a user by the issuer and the subject together: two issuers may use the
// same subject.
//
// The values are visible ASCII. The percent sign, the space and every other byte
// are percent-encoded: decode with decodeURIComponent, urllib.parse.unquote or a
// similar function. A role with a space in it is left out, since spaces separate
// the roles. The log says so.
//
// No is the answer of package httpauth: 400, 401, 403 or 503, with
// WWW-Authenticate or Retry-After and a JSON body. The proxy should pass all of
// that to the client. nginx accepts only 401 and 403, so with -nginx the gate
// answers 401 instead of 400.
//
//	/health   200 while the process is alive
//	/ready    200 if the gate has keys of each issuer, else 503; it fetches
//	          missing keys
//	/metrics  requests by step and status, and the state of the keys, as
//	          Prometheus reads it
//
// # Several gates
//
// You can run several gates side by side. They share nothing, and all judge a
// token the same way. Each gate fetches the keys of the issuers itself. However
// many tokens name unknown keys, it fetches four times in a row at most, and then
// once in 15 seconds. Each gate keeps those keys and, with -cache, the tokens that
// it has accepted.
//
// Only with -dpop does it matter that gates share nothing. Each gate remembers the
// proofs that it has seen. So a stolen proof can be replayed once at each other
// gate, within the minute in which the proof is good. To prevent that, send all
// requests of a client to one gate. Or build your own gate with package
// httpauth/proof: its field Seen takes a store that several gates share.
//
// # Flags
//
//	-addr ADDRESS       where to listen: HOST:PORT (default 127.0.0.1:8070), or
//	                    unix:/path/to/socket
//	-issuer URL         what "iss" must be, character for character; https, or
//	                    http on a loopback address. Repeat it for several issuers
//	-audience NAME      the name of the API, which must be in "aud". After an
//	                    -issuer, it is for that issuer, and for earlier issuers
//	                    that have no audience yet. Before the first -issuer, it is
//	                    for each issuer that has no audience of its own. Repeat it
//	                    for several names
//	-jwks URL or file   the key set of the -issuer before it, if its keys are not
//	                    to be discovered
//	-alg LIST           accepted algorithms (default RS256,ES256)
//	-typ LIST           accepted types, such as at+jwt (default at+jwt, JWT and
//	                    none)
//	-leeway DURATION    how far an issuer's clock may be off, such as 30s
//	                    (default 0s)
//	-role-claim PATH    where the roles are, such as realm_access.roles
//	                    (default roles)
//	-header NAME        the header whose whole value is the token, for proxies that
//	                    sign requests themselves (default: Authorization, Bearer)
//	-cleartext HOST     a host, with its port, whose keys may come over plain http;
//	                    everybody on that network can then forge tokens. Repeat it
//	                    for several hosts
//	-dpop URL           accept DPoP proofs; the URL of the API as clients call it,
//	                    without the path of a route, such as https://api.example
//	-dpop-uri NAME      with -dpop, the header in which the proxy sends the method
//	                    and the URL of the request, such as "GET /orders?page=2"
//	                    (default X-Dpop-Uri)
//	-cache N            remember N accepted tokens, so that their signatures are
//	                    not checked again (default 0: no cache)
//	-nginx              answer 401 instead of 400, for auth_request
//	-h                  print this
//
// Each flag can also be set in the environment: GATE_ISSUER, GATE_DPOP_URI and so
// on, with spaces between several values. A flag on the command line replaces the
// value from the environment.
package main
