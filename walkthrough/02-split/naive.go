package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
)

// naiveGate is the middleware of T1 after step 2. The parts are counted
// and decoded, and then the request goes on to the handler.
func naiveGate(token string) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return errors.New("unauthorized")
	}
	for _, part := range parts[:2] {
		text, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil || !json.Valid(text) {
			return errors.New("unauthorized")
		}
	}
	return nil // next()
}
