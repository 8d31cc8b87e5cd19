package main

import (
	"errors"
	"fmt"
	"net/http"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// The tutorials have a library look at the token. So do these gates: v
// is ours. The mistakes are in what happens around it.

// userID is T2's userId. As printed, nothing declares it: T2 is a
// strict module, and throws. Once it is declared at the top, all
// requests share it.
var userID string

// naiveGlobal is the middleware of T2, which tells the handler who
// calls.
func naiveGlobal(v *jwt.Verifier, next http.Handler) http.Handler {
	return handler(func(w http.ResponseWriter, r *http.Request) {
		token, err := check(v, r)
		if err != nil {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		userID = token.Claims.Subject
		next.ServeHTTP(w, r)
	})
}

// naiveCatch is the middleware of T0: whatever goes wrong, the token
// was invalid.
func naiveCatch(v *jwt.Verifier, next http.Handler) http.Handler {
	return handler(func(w http.ResponseWriter, r *http.Request) {
		if _, err := check(v, r); err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"invalid token"}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// A statusError is what T2 wants to throw: a code and a status.
type statusError struct {
	code   string
	status int
}

func (e statusError) Error() string { return e.code }

// naiveThrow does what new Error({code, status}) does: it makes a text
// of the object, and loses both.
func naiveThrow(v *jwt.Verifier, next http.Handler) http.Handler {
	return handler(func(w http.ResponseWriter, r *http.Request) {
		_, err := check(v, r)
		if errors.Is(err, httpauth.ErrNoToken) {
			err = statusError{"no_token", 401}
			err = fmt.Errorf("%v", err)
		}
		var known statusError
		switch {
		case errors.As(err, &known):
			http.Error(w, known.code, known.status)
		case err != nil:
			http.Error(w, "[object Object]", 500)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// naiveThree answers as express-oauth-jwt 2.0.2, the library of T3:
// with 403 for a token that has expired, and with three challenges.
func naiveThree(v *jwt.Verifier, next http.Handler) http.Handler {
	return handler(func(w http.ResponseWriter, r *http.Request) {
		if _, err := check(v, r); err != nil {
			w.Header().Add("WWW-Authenticate", `Bearer`)
			w.Header().Add("WWW-Authenticate", `error="invalid_token"`)
			w.Header().Add("WWW-Authenticate",
				`error_description="a claim is not as it should be"`)
			w.WriteHeader(http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

type handler = http.HandlerFunc

func check(v *jwt.Verifier, r *http.Request) (*jwt.Token, error) {
	text, err := httpauth.Bearer(r)
	if err != nil {
		return nil, err
	}
	return v.Verify(r.Context(), text)
}
