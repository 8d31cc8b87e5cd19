package command

import (
	"errors"
	"flag"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
)

// Expectations are what the flags say about the tokens to accept. A field that
// no flag set has its zero value, which is the default of [jwt.Verifier].
type Expectations struct {
	Issuer     string
	Audience   []string
	JWKS       string // the URL of a key set, or a file; "" for discovery
	Algorithms []jwt.Algorithm
	Types      []string
	Leeway     time.Duration
}

// Register declares the flags -issuer, -audience, -jwks, -alg, -typ and
// -leeway. A repeated -audience or -typ adds a name.
func (e *Expectations) Register(flags *flag.FlagSet) {
	flags.StringVar(&e.Issuer, "issuer", "", "")
	flags.StringVar(&e.JWKS, "jwks", "", "")
	flags.Func("audience", "", func(name string) error {
		if name == "" {
			return errors.New("it is the name of an API, and not empty")
		}
		e.Audience = append(e.Audience, name)
		return nil
	})
	flags.Func("alg", "", func(list string) (err error) {
		e.Algorithms, err = ParseAlgorithms(list)
		return err
	})
	flags.Func("typ", "", func(list string) error {
		names := strings.Split(list, ",")
		if slices.Contains(names, "") {
			return errors.New("a type is missing; write at+jwt or at+jwt,JWT")
		}
		e.Types = append(e.Types, names...)
		return nil
	})
	flags.Func("leeway", "", func(s string) (err error) {
		e.Leeway, err = ParseLeeway(s)
		return err
	})
}

// Verifier returns the Verifier that expects all this. The keys are the
// caller's: they may come from a file or from the network.
func (e *Expectations) Verifier(keys jwt.KeySet) *jwt.Verifier {
	return &jwt.Verifier{
		Issuer:     e.Issuer,
		Audience:   e.Audience,
		Keys:       keys,
		Algorithms: e.Algorithms,
		Types:      e.Types,
		Leeway:     e.Leeway,
	}
}

// ClaimPath splits realm_access.roles. The name of a claim may be a URL (RFC
// 7519 section 4.2), such as https://api.example/roles, and is then one name.
func ClaimPath(path string) []string {
	if strings.Contains(path, "://") {
		return []string{path}
	}
	return strings.Split(path, ".")
}
