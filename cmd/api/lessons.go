package main

import (
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// A teacher makes the tokens of the lessons, good ones and bad ones.
type teacher struct {
	*oidctest.Issuer
	audience string
	now      time.Time
}

func newTeacher(issuer *oidctest.Issuer, audience string, now time.Time) teacher {
	issuer.Now = func() time.Time { return now }
	return teacher{issuer, audience, now}
}

// claims returns the claims of alice, an ordinary member, with changes. A nil
// value removes a claim.
func (t teacher) claims(changes map[string]any) map[string]any {
	claims := t.Claims(t.audience)
	claims["email"] = "alice@example.com"
	claims["roles"] = []string{"member"}
	claims["scope"] = "read:orders"
	for name, value := range changes {
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
	}
	return claims
}

// token returns a token with the claims of alice, and changes.
func (t teacher) token(alg jwt.Algorithm, changes map[string]any) string {
	return t.Sign(t.Header(alg), t.claims(changes))
}

// tampered returns the token with other claims under the old signature.
func (t teacher) tampered(token string, changes map[string]any) string {
	unsigned := t.SignAs("none", t.Header(jwt.RS256), t.claims(changes))
	return unsigned + token[strings.LastIndexByte(token, '.')+1:]
}

// unsigned returns a token that asks to be believed without a signature.
func (t teacher) unsigned() string {
	return t.Sign(`{"alg":"none","typ":"at+jwt"}`, t.claims(nil))
}

// idToken returns an ID token. It tells an application who signed in.
func (t teacher) idToken() string {
	header := t.Header(jwt.RS256)
	header["typ"] = "JWT"
	claims := t.Claims("app")
	claims["nonce"] = "n-0S6"
	return t.Sign(header, claims)
}

// whoCalls are the questions of authentication.
func (t teacher) whoCalls() []call {
	good := t.token(jwt.RS256, nil)
	past := map[string]any{"iat": t.now.Add(-time.Hour).Unix(), "exp": t.now.Unix()}
	return []call{{
		title: "A route for everybody", path: "/health", paste: true,
		status: 200, has: []string{"healthy"},
		why: `No guard stands in front of it.`,
	}, {
		title: "No token", path: "/api/protected", paste: true,
		status: 401, has: []string{`Bearer realm="api", resource_metadata=`},
		why: `A request without a token is no mistake yet. So the answer has no error code.
It names the kind of credentials that is wanted (RFC 6750 section 3.1).`,
	}, {
		title: "A good token, signed with RSA", path: "/api/protected", tokens: []string{good}, paste: true,
		status: 200, has: []string{"hello, alice@example.com"},
		why: `One of the issuer's keys signed exactly these bytes, and every claim is as
this API expects it.`,
	}, {
		title: "A good token, signed on an elliptic curve", path: "/api/protected", tokens: []string{t.token(jwt.ES256, nil)}, paste: true,
		status: 200, has: []string{"hello, alice@example.com"},
		why: `RS256 and ES256 are accepted, unless -alg says otherwise.`,
	}, {
		title: "A token that expired this very second", path: "/api/protected", tokens: []string{t.token(jwt.RS256, past)}, paste: true,
		status: 401, has: []string{`error="invalid_token"`, "expired"},
		why: `The time must be before "exp" (RFC 7519 section 4.1.4).`,
	}, {
		title: "A token for another API", path: "/api/protected", tokens: []string{t.token(jwt.RS256, map[string]any{"aud": t.audience + "/other"})},
		status: 401, has: []string{`error="invalid_token"`, "another audience"},
		why: `It is a good token, but for another API. Names are compared whole, so it does
not matter that this name begins with ours.`,
	}, {
		title: "A good token, made better: the role is admin now", path: "/api/protected", tokens: []string{t.tampered(good, map[string]any{"roles": []string{"admin"}})},
		status: 401, has: []string{`error="invalid_token"`, "not signed by a key of its issuer"},
		why: `The issuer signed other bytes.`,
	}, {
		title: `A token with the algorithm "none"`, path: "/api/protected", tokens: []string{t.unsigned()},
		status: 401, has: []string{`error="invalid_token"`, "algorithm"},
		why: `The API chooses the algorithms, not the token (RFC 8725 section 3.1).`,
	}, {
		title: "An ID token", path: "/api/protected", tokens: []string{t.idToken()},
		status: 401, has: []string{`error="invalid_token"`, "another audience"},
		why: `The issuer signed it, but for the application, to tell it who signed in. Its
audience is "app".`,
	}, {
		title: "Two good tokens", path: "/api/protected", tokens: []string{good, good},
		status: 400, has: []string{`error="invalid_request"`},
		why: `A proxy in front might believe one header, and this API the other.`,
	}}
}

// whatIsAllowed are the questions of authorization. They come second.
func (t teacher) whatIsAllowed() []call {
	alice := []string{t.token(jwt.RS256, nil)}
	ada := []string{t.token(jwt.RS256, map[string]any{"sub": "ada", "email": "ada@example.com", "roles": []string{"admin"}})}
	spam := []string{t.token(jwt.RS256, map[string]any{"scope": "unread:orders"})}
	return []call{{
		title: "Scope and role, as the token has them", path: "/api/data", tokens: alice,
		status: 200, has: []string{"scope 'read:orders' and role 'member'"},
		why: `The handler finds the claims in the request's context.`,
	}, {
		title: "A scope that is needed", path: "/api/orders", tokens: alice,
		status: 200, has: []string{"a kettle"},
		why: `The token has the scope read:orders.`,
	}, {
		title: "Another scope than the one that is needed", path: "/api/orders", tokens: spam,
		status: 403, has: []string{`error="insufficient_scope"`, `scope="read:orders"`},
		why: `403, not 401: we know who calls. Scopes are words, and "read:orders" is not
one of the words in "unread:orders". The challenge names what to ask for.`,
	}, {
		title: "Alice asks about alice", path: "/user/alice", tokens: alice,
		status: 200, has: []string{`"id":"alice"`},
		why: `The id in the path is the subject of the token.`,
	}, {
		title: "Alice asks about bob", path: "/user/bob", tokens: alice,
		status: 403, has: []string{`error="insufficient_scope"`},
		why: `Anybody can write any path. The token says who calls.`,
	}, {
		title: "A member deletes", method: "DELETE", path: "/api/users/bob", tokens: alice,
		status: 403, has: []string{`error="insufficient_scope"`},
		why: `"admin" is not among her roles.`,
	}, {
		title: "An admin deletes", method: "DELETE", path: "/api/users/bob", tokens: ada, paste: true,
		status: 204,
		why:    `Ada has the role. (Nothing is deleted: this API has no users.)`,
	}}
}

// whatIsThere are questions about the API itself.
func (t teacher) whatIsThere() []call {
	return []call{{
		title: "No such route", path: "/api/nothing",
		status: 404,
		why:    `The guard stands in front of each route, and this is not a route.`,
	}, {
		title: "Where to get a token, in the document that challenges name", path: "/.well-known/oauth-protected-resource", paste: true,
		status: 200, has: []string{`"resource":"` + t.audience + `"`, `"authorization_servers":["` + t.URL + `"]`},
		why: `RFC 9728: each challenge above names the address of this document, and
the document names the issuer.`,
	}}
}

// newKeys has the issuer change its keys, as all issuers do.
func (t teacher) newKeys() []call {
	old := t.token(jwt.RS256, nil)
	t.Rotate()
	t.Retire()
	return []call{{
		title: "The issuer has new keys, and this is their first token", path: "/secure-route", tokens: []string{t.token(jwt.RS256, nil)},
		status: 200, has: []string{"secret"},
		why: `The API does not know this key yet, asks the issuer once, and finds it. Since
the first token above, it had no reason to ask.`,
	}, {
		title: "A token that was good a moment ago", path: "/secure-route", tokens: []string{old},
		status: 401, has: []string{`error="invalid_token"`},
		why: `The issuer has withdrawn the key of this token.`,
	}}
}

// outage makes the issuer fail while the API knows the keys.
func (t teacher) outage() []call {
	t.Fail(503)
	return []call{{
		title: "The issuer is down", path: "/secure-route", tokens: []string{t.token(jwt.RS256, nil)},
		status: 200, has: []string{"secret"},
		why: `The API keeps using the keys that it has, for up to a day.`,
	}}
}

// coldStart is for an API that starts while the issuer fails.
func (t teacher) coldStart() []call {
	return []call{{
		title: "The issuer is down, and the API was just started", path: "/secure-route", tokens: []string{t.token(jwt.RS256, nil)},
		status: 503, has: []string{"Retry-After: "},
		why: `There are no keys yet, so the API cannot know whether the token is good. 401
would make the client throw it away, and 200 would let anybody in.`,
	}}
}
