package oidc_test

import (
	"slices"
	"time"

	"example.com/glassjwt/jwt"
)

// providers are the rows of the table.
var providers = slices.Concat(microsoft, hosted, google, workloads, servers, apps, others)

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
