package main

import (
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A form is what a visitor asks: a token, and what to expect of it.
type form struct {
	Token      string
	Issuer     string
	Keys       string // a key set, a JSON Web Key, or PEM
	Audience   string // names with spaces between them
	Algorithms []string
	Now        string // as of then; "" for now
}

func readForm(values url.Values) form {
	return form{
		Token:      values.Get("token"),
		Issuer:     strings.TrimSpace(values.Get("issuer")),
		Keys:       values.Get("keys"),
		Audience:   values.Get("audience"),
		Algorithms: values["alg"],
		Now:        strings.TrimSpace(values.Get("now")),
	}
}

// formOf fills a form in.
func formOf(token string, e expectations) form {
	f := form{Token: token, Issuer: e.issuer, Audience: strings.Join(e.audiences, " ")}
	algs := e.algs
	if algs == nil {
		algs = []jwt.Algorithm{jwt.RS256, jwt.ES256}
	}
	for _, alg := range algs {
		f.Algorithms = append(f.Algorithms, string(alg))
	}
	if !e.now.IsZero() {
		f.Now = e.now.Format(time.RFC3339)
	}
	return f
}

// AllAlgorithms are those to choose from.
func (form) AllAlgorithms() []jwt.Algorithm { return command.Algorithms() }

// Accepts reports whether an algorithm is chosen.
func (f form) Accepts(alg jwt.Algorithm) bool { return slices.Contains(f.Algorithms, string(alg)) }

// verifier returns the token of the form, and the Verifier that judges it.
//
// The only keys that are fetched are those of the command line, and if it names
// an issuer, only for that one. What is typed into the form leads nowhere, so
// that nobody can make this machine open addresses.
func (p *page) verifier(f form) (token string, v *jwt.Verifier, err error) {
	e := expectations{
		audiences: strings.Fields(f.Audience),
		algs:      []jwt.Algorithm{}, // not nil: none chosen is none accepted
		types:     p.types,
		leeway:    p.leeway,
	}
	for _, name := range f.Algorithms {
		e.algs = append(e.algs, jwt.Algorithm(name))
	}
	if f.Now != "" {
		if e.now, err = parseTime(f.Now); err != nil {
			return "", nil, errors.New("the time is written like 2026-01-15T12:00:00Z, or in seconds since 1970")
		}
	}
	switch {
	case strings.TrimSpace(f.Keys) != "":
		if e.keys, err = pastedKeys(f.Keys); err != nil {
			return "", nil, fmt.Errorf("the keys: %w", err)
		}
	case p.issuer == "" || f.Issuer == p.issuer:
		e.keys = p.keys
	}
	if token, err = readToken([]string{f.Token}, strings.NewReader("")); err != nil {
		return "", nil, err
	}
	// The issuer comes last: a verifier made with it would fetch its keys.
	if v, err = e.verifier(); err != nil {
		return "", nil, err
	}
	v.Issuer = f.Issuer
	return token, v, nil
}

// pastedKeys reads keys in any of the forms in which people have them.
func pastedKeys(text string) (jwt.KeySet, error) {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		public, err := parsePEM(block)
		if err != nil {
			return nil, err
		}
		return oneKey{Public: public}, nil
	}
	o, err := jwt.ParseObject([]byte(text))
	if err != nil {
		return nil, err
	}
	if !o.Has("keys") {
		k, err := jwk.Parse([]byte(text))
		if err != nil {
			return nil, err
		}
		return oneKey{ID: k.ID, Algorithm: k.Algorithm, Issuer: k.Issuer, Public: k.Public}, nil
	}
	set, err := jwk.ParseSet([]byte(text))
	if err == nil && len(set.Usable) == 0 && len(set.Skipped) > 0 {
		err = fmt.Errorf("none of them is usable: %w", errors.Join(set.Skipped...))
	}
	return set, err
}
