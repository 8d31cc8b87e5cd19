package oidc_test

import (
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// google are the kinds of tokens that Google's products issue.
var google = []provider{
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
