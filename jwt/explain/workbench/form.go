package workbench

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/jwk/keytext"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain/workbench/paste"
)

// A form is what a reader asks: a token, what to expect of it, and what to do
// to it first.
type form struct {
	Specimen string // whose settings the form was filled with; "" for none

	Token      string
	Was        string // the token for which the form was filled in
	Issuer     string
	Keys       string // a key set, a JSON Web Key, or PEM
	Audience   string // names with spaces between them
	Algorithms []string
	Types      string // with commas between them; "" for the default
	Leeway     string
	Now        string // as of then; "" for now

	Header, Claims string // the texts of a token to make
	Do             string // the button: "explain", "rewrite", "sign", "expect", or a change such as "flip=7"
}

func readForm(values url.Values) form {
	trimmed := func(name string) string { return strings.TrimSpace(values.Get(name)) }
	return form{
		Specimen:   values.Get("specimen"),
		Token:      values.Get("token"),
		Was:        values.Get("was"),
		Issuer:     trimmed("issuer"),
		Keys:       unix(trimmed("keys")),
		Audience:   trimmed("audience"),
		Algorithms: values["alg"],
		Types:      trimmed("typ"),
		Leeway:     trimmed("leeway"),
		Now:        trimmed("now"),
		Header:     unix(values.Get("header")),
		Claims:     unix(values.Get("claims")),
		Do:         values.Get("do"),
	}
}

// unix undoes the line ends that browsers send (HTML, "normalize newlines").
func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// formOf fills a form in, except the token and the keys.
func formOf(s Settings) form {
	f := form{
		Issuer:   s.Issuer,
		Audience: strings.Join(s.Audience, " "),
		Types:    strings.Join(s.Types, ","),
	}
	for _, alg := range s.accepted() {
		f.Algorithms = append(f.Algorithms, string(alg))
	}
	if s.Leeway != 0 {
		f.Leeway = s.Leeway.String()
	}
	if !s.Now.IsZero() {
		f.Now = s.Now.UTC().Format(time.RFC3339)
	}
	return f
}

// settings returns what the form expects of the token.
func (f form) settings() (s Settings, err error) {
	s = Settings{
		Issuer:     f.Issuer,
		Audience:   strings.Fields(f.Audience),
		Algorithms: []jwt.Algorithm{}, // not nil: if no box is checked, no algorithm is accepted
	}
	for _, name := range f.Algorithms {
		s.Algorithms = append(s.Algorithms, jwt.Algorithm(name))
	}
	if f.Types != "" {
		s.Types = strings.Split(f.Types, ",")
	}
	if f.Leeway != "" {
		if s.Leeway, err = time.ParseDuration(f.Leeway); err != nil || s.Leeway < 0 {
			return s, errors.New("the leeway is a duration that is not negative, such as 30s or 2m")
		}
	}
	if f.Now != "" {
		s.Now, err = ParseTime(f.Now)
	}
	return s, err
}

// readToken takes the token out of what was pasted.
func (f *form) readToken() error {
	token, err := paste.Token(f.Token)
	if err != nil {
		return fmt.Errorf("the token: %w", err)
	}
	f.Token = token
	return nil
}

func (f form) readKeys() (jwt.KeySet, error) {
	keys, err := paste.Keys(f.Keys)
	if err != nil {
		return nil, fmt.Errorf("the keys: %w", err)
	}
	return keys, nil
}

// apply applies the changes that an address names.
func (f *form) apply(c changes) {
	f.Token = flip(f.Token, c.Flips)
	if c.Now != "" {
		f.Now = c.Now
	}
	if c.Algs != nil {
		f.Algorithms = c.Algs
	}
}

// do does what the button says. It returns the changes that it made.
func (f *form) do() (c changes, err error) {
	switch f.Do {
	case "", "explain":
	case "rewrite":
		f.Token = rewrite(f.Token, f.Header, f.Claims)
	case "expect":
		f.Issuer, f.Audience = says(f.Token)
	case "sign":
		f.Token, err = sign(f.Header, f.Claims)
	default:
		q, parseErr := url.ParseQuery(f.Do)
		if c, err = changesOf(q); err != nil || parseErr != nil {
			return c, errors.Join(err, parseErr)
		}
		f.apply(c)
	}
	return c, err
}

// forget empties what a form was filled with for a specimen, since its token
// is another one now: a token of one's own is not to be judged by the clock and
// the keys of an example. What was typed stays. It reports whether anything was
// forgotten.
func (f *form) forget(sp *Specimen, own Settings) bool {
	old, fresh := formOf(sp.Settings), formOf(own)
	before := *f
	reset := func(field *string, old, fresh string) {
		if *field == old {
			*field = fresh
		}
	}
	reset(&f.Issuer, old.Issuer, fresh.Issuer)
	reset(&f.Audience, old.Audience, fresh.Audience)
	reset(&f.Types, old.Types, fresh.Types)
	reset(&f.Leeway, old.Leeway, fresh.Leeway)
	reset(&f.Now, old.Now, fresh.Now)
	reset(&f.Keys, sp.keysText(), "")
	if slices.Equal(f.Algorithms, old.Algorithms) {
		f.Algorithms = fresh.Algorithms
	}
	f.Specimen = ""
	return f.Issuer != before.Issuer || f.Audience != before.Audience || f.Now != before.Now || f.Keys != before.Keys
}

// isNew reports whether a token is not one of the old ones, changed. A text
// that is no token is taken for a slip.
func isNew(token string, old ...string) bool {
	return strings.Count(token, ".") >= 2 &&
		!slices.ContainsFunc(old, func(s string) bool { return related(token, s) })
}

// related reports whether one token is the other, changed: payload or signature
// are the same. The header does not count, for many tokens have the same one.
func related(a, b string) bool {
	as, bs := strings.SplitN(a, ".", 4), strings.SplitN(b, ".", 4)
	for i := 1; i < min(len(as), len(bs)); i++ {
		if as[i] != "" && as[i] == bs[i] {
			return true
		}
	}
	return a == b
}

// AllAlgorithms are those to choose from.
func (form) AllAlgorithms() []jwt.Algorithm { return keytext.Algorithms() }

// Accepts reports whether an algorithm is chosen.
func (f form) Accepts(alg jwt.Algorithm) bool { return slices.Contains(f.Algorithms, string(alg)) }
