// Package oidctest provides an OpenID provider for tests and demonstrations,
// as [net/http/httptest] provides a server.
//
//	issuer := oidctest.NewIssuer()
//	defer issuer.Close()
//	keys := &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client()}
//	token := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
//
// An [Issuer] publishes its metadata and its keys. It signs any claims, true or
// false. It can be slow, fail, move, and change its keys.
//
// # Keys that everybody has
//
// The first two keys of an Issuer are the examples of RFC 7515 A.2 (RSA) and A.3
// (EC). The RFC prints their private halves. So the same claims make the same
// token on every machine: RS256 is deterministic, and ES256 is used as in RFC
// 6979, without randomness. But everybody can sign with these keys. Never let
// a real program trust such an issuer.
//
// [Issuer.NewKey] and [Issuer.Rotate] make new, secret keys.
//
// # With a port, or without
//
// [NewIssuer] listens on the loopback interface. [NewIssuerAt] does not listen:
// it has the URL that you give it, such as https://issuer.example/tenant/, and
// only its [Issuer.Client] reaches it. Use it for examples with a fixed output,
// and for synctest.
//
// Like httptest, the package panics if it is used wrongly. The message says what
// is wrong.
package oidctest
