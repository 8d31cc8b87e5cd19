package main

import (
	"flag"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain/workbench"
)

// expectations are what a token is judged by. A field that is not set has the
// Verifier's default. Without issuer, audience or keys, questions stay open.
type expectations struct {
	command.Expectations
	key string
	now time.Time

	keys jwt.KeySet // of the gallery, unless JWKS or key is set
}

// register declares the flags.
func (e *expectations) register(flags *flag.FlagSet) {
	e.Expectations.Register(flags)
	flags.StringVar(&e.key, "key", "", "")
	flags.Func("now", "", func(s string) (err error) {
		e.now, err = workbench.ParseTime(s)
		return err
	})
}

// expectationsOf returns the expectations of an example.
func expectationsOf(s *workbench.Specimen) (expectations, error) {
	keys, err := s.Resolver()
	return expectations{
		Expectations: command.Expectations{
			Issuer:     s.Settings.Issuer,
			Audience:   s.Settings.Audience,
			Algorithms: s.Settings.Algorithms,
			Types:      s.Settings.Types,
			Leeway:     s.Settings.Leeway,
		},
		now:  s.Settings.Now,
		keys: keys,
	}, err
}

// or fills the fields that are not set from others.
func (e expectations) or(others expectations) expectations {
	if e.Issuer == "" {
		e.Issuer = others.Issuer
	}
	if e.JWKS == "" && e.key == "" {
		e.JWKS, e.key, e.keys = others.JWKS, others.key, others.keys
	}
	if e.Audience == nil {
		e.Audience = others.Audience
	}
	if e.Algorithms == nil {
		e.Algorithms = others.Algorithms
	}
	if e.Types == nil {
		e.Types = others.Types
	}
	if e.Leeway == 0 {
		e.Leeway = others.Leeway
	}
	if e.now.IsZero() {
		e.now = others.now
	}
	return e
}

// settings returns the expectations without the keys.
func (e expectations) settings() workbench.Settings {
	return workbench.Settings{
		Issuer:     e.Issuer,
		Audience:   e.Audience,
		Algorithms: e.Algorithms,
		Types:      e.Types,
		Leeway:     e.Leeway,
		Now:        e.now,
	}
}

// verifier turns the expectations into the code that guards an API.
func (e expectations) verifier() (*jwt.Verifier, error) {
	keys, err := e.keySet()
	if err != nil {
		return nil, err
	}
	return e.settings().Verifier(keys), nil
}
