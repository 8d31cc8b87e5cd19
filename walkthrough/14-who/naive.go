package main

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// claims are what JSON.parse returns.
type claims map[string]any

func parse(payload []byte) (c claims) {
	_ = json.Unmarshal(payload, &c)
	return c
}

// naiveIncludes is the step of T1: the audience must include ours. Of
// an array, includes finds an element. Of a string, it finds a piece.
func naiveIncludes(c claims, audience string) error {
	found := false
	switch aud := c["aud"].(type) {
	case []any:
		found = slices.Contains(aud, any(audience))
	case string:
		found = strings.Contains(aud, audience)
	default:
		panic("TypeError: cannot read properties of undefined")
	}
	if !found {
		return errors.New("invalid audience")
	}
	return nil
}

// naiveClientID is the step of T0. The audience that it wants is the ID
// of the client, which is the audience of an ID token.
func naiveClientID(c claims) error {
	if c["aud"] != "library-app" {
		return errors.New("unexpected aud")
	}
	return nil
}

// naiveKind looks at the "typ" of a token. None of the tutorials does.
func naiveKind(typ string) error { return nil }

// A wanted claim is one of T3's pairs of name and value.
type wanted struct{ name, value string }

// naiveLoop checks such pairs as express-oauth-jwt 2.0.2 does. There is
// a return within the loop: after the first array, all is well.
func naiveLoop(c claims, pairs []wanted) error {
	for _, w := range pairs {
		if list, ok := c[w.name].([]any); ok {
			if slices.Contains(list, any(w.value)) {
				return nil
			}
			return errors.New("unexpected " + w.name)
		}
		if c[w.name] != w.value {
			return errors.New("unexpected " + w.name)
		}
	}
	return nil
}
