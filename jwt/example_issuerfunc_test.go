package jwt_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"sync"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

// entra finds the Verifier of any tenant of Microsoft Entra. All tenants share
// one key set.
type entra struct {
	audience string
	keys     jwt.KeySet // in a program: &oidc.Keys{URL: "https://login.microsoftonline.com/common/discovery/v2.0/keys"}

	mu    sync.Mutex
	known map[string]*jwt.Verifier
}

// A tenant is a GUID in lower case and nothing else.
var entraIssuer = regexp.MustCompile(`^https://login\.microsoftonline\.com/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/v2\.0$`)

// maxTenants bounds the memory, since a stranger can invent tenants. A flood of
// them makes entra forget and make the Verifiers of real tenants anew. It costs
// no request: there is one key set.
const maxTenants = 1000

func (e *entra) find(_ context.Context, issuer string) (*jwt.Verifier, error) {
	if !entraIssuer.MatchString(issuer) {
		return nil, nil // not a tenant
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if v := e.known[issuer]; v != nil {
		return v, nil
	}
	if e.known == nil || len(e.known) == maxTenants {
		e.known = map[string]*jwt.Verifier{}
	}
	v := &jwt.Verifier{
		Issuer:   issuer,
		Audience: []string{e.audience},
		Keys:     e.keys,
		Required: []string{"tid"},
		Now:      noon,
	}
	e.known[issuer] = v
	return v, nil
}

// Any tenant of Microsoft Entra. Which of them may do what is for the program to
// decide afterwards, by Issuer and Subject together.
func ExampleIssuerFunc() {
	tenants := &entra{audience: "https://api.example", keys: jwt.Keys{{
		ID:     "ms-1",
		Public: rfckeys.RSA().Public(),
		Issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
	}}}
	verifier := &jwt.Cache{Verifier: jwt.IssuerFunc(tenants.find)}

	const contoso, fabrikam = "11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555"
	for _, token := range []string{
		entraToken("login.microsoftonline.com/"+contoso, contoso),
		entraToken("login.microsoftonline.com/"+fabrikam, fabrikam),
		entraToken("login.microsoftonline.com/"+contoso, fabrikam),
		entraToken("login.microsoftonline.com/common", contoso),
		entraToken("login.evil.example/"+contoso, contoso),
	} {
		t, err := verifier.Verify(context.Background(), token)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(t.Claims.Subject, "of", t.Claims.Issuer)
	}
	// Output:
	// alice of https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0
	// alice of https://login.microsoftonline.com/99999999-8888-7777-6666-555555555555/v2.0
	// jwt: iss: another issuer: the key belongs to another one
	// jwt: iss: another issuer
	// jwt: iss: another issuer
}

// entraToken signs as Microsoft does: one key for all tenants.
func entraToken(issuer, tenant string) string {
	encode := base64.RawURLEncoding.EncodeToString
	input := encode([]byte(`{"typ":"JWT","alg":"RS256","kid":"ms-1"}`)) + "." + encode(fmt.Appendf(nil,
		`{"iss":"https://%s/v2.0","tid":%q,"sub":"alice","aud":"https://api.example","exp":1768478700}`, issuer, tenant))
	h := sha256.Sum256([]byte(input))
	sig, err := rsa.SignPKCS1v15(nil, rfckeys.RSA(), crypto.SHA256, h[:])
	if err != nil {
		panic(err)
	}
	return input + "." + encode(sig)
}
