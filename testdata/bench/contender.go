package bench

// A Contender is one way to verify tokens.
type Contender struct {
	Name   string
	Module string // whose version is printed beside
	// New prepares everything that can be prepared before a token arrives:
	// keys are parsed, options set.
	New func(is *Issuer) Verify
}

// Verify checks a token and hands over its claims. From them it returns the
// subject, so that nobody gets away without having read them.
type Verify func(token string) (subject string, err error)

// Contenders are measured in this order.
var Contenders = []Contender{
	{"glassjwt", "", glassjwt},
	{"glassjwt+struct", "", glassjwtDecoded},
	{"json-by-hand", "", byHand},
	{"golang-jwt", "github.com/golang-jwt/jwt/v5", golangJWT},
	{"golang-jwt+keyfunc", "github.com/MicahParks/keyfunc/v3", golangJWTKeyfunc},
	{"go-jose", "github.com/go-jose/go-jose/v4", goJOSE},
	{"go-oidc", "github.com/coreos/go-oidc/v3", goOIDC},
	{"jwx", "github.com/lestrrat-go/jwx/v3", jwxJWT},
	{"auth0", "github.com/auth0/go-jwt-middleware/v3", auth0Validator},
}

// private are those claims of the token that have no place in the libraries'
// own types of registered claims. Who takes a struct gets this one.
type private struct {
	AuthorizedParty string   `json:"azp"`
	Organization    string   `json:"org_id"`
	Scope           string   `json:"scope"`
	Permissions     []string `json:"permissions"`
}
