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
// Keep the gate off the network that clients are on. Only the proxy, your
// monitoring and nothing else may reach it.
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
// All of them may be combined, and all must hold. The proxy's configuration
// writes these words next to the route that they protect. The gate itself
// matches no path and reads no X-Forwarded-Uri and no X-Original-URI: a client
// can send those headers too, and could name a path that needs no token.
//
// A parameter that the gate does not know, or whose value is empty or cannot be
// a scope, is a mistake in the proxy's configuration. It is answered with 500,
// with a line in the log. Any other path is answered with 404. The method and
// the body of the question do not matter.
//
// # What the gate answers
//
// Yes is 200 with these headers, always all of them, and empty where there is
// nothing to say. So a proxy that copies them overwrites what a client forged.
//
//	X-Auth-Issuer   "iss"
//	X-Auth-Subject  "sub"
//	X-Auth-Client   "client_id", else "azp"
//	X-Auth-Scope    the scopes, with spaces between them
//	X-Auth-Roles    the roles, with spaces between them
//
// A user is the issuer and the subject together: two issuers may use the same
// subject. Outside of ASCII letters, digits and visible signs, each byte of a
// value is percent-encoded, and so are the percent sign and the space: decode
// with decodeURIComponent, urllib.parse.unquote or their like. A role with a
// space in it cannot be listed: it is left out, and the log says so.
//
// No is the answer of package httpauth: 400, 401, 403 or 503, with
// WWW-Authenticate or Retry-After and a JSON body. All of these should reach the
// client. nginx accepts 401 and 403 only, so with -nginx what would be 400 is
// 401.
//
//	/health   200 while the process is alive
//	/ready    200 if there are keys of each issuer, else 503; it asks for them
//	/metrics  requests by step and status, and the state of the keys, as
//	          Prometheus reads it
//
// # Several gates
//
// Gates share nothing, and need not. Each fetches the keys of the issuers for
// itself, at most four times at once and then once in 15 seconds, however many
// tokens name unknown keys. Each keeps those keys, and with -cache the tokens that
// it has believed; a token is judged the same by all. Only with -dpop is there a
// memory that several gates would have to share: each remembers the proofs that
// it has seen, so a stolen proof can be replayed once at each other gate within
// the minute that it lives. If that matters, send the requests of a client to
// one gate, or build a gate of your own with package httpauth/proof, whose field
// Seen takes a store that all of them share.
//
// # Flags
//
//	-addr ADDRESS       where to listen: HOST:PORT (default 127.0.0.1:8070), or
//	                    unix:/path/to/socket
//	-issuer URL         what "iss" must be, character for character; https, or
//	                    http on a loopback address. Repeat it for several issuers
//	-audience NAME      the name of the API, which must be in "aud". After an
//	                    -issuer it holds for that issuer, and for those before it
//	                    that have none yet; before the first -issuer it holds for
//	                    each issuer without one. Repeat it for several names
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
//	                    up to the path, such as https://api.example
//	-dpop-uri NAME      the header in which the proxy hands over method and URL of
//	                    the request, such as "GET /orders?page=2"; with -dpop
//	                    (default X-Dpop-Uri)
//	-cache N            remember N tokens that were believed, instead of checking
//	                    their signatures again (default 0: none)
//	-nginx              answer 401 where 400 is right, for auth_request
//	-h                  print this
//
// Each flag can come from the environment instead: GATE_ISSUER, GATE_DPOP_URI and
// so on, with spaces between several values. A flag on the command line replaces
// what the environment says.
package main
