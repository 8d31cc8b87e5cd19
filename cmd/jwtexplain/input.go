package main

import (
	"errors"
	"io"
	"strings"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwt/explain/workbench/paste"
)

// maxInput is more than any token that is read.
const maxInput = 1 << 20

// readToken takes the token out of the arguments, or out of the standard input
// if the argument is "-". The scheme may stand before the token, or the name of the
// header field.
func readToken(args []string, stdin io.Reader) (string, error) {
	text := strings.Join(args, " ")
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(stdin, maxInput))
		if err != nil {
			return "", err
		}
		text = string(b)
	}
	token, err := paste.Token(text)
	var advice *paste.Error
	if errors.As(err, &advice) {
		return "", command.Hint(errors.New(advice.What), advice.Hint)
	}
	return token, err
}
