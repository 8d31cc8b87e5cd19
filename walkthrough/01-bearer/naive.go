package main

import (
	"errors"
	"net/http"
	"strings"
)

// naiveIncludes is step 1 of T1: if the header has the word in it, the
// token is what follows the word.
func naiveIncludes(r *http.Request) (string, error) {
	header := r.Header.Get("Authorization")
	if !strings.Contains(header, "Bearer ") {
		return "", errors.New("unauthorized")
	}
	return strings.Split(header, "Bearer ")[1], nil
}

// naiveSlice is how T2 extracts the token: the header must start with
// the word, which is cut off together with the space that should
// follow.
func naiveSlice(r *http.Request) (string, error) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return "", errors.New("there is no header")
	}
	if !strings.HasPrefix(header, "Bearer") {
		return "", errors.New("another scheme")
	}
	return header[min(len("Bearer")+1, len(header)):], nil
}
