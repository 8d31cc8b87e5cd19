package oidc_test

import (
	"encoding/base64"
	"strings"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

var generic = settings{
	Verifier:   jwt.Verifier{Issuer: "https://issuer.example", Audience: []string{api}},
	KeysIssuer: "https://issuer.example",
}

var unverifiable = []unverified{
	{provider{
		name: "AWS ALB, `x-amzn-oidc-data`", sure: documented,
		beware:   "The parts are padded base64url, the keys are PEM, and there is no `aud`. Verify the identity provider's own access token instead, with `Guard.Header` `X-Amzn-Oidc-Accesstoken`, and let only the balancer reach the target.",
		settings: generic, header: object{"alg": "ES256", "kid": oidctest.ECKeyID, "signer": "arn:aws:elasticloadbalancing:1"}, set: []object{published(jwt.ES256, nil)},
		claims: object{"aud": nil}, change: func(token string) string { return strings.ReplaceAll(token, ".", "=.") },
	}, "request"},
	{provider{
		name: "Okta, org authorization server", sure: secondHand,
		beware:   "Its access tokens are for Okta's own API, and their form may change. Use a custom authorization server.",
		settings: generic, header: object{"typ": "application/okta-internal-at+jwt"},
	}, "typ"},
	{provider{
		name: "Microsoft Graph tokens", sure: documented,
		beware:   "A `nonce` in the header means that the signature covers another header than the one sent. Only Graph can check it. Ask for a token for your own API.",
		settings: generic, header: object{"nonce": "AQABAAAAAADXzZ3ifr"}, change: otherHeader,
	}, "signature"},
	{provider{
		name: "a token without `iss`", sure: documented,
		beware:   "Without an issuer there is no telling whose key must have signed it (RFC 9068 section 2.2).",
		settings: generic, claims: object{"iss": nil},
	}, "iss"},
	{provider{
		name: "SPIFFE without `jwt_issuer`", sure: documented,
		beware:   "SPIRE sets `iss` only if it is configured. The keys of a trust bundle have the use `jwt-svid`, and are skipped.",
		settings: generic, claims: object{"iss": nil, "sub": "spiffe://example.org/shop/cart"}, set: []object{published(jwt.RS256, object{"use": "jwt-svid"})},
	}, "no keys"},
	{provider{
		name: "a numeric `sub`", sure: documented,
		beware:   "RFC 7519 section 4.1.2 wants a string. A number has many spellings, and large ones change when software reads them.",
		settings: generic, claims: object{"sub": int64(248289761001)},
	}, "claims"},
	{provider{
		name: "keys in padded base64, or in the standard alphabet", sure: documented,
		beware:   "RFC 7518 section 2 wants base64url without padding. The key is skipped, and `Snapshot().Skipped` says why.",
		settings: generic, set: []object{published(jwt.RS256, object{"e": "AQAB=="})},
	}, "no keys"},
	{provider{
		name: "HS256", sure: documented,
		beware:   "The key is a secret that the API shares, so that the API could sign too. No key set can publish it. Choose RS256 or ES256 at the provider.",
		settings: generic, header: object{"alg": "HS256"},
	}, "alg"},
	{provider{
		name: "PingFederate, a key whose `alg` is not the token's", sure: documented,
		beware:   "A key set says RS256 of a key that signs RS384. One key, one algorithm (RFC 8725 section 3.1).",
		settings: settings{Verifier: jwt.Verifier{Issuer: generic.Issuer, Audience: generic.Audience, Algorithms: []jwt.Algorithm{jwt.RS384}}, KeysIssuer: generic.KeysIssuer},
		set:      []object{published(jwt.RS384, object{"alg": "RS256"})}, header: object{"alg": "RS384", "kid": "rs384-3"},
	}, "kid"},
	{provider{
		name: "opaque tokens", sure: documented,
		beware:   "Only the issuer can say what they mean (RFC 7662, introspection). Most providers send JWTs once the client asks for your API as an audience or a resource.",
		settings: generic, change: func(string) string { return "v7.local.Gu5qPzGAs4GZ1Zn9" },
	}, "shape"},
}

// otherHeader replaces the header of a signed token, as the sender of a Graph
// token does with its nonce.
func otherHeader(token string) string {
	_, rest, _ := strings.Cut(token, ".")
	header := `{"alg":"RS256","typ":"JWT","kid":"` + oidctest.RSAKeyID + `","nonce":"n-0S6_WzA2Mj"}`
	return base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + rest
}
