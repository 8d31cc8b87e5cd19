package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"example.com/glassjwt/httpauth"
)

// A policy is what one route needs, as the proxy says it in the query of its
// question.
type policy struct {
	scopes    []string // all of these
	anyScopes []string // at least one of these, if there are any
	roles     []string // all of these
	optional  bool
}

// parsePolicy reads the query strictly. What it does not understand was meant
// to protect something, so it is an error and never ignored.
func parsePolicy(query string) (policy, error) {
	var p policy
	values, err := url.ParseQuery(query)
	if err != nil {
		return policy{}, fmt.Errorf("the query is malformed: %w", err)
	}
	for name, list := range values {
		switch name {
		case "scope":
			p.scopes, err = list, scopes(name, list)
		case "any-scope":
			p.anyScopes, err = list, scopes(name, list)
		case "role":
			p.roles, err = list, notEmpty(name, list)
		case "optional":
			p.optional = true
			if len(list) != 1 || list[0] != "1" {
				err = errors.New("optional may only be 1, once")
			}
		default:
			err = fmt.Errorf("unknown parameter %q", name)
		}
		if err != nil {
			return policy{}, err
		}
	}
	return p, nil
}

func notEmpty(name string, list []string) error {
	for _, s := range list {
		if s == "" {
			return fmt.Errorf("an empty %s", name)
		}
	}
	return nil
}

// scopes refuses what is not a scope-token of RFC 6749 section 3.3:
//
//	scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
func scopes(name string, list []string) error {
	if err := notEmpty(name, list); err != nil {
		return err
	}
	for _, s := range list {
		for i := range len(s) {
			if c := s[i]; c <= ' ' || c > '~' || c == '"' || c == '\\' {
				return fmt.Errorf("%s=%q is not one scope", name, s)
			}
		}
	}
	return nil
}

// guard puts the rules of the policy between the Guard and next. The record
// learns which of them is asked.
func (p policy) guard(g *httpauth.Guard, roleClaim []string, next http.Handler) http.Handler {
	for _, role := range p.roles {
		next = asked("role", httpauth.Role(role, roleClaim...)(next))
	}
	if len(p.anyScopes) > 0 {
		next = asked("scope", httpauth.AnyScope(p.anyScopes...)(next))
	}
	if len(p.scopes) > 0 {
		next = asked("scope", httpauth.Scope(p.scopes...)(next))
	}
	if p.optional {
		return g.Optional(next)
	}
	return g.Handler(next)
}

// asked notes the step before it is taken.
func asked(step string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recordOf(r.Context()).step = step
		h.ServeHTTP(w, r)
	})
}
