package oidc_test

import (
	"example.com/glassjwt/jwt"
)

// hosted are identity providers as a service.
var hosted = []provider{
	{
		name: "Okta, custom authorization server", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://dev-1.okta.com/oauth2/default", Audience: []string{"api://default"}},
			KeysIssuer: "https://dev-1.okta.com/oauth2/default", rules: []ruled{scope("messages:read")},
		},
		beware: "`aud` is set on the server, not asked for. `scp` is an array. An app can be pinned to a key of its own.",
		keys:   "https://dev-1.okta.com/oauth2/default/v1/keys",
		header: noType,
		claims: object{"cid": "0oa1", "uid": "00u1", "scp": []string{"openid", "messages:read"}, "sub": "alice@example.com", "ver": 1},
		refused: []variant{
			idToken("0oa1"),
			claim("a token of the org server", "iss", "https://dev-1.okta.com", "iss"),
			claim("a token of another server of the org", "iss", "https://dev-1.okta.com/oauth2/aus2", "iss"),
			claim("a token without the scope", "scp", []string{"openid"}, "rule"),
		},
	},
	{
		name: "Auth0", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://dev-1.eu.auth0.com/", Audience: []string{api}},
			KeysIssuer: "https://dev-1.eu.auth0.com/", rules: []ruled{scope("read:messages")},
		},
		beware:   "The slash at the end. Choose RS256 for the API: HS256 cannot be verified here. A token that only `/userinfo` takes is opaque. With RBAC, `Role(…, \"permissions\")`.",
		keys:     "https://dev-1.eu.auth0.com/.well-known/jwks.json",
		claims:   object{"aud": []string{api, "https://dev-1.eu.auth0.com/userinfo"}, "azp": "client-1", "scope": "openid read:messages", "permissions": []string{"read:messages"}, "sub": "auth0|248289761001"},
		accepted: []variant{{name: "of a machine", claims: object{"aud": api, "sub": "client-1@clients", "gty": "client-credentials", "scope": "read:messages"}}},
		refused: []variant{
			idToken("client-1"),
			setting("Issuer without its slash", func(s *settings) { s.Issuer = "https://dev-1.eu.auth0.com" }, "iss"),
			setting("Keys.Issuer without its slash", func(s *settings) { s.KeysIssuer = "https://dev-1.eu.auth0.com" }, "no keys"),
			{name: "HS256", header: object{"alg": "HS256"}, want: "alg"},
		},
	},
	{
		name: "Auth0, profile of RFC 9068", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://dev-1.eu.auth0.com/", Audience: []string{api}, Types: []string{"at+jwt"}},
			KeysIssuer: "https://dev-1.eu.auth0.com/", rules: []ruled{scope("read:messages")},
		},
		beware: "As above. `Types` then refuses every ID token by its type.",
		keys:   "https://dev-1.eu.auth0.com/.well-known/jwks.json",
		header: atJWT,
		claims: object{"client_id": "client-1", "scope": "read:messages", "jti": "jti-1"},
		refused: []variant{
			{name: "an ID token, even for the API", header: object{"typ": "JWT"}, want: "typ"},
			{name: "a token without a type", header: noType, want: "typ"},
		},
	},
	{
		name: "Amazon Cognito, access tokens", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc", Clients: []string{"client1"}},
			KeysIssuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc",
			rules:      []ruled{member("token_use", "access"), scope("api.example/read")},
		},
		beware: "Access tokens have no `aud`. Such a token is good for every API that lists its client. Do not put the client into `Audience` too: ID tokens have it as `aud`. Scopes are `{resource server}/{name}`.",
		keys:   "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc/.well-known/jwks.json",
		header: noType,
		claims: object{"client_id": "client1", "token_use": "access", "scope": "api.example/read", "username": "alice", "cognito:groups": []string{"editors"}},
		refused: []variant{
			{name: "an ID token", claims: object{"aud": "client1", "client_id": nil, "token_use": "id"}, want: "aud"},
			claim("a token of another client", "client_id", "client2", "aud"),
			claim("a token that names no client", "client_id", nil, "aud"),
			claim("another token_use", "token_use", "refresh", "rule"),
			claim("a token of another pool", "iss", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_xyz", "iss"),
			setting("Clients left out", func(s *settings) { s.Clients, s.Audience = nil, []string{api} }, "aud"),
		},
	},
	{
		name: "Amazon Cognito, ID tokens", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc", Audience: []string{"client1"}},
			KeysIssuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc",
			rules:      []ruled{member("token_use", "id")},
		},
		beware: "An API should take access tokens.",
		keys:   "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc/.well-known/jwks.json",
		header: noType,
		claims: object{"token_use": "id", "auth_time": nowInSecs - 60, "cognito:groups": []string{"editors"}},
		refused: []variant{
			{name: "an access token", claims: object{"aud": nil, "client_id": "client1", "token_use": "access"}, want: "aud"},
			claim("an access token with aud", "token_use", "access", "rule"),
			claim("for another client", "aud", "client2", "aud"),
		},
	},
	{
		name: "Amazon Cognito, with a resource binding", sure: secondHand,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc", Audience: []string{api}},
			KeysIssuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc",
			rules:      []ruled{member("token_use", "access"), scope("api.example/read")},
		},
		beware: "Only then has an access token an `aud`. Scopes are `{resource server}/{name}`.",
		keys:   "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc/.well-known/jwks.json",
		header: noType,
		claims: object{"client_id": "client1", "token_use": "access", "scope": "api.example/read", "username": "alice"},
		refused: []variant{
			idToken("client1"),
			claim("an ID token for the API", "token_use", "id", "rule"),
			claim("a token of another pool", "iss", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_xyz", "iss"),
			claim("a token without aud", "aud", nil, "aud"),
		},
	},
}
