package main

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/story"
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

// naiveShared looks the key up in a set that several issuers share, and
// then checks iss. It does not ask whose key it was.
func naiveShared(token, keySet string) error {
	set, err := jwk.ParseSet([]byte(keySet))
	if err != nil {
		return err
	}
	u, err := jwt.Parse(token)
	if err != nil {
		return err
	}
	if parse(u.Payload.Bytes())["iss"] != story.Issuer {
		return errors.New("unexpected iss")
	}
	for _, key := range set.Usable {
		if key.ID == u.Header.KeyID {
			return jwt.VerifySignature(u.Header.Algorithm, key.Public,
				u.SigningInput(), u.Signature.Bytes())
		}
	}
	return errors.New("no such key")
}

// naiveBearer believes a token that our verifier finds good, if that
// asks no more than the tutorials do.
func naiveBearer(token string) error {
	v := story.Verifier(nil)
	v.Bound = true // do not look at cnf
	_, err := v.Verify(context.Background(), token)
	return err
}
