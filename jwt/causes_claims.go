package jwt

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

func (x *Examination) causesIssuer(err error) []string {
	if errors.Is(err, ErrClaim) {
		return nil
	}
	got, want := x.Claims.Issuer, x.verifier.Issuer
	if got == want {
		var tid string
		_ = x.Claims.Get("tid", &tid) // stays empty if it is not a string
		return []string{fmt.Sprintf("the key set says that the key belongs to %s alone, and the token says iss %s and tid %s: "+
			"another issuer's key signed the token, or the key set is wrong", quoted(x.Key.Issuer), quoted(got), quoted(tid))}
	}
	if words := difference(got, want); words != "" {
		return []string{fmt.Sprintf("the issuers differ only %s: the token says %s, and %s is wanted", words, quoted(got), quoted(want))}
	}
	return []string{fmt.Sprintf("the token is from %s, and %s is wanted", quoted(got), quoted(want))}
}

func (x *Examination) causesAudience(err error) []string {
	const remedy = "the request for the token must name the API, as audience or resource (RFC 8707)"
	switch got, ours := x.Claims.Audience, x.verifier.Audience; {
	case x.Claims.looksLikeIDToken():
		return []string{idTokenWords}
	case x.verifier.Clients != nil && !x.Claims.Has("aud"):
		return []string{x.causeOfClient()}
	case errors.Is(err, ErrClaim):
		return []string{"the issuer did not say for which API the token is: " + remedy + ". If the issuer never does, list in Clients which clients may call"}
	case len(got) == 0:
		return []string{"the token has no audience, since its aud is empty: " + remedy}
	default:
		words := fmt.Sprintf("the token is for %s, and this API is %s", quotedFew(got), quoteAll(ours))
		if d := differences(got, ours); d != "" {
			words += ": they differ only " + d
		}
		return []string{words}
	}
}

func (x *Examination) causeOfClient() string {
	words := "the token has no aud; the clients that may call are " + quoteAll(x.verifier.Clients)
	for _, name := range clientClaims {
		var client string
		if x.Claims.Get(name, &client) == nil {
			words += ", and its " + name + " is " + quoted(client)
		}
	}
	return words
}

// differences says in what two of the names differ, if it is a small thing.
func differences(got, want []string) string {
	for _, g := range got {
		for _, w := range want {
			if d := difference(g, w); d != "" {
				return d
			}
		}
	}
	return ""
}

const idTokenWords = "this is an ID token, which tells a client who logged in. Send the access token instead"

// looksLikeIDToken reports whether the token has claims that only ID tokens
// have (OpenID Connect Core section 2), or is for the client itself.
func (c Claims) looksLikeIDToken() bool {
	for _, name := range [...]string{"nonce", "at_hash", "c_hash"} {
		if c.Has(name) {
			return true
		}
	}
	var client string
	for _, name := range clientClaims {
		if c.Get(name, &client) == nil && slices.Equal(c.Audience, []string{client}) {
			return true
		}
	}
	return false
}

func (x *Examination) causesExpiry(err error) []string {
	if errors.Is(err, ErrClaim) {
		return []string{"a token that never expires cannot be taken back: the issuer must set exp"}
	}
	since := x.Time.Sub(x.Claims.Expiry)
	return []string{"the token expired " + ago(since) + x.clocks(since)}
}

func (x *Examination) causesNotBefore(error) []string {
	name, date, words := "nbf", x.Claims.NotBefore, "the token becomes valid in %s, says nbf"
	if !x.Time.Before(date.Add(-x.verifier.leeway())) {
		name, date, words = "iat", x.Claims.IssuedAt, "the token was issued %s from now, says iat"
	}
	if since := x.Time.Sub(time.UnixMilli(date.Unix())).Abs(); since < 10*365*24*time.Hour {
		return []string{fmt.Sprintf("%s is %d, which looks like milliseconds: the issuer must count seconds (RFC 7519 section 2)", name, date.Unix())}
	}
	until := date.Sub(x.Time)
	return []string{fmt.Sprintf(words, period(until)) + x.clocks(until)}
}

// clocks says whether two clocks may be the cause of a distance in time.
func (x *Examination) clocks(distance time.Duration) string {
	const nearMiss = 2 * time.Minute // a larger distance has another cause
	if distance > nearMiss {
		return ""
	}
	return fmt.Sprintf(", and Leeway is %v. One of the two clocks may be off: synchronise them, or raise Leeway", x.verifier.leeway())
}

func (x *Examination) causesBound(error) []string {
	var cnf Object
	_ = x.Claims.Get("cnf", &cnf) // stays empty if it is not an object
	return []string{fmt.Sprintf("the token is bound to a key, by cnf %s. It is good only with a proof of that key: DPoP for jkt, a client certificate for x5t#S256. "+
		"If your program checks the proof, set Bound. If not, ask the issuer for tokens that are not bound", quotedFew(cnf.Names()))}
}

func (x *Examination) causesRequired(err error) []string {
	if errors.Is(err, ErrTooOld) {
		return []string{"the token was issued " + ago(x.Time.Sub(x.Claims.IssuedAt)) + ", and MaxAge is " + x.verifier.MaxAge.String()}
	}
	return nil
}
