package main

import (
	"os"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

// Each name is that of a row, so that the reader finds it.
func TestProvidersAreRows(t *testing.T) {
	text, err := os.ReadFile("../../oidc/providers.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range providers {
		if !strings.Contains(string(text), "\n| "+p.row+" |") {
			t.Errorf("oidc/providers.md has no row %q", p.row)
		}
	}
}

func TestProviderOf(t *testing.T) {
	for payload, want := range map[string]string{
		`{"iss":"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"}`: "Microsoft Entra ID, one tenant",
		`{"iss":"https://sts.windows.net/11111111-2222-3333-4444-555555555555/"}`:               "Microsoft Entra ID, v1 tokens",
		`{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x","client_id":"c"}`:     "Amazon Cognito, access tokens",
		`{"iss":"https://tenant.eu.auth0.com/"}`:                                                "Auth0",
		`{"iss":"https://keycloak.example/realms/shop"}`:                                        "Keycloak",
		`{"iss":"https://gitlab.example","pipeline_source":"push"}`:                             "GitLab CI",
		`{"iss":"https://login.microsoftonline.com.evil.example/11111111/v2.0"}`:                "",
		`{"iss":"https://issuer.example"}`:                                                      "",
		`{}`:                                                                                    "",
	} {
		o, err := jwt.ParseObject([]byte(payload))
		if err != nil {
			t.Fatal(err)
		}
		claims := jwt.Claims{Object: o}
		_ = o.Get("iss", &claims.Issuer)
		if got := providerOf(claims); got != want {
			t.Errorf("providerOf(%s) = %q; want %q", payload, got, want)
		}
	}
}
