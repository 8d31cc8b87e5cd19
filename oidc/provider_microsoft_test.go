package oidc_test

import (
	"context"
	"regexp"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// microsoft are the kinds of tokens that Microsoft's products issue.
var microsoft = []provider{
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
