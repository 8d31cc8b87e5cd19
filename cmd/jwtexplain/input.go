package main

import (
	"errors"
	"io"
	"strings"

	"example.com/glassjwt/cmd/internal/command"
)

// maxInput is more than any token that is read.
const maxInput = 1 << 20

// readToken takes the token out of the arguments, or out of the standard input
// if the argument is "-". People paste what they have: with the scheme before
// it, or with the whole header field.
func readToken(args []string, stdin io.Reader) (string, error) {
	text := strings.Join(args, " ")
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(stdin, maxInput))
		if err != nil {
			return "", err
		}
		text = string(b)
	}
	text = strings.TrimSpace(text)
	if err := checkFields(text); err != nil {
		return "", err
	}
	text, _ = cutPrefixFold(text, "Authorization:")
	token, found := cutPrefixFold(strings.TrimSpace(text), "Bearer ")
	if !found {
		return token, nil
	}
	token = strings.TrimSpace(token)
	if _, again := cutPrefixFold(token, "Bearer "); again {
		return "", command.Hint(errors.New(`"Bearer" is written twice`),
			"the client adds it to a value that has it already; a server answers 400")
	}
	return token, nil
}

// checkFields refuses what a server refuses before it sees a token: two header
// fields, of which each reader may take another one.
func checkFields(text string) error {
	fields := 0
	for line := range strings.Lines(text) {
		if _, ok := cutPrefixFold(strings.TrimSpace(line), "Authorization:"); ok {
			fields++
		}
	}
	if fields > 1 {
		return command.Hint(errors.New("two Authorization fields"),
			"a request has one; a server answers 400, since a proxy and the API behind it may each believe another one")
	}
	return nil
}

func cutPrefixFold(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
