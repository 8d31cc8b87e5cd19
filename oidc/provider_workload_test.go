package oidc_test

import (
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// workloads are issuers that vouch for jobs and programs, not for people.
var workloads = []provider{
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
}
