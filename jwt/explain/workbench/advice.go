package workbench

import (
	"context"
	"errors"
	"regexp"
	"time"

	"example.com/glassjwt/jwt"
)

// An Advice is how to go on with a token that could not be judged, since
// nothing said what to expect of it.
type Advice struct {
	// Issuer and Audience are what the token says. Nothing shows yet that
	// it is true: a reader must know the issuer.
	Issuer, Audience string
	// Command is the command that expects both, for a shell.
	Command string
}

// Advise returns an advice if issuer, audience or keys were missing, and the
// token names an issuer that can stand in a command as it is.
func Advise(x *jwt.Examination) (a Advice, ok bool) {
	missing := false
	for _, c := range x.Checks {
		missing = missing || errors.Is(c.Err, jwt.ErrConfig)
	}
	a.Issuer, a.Audience = said(x)
	if !missing || !plainURL.MatchString(a.Issuer) {
		return Advice{}, false
	}
	name := a.Audience
	if !plainName.MatchString(name) {
		a.Audience, name = "", "API"
	}
	a.Command = "jwtexplain -issuer " + a.Issuer + " -audience " + name + " TOKEN"
	return a, true
}

// The sender chose these texts. What a shell would take for more than a word is
// not shown as part of a command.
var (
	plainURL  = regexp.MustCompile(`^https?://[A-Za-z0-9._:/-]{1,200}$`)
	plainName = regexp.MustCompile(`^[A-Za-z0-9._:/][A-Za-z0-9._:/-]{0,199}$`)
)

// said returns what a token says about its issuer and its first audience.
func said(x *jwt.Examination) (issuer, audience string) {
	if len(x.Claims.Audience) > 0 {
		audience = x.Claims.Audience[0]
	}
	return x.Claims.Issuer, audience
}

// says is said of a token that was not examined yet.
func says(token string) (issuer, audience string) {
	return said((&jwt.Verifier{Now: func() time.Time { return time.Time{} }}).Examine(context.Background(), token))
}
