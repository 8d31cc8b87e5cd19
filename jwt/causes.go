package jwt

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Cause says what probably lies behind a no, and what to change. It is a
// sentence for people who read a log or an explanation, and never for the
// client: it tells what would have been right.
//
// What the sender of the token chose stands in quotes in it, cut to 64 bytes.
type Cause struct {
	Step  Step
	Words string
}

// Causes returns the probable causes of the refusal, in the order of the
// steps. A no that has no common cause has none here.
//
// For a key that is unknown, they name what the key set holds and how old it
// is, if the set has a method KeyIDs() []string or Fetched() time.Time.
func (x *Examination) Causes() []Cause {
	if x.verifier == nil {
		return nil
	}
	var causes []Cause
	for _, c := range x.Checks {
		if c.Err == nil || errors.Is(c.Err, ErrNotAsked) || errors.Is(c.Err, ErrConfig) {
			continue
		}
		for _, words := range x.causes(c) {
			causes = append(causes, Cause{c.Step, words})
		}
	}
	return causes
}

func (x *Examination) causes(c Check) []string {
	for _, q := range questions {
		if q.step == c.Step && q.causes != nil {
			return q.causes(x, c.Err)
		}
	}
	return nil
}

// KeyIDs returns the key IDs of the keys, in their order.
func (ks Keys) KeyIDs() []string {
	ids := make([]string, len(ks))
	for i, k := range ks {
		ids[i] = k.ID
	}
	return ids
}

func (x *Examination) causesShape(err error) []string {
	raw := x.Raw
	switch {
	case errors.Is(err, ErrTooLarge):
		return []string{fmt.Sprintf("the token has %d bytes, and MaxSize lets %d in", len(raw), x.verifier.maxSize())}
	case raw == "":
		return []string{"there is no token: a variable that was not set?"}
	case hasPrefixFold(raw, "Bearer Bearer "):
		return []string{`"Bearer" is written twice: the client adds it to a value that has it already`}
	case hasPrefixFold(raw, "Bearer "):
		return []string{`"Bearer " is the scheme of the Authorization header, and no part of the token`}
	case raw[0] == '{':
		return []string{"this is a JWS in its JSON form, or some other JSON: a JWT has three parts with dots between them"}
	case raw[0] == '"' || raw[0] == '\'':
		return []string{"the token stands in quotes, which are no part of it"}
	case strings.TrimSpace(raw) != raw:
		return []string{"there is white space around the token, such as the line break that echo adds"}
	}
	switch strings.Count(raw, ".") + 1 {
	case 1:
		return []string{"the token is opaque: a reference that only its issuer can resolve. Ask the issuer for a JWT access token; " +
			"many issue one once the request names the API, as audience or resource (RFC 8707)"}
	case 3:
		return x.causesCharacters(err)
	case 5:
		return []string{"the token is encrypted (JWE), for whoever holds the key. Ask the issuer to sign access tokens, and not to encrypt them"}
	}
	return nil
}

func (x *Examination) causesCharacters(err error) []string {
	switch {
	case strings.Contains(x.Raw, "="):
		return []string{`the parts are padded with "=", which RFC 7515 section 2 leaves out`}
	case strings.ContainsAny(x.Raw, "+/"):
		return []string{`the parts are in the standard alphabet of base64, with "+" and "/", where RFC 7515 section 2 has "-" and "_"`}
	case strings.ContainsAny(x.Raw, " \t\r\n"):
		return []string{"there is white space within the token: was it copied from several lines?"}
	}
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Part != "token" {
		return nil
	}
	for _, s := range [...]Segment{x.Protected, x.Payload, x.Signature} {
		switch length := s.End - s.Start; {
		case syntax.Offset != s.End-1 || sextets[x.Raw[syntax.Offset]] == noSextet:
		case length%4 == 1:
			return []string{fmt.Sprintf("no bytes are spelled with %d characters: was the token cut off?", length)}
		default:
			return []string{"the last character of a part has bits to spare, and they are not zero: it is another spelling of a token that somebody changed"}
		}
	}
	return nil
}

func (x *Examination) causesAlgorithm(err error) []string {
	alg := string(x.Header.Algorithm)
	if errors.Is(err, ErrCritical) {
		var names []string
		_ = x.Header.Get("crit", &names) // none, if it is no list of names
		return []string{"the token demands extensions, none of which exist here: crit " + quotedFew(names)}
	}
	words := fmt.Sprintf("alg %s is not accepted; accepted are %s", quoted(alg), quoteAll(x.verifier.algorithms()))
	_, known := x.Header.Algorithm.scheme()
	switch {
	case known:
		words += ". If the issuer really signs with it, add it to Algorithms"
	case strings.EqualFold(alg, "none"):
		words = `alg "none" means that nobody signed the token: whoever sent it may have written it`
	case strings.HasPrefix(alg, "HS"):
		words = fmt.Sprintf("alg %s is a MAC with a shared secret: who can check it can also forge it. "+
			"If the secret is the issuer's public key, this is an attack; if not, ask the issuer to sign with RS256 or ES256", quoted(alg))
	default:
		if _, ok := Algorithm(strings.ToUpper(alg)).scheme(); ok {
			words += ". Names of algorithms are compared exactly: the case matters"
		}
	}
	return []string{words}
}

func (x *Examination) causesType(error) []string {
	if x.looksLikeIDToken() {
		return []string{idTokenWords}
	}
	if sameMediaType(x.Header.Type, "JWT") || !x.Header.Has("typ") {
		return []string{"the issuer does not mark its access tokens as RFC 9068 wants it. If it cannot be made to, Types must be wider, and something else must tell its access tokens from its other ones"}
	}
	return []string{fmt.Sprintf("typ %s is another kind of JWT; accepted are %s", quoted(x.Header.Type), x.verifier.quoteTypes())}
}

func (x *Examination) causesKey(err error) []string {
	if !errors.Is(err, ErrKeyUnknown) {
		return nil
	}
	var words string
	if x.Header.Has("kid") {
		words = "no key for kid " + quoted(x.Header.KeyID) + " that fits alg " + quoted(string(x.Header.Algorithm))
	} else {
		words = "the token names no kid, and no key, or too many, fit alg " + quoted(string(x.Header.Algorithm))
	}
	if ks, ok := x.verifier.Keys.(interface{ KeyIDs() []string }); ok {
		ids := ks.KeyIDs()
		words += "; the key set has " + quotedFew(ids)
		if x.Header.Has("kid") && slices.Contains(ids, x.Header.KeyID) {
			words += ", so that it is a matter of type, curve or alg"
		}
	}
	if ks, ok := x.verifier.Keys.(interface{ Fetched() time.Time }); ok {
		if at := ks.Fetched(); !at.IsZero() {
			words += "; it was fetched " + ago(time.Since(at))
		}
	}
	return []string{words}
}

func (x *Examination) causesSignature(err error) []string {
	if errors.Is(err, ErrKey) {
		return []string{"the key set gave out a key that does not fit the algorithm, or is not safe"}
	}
	if !x.Header.Has("kid") {
		return nil
	}
	return []string{"the key is the one that the token names, but it did not sign these bytes: the token was changed on its way, or two issuers use one kid"}
}

func (x *Examination) causesIssuer(err error) []string {
	if errors.Is(err, ErrClaim) {
		return nil
	}
	got, want := x.Claims.Issuer, x.verifier.Issuer
	if got == want {
		var tid string
		_ = x.Claims.Get("tid", &tid) // empty, if it is no string
		return []string{fmt.Sprintf("the key set says that the key which signed the token belongs to %s alone, and the token says iss %s and tid %s: "+
			"unless the key set is wrong, an owner of another issuer's key signed it", quoted(x.Key.Issuer), quoted(got), quoted(tid))}
	}
	if words := difference(got, want); words != "" {
		return []string{fmt.Sprintf("the issuers differ only %s: the token says %s, and %s is wanted", words, quoted(got), quoted(want))}
	}
	return []string{fmt.Sprintf("the token is from %s, and %s is wanted", quoted(got), quoted(want))}
}

func (x *Examination) causesAudience(err error) []string {
	if x.looksLikeIDToken() {
		return []string{idTokenWords}
	}
	if errors.Is(err, ErrClaim) {
		return []string{"the issuer did not say for which API the token is: the request for it must name the API, as audience or resource (RFC 8707)"}
	}
	words := fmt.Sprintf("the token is for %s, and this API is %s", quotedFew(x.Claims.Audience), quoteAll(x.verifier.Audience))
	for _, got := range x.Claims.Audience {
		for _, want := range x.verifier.Audience {
			if d := difference(got, want); d != "" {
				return []string{words + ": they differ only " + d}
			}
		}
	}
	return []string{words}
}

const idTokenWords = "this is an ID token, which tells a client who logged in. Send the access token instead"

// looksLikeIDToken reports whether the token has claims that only ID tokens
// have (OpenID Connect Core section 2), or is for the client itself.
func (x *Examination) looksLikeIDToken() bool {
	for _, name := range [...]string{"nonce", "at_hash", "c_hash"} {
		if x.Claims.Has(name) {
			return true
		}
	}
	var client string
	for _, name := range [...]string{"azp", "client_id"} {
		if x.Claims.Get(name, &client) == nil && slices.Equal(x.Claims.Audience, []string{client}) {
			return true
		}
	}
	return false
}

// A clock that is off by more than this is not just a clock that is off.
const nearMiss = 2 * time.Minute

func (x *Examination) causesExpiry(err error) []string {
	if errors.Is(err, ErrClaim) {
		return []string{"a token that never expires cannot be taken back: the issuer must set exp"}
	}
	since := x.Time.Sub(x.Claims.Expiry)
	words := "the token expired " + ago(since)
	if since <= nearMiss {
		words += ": so little that one of the two clocks may be off. Synchronise them, or allow for it with Leeway"
	}
	return []string{words}
}

func (x *Examination) causesNotBefore(error) []string {
	until := x.Claims.NotBefore.Sub(x.Time)
	words := "the token is not valid for another " + period(until) + ", says nbf"
	if until <= 0 { // absent, it is long past
		until = x.Claims.IssuedAt.Sub(x.Time)
		words = "the token was issued " + period(until) + " from now, says iat"
	}
	if until <= nearMiss {
		words += ": so little that one of the two clocks may be off. Synchronise them, or allow for it with Leeway"
	}
	return []string{words}
}

func (x *Examination) causesBound(error) []string {
	var cnf Object
	_ = x.Claims.Get("cnf", &cnf) // without names, if it is no object
	return []string{fmt.Sprintf("the token is bound to a key, by cnf %s. It is good only with a proof of that key: DPoP for jkt, a client certificate for x5t#S256. "+
		"If your program checks the proof, set Bound. If not, ask the issuer for tokens that are not bound", quotedFew(cnf.Names()))}
}

func (x *Examination) causesRequired(err error) []string {
	if errors.Is(err, ErrTooOld) {
		return []string{"the token was issued " + ago(x.Time.Sub(x.Claims.IssuedAt)) + ", and MaxAge is " + x.verifier.MaxAge.String()}
	}
	return nil
}
