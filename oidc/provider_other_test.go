package oidc_test

import (
	"example.com/glassjwt/jwt"
)

// others are a proxy, a profile of OAuth, and a protocol.
var others = []provider{
	{
		name: "Cloudflare Access", sure: documented,
		settings: settings{
			Verifier: jwt.Verifier{Issuer: "https://team.cloudflareaccess.com", Audience: []string{"4714c1358e65fe4b408ad6d432a5f878"}, Required: []string{"type"}},
			KeysURL:  "https://team.cloudflareaccess.com/cdn-cgi/access/certs", Header: "Cf-Access-Jwt-Assertion", rules: []ruled{role("app", "type")},
		},
		beware:   "The audience is the tag of the application. Service tokens have an empty `sub`, and `common_name`. A browser brings the same token in a cookie too, which is not read.",
		claims:   object{"aud": []string{"4714c1358e65fe4b408ad6d432a5f878"}, "type": "app", "email": "alice@example.com"},
		accepted: []variant{{name: "a service token", claims: object{"sub": "", "common_name": "client.access"}}},
		refused: []variant{
			claim("a token for another application", "aud", []string{"ffffffffffffffffffffffffffffffff"}, "aud"),
			claim("a token of the whole organization", "type", "org", "rule"),
			{name: inAuthorization, want: "request"},
		},
	},
	{
		name: "SMART on FHIR, client assertion", sure: documented,
		settings: settings{
			Verifier: jwt.Verifier{Issuer: "https://client.example/backend", Audience: []string{"https://fhir.example/token"}, Algorithms: []jwt.Algorithm{jwt.RS384, jwt.ES384}, Required: []string{"jti", "sub"}},
			KeysURL:  "https://client.example/jwks", rules: []ruled{role("https://client.example/backend", "sub")},
		},
		beware: "For the token endpoint. One Verifier for each client, with the key set of its registration. Remember each `jti`; `exp` is at most 5 minutes ahead. How access tokens look, the specification leaves open.",
		set:    []object{published(jwt.ES384, nil)},
		header: object{"alg": "ES384", "kid": "es384-1"},
		claims: object{"sub": "https://client.example/backend", "jti": "jti-1", "exp": nowInSecs + 240},
		refused: []variant{
			setting("the default Algorithms", func(s *settings) { s.Algorithms = nil }, "alg"),
			claim("another client's name", "iss", "https://other.example/backend", "iss"),
			claim("for another endpoint", "aud", "https://fhir.example/r4", "aud"),
			claim("no jti", "jti", nil, "required"),
		},
	},
	{
		name: "MCP server", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://auth.example/tenant", Audience: []string{"https://mcp.example/mcp"}},
			KeysIssuer: "https://auth.example/tenant", rules: []ruled{scope("tools")},
		},
		beware:   "The audience is the canonical URI of the server, a must. List it with a slash too if clients send that. Set `Guard.ResourceMetadata` and `Guard.Scope`. Metadata are found at any of the three places of the specification.",
		metadata: "https://auth.example/.well-known/openid-configuration/tenant",
		claims:   object{"client_id": "https://client.example/metadata.json", "scope": "tools"},
		refused: []variant{
			claim("a token for another server", "aud", "https://mcp.example/other", "aud"),
			claim("the audience with a slash", "aud", "https://mcp.example/mcp/", "aud"),
			claim("a token without aud", "aud", nil, "aud"),
		},
	},
}
