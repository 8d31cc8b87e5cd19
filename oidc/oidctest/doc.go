// Package oidctest provides an OpenID provider for tests and demonstrations,
// as [net/http/httptest] provides a server.
//
//	issuer := oidctest.NewIssuer()
//	defer issuer.Close()
//	keys := &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client()}
//	token := issuer.Sign(issuer.Header(jwt.RS256), issuer.Claims("https://api.example"))
//
// An [Issuer] publishes its metadata and its keys, and signs what it is told
// to, be it true or false. It can be slow, fail, move and change its keys.
//
// # Everybody's keys
//
// Its first two keys are the examples of RFC 7515 A.2 (RSA) and A.3 (EC). Their
// private halves are printed in the RFC. So a token that is signed with them
// is the same on every machine, as long as its claims are: RS256 leaves no
// choice, and ES256 is done as RFC 6979 describes, without randomness. It also
// means that everybody can sign with them. Nothing real may ever trust such an
// issuer.
//
// [Issuer.NewKey] and [Issuer.Rotate] make keys that nobody else has.
//
// # With a port, or without
//
// [NewIssuer] listens on the loopback interface. [NewIssuerAt] listens nowhere:
// it has the URL that you give it, such as https://issuer.example/tenant/, and
// only its [Issuer.Client] finds it. That is the one for examples whose output
// is to be the same each time, and for synctest.
//
// Like httptest, the package panics where it is used wrongly, with a message
// that says how.
package oidctest
