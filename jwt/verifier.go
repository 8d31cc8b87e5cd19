package jwt

import (
	"cmp"
	"time"
)

// A Verifier decides whether to believe a token. Its fields say what you
// expect. Nothing in a token can change that.
//
// The zero Verifier believes nothing, and neither does a nil one. Issuer,
// Audience and Keys are required: if one is missing, a token that reaches the
// question about it is refused with [ErrConfig]. The zero value of each other
// field is its safe default.
//
// A Verifier may be used by many goroutines at once. Its fields must not
// change after the first use.
type Verifier struct {
	// Issuer is what "iss" must be, character for character. A slash at the
	// end matters (RFC 7519 section 4.1.1, RFC 9068 section 4).
	Issuer string
	// Audience lists the names of this API. One of them must be in "aud",
	// character for character (RFC 7519 section 4.1.3).
	Audience []string
	// Keys finds the keys of this issuer, and of no other.
	Keys KeySet

	// Clients lists the clients that may call this API, for an issuer whose
	// access tokens have no "aud", such as Amazon Cognito. A token without
	// "aud" is then accepted if its "client_id" or "azp" is in the list,
	// character for character. If it has both, both must be listed. A token
	// with an "aud" needs Audience, whatever Clients is. Without Clients, a token
	// without "aud" is refused.
	//
	// Such a token is good for every API that lists its client.
	Clients []string
	// Algorithms lists what "alg" may be. Nil means RS256 and ES256. An
	// empty list that is not nil accepts nothing.
	Algorithms []Algorithm
	// Types lists what "typ" may be, without regard to case or a leading
	// "application/". In the list, "" stands for a token without "typ". Nil
	// means "at+jwt", "JWT" and "". RFC 9068 section 4 wants {"at+jwt"}.
	Types []string
	// Required names further claims that must be present and not null. The
	// claims iss, exp and aud (see Clients) are always required.
	Required []string
	// MaxAge is how long ago the token may have been issued, plus Leeway. 0
	// means any time ago; otherwise "iat" is required. If MaxAge+Leeway is
	// negative, every token issued before now is refused.
	MaxAge time.Duration
	// Leeway is how far the issuer's clock may differ from ours, in either
	// direction. With Leeway 0, a clock slightly behind refuses a token
	// whose "nbf" is the current second, as many issuers set it. Some
	// seconds are enough. Negative means 0.
	Leeway time.Duration
	// Bound says that the caller checks the proof that comes with a bound
	// token. A token with a "cnf" claim (RFC 7800 section 3) is good only
	// for the owner of a key (DPoP, RFC 9449; mutual TLS, RFC 8705). If
	// Bound is false, such a token is refused, whatever its "cnf" is.
	Bound bool
	// MaxSize is the length of the longest token that is read, in bytes.
	// 0 means DefaultMaxSize. A negative MaxSize refuses every token.
	MaxSize int
	// Now tells the time. Nil means time.Now.
	Now func() time.Time
}

var defaultAlgorithms = [...]Algorithm{RS256, ES256}

func (v *Verifier) algorithms() []Algorithm {
	if v.Algorithms == nil {
		return defaultAlgorithms[:]
	}
	return v.Algorithms
}

var defaultTypes = [...]string{"at+jwt", "JWT", ""}

func (v *Verifier) types() []string {
	if v.Types == nil {
		return defaultTypes[:]
	}
	return v.Types
}

// leeway is at least 0: negating the smallest Duration would overflow.
func (v *Verifier) leeway() time.Duration { return max(v.Leeway, 0) }

func (v *Verifier) maxSize() int { return cmp.Or(v.MaxSize, DefaultMaxSize) }

// orZero makes a nil Verifier refuse every token, as the zero Verifier does.
func (v *Verifier) orZero() *Verifier {
	if v == nil {
		return new(Verifier)
	}
	return v
}

func (v *Verifier) now() time.Time {
	if v.Now != nil {
		return v.Now()
	}
	return time.Now()
}

// A Token is a token that was believed. Only the methods named Verify in this
// package make one.
type Token struct {
	Header Header
	Claims Claims
}
