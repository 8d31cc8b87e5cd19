package main

import (
	"errors"
	"strings"
)

// The first two are issuers that take part in PKCE and get nothing from
// it. OAuth servers have had both faults; the tutorials leave this side
// to the issuer. naiveState is the app's side, as T1 sets it up.

// naiveProof takes the verifier, and never compares it.
func naiveProof(challenge, method, verifier string) error {
	if verifier == "" {
		return errors.New("invalid_grant")
	}
	return nil
}

// naivePlain knows both methods of RFC 7636. If the app asks for the
// method plain, the challenge is the verifier as it stands.
func naivePlain(challenge, method, verifier string) error {
	if method == "S256" {
		verifier = hash(verifier)
	}
	if verifier != challenge {
		return errors.New("invalid_grant")
	}
	return nil
}

// naiveCallback wants the callback to begin with the app's address.
func naiveCallback(registered, asked string) error {
	app := strings.TrimSuffix(registered, "/callback")
	if !strings.HasPrefix(asked, app) {
		return errors.New("a callback that is not registered")
	}
	return nil
}

// naiveState is step 3 of T1: the state may be anything, and is the
// word something.
func naiveState(random string) string { return "something" }
