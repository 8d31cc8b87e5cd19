package main

import (
	"strings"

	"example.com/glassjwt/walkthrough/internal/lesson"
)

// A point is one of the Security Checklist with which T0 ends, or what
// that list leaves out.
type point int

const (
	signature point = iota
	issuer
	audience
	expiry
	keys
	answers
	beside
	all // the number of them
)

var titles = [all]string{
	"1. The signature is checked.",
	"2. The issuer is the one that you trust.",
	"3. The audience is this API.",
	"4. The token has not expired.",
	"5. The keys are found through the issuer, and not written down.",
	"6. Errors are handled, and have the status that fits.",
	"What the checklist does not have: where the token stands, its " +
		"kind, its owner, and what she may do.",
}

// pointOf tells which point a case is for. What ours says to the client
// tells it, and the page where that is not enough: ours does not tell
// strangers whether a key or a signature was wrong.
func pointOf(s lesson.Score, body string) point {
	said := func(words string) bool {
		return strings.Contains(body, words)
	}
	switch {
	case s.Kind == lesson.Harm && s.Replay.Status != 0:
		return answers
	case said("from another issuer"):
		return issuer
	case s.Program >= 5 && s.Program <= 7,
		said("the keys of the issuer"):
		return keys
	case s.Program == 13:
		return expiry
	case said("for another audience"),
		s.Program == 14 && s.Kind == lesson.Harm:
		return audience
	case said("not signed by a key"), said("algorithm"),
		s.Program >= 8 && s.Program <= 12:
		return signature
	}
	return beside
}
