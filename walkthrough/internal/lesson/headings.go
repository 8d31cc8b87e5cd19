package lesson

// Tutorials are the five, heading by heading, in their own order. T4 has no
// headings: its are our names for its paragraphs.
var Tutorials = []Tutorial{
	{
		Name: "T0", Title: "Protect an API", Publisher: "Aero2, documentation",
		Tools: "jose",
		Headings: []Heading{
			{"Overview", []Point{
				{"a token in front of every request", []string{"open", "bearer"}, []string{"go run ./cmd/api"}},
			}},
			{"Fetch the JWKS", []Point{
				{"the metadata, and the jwks_uri in them", []string{"discovery"}, []string{"go run ./cmd/issuer"}},
				{"public keys, which libraries cache", []string{"jwks"}, nil},
			}},
			{"Verify the token", []Point{
				{"signature, issuer, audience, expiry", []string{"rs256", "time", "who"}, []string{"go run ./cmd/jwtexplain"}},
			}},
			{"Extract user info", []Point{
				{"the user's id, e-mail address and roles", []string{"user"}, []string{"GET /api/protected"}},
			}},
			{"Express Middleware Example", []Point{
				{"the header, and a 401 in JSON", []string{"middleware"}, nil},
				{"in front of a protected route", []string{"apply"}, []string{"GET /api/protected"}},
			}},
			{"Role-Based Authorization", []Point{
				{"requireRole('admin'), and 403", []string{"scopes"}, []string{"DELETE /api/users/{id}"}},
			}},
			{"Security Checklist", []Point{
				{"six points, each with the attacks that prove it", []string{"all"}, []string{"go run ./walkthrough -all"}},
			}},
		},
	},
	{
		Name: "T1", Title: "Authentication and Authorization with OAuth 2.0 and OpenID Connect, Part 2: Securing the Backend",
		Publisher: "Chris Kingdon, blog", Tools: "Express and node:crypto, with Auth0 as the issuer",
		Headings: []Heading{
			{"Step 0: Initial Setup", []Point{
				{"two routes, which anybody can call", []string{"open"}, []string{"go run ./cmd/api", "GET /health", "GET /secure-route"}},
			}},
			{"Step 1: Auth Middleware", []Point{
				{"is there a token?", []string{"bearer"}, nil},
				{"a fake token gets in", []string{"split"}, nil},
				{"three parts", []string{"split"}, nil},
				{"decode each", []string{"decode"}, nil},
			}},
			{"Step 3: Setup Postman to Get a Valid Token", []Point{
				{"authorization code with PKCE", []string{"token"}, []string{"go run ./cmd/issuer"}},
			}},
			{"Step 4: Validate Token Signature", []Point{
				{"the openid-configuration", []string{"discovery"}, nil},
				{"the keys at its jwks_uri", []string{"jwks"}, nil},
				{"the key with the token's kid", []string{"kid"}, nil},
				{"a public key from n and e", []string{"rsa-key"}, nil},
				{"RSA-SHA256", []string{"rs256"}, []string{"go run ./cmd/jwtexplain"}},
				{"and any other alg?", []string{"alg"}, nil},
			}},
			{"Step 4: Validate the Token Claims", []Point{
				{"exp", []string{"time"}, nil},
				{"aud and iss", []string{"who"}, nil},
				{"req.user", []string{"user"}, []string{"GET /secure-route"}},
				{"the finished middleware", []string{"middleware"}, nil},
			}},
			{"Final Thoughts", []Point{
				{"what a user's roles allow", []string{"scopes"}, []string{"DELETE /api/users/{id}"}},
				{"the finished API", []string{"all"}, nil},
			}},
		},
	},
	{
		Name: "T2", Title: "Protect your API on Node (Express)", Publisher: "Logto, documentation",
		Tools: "jose",
		Headings: []Heading{
			{"Extract the Bearer Token from request header", []Point{
				{"a header, of the type Bearer", []string{"bearer"}, nil},
			}},
			{"Token validation", []Point{
				{"signature, expiry, required claims", []string{"rs256", "time", "who"}, nil},
			}},
			{"Install jose as your dependency", []Point{
				{"nothing to install: take the packages along", nil, []string{"testdata/along/run"}},
			}},
			{"Retrieve Logto's OIDC configurations", []Point{
				{"jwks_uri and issuer", []string{"discovery"}, []string{"go run ./cmd/issuer"}},
			}},
			{"Add auth middleware", []Point{
				{"createRemoteJWKSet", []string{"jwks"}, nil},
				{"jwtVerify, issuer and audience", []string{"who"}, nil},
				{"RBAC: scope validation", []string{"scopes"}, nil},
				{"userId = payload.sub", []string{"user", "middleware"}, nil},
			}},
			{"Apply middleware to your API", []Point{
				{"in front of /user/:id", []string{"apply"}, []string{"GET /user/{id}"}},
			}},
		},
	},
	{
		Name: "T3", Title: "Securing a Node.js Express API with JWTs", Publisher: "Curity, code examples",
		Tools: "express-oauth-jwt",
		Headings: []Heading{
			{"Overview", []Point{
				{"a guard, and an API that shows it", nil, []string{"go run ./cmd/api"}},
			}},
			{"Create a Node.js API", []Point{
				{"an API that anybody can call", []string{"open"}, []string{"GET /health"}},
				{"the address of the key set", []string{"jwks"}, []string{"go run ./cmd/api -h"}},
			}},
			{"Integrate the Security Library", []Point{
				{"claims that must be there: iss, aud", []string{"who"}, nil},
				{"a guard for /api/*", []string{"middleware", "apply"}, []string{"GET /api/data"}},
			}},
			{"Validate JWTs", []Point{
				{"look up the kid", []string{"kid"}, nil},
				{"download the public key", []string{"jwks"}, nil},
				{"verify the digital signature", []string{"rs256"}, nil},
				{"check scopes and claims", []string{"who", "scopes"}, nil},
				{"cache the key for its kid", []string{"jwks"}, nil},
			}},
			{"Use Scopes and Claims", []Point{
				{"\"called for user with scope and role\"", []string{"user", "scopes"}, []string{"GET /api/data"}},
			}},
			{"Test the API", []Point{
				{"the curl call", []string{"test"}, []string{"go run ./cmd/api"}},
				{"the expired token's answer", []string{"time", "middleware"}, []string{"go run ./cmd/api -demo"}},
			}},
			{"Other Library Options", []Point{
				{"all that can be set", nil, []string{"go doc ./jwt Verifier", "go doc ./httpauth Guard", "go doc ./oidc Keys"}},
			}},
		},
	},
	{
		Name: "T4", Title: "Auth0 Node.js Express API Guide", Publisher: "ADHDecode, articles",
		Tools: "express-jwt and jwks-rsa",
		Headings: []Heading{
			{"the open API", []Point{
				{"anybody can call it", []string{"open"}, []string{"go run ./cmd/api"}},
			}},
			{"the application at Auth0", []Point{
				{"a domain and a client ID, and tokens for them", []string{"token"}, []string{"go run ./cmd/issuer"}},
			}},
			{"install", []Point{
				{"nothing to install: take the packages along", nil, []string{"testdata/along/run"}},
			}},
			{"checkJwt", []Point{
				{"keys from the JWKS: cache, rateLimit", []string{"jwks"}, nil},
				{"audience and issuer", []string{"who"}, nil},
				{"algorithms: ['RS256']", []string{"alg"}, nil},
			}},
			{"what happens on a request", []Point{
				{"the Authorization header", []string{"bearer"}, nil},
				{"the signature, and exp", []string{"rs256", "time"}, nil},
				{"req.user, or 401", []string{"user", "middleware"}, []string{"GET /api/protected"}},
			}},
			{"what the audience is", []Point{
				{"the identifier of this API", []string{"who"}, nil},
			}},
			{"the problem solved", []Point{
				{"the caller is the user whom a good token names", []string{"user"}, []string{"GET /api/protected"}},
			}},
			{"public keys instead of a shared secret", []Point{
				{"RS256, and why not HS256", []string{"alg"}, nil},
				{"what a public key is", []string{"rsa-key"}, nil},
			}},
			{"callback URLs", []Point{
				{"where the code is sent", []string{"token"}, []string{"go run ./cmd/issuer"}},
			}},
			{"\"invalid audience\"", []Point{
				{"a token for another API", []string{"who"}, []string{"go run ./cmd/api -demo"}},
			}},
			{"RBAC next", []Point{
				{"permissions, roles", []string{"scopes"}, []string{"DELETE /api/users/{id}"}},
			}},
		},
	},
}
