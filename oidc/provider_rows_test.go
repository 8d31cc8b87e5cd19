package oidc_test

import (
	"context"
	"encoding/base64"
	"regexp"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

const (
	tid       = "c0ffee00-1111-4222-8333-444455556666" // a tenant of Microsoft Entra
	otherTid  = "deadbeef-1111-4222-8333-444455556666"
	consumers = "9188040d-6c67-4c5b-b112-36a304b66dad" // of personal accounts
	apiID     = "a9100000-aaaa-4bbb-8ccc-000000000001" // the client ID of the API
	clientID  = "c1100000-aaaa-4bbb-8ccc-000000000002"
	api       = "https://api.example"
	entra     = "https://login.microsoftonline.com/"
)

// idToken is the most tempting wrong token: the right issuer says who the user
// is, but to the client.
func idToken(client string) variant {
	return variant{name: "an ID token", claims: object{"aud": client, "nonce": "n-0S6_WzA2Mj"}, want: "aud"}
}

func claim(name, claim string, value any, want string) variant {
	return variant{name: name, claims: object{claim: value}, want: want}
}

func setting(name string, change func(*settings), want string) variant {
	return variant{name: name, settings: change, want: want}
}

var (
	entraKey  = published(jwt.RS256, object{"alg": nil, "x5c": []string{"MIIC"}, "x5t": "x5t", "issuer": entra + "{tenantid}/v2.0"})
	noAlg     = published(jwt.RS256, object{"alg": nil})
	encrypts  = published(jwt.RS256, object{"use": "enc", "alg": "RSA-OAEP", "kid": "enc"})
	noType    = object{"typ": nil}
	atJWT     = object{"typ": "at+jwt"}
	leeway    = 5 * time.Second
	nowInSecs = noon.Unix()
)

var providers = []provider{
	{
		name: "Microsoft Entra ID, one tenant", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: entra + tid + "/v2.0", Audience: []string{apiID}},
			KeysIssuer: entra + tid + "/v2.0", rules: []ruled{scope("access_as_user")},
		},
		beware: "The API's manifest picks v2 tokens (`accessTokenAcceptedVersion`: 2), not the endpoint. The tenant stands as a GUID. Tokens of apps have no `scp`: use `Role(…, \"roles\")`. Never decide by `email` or `upn`.",
		keys:   entra + tid + "/discovery/v2.0/keys", set: []object{entraKey},
		claims: object{"azp": clientID, "scp": "access_as_user", "tid": tid, "oid": "00000000-0000-0000-66f3-3332eca7ea81", "ver": "2.0", "nbf": nowInSecs - 60},
		refused: []variant{
			idToken(clientID),
			claim("another tenant", "iss", entra+otherTid+"/v2.0", "iss"),
			claim("a v1 token", "iss", "https://sts.windows.net/"+tid+"/", "iss"),
			claim("a token without the scope", "scp", "openid", "rule"),
			setting("the domain name in place of the GUID", func(s *settings) { s.KeysIssuer = entra + "contoso.example/v2.0" }, "no keys"),
		},
	},
	{
		name: "Microsoft Entra ID, v1 tokens", sure: documented,
		settings: settings{
			Verifier: jwt.Verifier{Issuer: "https://sts.windows.net/" + tid + "/", Audience: []string{"api://" + apiID, apiID}},
			KeysURL:  entra + tid + "/discovery/keys", rules: []ruled{scope("access_as_user")},
		},
		beware:   "The slash at the end. `aud` is the client ID or the App ID URI, as the client asked. For v1 and v2 at once, `jwt.Issuers` with an entry for each.",
		set:      []object{published(jwt.RS256, object{"alg": nil, "x5c": []string{"MIIC"}, "issuer": "https://sts.windows.net/{tenantid}/"})},
		header:   object{"x5t": oidctest.RSAKeyID},
		claims:   object{"appid": clientID, "scp": "access_as_user", "tid": tid, "ver": "1.0", "nbf": nowInSecs - 60},
		accepted: []variant{{name: "for the client ID", claims: object{"aud": apiID}}},
		refused: []variant{
			idToken(clientID),
			claim("another tenant", "iss", "https://sts.windows.net/"+otherTid+"/", "iss"),
			setting("the v2 issuer", func(s *settings) { s.Issuer = entra + tid + "/v2.0" }, "iss"),
			setting("the issuer without its slash", func(s *settings) { s.Issuer = strings.TrimSuffix(s.Issuer, "/") }, "iss"),
		},
	},
	{
		name: "Microsoft Entra ID, any tenant", sure: documented,
		settings: settings{
			Verifier: jwt.Verifier{Issuer: entra + tid + "/v2.0"},
			judge:    anyTenant,
			text:     `jwt.IssuerFunc that takes "` + entra + `{GUID}/v2.0" and nothing else, and returns a Verifier with that Issuer, Audience: {"` + apiID + `"}, Required: {"tid"}, and one shared Keys: {URL: "` + entra + `common/discovery/v2.0/keys"}`,
		},
		beware: "Compare `tid` with the tenant whose data is asked for: every tenant of the world passes. `sub` means something only within its tenant. Keys that the set binds to one issuer sign for no other.",
		keys:   entra + "common/discovery/v2.0/keys",
		set:    []object{entraKey, published("rs256-4", object{"alg": nil, "issuer": entra + consumers + "/v2.0"})},
		claims: object{"aud": apiID, "azp": clientID, "tid": tid, "ver": "2.0"},
		accepted: []variant{
			{name: "a second tenant", claims: object{"iss": entra + otherTid + "/v2.0", "tid": otherTid}},
		},
		refused: []variant{
			idToken(clientID),
			claim("the tid of another tenant", "tid", otherTid, "iss"),
			claim("no tid", "tid", nil, "iss"),
			claim("an issuer that is no tenant", "iss", entra+"common/v2.0", "iss"),
			claim("the template as the issuer", "iss", entra+"{tenantid}/v2.0", "iss"),
			claim("an issuer elsewhere", "iss", "https://login.example/"+tid+"/v2.0", "iss"),
			{name: "signed with the consumers' key", header: object{"kid": "rs256-4"}, want: "iss"},
		},
	},
	{
		name: "Azure AD B2C", sure: documented,
		settings: settings{
			Verifier: jwt.Verifier{Issuer: "https://contoso.b2clogin.com/" + tid + "/v2.0/", Audience: []string{apiID}},
			KeysURL:  "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_signin/discovery/v2.0/keys",
			rules:    []ruled{scope("read"), member("tfp", "b2c_1_signin")},
		},
		beware: "The slash at the end. The metadata of a policy are not at the issuer's address, so nothing can be discovered. Require `tfp` if the policy matters: all policies have one issuer by default.",
		set:    []object{noAlg},
		claims: object{"azp": clientID, "scp": "read", "tfp": "b2c_1_signin", "ver": "1.0"},
		refused: []variant{
			idToken(clientID),
			claim("a token of another policy", "tfp", "b2c_1_profile_edit", "rule"),
			setting("discovery", func(s *settings) { s.KeysURL, s.KeysIssuer = "", s.Issuer }, "no keys"),
		},
	},
	{
		name: "Microsoft Entra External ID (CIAM)", sure: unsure,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://" + tid + ".ciamlogin.com/" + tid + "/v2.0", Audience: []string{apiID}},
			KeysIssuer: "https://" + tid + ".ciamlogin.com/" + tid + "/v2.0", rules: []ruled{scope("read")},
		},
		beware: "The host of the issuer may be the GUID, though the app uses the tenant's name. Look into a token. The keys of login.microsoftonline.com are other keys.",
		keys:   "https://" + tid + ".ciamlogin.com/" + tid + "/discovery/v2.0/keys", set: []object{noAlg},
		claims: object{"azp": clientID, "scp": "read", "tid": tid, "ver": "2.0"},
		refused: []variant{
			idToken(clientID),
			setting("the host with the tenant's name", func(s *settings) { s.KeysIssuer = "https://contoso.ciamlogin.com/" + tid + "/v2.0" }, "no keys"),
		},
	},
	{
		name: "AD FS", sure: secondHand,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "http://fs.example/adfs/services/trust", Audience: []string{api}},
			KeysIssuer: "https://fs.example/adfs", rules: []ruled{scope("read")},
		},
		beware: "Two issuers: access tokens have the one that the metadata call `access_token_issuer`. Old servers send no `kid`; then all keys are tried that fit.",
		keys:   "https://fs.example/adfs/discovery/keys", set: []object{noAlg, published("rs256-4", object{"alg": nil})},
		header:   object{"kid": nil, "x5t": "x5t"},
		claims:   object{"appid": clientID, "scp": "read", "auth_time": "2026-01-15T11:59:00.000Z", "ver": "1.0"},
		accepted: []variant{{name: "with kid", header: object{"kid": oidctest.RSAKeyID}}},
		refused: []variant{
			{name: "an ID token", claims: object{"iss": "https://fs.example/adfs", "aud": clientID}, want: "iss"},
			claim("a token for userinfo", "aud", "urn:microsoft:userinfo", "aud"),
			setting("the issuer of the metadata", func(s *settings) { s.Issuer = s.KeysIssuer }, "iss"),
		},
	},
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
	{
		name: "Google, ID tokens", sure: secondHand,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://accounts.google.com", Audience: []string{"1234-abc.apps.googleusercontent.com"}},
			KeysIssuer: "https://accounts.google.com", rules: []ruled{member("hd", "example.com")},
		},
		beware:   "Google's access tokens are opaque. Require `hd` to let in one Workspace domain, not the end of `email`. Some tokens name the issuer without `https://`: `jwt.Issuers` with both. The keys are on another host.",
		keys:     "https://www.googleapis.com/oauth2/v3/certs",
		claims:   object{"azp": "1234-abc.apps.googleusercontent.com", "hd": "example.com", "email": "alice@example.com", "email_verified": true},
		accepted: []variant{{name: "both spellings of the issuer", claims: object{"iss": "accounts.google.com"}, settings: func(s *settings) { s.judge = bothSpellings }}},
		refused: []variant{
			claim("a token for another client", "aud", "9999-xyz.apps.googleusercontent.com", "aud"),
			claim("another domain", "hd", "other.example", "rule"),
			claim("no domain", "hd", nil, "rule"),
			claim("the issuer without https", "iss", "accounts.google.com", "iss"),
		},
	},
	{
		name: "Google Cloud Run, reachable without IAM", sure: secondHand,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://accounts.google.com", Audience: []string{"https://service-1.a.run.app"}},
			KeysIssuer: "https://accounts.google.com", rules: []ruled{member("email", "caller@project.iam.gserviceaccount.com"), member("email_verified", true)},
		},
		beware: "Every Google account can get a token for your URL: require the caller. Behind IAM the platform checks the token and replaces its signature.",
		keys:   "https://www.googleapis.com/oauth2/v3/certs",
		claims: object{"email": "caller@project.iam.gserviceaccount.com", "email_verified": true},
		refused: []variant{
			claim("another account", "email", "mallory@other.iam.gserviceaccount.com", "rule"),
			claim("a token for another service", "aud", "https://service-2.a.run.app", "aud"),
			{name: "the signature that IAM has replaced", change: func(token string) string {
				return token[:strings.LastIndex(token, ".")] + ".SIGNATURE_REMOVED_BY_GOOGLE"
			}, want: "signature"},
		},
	},
	{
		name: "Google IAP", sure: documented,
		settings: settings{
			Verifier: jwt.Verifier{Issuer: "https://cloud.google.com/iap", Audience: []string{"/projects/1234/global/backendServices/5678"}, Algorithms: []jwt.Algorithm{jwt.ES256}, Leeway: 30 * time.Second},
			KeysURL:  "https://www.gstatic.com/iap/verify/public_key-jwk", Header: "X-Goog-IAP-JWT-Assertion",
		},
		beware: "`x-goog-authenticated-user-email` is not signed. Health checks bring no token.",
		set:    []object{published(jwt.ES256, nil)},
		header: object{"alg": "ES256", "kid": oidctest.ECKeyID},
		claims: object{"sub": "accounts.google.com:1234", "email": "alice@example.com", "exp": nowInSecs + 540},
		refused: []variant{
			claim("a token for another backend", "aud", "/projects/1234/global/backendServices/9999", "aud"),
			{name: inAuthorization, want: "request"},
			claim("an expired token", "exp", nowInSecs-60, "exp"),
		},
	},
	{
		name: "Firebase Authentication", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://securetoken.google.com/project-1", Audience: []string{"project-1"}, Algorithms: []jwt.Algorithm{jwt.RS256}, Required: []string{"sub", "auth_time"}},
			KeysIssuer: "https://securetoken.google.com/project-1",
		},
		beware: "Session cookies have another issuer and other keys. The tokens of the emulator are not signed. Custom claims are often booleans: `Require`, not `Role`.",
		keys:   "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
		claims: object{"auth_time": nowInSecs - 600, "user_id": "248289761001", "firebase": object{"sign_in_provider": "password"}},
		refused: []variant{
			{name: "a token of another project", claims: object{"iss": "https://securetoken.google.com/project-2", "aud": "project-2"}, want: "iss"},
			claim("a session cookie", "iss", "https://session.firebase.google.com/project-1", "iss"),
			{name: "a token of the emulator", header: object{"alg": "none"}, want: "alg"},
			claim("no auth_time", "auth_time", nil, "required"),
		},
	},
	{
		name: "GitHub Actions", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://token.actions.githubusercontent.com", Audience: []string{api}, Required: []string{"repository_id"}},
			KeysIssuer: "https://token.actions.githubusercontent.com", rules: []ruled{role("74", "repository_id")},
		},
		beware: "Every repository of the world has this issuer, so a condition is a must. Let the job ask for your own audience. IDs are strings.",
		keys:   "https://token.actions.githubusercontent.com/.well-known/jwks",
		claims: object{"sub": "repo:octo-org/octo-repo:ref:refs/heads/main", "repository": "octo-org/octo-repo", "repository_id": "74", "ref": "refs/heads/main", "nbf": nowInSecs - 600},
		refused: []variant{
			claim("another repository", "repository_id", "75", "rule"),
			claim("the default audience", "aud", "https://github.com/octo-org", "aud"),
			claim("no repository_id", "repository_id", nil, "required"),
		},
	},
	{
		name: "GitLab CI", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://gitlab.com", Audience: []string{api}},
			KeysIssuer: "https://gitlab.com", rules: []ruled{role("20", "job_project_id"), role("true", "ref_protected")},
		},
		beware: "gitlab.com is shared. In a merge request from a fork `project_id` is the source, `job_project_id` the project that runs. Flags are strings. The old `CI_JOB_JWT` has another issuer and no `aud`.",
		keys:   "https://gitlab.com/oauth/discovery/keys",
		claims: object{"sub": "project_path:group/project:ref_type:branch:ref:main", "project_id": "20", "job_project_id": "20", "ref_protected": "true", "nbf": nowInSecs - 5},
		refused: []variant{
			claim("another project", "job_project_id", "21", "rule"),
			claim("a branch that is not protected", "ref_protected", "false", "rule"),
			{name: "CI_JOB_JWT", claims: object{"iss": "gitlab.com", "aud": nil}, want: "iss"},
		},
	},
	{
		name: "Kubernetes, projected tokens", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://kubernetes.default.svc.cluster.local", Audience: []string{api}, MaxAge: 25 * time.Hour, Leeway: leeway},
			KeysIssuer: "https://kubernetes.default.svc.cluster.local", rules: []ruled{role("shop", "kubernetes.io", "namespace")},
		},
		beware: "Set `Keys.Client` to one with the cluster's CA and the pod's token. `Algorithms` for ES384 and ES512 keys. Injected tokens may carry a year of `exp`, so `MaxAge`: the kubelet renews after 24 hours. Only the API server knows of a deleted pod.",
		keys:   "https://kubernetes.default.svc.cluster.local/openid/v1/jwks",
		header: noType,
		claims: object{"aud": []string{api}, "iat": nowInSecs, "nbf": nowInSecs, "exp": nowInSecs + 31536000, "sub": "system:serviceaccount:shop:cart", "kubernetes.io": object{"namespace": "shop", "serviceaccount": object{"name": "cart"}}},
		refused: []variant{
			claim("the default audience", "aud", []string{"https://kubernetes.default.svc.cluster.local"}, "aud"),
			claim("another namespace", "kubernetes.io", object{"namespace": "default"}, "rule"),
			claim("a token of 26 hours ago", "iat", nowInSecs-26*3600, "required"),
			{name: "the token of a secret", claims: object{"aud": nil, "exp": nil, "iss": "kubernetes/serviceaccount"}, want: "iss"},
			{name: "an ES384 key, by default", header: object{"alg": "ES384", "kid": "es384-1"}, want: "alg"},
		},
	},
	{
		name: "SPIFFE, with SPIRE's jwt_issuer", sure: documented,
		settings: settings{
			Verifier:   jwt.Verifier{Issuer: "https://oidc.example", Audience: []string{api}, Algorithms: []jwt.Algorithm{jwt.ES256}, Types: []string{"JWT", "JOSE", ""}},
			KeysIssuer: "https://oidc.example", rules: []ruled{role("spiffe://example.org/shop/cart", "sub")},
		},
		beware:   "The discovery provider must serve the keys; those of the trust bundle have `use` `jwt-svid`. Tokens live 5 minutes.",
		set:      []object{published(jwt.ES256, object{"use": nil})},
		header:   object{"alg": "ES256", "kid": oidctest.ECKeyID},
		claims:   object{"aud": []string{api}, "sub": "spiffe://example.org/shop/cart"},
		accepted: []variant{{name: "typ JOSE", header: object{"typ": "JOSE"}}, {name: "no typ", header: noType}},
		refused: []variant{
			claim("another workload", "sub", "spiffe://example.org/shop/cart/evil", "rule"),
			claim("another audience", "aud", []string{"spiffe://example.org/bank"}, "aud"),
		},
	},
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
			KeysIssuer: "https://clerk.example.com",
		},
		beware: "They have no `aud`. `azp` is the origin of the page that got the token. Refuse `sts` = `pending`. A browser may bring the token in the cookie `__session`, which is not read. `o.per` is one string with commas: `Role` finds nothing in it.",
		keys:   "https://clerk.example.com/.well-known/jwks.json",
		claims: object{"azp": "https://app.example.com", "sid": "sess_1", "nbf": nowInSecs - 10, "o": object{"rol": "admin", "per": "read,write"}, "v": 2},
		refused: []variant{
			claim("of another page", "azp", "https://evil.example", "aud"),
			claim("no azp", "azp", nil, "aud"),
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

// anyTenant takes every tenant, and nothing that only looks like one.
func anyTenant(keys func(url string) *oidc.Keys) jwt.Judge {
	tenant := regexp.MustCompile(`^` + regexp.QuoteMeta(entra) + `[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/v2\.0$`)
	shared := keys(entra + "common/discovery/v2.0/keys")
	return jwt.IssuerFunc(func(_ context.Context, issuer string) (*jwt.Verifier, error) {
		if !tenant.MatchString(issuer) {
			return nil, nil
		}
		return &jwt.Verifier{
			Issuer: issuer, Audience: []string{apiID}, Required: []string{"tid"}, Keys: shared,
			Now: func() time.Time { return noon },
		}, nil
	})
}

// bothSpellings takes Google's tokens with and without https:// in the issuer.
func bothSpellings(keys func(url string) *oidc.Keys) jwt.Judge {
	shared := keys("https://www.googleapis.com/oauth2/v3/certs")
	issuers := jwt.Issuers{}
	for _, name := range []string{"https://accounts.google.com", "accounts.google.com"} {
		issuers[name] = &jwt.Verifier{
			Issuer: name, Audience: []string{"1234-abc.apps.googleusercontent.com"}, Keys: shared,
			Now: func() time.Time { return noon },
		}
	}
	return issuers
}

var generic = settings{
	Verifier:   jwt.Verifier{Issuer: "https://issuer.example", Audience: []string{api}},
	KeysIssuer: "https://issuer.example",
}

var unverifiable = []unverified{
	{provider{
		name: "AWS ALB, `x-amzn-oidc-data`", sure: documented,
		beware:   "The parts are padded base64url, the keys are PEM, and there is no `aud`. Verify the identity provider's own access token instead, with `Guard.Header` `X-Amzn-Oidc-Accesstoken`, and let nobody but the balancer reach the target.",
		settings: generic, header: object{"alg": "ES256", "kid": oidctest.ECKeyID, "signer": "arn:aws:elasticloadbalancing:1"}, set: []object{published(jwt.ES256, nil)},
		claims: object{"aud": nil}, change: func(token string) string { return strings.ReplaceAll(token, ".", "=.") },
	}, "request"},
	{provider{
		name: "Okta, org authorization server", sure: documented,
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
		settings: generic, claims: object{"sub": 248289761001},
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
