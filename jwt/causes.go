package jwt

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Cause says what probably lies behind a no, and what to change. It is a
// sentence for people who read a log or an explanation. The client must not see
// it: it says what would have been accepted.
//
// Text that the sender of the token chose is quoted, and cut to 64 bytes.
type Cause struct {
	Step  Step
	Words string
}

// Causes returns the probable causes of the refusal, in the order of the
// steps. A refusal may have none: some have no common cause.
//
// For an unknown key and for a wrong signature, they say what the key set holds
// and how old it is, if the set has a method KeyIDs() []string or
// Fetched() time.Time.
func (x *Examination) Causes() []Cause {
	var causes []Cause
	for _, c := range x.Checks {
		for _, words := range x.causesOf(c.Step, c.Err) {
			causes = append(causes, Cause{c.Step, words})
		}
	}
	return causes
}

// causesOf returns the causes of a no at one step.
func (x *Examination) causesOf(step Step, err error) []string {
	if err == nil || x.verifier == nil || errors.Is(err, ErrNotAsked) || errors.Is(err, ErrConfig) {
		return nil
	}
	for _, q := range questions {
		if q.step == step && q.causes != nil {
			return q.causes(x, err)
		}
	}
	return nil
}

// said returns the claims of the token, proven or not. They are empty if the
// payload cannot be read.
func (x *Examination) said() Claims {
	if x.Claims.members != nil {
		return x.Claims
	}
	claims, _ := parseClaims(x.Payload.decoded)
	return claims
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
		return []string{fmt.Sprintf("the token has %d bytes, and MaxSize is %d", len(raw), x.verifier.maxSize())}
	case raw == "":
		return []string{"there is no token: a variable that was not set?"}
	case hasPrefixFold(raw, "Bearer Bearer "):
		return []string{`"Bearer" is written twice: the client adds it to a value that has it already`}
	case hasPrefixFold(raw, "Bearer "):
		return []string{`"Bearer " is the scheme of the Authorization header, not a part of the token`}
	case raw[0] == '{':
		return []string{"this is a JWS in its JSON form, or some other JSON: a JWT has three parts with dots between them"}
	case raw[0] == '"' || raw[0] == '\'':
		return []string{"the token stands in quotes, which are not a part of it"}
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
		return []string{"the token is encrypted (JWE), so only the owner of its key can read it. Ask the issuer to sign access tokens, and not to encrypt them"}
	}
	return nil
}

// causesCharacters says more about the character that the error points at.
func (x *Examination) causesCharacters(err error) []string {
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Part != "token" {
		return nil
	}
	switch strings.TrimPrefix(syntax.Message, notBase64URL+": ") {
	case "padding":
		return []string{`the parts are padded with "=", which RFC 7515 section 2 leaves out`}
	case "the alphabet of base64":
		return []string{`the parts are in the standard alphabet of base64, with "+" and "/", where RFC 7515 section 2 has "-" and "_"`}
	case "one character too many":
		return []string{"a part ends within a byte: was the token cut off?"}
	case "spare bits":
		return []string{"the last character of a part has spare bits that are not zero: somebody changed the spelling of the token"}
	}
	if strings.ContainsAny(x.Raw[syntax.Offset:][:1], " \t\r\n") {
		return []string{"there is white space within the token: was it copied from several lines?"}
	}
	return nil
}

func (x *Examination) causesAlgorithm(err error) []string {
	alg := string(x.Header.Algorithm)
	if errors.Is(err, ErrCritical) && !x.Header.Has("crit") {
		return []string{"the header says that the payload is not encoded (b64), which a JWT must not do (RFC 7797 section 7)"}
	}
	if errors.Is(err, ErrCritical) {
		var names []string
		_ = x.Header.Get("crit", &names) // stays empty if it is not a list of names
		return []string{"the token demands extensions, and we have none: crit " + quotedFew(names)}
	}
	words := fmt.Sprintf("alg %s is not accepted; accepted are %s", quoted(alg), quoteAll(x.verifier.algorithms()))
	_, known := x.Header.Algorithm.scheme()
	switch {
	case known:
		words += ". If the issuer really signs with it, add it to Algorithms"
	case strings.EqualFold(alg, "none"):
		words = `alg "none" means that the token has no signature: anyone can have written it`
	case strings.HasPrefix(alg, "HS"):
		words = fmt.Sprintf("alg %s is a MAC with a shared secret: a party that can check the token can also forge it. "+
			"If the secret is the issuer's public key, this is an attack; if not, ask the issuer to sign with RS256 or ES256", quoted(alg))
	default:
		if _, ok := Algorithm(strings.ToUpper(alg)).scheme(); ok {
			words += ". Names of algorithms are compared exactly: the case matters"
		}
	}
	return []string{words}
}

func (x *Examination) causesType(error) []string {
	if x.said().looksLikeIDToken() {
		return []string{idTokenWords}
	}
	if sameMediaType(x.Header.Type, "JWT") || !x.Header.Has("typ") {
		return []string{"the issuer does not mark its access tokens as RFC 9068 requires. If the issuer cannot change that, add their typ to Types, and make sure that something else tells its access tokens from its other tokens"}
	}
	return []string{fmt.Sprintf("typ %s is another kind of JWT; accepted are %s", quoted(x.Header.Type), x.verifier.quoteTypes())}
}

func (x *Examination) causesKey(err error) []string {
	if !errors.Is(err, ErrKeyUnknown) {
		return nil
	}
	words := "the token names no kid, and either no key or too many keys fit alg " + quoted(string(x.Header.Algorithm))
	if x.Header.Has("kid") {
		words = "no key for kid " + quoted(x.Header.KeyID) + " that fits alg " + quoted(string(x.Header.Algorithm))
	}
	if ks, ok := x.verifier.Keys.(interface{ KeyIDs() []string }); ok {
		ids := ks.KeyIDs()
		words += "; the key set has " + quotedFew(ids)
		if x.Header.Has("kid") && slices.Contains(ids, x.Header.KeyID) {
			words += ", but the type, curve or alg of that key does not fit"
		}
	}
	return append([]string{words + x.ageOfKeys()}, x.causesElsewhere()...)
}

func (x *Examination) causesSignature(err error) []string {
	if errors.Is(err, ErrKey) {
		return []string{"the key set returned a key that does not fit the algorithm, or is not safe"}
	}
	words := "no key that fits the token signed these bytes"
	if x.Header.Has("kid") {
		words = "the token names this key, but the key did not sign these bytes: the token was changed on its way, or two issuers use one kid"
	}
	return append([]string{words + x.ageOfKeys()}, x.causesElsewhere()...)
}

// ageOfKeys says when the keys were fetched, by the clock on the wall: the
// monotonic clock stands still while a machine sleeps.
func (x *Examination) ageOfKeys() string {
	ks, ok := x.verifier.Keys.(interface{ Fetched() time.Time })
	if !ok {
		return ""
	}
	at := ks.Fetched()
	if at.IsZero() {
		return ""
	}
	age := time.Since(at.Round(0))
	if age < time.Minute {
		return "; the keys were fetched less than a minute ago"
	}
	return "; the keys were fetched " + ago(age)
}

// causesElsewhere says why the keys of another party may have signed the token.
// Nothing that it quotes is proven.
func (x *Examination) causesElsewhere() []string {
	var causes []string
	if x.Header.Has("nonce") {
		causes = append(causes, "its header has a nonce: it is probably an access token for Microsoft Graph, which only Graph can check. Ask the issuer for a token for this API")
	}
	if got, want := x.said().Issuer, x.verifier.Issuer; got != want && got != "" {
		causes = append(causes, fmt.Sprintf("its sender says that it is from %s, and these are the keys of %s", quoted(got), quoted(want)))
	}
	return causes
}
