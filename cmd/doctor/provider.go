package main

import (
	"regexp"

	"example.com/glassjwt/jwt"
)

// providers has the names of rows in oidc/providers.md, with how their tokens
// can be told: by the issuer, or by a claim that no other provider has. The first
// that fits is taken.
var providers = []struct {
	row    string
	issuer string // a regular expression
	claim  string // if not "": this claim must be there too
}{
	{"Microsoft Entra ID, v1 tokens", `^https://sts\.windows\.net/`, ""},
	{"Microsoft Entra ID, one tenant", `^https://login\.microsoftonline\.com/[0-9a-f-]+/v2\.0$`, ""},
	{"Azure AD B2C", `\.b2clogin\.com/`, ""},
	{"Microsoft Entra External ID (CIAM)", `\.ciamlogin\.com/`, ""},
	{"AD FS", `/adfs(/services/trust)?$`, ""},
	{"Okta, custom authorization server", `^https://[^/]+/oauth2/[^/]+$`, "cid"},
	{"Okta, org authorization server", `\.okta(preview|-emea)?\.com$`, ""},
	{"Auth0", `\.auth0\.com/$`, ""},
	{"Amazon Cognito, access tokens", `^https://cognito-idp\.[^/]+\.amazonaws\.com/`, "client_id"},
	{"Amazon Cognito, ID tokens", `^https://cognito-idp\.[^/]+\.amazonaws\.com/`, "aud"},
	{"Google IAP", `^https://cloud\.google\.com/iap$`, ""},
	{"Google, ID tokens", `^(https://)?accounts\.google\.com$`, ""},
	{"Firebase Authentication", `^https://securetoken\.google\.com/`, ""},
	{"GitHub Actions", `^https://token\.actions\.githubusercontent\.com`, ""},
	{"GitLab CI", `.`, "pipeline_source"},
	{"Kubernetes, projected tokens", `.`, "kubernetes.io"},
	{"Keycloak", `/realms/[^/]+$`, ""},
	{"Logto", `/oidc$`, ""},
	{"Curity", `/oauth/v2/oauth-anonymous$`, ""},
	{"Zitadel", `.`, "urn:zitadel:iam:user:resourceowner:id"},
	{"Supabase", `\.supabase\.co/auth/v1$`, ""},
	{"Clerk, session tokens", `^https://clerk\.|\.clerk\.accounts\.dev$`, "sid"},
	{"Clerk, OAuth access tokens", `^https://clerk\.|\.clerk\.accounts\.dev$`, ""},
	{"WorkOS AuthKit, sessions", `^https://api\.workos\.com`, ""},
	{"Cloudflare Access", `\.cloudflareaccess\.com$`, ""},
}

// providerOf returns the row that fits a token, or "".
func providerOf(claims jwt.Claims) string {
	for _, p := range providers {
		if p.claim != "" && !claims.Has(p.claim) {
			continue
		}
		if regexp.MustCompile(p.issuer).MatchString(claims.Issuer) {
			return p.row
		}
	}
	return ""
}
