// Package httpauth lets an HTTP request reach its handler only with a token
// that was believed.
//
// A [Guard] stands in front of a handler. It takes the bearer token out of the
// Authorization header and asks its [Verifier]. Then it calls the handler, or
// refuses the request. The handler finds the token in the request's context.
//
//	guard := &httpauth.Guard{Verifier: &jwt.Verifier{
//		Issuer:   "https://issuer.example",
//		Audience: []string{"https://api.example"},
//		Keys:     &oidc.Keys{Issuer: "https://issuer.example"},
//	}}
//	mux.Handle("GET /api/protected", guard.Handler(http.HandlerFunc(protected)))
//
//	func protected(w http.ResponseWriter, r *http.Request) {
//		token, _ := httpauth.Token(r.Context())
//		fmt.Fprintf(w, "Hello, %s\n", token.Claims.Subject)
//	}
//
// This package is the last layer, for net/http. Of this module it imports jwt
// only. Where the keys come from is for the Verifier to know.
//
// # What is refused, and how
//
// Each refusal has one answer, which tells a client what to do next.
//
//	the request has                   status  WWW-Authenticate
//	no header, or another scheme      401     Bearer realm="api"
//	two headers, no token, or         400     Bearer realm="api", error="invalid_request", ...
//	  anything but one token
//	a token that is not believed,     401     Bearer realm="api", error="invalid_token", ...
//	  or is bound to a key
//	a scope missing                   403     Bearer realm="api", error="insufficient_scope", ..., scope="read:orders"
//	a role missing, a rule not met    403     Bearer realm="api", error="insufficient_scope", ...
//	a token, but the issuer's keys    503     none, but Retry-After
//	  cannot be fetched
//	met a mistake in the program      500     none
//
// The dots stand for an error_description. After the first answer, a client gets
// a token. After the third, it gets a new one. After 403, a new token of the same
// kind would not help. 503 says nothing about the token, which may be good.
//
// There is one WWW-Authenticate field, since some proxies pass on only the first.
// If [Guard].ResourceMetadata is set, every challenge has it. If [Guard].Scope is
// set, every 401 has it.
//
// The body is a JSON object with the same error and error_description. Where the
// challenge has no error, the body has none. With 503 the error is
// temporarily_unavailable, with 500 server_error. All words in header and body
// are fixed. They repeat nothing of the token, and do not say which issuer,
// audience or key would have been right. [Guard].Logger gets the step that said
// no, and why.
//
// No cache may store a refusal. Headers that other handlers have set, and that
// would defeat it, are removed: Content-Encoding, ETag, CDN-Cache-Control,
// X-Accel-Redirect and their like. Every guarded answer, good or bad, has a
// "Vary: Authorization".
//
// # Where a token may stand
//
// In the Authorization header, once, after the scheme Bearer (RFC 6750 section
// 2.1). Other places are not read:
//
//   - A token in the query ends up in logs and histories.
//   - To read a token from a form, the guard would have to read the body.
//   - A browser sends cookies with requests that another site started.
//
// A proxy that signs requests sends its token in a header of its own, which
// [Guard].Header names.
//
// A bearer token serves a thief as well as its owner, so serve such an API over
// TLS only. A token that is bound to a key (it has a claim "cnf") serves its owner
// only, if the API checks that the sender has the key: [Guard].Proof does, with
// package httpauth/proof. Without it, a bound token is refused.
//
// # What a caller may do
//
// A believed token tells who calls. What this caller may do is a second question,
// with another answer: 403. [Scope], [AnyScope], [Role] and [Require] ask it. Each
// stands between the Guard and the handler.
//
//	admin := httpauth.Role("admin", "roles")
//	mux.Handle("DELETE /api/users/{id}", guard.Handler(admin(remove)))
//
// They compare whole strings: a scope "unread:spam" is not "read", and a role
// "not-an-administrator" is not "admin". They fail closed. Without a Guard in
// front, every caller is anonymous and gets 401, and no log tells. If they
// demand nothing, such as a Scope without scopes, the answer is 500.
//
// A decision that needs the request as well, such as who owns a record, belongs
// in the handler, which answers with [Forbid].
//
// # Browsers
//
// Before a page of another origin may send a token, the browser asks with an
// OPTIONS request, the preflight. It carries no token, so a guard in front of the
// whole mux refuses it. Guard the route of each method instead, and leave the
// preflight open:
//
//	mux.Handle("GET /api/orders", guard.Handler(orders))
//	mux.Handle("OPTIONS /api/", preflight) // open
//
// # Streams
//
// The handler gets the server's own ResponseWriter, not wrapped, so that
// flushing, hijacking and [http.ResponseController] work. The token is judged
// when the request starts. If a stream lasts longer than the token, the handler
// has to end it, at the token's Expiry.
//
// # Tests
//
// Verifier is an interface with one method. In the tests of a handler, a type of
// your own can take the place of a [jwt.Verifier]: see the file
// example_verifier_test.go. With package oidctest, a test signs its own tokens.
package httpauth
