package oidc_test

import (
	"example.com/glassjwt/jwt"
)

// servers are authorization servers that people run themselves, or could.
var servers = []provider{
	{
		name: "Keycloak", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://auth.example/realms/demo", Audience: []string{"api"}},
			KeysIssuer: "https://auth.example/realms/demo",
			rules:      []ruled{member("typ", "Bearer"), role("editor", "realm_access", "roles")},
		},
		beware: "Add an Audience mapper first: by default `aud` is `account`, or absent. ID tokens can have the same audience: require the claim `typ`. Roles of a client: `Role(…, \"resource_access\", \"client\", \"roles\")`.",
		keys:   "https://auth.example/realms/demo/protocol/openid-connect/certs", set: []object{published(jwt.RS256, nil), encrypts},
		claims: object{"aud": []string{"api", "account"}, "azp": "web", "typ": "Bearer", "scope": "openid profile", "realm_access": object{"roles": []string{"editor", "offline_access"}}},
		refused: []variant{
			claim("the default audience", "aud", "account", "aud"),
			claim("no audience", "aud", nil, "aud"),
			claim("an ID token with the same audience", "typ", "ID", "rule"),
			claim("another realm", "iss", "https://auth.example/realms/master", "iss"),
			claim("without the role", "realm_access", object{"roles": []string{"viewer"}}, "rule"),
		},
	},
	{
		name: "Keycloak, default audience", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://auth.example/realms/demo", Clients: []string{"web"}},
			KeysIssuer: "https://auth.example/realms/demo", rules: []ruled{member("typ", "Bearer")},
		},
		beware: "Only if you cannot add an Audience mapper. Without one, `aud` is absent, or names the clients in which the user has roles, such as `account`. Then the tokens of those users are refused. Do not list `account`: such tokens are for Keycloak's own account pages.",
		keys:   "https://auth.example/realms/demo/protocol/openid-connect/certs", set: []object{published(jwt.RS256, nil), encrypts},
		claims: object{"azp": "web", "typ": "Bearer", "scope": "openid profile"},
		refused: []variant{
			claim("the audience account", "aud", "account", "aud"),
			claim("of another client", "azp", "admin-cli", "aud"),
			claim("a refresh token", "typ", "Refresh", "rule"),
			claim("an ID token", "aud", "web", "aud"),
		},
	},
	{
		name: "Keycloak, with another host inside", sure: documented,
		settings: settings{
			Verifier:  jwt.Verifier{Issuer: "https://auth.example/realms/demo", Audience: []string{"api"}},
			KeysURL:   "http://keycloak:8080/realms/demo/protocol/openid-connect/certs",
			Cleartext: []string{"keycloak:8080"}, rules: []ruled{member("typ", "Bearer")},
		},
		beware: "For docker compose and clusters. Everybody on that network can forge tokens. Set Keycloak's `hostname`, so that `iss` does not follow the caller's host. `hostname-backchannel-dynamic` keeps the inner address for the keys.",
		claims: object{"azp": "web", "typ": "Bearer"},
		refused: []variant{
			claim("a token with the inner host", "iss", "http://keycloak:8080/realms/demo", "iss"),
			setting("Cleartext left out", func(s *settings) { s.Cleartext = nil }, "configuration"),
			setting("the host without its port", func(s *settings) { s.Cleartext = []string{"keycloak"} }, "configuration"),
		},
	},
	{
		name: "Logto", sure: secondHand,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://tenant.logto.app/oidc", Audience: []string{api}, Algorithms: []jwt.Algorithm{jwt.ES384}, Types: []string{"at+jwt"}},
			KeysIssuer: "https://tenant.logto.app/oidc", rules: []ruled{scope("read")},
		},
		beware: "Keys are EC P-384 unless you chose RSA (then RS256). Without `resource` in the request, the token is opaque.",
		keys:   "https://tenant.logto.app/oidc/jwks", set: []object{published(jwt.ES384, nil)},
		header: object{"alg": "ES384", "typ": "at+jwt", "kid": "es384-1"},
		claims: object{"client_id": "client-1", "scope": "read", "jti": "jti-1"},
		refused: []variant{
			setting("the default Algorithms", func(s *settings) { s.Algorithms = nil }, "alg"),
			{name: "an ID token", header: object{"typ": "JWT"}, claims: object{"aud": "client-1"}, want: "typ"},
		},
	},
	{
		name: "Curity", sure: secondHand,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://login.example/oauth/v2/oauth-anonymous", Audience: []string{api}},
			KeysIssuer: "https://login.example/oauth/v2/oauth-anonymous", rules: []ruled{member("purpose", "access_token"), scope("read")},
		},
		beware: "Tokens are opaque by default: a gateway swaps them, or `access-token-as-jwt`. For EdDSA keys set `Algorithms`.",
		keys:   "https://login.example/oauth/v2/oauth-anonymous/jwks",
		claims: object{"aud": []string{api}, "purpose": "access_token", "scope": "read"},
		refused: []variant{
			idToken("client-1"),
			claim("an ID token for the API", "purpose", "id", "rule"),
			{name: "an EdDSA key, by default", header: object{"alg": "EdDSA", "kid": "eddsa-2"}, want: "alg"},
		},
	},
	{
		name: "Zitadel", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://my.zitadel.cloud", Audience: []string{"project-1"}, Leeway: leeway},
			KeysIssuer: "https://my.zitadel.cloud", rules: []ruled{hasName("admin", "urn:zitadel:iam:org:project:roles")},
		},
		beware: "Choose JWT for the application: tokens are opaque by default. Roles are the names of an object, so `Role` finds none. There is no `scope`. An administrator can change the algorithm.",
		keys:   "https://my.zitadel.cloud/oauth/v2/keys", set: []object{published(jwt.RS256, nil), published(jwt.ES384, nil), published(jwt.EdDSA, nil)},
		claims: object{"aud": []string{"client-1", "client-2", "project-1"}, "nbf": nowInSecs, "iat": nowInSecs, "urn:zitadel:iam:org:project:roles": object{"admin": object{"org-1": "example.com"}}},
		refused: []variant{
			claim("another project", "aud", []string{"client-3", "project-2"}, "aud"),
			claim("another role", "urn:zitadel:iam:org:project:roles", object{"viewer": object{"org-1": "admin"}}, "rule"),
			{name: "an EdDSA key, by default", header: object{"alg": "EdDSA", "kid": "eddsa-2"}, want: "alg"},
		},
	},
	{
		name: "Ory Hydra", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://hydra.example/", Audience: []string{api}, Leeway: leeway},
			KeysIssuer: "https://hydra.example/", rules: []ruled{scope("read")},
		},
		beware: "Choose `strategies.access_token: jwt`: tokens are opaque by default. The slash is as in `urls.self.issuer`. `aud` is empty unless the client asks for it.",
		keys:   "https://hydra.example/.well-known/jwks.json", set: []object{published(jwt.RS256, nil), encrypts},
		claims: object{"aud": []string{api}, "client_id": "client-1", "scp": []string{"read"}, "ext": object{}, "nbf": nowInSecs, "iat": nowInSecs},
		refused: []variant{
			claim("an empty audience", "aud", []string{}, "aud"),
			idToken("client-1"),
			setting("the issuer without its slash", func(s *settings) { s.Issuer = "https://hydra.example" }, "iss"),
			claim("a token without the scope", "scp", []string{"offline"}, "rule"),
		},
	},
	{
		name: "Spring Authorization Server", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://auth.example", Audience: []string{api}, Leeway: leeway},
			KeysIssuer: "https://auth.example", rules: []ruled{scope("read")},
		},
		beware: "By default `aud` is the client: a token customizer changes that. `scope` is an array. `nbf` is the moment of issue.",
		keys:   "https://auth.example/oauth2/jwks", set: []object{noAlg},
		header: noType,
		claims: object{"aud": []string{api}, "scope": []string{"openid", "read"}, "nbf": nowInSecs, "iat": nowInSecs, "jti": "jti-1"},
		refused: []variant{
			claim("the default audience", "aud", []string{"client-1"}, "aud"),
			claim("a scope with a space in it", "scope", []string{"read write"}, "rule"),
			claim("a token without the scope", "scope", []string{"openid"}, "rule"),
		},
	},
	{
		name: "Duende IdentityServer", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://demo.example", Audience: []string{"api1-resource"}, Types: []string{"at+jwt"}},
			KeysIssuer: "https://demo.example", rules: []ruled{scope("api1")},
		},
		beware:   "`aud` needs an `ApiResource`. `scope` is an array unless `EmitScopesAsSpaceDelimitedStringInJwt`. Reference tokens are opaque.",
		keys:     "https://demo.example/.well-known/openid-configuration/jwks",
		header:   atJWT,
		claims:   object{"client_id": "client-1", "scope": []string{"openid", "api1"}, "nbf": nowInSecs},
		accepted: []variant{{name: "scopes in one string", claims: object{"scope": "openid api1"}}},
		refused: []variant{
			{name: "an ID token", header: object{"typ": "JWT"}, claims: object{"aud": "client-1"}, want: "typ"},
			claim("a token without aud", "aud", nil, "aud"),
			claim("a token without the scope", "scope", []string{"openid"}, "rule"),
		},
	},
	{
		name: "Duende IdentityServer, without ApiResource", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://demo.example", Clients: []string{"client-1"}, Types: []string{"at+jwt"}},
			KeysIssuer: "https://demo.example", rules: []ruled{scope("api1")},
		},
		beware: "Then access tokens have no `aud`. Such a token is good for every API that lists its client, so require the scope.",
		keys:   "https://demo.example/.well-known/openid-configuration/jwks",
		header: atJWT,
		claims: object{"client_id": "client-1", "scope": []string{"openid", "api1"}, "nbf": nowInSecs},
		refused: []variant{
			{name: "an ID token", header: object{"typ": "JWT"}, claims: object{"aud": "client-1"}, want: "typ"},
			claim("of another client", "client_id", "client-2", "aud"),
			claim("a token without the scope", "scope", []string{"openid"}, "rule"),
		},
	},
}
