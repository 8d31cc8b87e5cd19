package oidc_test

import (
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// apps are services that bring sign-in to an application.
var apps = []provider{
	{
		name: "Supabase", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://ref.supabase.co/auth/v1", Audience: []string{"authenticated"}},
			KeysIssuer: "https://ref.supabase.co/auth/v1", rules: []ruled{member("is_anonymous", false)},
		},
		beware: "Turn asymmetric signing keys on: HS256 projects publish no key. Anonymous users have the audience `authenticated` too.",
		keys:   "https://ref.supabase.co/auth/v1/.well-known/jwks.json", set: []object{published(jwt.ES256, nil)},
		header: object{"alg": "ES256", "kid": oidctest.ECKeyID},
		claims: object{"role": "authenticated", "is_anonymous": false, "app_metadata": object{"provider": "email"}},
		refused: []variant{
			claim("an anonymous user", "is_anonymous", true, "rule"),
			{name: "an HS256 project", header: object{"alg": "HS256"}, want: "alg"},
			claim("another project", "iss", "https://other.supabase.co/auth/v1", "iss"),
		},
	},
	{
		name: "Clerk, session tokens", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://clerk.example.com", Clients: []string{"https://app.example.com"}},
			KeysIssuer: "https://clerk.example.com", rules: []ruled{notMember("sts", "pending")},
		},
		beware: "They have no `aud`. `azp` is the origin of the page that got the token. A browser may bring the token in the cookie `__session`, which is not read. `o.per` is one string with commas: `Role` finds nothing in it.",
		keys:   "https://clerk.example.com/.well-known/jwks.json",
		claims: object{"azp": "https://app.example.com", "sid": "sess_1", "nbf": nowInSecs - 10, "o": object{"rol": "admin", "per": "read,write"}, "v": 2},
		refused: []variant{
			claim("of another page", "azp", "https://evil.example", "aud"),
			claim("no azp", "azp", nil, "aud"),
			claim("a pending session", "sts", "pending", "rule"),
			claim("of another instance", "iss", "https://clerk.other.example", "iss"),
		},
	},
	{
		name: "Clerk, OAuth access tokens", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://clerk.example.com", Clients: []string{"client1"}, Types: []string{"at+jwt"}},
			KeysIssuer: "https://clerk.example.com", rules: []ruled{scope("profile")},
		},
		beware: "They have no `aud` either, in Clerk's own samples. `Types` keeps session tokens out.",
		keys:   "https://clerk.example.com/.well-known/jwks.json",
		header: atJWT,
		claims: object{"client_id": "client1", "scope": "profile email", "jti": "oat_1", "nbf": nowInSecs - 10},
		refused: []variant{
			{name: "a session token", header: object{"typ": "JWT"}, claims: object{"client_id": nil, "azp": "https://app.example.com"}, want: "typ"},
			claim("of another client", "client_id", "client2", "aud"),
			claim("a token without the scope", "scope", "email", "rule"),
		},
	},
	{
		name: "Clerk, JWT template with aud", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://clerk.example.com", Audience: []string{api}, Required: []string{"azp"}},
			KeysIssuer: "https://clerk.example.com", rules: []ruled{role("https://app.example.com", "azp")},
		},
		beware: "`azp` is the origin of the page that got the token.",
		keys:   "https://clerk.example.com/.well-known/jwks.json",
		claims: object{"azp": "https://app.example.com", "sid": "sess_1", "nbf": nowInSecs - 10},
		refused: []variant{
			claim("a session token", "aud", nil, "aud"),
			claim("of another page", "azp", "https://evil.example", "rule"),
			claim("no azp", "azp", nil, "required"),
		},
	},
	{
		name: "WorkOS AuthKit, sessions", sure: secondHand,
		settings: settings{
			Verifier: jwt.Verifier{Issuer: "https://api.workos.com/user_management/client_1", Clients: []string{"client_1"}},
			KeysURL:  "https://api.workos.com/sso/jwks/client_1", rules: []ruled{role("read", "permissions")},
		},
		beware:   "Look into a token first. WorkOS documents the issuer `https://api.workos.com`, and a sample without `aud`; other sources show this issuer, and the client ID as `aud` (then set `Audience`). Each client has its own keys.",
		claims:   object{"client_id": "client_1", "sid": "session_1", "org_id": "org_1", "role": "member", "permissions": []string{"read"}},
		accepted: []variant{{name: "with aud, and Audience", claims: object{"aud": "client_1"}, settings: func(s *settings) { s.Audience = []string{"client_1"} }}},
		refused: []variant{
			claim("of another client", "client_id", "client_2", "aud"),
			claim("the other issuer", "iss", "https://api.workos.com", "iss"),
			claim("without the permission", "permissions", []string{}, "rule"),
		},
	},
	{
		name: "WorkOS Connect", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://tenant.authkit.app", Audience: []string{api}},
			KeysIssuer: "https://tenant.authkit.app", rules: []ruled{scope("read")},
		},
		beware: "Tokens of machines have the client ID of the environment as `aud`.",
		claims: object{"client_id": "client_1", "scope": "read", "org_id": "org_1"},
		refused: []variant{
			claim("a token of a machine", "aud", "client_env", "aud"),
			claim("a token without the scope", "scope", "openid", "rule"),
		},
	},
}
