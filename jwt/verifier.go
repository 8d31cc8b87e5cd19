package jwt

import "time"

// A Verifier decides whether to believe a token. Its fields are what you
// expect, and only they say what is right: nothing in a token does.
//
// The zero Verifier believes nothing. Issuer, Audience and Keys are required;
// without one of them, a token that gets as far as that question is refused
// with [ErrConfig]. The zero value of each other field is its safe default. A
// nil *Verifier refuses as the zero Verifier does.
//
// A Verifier may be used by many goroutines at once. Its fields must not
// change after the first use.
type Verifier struct {
	// Issuer is what "iss" must be, character for character: a slash at
	// the end matters (RFC 7519 section 4.1.1, RFC 9068 section 4).
	Issuer string
	// Audience lists the names of this API. One of them must be in "aud",
	// character for character (RFC 7519 section 4.1.3).
	Audience []string
	// Keys finds the keys of this issuer, and of no other.
	Keys KeySet

	// Clients is for an issuer whose access tokens have no "aud", such as
	// Amazon Cognito. It lists the clients that may call this API. A token
	// without "aud" is then accepted if its "client_id" or "azp" is one of
	// them, character for character; if it has both, both must be. A token
	// with an "aud" needs Audience as ever. Nil refuses every token without
	// "aud".
	//
	// Such a token is good for every API that lists its client. Tell access
	// tokens from ID tokens by a claim of the issuer, as the example does.
	Clients []string
	// Algorithms lists what "alg" may be. Nil means RS256 and ES256; a
	// list that is empty, but not nil, accepts nothing.
	Algorithms []Algorithm
	// Types lists what "typ" may be, without regard to case or a leading
	// "application/"; "" stands for a token without it. Nil means "at+jwt",
	// "JWT" or none. {"at+jwt"} is the rule of RFC 9068 section 4.
	Types []string
	// Required names claims that must be there and not be null, beside
	// iss, aud and exp, which always must.
	Required []string
	// MaxAge is how long ago the token may have been issued, beside the
	// Leeway. If it is not 0, "iat" is required. If both together are less
	// than 0, every token is refused that is not from the future.
	MaxAge time.Duration
	// Leeway is how far the issuer's clock may be off, in either direction.
	// With 0, a clock here that is a tenth of a second behind refuses a new
	// token whose "nbf" is the moment of its issue, as many issuers set it;
	// some seconds are enough. Less than 0 means 0.
	Leeway time.Duration
	// Bound says that the caller checks the proof that belongs to a bound
	// token: one with a "cnf" claim (RFC 7800 section 3), which is good only
	// for the owner of a key (DPoP, RFC 9449; mutual TLS, RFC 8705). If it
	// is false, such a token is refused, whatever its "cnf" is.
	Bound bool
	// MaxSize is the length of the longest token that is read, in bytes.
	// 0 means DefaultMaxSize; less refuses every token.
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

func (v *Verifier) maxSize() int {
	if v.MaxSize == 0 {
		return DefaultMaxSize
	}
	return v.MaxSize
}

// orZero lets a nil Verifier refuse as the zero Verifier does.
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

// A Token is one that was believed. Only Verify makes one: that of
// [Verifier], or of [Issuers], [IssuerFunc] or [Cache], which call it.
type Token struct {
	Header Header
	Claims Claims
}
