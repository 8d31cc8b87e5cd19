package main

import (
	"net/http"

	"example.com/glassjwt/httpauth/proof"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

// theft shows that a stolen token is worth nothing if it is bound to a key (RFC
// 9449).
func (t teacher) theft(api *proof.DPoP) []call {
	owner := t.client(oidctest.NewProverWith(jwt.ES256, oidctest.ClientKey()))
	thief := t.client(oidctest.NewProverWith(jwt.RS256, rfckeys.RSA())) // as good as any key
	token := t.Sign(t.Header(jwt.RS256), owner.Bind(t.claims(nil)))
	const path = "/api/protected"
	// proofOf makes a proof for a request to the API with the token.
	proofOf := func(c *oidctest.Prover, path string) string {
		claims := c.Claims(http.MethodGet, api.Base+path, token)
		if _, nonce := api.Nonce(); nonce != "" {
			claims["nonce"] = nonce
		}
		return c.Sign(c.Header(), claims)
	}
	own := proofOf(owner, path)
	return []call{{
		title: "A token that is bound to a key, and a proof by that key", path: path, tokens: []string{token}, proof: own, paste: true,
		status: 200, has: []string{"hello, alice@example.com"},
		why: `The token has the thumbprint of its owner's key, and the proof is signed with
that key: for this method, this URL and this token (RFC 9449 section 4.3).`,
	}, {
		title: "A thief has the token, and sends it as a bearer token", path: path, tokens: []string{token}, paste: true,
		status: 401, has: []string{`error="invalid_token"`},
		why: `A bound token is no bearer token (RFC 9449 section 7.2).`,
	}, {
		title: "A thief has the proof too, and sends both again", path: path, tokens: []string{token}, proof: own, paste: true,
		status: 401, has: []string{`error="invalid_dpop_proof"`},
		why: `A proof is good once: the API remembers its hash for as long as it would be
good (RFC 9449 section 11.1).`,
	}, {
		title: "A thief signs a proof with another key", path: path, tokens: []string{token}, proof: proofOf(thief, path), paste: true,
		status: 401, has: []string{`error="invalid_token"`},
		why: `It is a good proof, but the token is not bound to that key.`,
	}, {
		title: "A thief has a fresh proof, which was meant for another route", path: path, tokens: []string{token}, proof: proofOf(owner, "/api/orders"), paste: true,
		status: 401, has: []string{`error="invalid_dpop_proof"`},
		why: `The proof names the URL of its request.`,
	}}
}

// client gives a client the clock of the lessons.
func (t teacher) client(c *oidctest.Prover) *oidctest.Prover {
	c.Now = t.Now
	return c
}
