package main

import (
	"errors"
	"slices"
	"strings"

	"example.com/glassjwt/jwt"
)

// naiveScope is how express-oauth-jwt 2.0.2, the library of T3, looks
// for a scope: scope.includes(wanted). The scope is a string, and
// includes finds a piece of it.
func naiveScope(t *jwt.Token, wanted string) error {
	var scope string
	_ = t.Claims.Get("scope", &scope)
	if !strings.Contains(scope, wanted) {
		return errors.New("insufficient scope")
	}
	return nil
}

// naiveRole is requireRole of T0. TypeScript is told that roles is an
// array of strings (as string[]), and believes it. If it is a string,
// includes finds a piece of that, too.
func naiveRole(t *jwt.Token, role string) error {
	var list []string
	var text string
	found := false
	switch {
	case t.Claims.Get("roles", &list) == nil:
		found = slices.Contains(list, role)
	case t.Claims.Get("roles", &text) == nil:
		found = strings.Contains(text, role)
	}
	if !found {
		return errors.New("forbidden")
	}
	return nil
}
