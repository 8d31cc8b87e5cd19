package main

import (
	"fmt"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
)

// read reads the claims as the tutorials do.
func read(token string) claims {
	return parse(lesson.Must(jwt.Parse(token)).Payload.Bytes())
}

func typ(token string) string {
	return lesson.Must(jwt.Parse(token)).Header.Type
}

// crash returns an error only if f panics.
func crash(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	_ = f()
	return nil
}
