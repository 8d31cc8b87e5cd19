package oidc_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// In docker compose an issuer is http://keycloak:8080. It is asked only if the
// program names that host.
func TestCleartext(t *testing.T) {
	const inner = "http://keycloak:8080/realms/demo"
	for name, test := range map[string]struct {
		issuer    string
		cleartext []string
		want      error
	}{
		"not listed":                {inner, nil, jwt.ErrConfig},
		"listed":                    {inner, []string{"keycloak:8080"}, nil},
		"in other case":             {inner, []string{"Keycloak:8080"}, nil},
		"second of two":             {inner, []string{"other:80", "keycloak:8080"}, nil},
		"without the port":          {inner, []string{"keycloak"}, jwt.ErrConfig},
		"with another port":         {inner, []string{"keycloak:80"}, jwt.ErrConfig},
		"part of the name":          {inner, []string{"cloak:8080"}, jwt.ErrConfig},
		"a longer name":             {inner, []string{"keycloak:8080.evil.example"}, jwt.ErrConfig},
		"a wildcard":                {inner, []string{"*"}, jwt.ErrConfig},
		"a URL":                     {inner, []string{"http://keycloak:8080"}, jwt.ErrConfig},
		"an empty entry":            {inner, []string{"keycloak:8080", ""}, jwt.ErrConfig},
		"the default port":          {"http://keycloak", []string{"keycloak"}, nil},
		"the default port, spelled": {"http://keycloak", []string{"keycloak:80"}, jwt.ErrConfig},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				i := oidctest.NewIssuerAt(test.issuer)
				for _, k := range []*oidc.Keys{
					{Issuer: i.URL, Client: i.Client(), Cleartext: test.cleartext},
					{URL: i.KeySetURL(), Client: i.Client(), Cleartext: test.cleartext},
				} {
					if err := k.Refresh(t.Context()); !errors.Is(err, test.want) {
						t.Errorf("Refresh = %v; want %v", err, test.want)
					}
				}
			})
		})
	}
	// Discover has no list.
	i := oidctest.NewIssuerAt(inner)
	if m, err := oidc.Discover(t.Context(), i.Client(), inner); !errors.Is(err, oidc.ErrAddress) {
		t.Errorf("Discover(%s) = %v, %v; want %q", inner, m, err, oidc.ErrAddress)
	}
}

// The issuer has its outer name, and its keys inside the cluster. Its metadata
// alone cannot decide that: the program must list the host.
func TestCleartextKeysOfAnHTTPSIssuer(t *testing.T) {
	const inner = "http://keycloak:8080/certs"
	for name, cleartext := range map[string][]string{"listed": {"keycloak:8080"}, "not listed": nil} {
		k, s := newSite()
		k.Cleartext = cleartext
		s.metadata = status(200, document("https://issuer.example", inner))
		if err := k.Refresh(t.Context()); (err == nil) != (cleartext != nil) {
			t.Errorf("%s: Refresh = %v", name, err)
		}
		if got := s.urls(); got[len(got)-1] == inner != (cleartext != nil) {
			t.Errorf("%s: asked %q", name, got)
		}
	}
}

// A redirect does not turn https into http, also to a host that is listed.
func TestCleartextRedirect(t *testing.T) {
	k, s := start()
	k.Cleartext = []string{"issuer.example"}
	s.set(redirect("http://issuer.example/jwks"))
	mustFail(t, k, known, oidc.ErrAddress)
	mustFetch(t, s, 1)
}

// A host that is listed is not this machine: its metadata may not lead here.
func TestCleartextIssuerWithKeysOnThisMachine(t *testing.T) {
	for _, address := range []string{"http://127.0.0.1/jwks", "https://localhost/jwks"} {
		s := &script{answer: status(200, document("http://keycloak:8080", address))}
		k := &oidc.Keys{Issuer: "http://keycloak:8080", Cleartext: []string{"keycloak:8080"}, Client: &http.Client{Transport: s}}
		mustFail(t, k, known, oidc.ErrAddress)
		mustFetch(t, s, 1)
	}
}

// The log says once that keys come over plain http, and not for the loopback
// interface.
func TestCleartextIsLogged(t *testing.T) {
	for issuer, want := range map[string]int{"http://keycloak:8080": 1, "http://127.0.0.1:8080": 0, "https://issuer.example": 0} {
		synctest.Test(t, func(t *testing.T) {
			i := oidctest.NewIssuerAt(issuer)
			logger, written := lines()
			k := &oidc.Keys{Issuer: issuer, Client: i.Client(), Cleartext: []string{"keycloak:8080"}, Logger: logger}
			for range 3 {
				if err := k.Refresh(t.Context()); err != nil {
					t.Error(err)
				}
			}
			synctest.Wait()
			if got := written(); len(got) != want || want == 1 && !strings.Contains(got[0], "plain http") {
				t.Errorf("%s: logged %q; want %d lines", issuer, got, want)
			}
		})
	}
}
