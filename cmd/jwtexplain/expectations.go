package main

import (
	"errors"
	"flag"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt"
)

// expectations are what a token is judged by. What is not set cannot be
// judged, or has the Verifier's default.
type expectations struct {
	issuer    string
	jwks      string
	key       string
	audiences []string
	algs      []jwt.Algorithm
	types     []string
	leeway    *time.Duration
	now       time.Time

	keys jwt.KeySet // those of the gallery, unless jwks or key is set
}

// register declares the flags.
func (e *expectations) register(flags *flag.FlagSet) {
	flags.StringVar(&e.issuer, "issuer", "", "")
	flags.StringVar(&e.jwks, "jwks", "", "")
	flags.StringVar(&e.key, "key", "", "")
	flags.Func("audience", "", func(s string) error {
		e.audiences = append(e.audiences, s)
		return nil
	})
	flags.Func("alg", "", func(list string) (err error) {
		e.algs, err = command.ParseAlgorithms(list)
		return err
	})
	flags.Func("typ", "", func(s string) error {
		e.types = append(e.types, strings.Split(s, ",")...)
		return nil
	})
	flags.Func("leeway", "", func(s string) error {
		d, err := command.ParseLeeway(s)
		e.leeway = &d
		return err
	})
	flags.Func("now", "", func(s string) (err error) {
		e.now, err = parseTime(s)
		return err
	})
}

// parseTime reads RFC 3339, or seconds since 1970. The JSON of the explanation
// has the time in UTC, where its year needs to have four digits.
func parseTime(s string) (time.Time, error) {
	var t time.Time
	if sec, err := strconv.ParseInt(s, 10, 64); err == nil {
		t = time.Unix(sec, 0).UTC()
	} else if t, err = time.Parse(time.RFC3339, s); err != nil {
		return time.Time{}, err
	}
	if year := t.UTC().Year(); year < 0 || year > 9999 {
		return time.Time{}, errors.New("the year is not one from 0 to 9999")
	}
	return t, nil
}

// or fills what is not set from others.
func (e expectations) or(others expectations) expectations {
	if e.issuer == "" {
		e.issuer = others.issuer
	}
	if e.jwks == "" && e.key == "" {
		e.jwks, e.key, e.keys = others.jwks, others.key, others.keys
	}
	if e.audiences == nil {
		e.audiences = others.audiences
	}
	if e.algs == nil {
		e.algs = others.algs
	}
	if e.types == nil {
		e.types = others.types
	}
	if e.leeway == nil {
		e.leeway = others.leeway
	}
	if e.now.IsZero() {
		e.now = others.now
	}
	return e
}

// verifier turns the expectations into the code that guards an API.
func (e expectations) verifier() (*jwt.Verifier, error) {
	keys, err := e.keySet()
	if err != nil {
		return nil, err
	}
	v := &jwt.Verifier{
		Issuer:     e.issuer,
		Audience:   e.audiences,
		Keys:       keys,
		Algorithms: e.algs,
		Types:      e.types,
	}
	if e.leeway != nil {
		v.Leeway = *e.leeway
	}
	now := e.now
	if now.IsZero() {
		now = time.Now()
	}
	v.Now = func() time.Time { return now } // one moment for the whole explanation
	return v, nil
}
