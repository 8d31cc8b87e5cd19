package httpauth_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// RFC 9728 section 3.1.
func TestMetadataURL(t *testing.T) {
	const at = "/.well-known/oauth-protected-resource"
	tests := map[string]string{
		"https://api.example":                 "https://api.example" + at,
		"https://api.example/":                "https://api.example" + at,
		"https://api.example:8443":            "https://api.example:8443" + at,
		"https://api.example/v1":              "https://api.example" + at + "/v1",
		"https://api.example/v1/":             "https://api.example" + at + "/v1/",
		"https://api.example/a/b":             "https://api.example" + at + "/a/b",
		"https://api.example/a%2Fb":           "https://api.example" + at + "/a%2Fb",
		"https://api.example/v1?tenant=7":     "https://api.example" + at + "/v1?tenant=7",
		"https://api.example?tenant=7":        "https://api.example" + at + "?tenant=7",
		"https://api.example/?tenant=7":       "https://api.example" + at + "?tenant=7",
		"http://127.0.0.1:8080":               "http://127.0.0.1:8080" + at,
		"http://[::1]:8080/api":               "http://[::1]:8080" + at + "/api",
		"http://localhost:8080":               "http://localhost:8080" + at,
		"http://LOCALHOST:8080":               "http://LOCALHOST:8080" + at,
		"":                                    "",
		"api.example":                         "",
		"/v1":                                 "",
		"https://":                            "",
		"https://:8443":                       "",
		"https:api.example":                   "",
		"http://api.example":                  "",
		"http://localhost.example":            "",
		"http://192.168.0.1":                  "",
		"http://169.254.169.254":              "",
		"ftp://localhost":                     "",
		"//localhost":                         "",
		"http://127.0.0.1.example":            "",
		"urn:example:api":                     "",
		"https://api.example#x":               "",
		"https://api.example#":                "",
		"https://user@api.example":            "",
		"https://api.example/\r\nSet-Cookie:": "",
	}
	for resource, want := range tests {
		u, err := httpauth.Metadata{Resource: resource}.URL()
		got := ""
		if err == nil {
			got = u.String()
		}
		if got != want || (err == nil) != (u != nil) {
			t.Errorf("URL of %q = %q, %v; want %q", resource, got, err, want)
		}
	}
}

func TestResourceMetadata(t *testing.T) {
	const all = `{"resource":"https://api.example/v1","authorization_servers":["https://issuer.example"],` +
		`"scopes_supported":["read:orders"],"resource_name":"Orders","resource_documentation":"https://api.example/docs",` +
		`"resource_policy_uri":"https://api.example/policy","resource_tos_uri":"https://api.example/terms",` +
		`"dpop_signing_alg_values_supported":["ES256"],"dpop_bound_access_tokens_required":true,"tls_client_certificate_bound_access_tokens":true,"bearer_methods_supported":["header"]}`
	m := httpauth.Metadata{
		Resource:             "https://api.example/v1",
		AuthorizationServers: []string{"https://issuer.example"},
		ScopesSupported:      []string{"read:orders"},
		Name:                 "Orders",
		Documentation:        "https://api.example/docs",
		Policy:               "https://api.example/policy",
		Terms:                "https://api.example/terms",
		ProofAlgorithms:      []jwt.Algorithm{jwt.ES256},
		ProofRequired:        true,
		CertificateBound:     true,
	}
	tests := map[string]struct {
		metadata httpauth.Metadata
		method   string
		status   int
		body     string
	}{
		"all":  {m, "GET", 200, all},
		"head": {m, "HEAD", 200, all}, // of which net/http sends the header
		// RFC 9728 section 3.2: "Parameters with zero elements MUST be omitted".
		"least":   {httpauth.Metadata{Resource: "https://api.example"}, "GET", 200, `{"resource":"https://api.example","bearer_methods_supported":["header"]}`},
		"post":    {m, "POST", 405, "method not allowed"},
		"nothing": {httpauth.Metadata{}, "GET", 500, `{"error":"server_error","error_description":"the metadata of this API is not set up"}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			answer := httptest.NewRecorder()
			httpauth.ResourceMetadata(test.metadata).ServeHTTP(answer, httptest.NewRequest(test.method, "/", nil))
			if answer.Code != test.status || answer.Body.String() != test.body+"\n" {
				t.Errorf("%d %s\nwant %d %s", answer.Code, answer.Body, test.status, test.body)
			}
			if allow := answer.Header().Get("Allow"); (allow == "GET, HEAD") != (test.status == 405) { // RFC 9110 section 15.5.6
				t.Errorf("Allow: %q with status %d", allow, test.status)
			}
			if test.status != 200 {
				return
			}
			want := http.Header{
				"Content-Type":                {"application/json"},
				"Access-Control-Allow-Origin": {"*"},
				"Cache-Control":               {"public, max-age=3600"},
				"X-Content-Type-Options":      {"nosniff"},
			}
			if diff := cmp.Diff(want, answer.Header()); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			var got httpauth.Metadata
			if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.metadata, got); diff != "" {
				t.Errorf("read again (-want +got):\n%s", diff)
			}
		})
	}
}
