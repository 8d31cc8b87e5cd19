package workbench

import (
	"context"
	"fmt"
	"strings"
	"time"

	"example.com/glassjwt/jwk/keytext"
	"example.com/glassjwt/jwt"
)

// A Specimen is a token that is ready to be looked at.
type Specimen struct {
	// Name stands in addresses: lower-case letters, digits and hyphens.
	Name string
	// Title is what readers see. "" means the Name.
	Title string
	// Group is the heading under which the specimen is listed. Specimens of
	// a group follow each other.
	Group string
	// Note says what there is to see, in a sentence or two.
	Note string

	Token string
	// Keys is the issuer's key set, as JSON; or one public key, as JSON Web
	// Key or PEM. "" means that no key is known.
	Keys string
	// KeySet replaces Keys where a key set cannot be written down, such as a
	// careless one that hands out a key which package jwk refuses.
	KeySet jwt.KeySet

	Settings Settings
}

// Settings are what is expected of a token: fields of [jwt.Verifier], with its
// defaults.
type Settings struct {
	Issuer     string
	Audience   []string
	Clients    []string
	Algorithms []jwt.Algorithm
	Types      []string
	Required   []string
	MaxAge     time.Duration
	Leeway     time.Duration
	Bound      bool
	// Now is the moment for which the token is judged. The zero Time means
	// the present.
	Now time.Time
}

// Verifier returns the Verifier that expects this. Its clock stands still, so
// that an explanation has one moment. The present is taken without fractions of
// a second.
func (s Settings) Verifier(keys jwt.KeySet) *jwt.Verifier {
	now := s.Now
	if now.IsZero() {
		now = time.Now().Truncate(time.Second)
	}
	return &jwt.Verifier{
		Issuer:     s.Issuer,
		Audience:   s.Audience,
		Keys:       keys,
		Clients:    s.Clients,
		Algorithms: s.Algorithms,
		Types:      s.Types,
		Required:   s.Required,
		MaxAge:     s.MaxAge,
		Leeway:     s.Leeway,
		Bound:      s.Bound,
		Now:        func() time.Time { return now },
	}
}

// accepted are the algorithms that Settings without a list accept too.
func (s Settings) accepted() []jwt.Algorithm {
	if s.Algorithms == nil {
		return []jwt.Algorithm{jwt.RS256, jwt.ES256}
	}
	return s.Algorithms
}

// Examine asks all questions about the specimen. The error is for Keys that
// cannot be read.
func (s Specimen) Examine(ctx context.Context) (*jwt.Examination, error) {
	keys, err := s.Resolver()
	if err != nil {
		return nil, err
	}
	return s.Settings.Verifier(keys).Examine(ctx, s.Token), nil
}

// Resolver returns the keys that judge the specimen, nil if there are none. The
// error is for Keys that cannot be read.
func (s Specimen) Resolver() (jwt.KeySet, error) {
	switch {
	case s.KeySet != nil:
		return s.KeySet, nil
	case s.Keys == "":
		return nil, nil
	}
	keys, err := keytext.Parse([]byte(s.Keys))
	if err != nil {
		return nil, fmt.Errorf("specimen %s: %w", s.Name, err)
	}
	return keys, nil
}

// keysText is Keys as a browser sends them back.
func (s Specimen) keysText() string { return strings.TrimSpace(unix(s.Keys)) }

// title is what readers see.
func (s Specimen) title() string {
	if s.Title == "" {
		return s.Name
	}
	return s.Title
}

// isName reports whether s can stand in an address as it is.
func isName(s string) bool {
	for _, c := range []byte(s) {
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-') {
			return false
		}
	}
	return s != ""
}
