package jwt

import "testing"

// For issuers whose tokens have no aud, the client stands in for it: then, and
// only then.
func TestClients(t *testing.T) {
	clients := func(names ...string) func(*Verifier) { return func(v *Verifier) { v.Clients = names } }
	onlyClients := func(v *Verifier) { v.Clients, v.Audience = []string{"app"}, nil }
	for _, r := range []refusal{
		{why: "client_id is ours", claims: payload(`"aud"`, `"client_id":"app"`), change: clients("app")},
		{why: "azp is ours", claims: payload(`"aud"`, `"azp":"app"`), change: clients("web", "app")},
		{why: "both are ours", claims: payload(`"aud"`, `"azp":"app"`, `"client_id":"app"`), change: clients("app")},
		{why: "both are ours, and differ", claims: payload(`"aud"`, `"azp":"app"`, `"client_id":"web"`), change: clients("web", "app")},
		{why: "without Audience", claims: payload(`"aud"`, `"client_id":"app"`), change: onlyClients},
		{why: "an audience, and a client that is not listed", claims: payload(`"client_id":"x"`), change: clients("app")},

		{why: "no Clients", claims: payload(`"aud"`, `"client_id":"app"`), step: StepAudience, reason: ErrClaim},
		{why: "Clients is empty", claims: payload(`"aud"`, `"client_id":"app"`), change: clients(), step: StepAudience, reason: ErrClaim},
		{why: "Clients has an empty name", claims: payload(`"aud"`, `"client_id":""`), change: clients(""), step: StepAudience, reason: ErrConfig},
		{why: "another client", claims: payload(`"aud"`, `"client_id":"other"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "another azp", claims: payload(`"aud"`, `"azp":"other"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "client_id is ours, azp is not", claims: payload(`"aud"`, `"azp":"other"`, `"client_id":"app"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "azp is ours, client_id is not", claims: payload(`"aud"`, `"azp":"app"`, `"client_id":"other"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "neither", claims: payload(`"aud"`), change: clients("app"), step: StepAudience, reason: ErrClaim},
		{why: "an empty client", claims: payload(`"aud"`, `"client_id":""`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "a client in capitals", claims: payload(`"aud"`, `"client_id":"APP"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "a client that begins like ours", claims: payload(`"aud"`, `"client_id":"app2"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "Client_ID is not client_id", claims: payload(`"aud"`, `"Client_ID":"app"`), change: clients("app"), step: StepAudience, reason: ErrClaim},
		{why: "client_id is null", claims: payload(`"aud"`, `"client_id":null`, `"azp":"app"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "client_id is an array", claims: payload(`"aud"`, `"client_id":["app"]`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "sub is not the client", claims: payload(`"aud"`, `"sub":"app"`), change: clients("app"), step: StepAudience, reason: ErrClaim},

		{why: "aud is empty, and so it is there", claims: payload(`"aud":[]`, `"client_id":"app"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "aud is null", claims: payload(`"aud":null`, `"client_id":"app"`), change: clients("app"), step: StepClaims, reason: ErrMalformed},
		{why: "aud is another API", claims: payload(`"aud":"https://other.example"`, `"client_id":"app"`), change: clients("app"), step: StepAudience, reason: ErrAudience},
		{why: "aud is ours, and there is no Audience", claims: payload(`"client_id":"app"`), change: onlyClients, step: StepAudience, reason: ErrAudience},
		{why: "an ID token: aud is the client", claims: payload(`"aud":"app"`), change: onlyClients, step: StepAudience, reason: ErrAudience},
	} {
		r.check(t)
	}
}
