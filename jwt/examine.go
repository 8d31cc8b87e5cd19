package jwt

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// An Examination is the whole conversation about one token: every question,
// what the token says, what was wanted, and the answer. It is for people and
// for package explain. To protect an API, use [Verifier.Verify].
//
// Nothing in it is proven unless Err returns nil.
type Examination struct {
	Unverified
	Candidates []Key     // the issuer's keys that fit the token
	Key        Key       // the candidate that signed it; if none did, the first
	Claims     Claims    // what the token says, proven or not
	Time       time.Time // the moment for which it was judged
	Checks     []Check

	// Verify fills an Examination too. It and Examine note here what they found.
	yes      uint      // a bit for each step that was answered with yes
	signed   bool      // VerifySignature accepted the signature
	verifier *Verifier // which judged the token
}

// A Check is one question and its answer.
type Check struct {
	Step     Step
	Question string // in words
	Rule     string // what is enforced: an RFC and its section
	Got      string // what the token says, chosen by its sender
	Want     string // what is accepted
	Err      error  // nil for yes; [ErrNotAsked] if a check that it depends on failed
}

// Examine asks the same questions as Verify, with the same code, but goes on
// after a no, as far as it can. Err returns nil if and only if Verify accepts
// the token.
func (v *Verifier) Examine(ctx context.Context, token string) *Examination {
	v = v.orZero()
	x := &Examination{Unverified: Unverified{Raw: token}, Time: v.now(), verifier: v}
	for _, q := range questions {
		c := Check{Step: q.step, Question: q.words, Rule: q.rule, Err: ErrNotAsked}
		if q.needs == 0 || x.yes&(1<<q.needs) != 0 {
			c.Err = q.ask(v, ctx, x)
			c.Got, c.Want = q.show(v, x)
		}
		if c.Err == nil {
			x.yes |= 1 << q.step
		}
		x.Checks = append(x.Checks, c)
	}
	if !x.signed && len(x.Candidates) > 0 {
		x.Key = x.Candidates[0]
	}
	return x
}

// Err returns what Verify returns for the token: nil, or the first no.
func (x *Examination) Err() error {
	for _, c := range x.Checks {
		if c.Err != nil {
			return &Error{c.Step, c.Err, func() []string { return x.causesOf(c.Step, c.Err) }}
		}
	}
	_, err := x.token()
	return err
}

func showShape(v *Verifier, x *Examination) (got, want string) {
	return count(len(x.Raw), "byte") + ", " + count(strings.Count(x.Raw, ".")+1, "part"),
		fmt.Sprintf("at most %d bytes, 3 parts", v.maxSize())
}

func showAlgorithm(v *Verifier, x *Examination) (got, want string) {
	got = strconv.Quote(string(x.Header.Algorithm))
	if x.Header.Has("crit") {
		got += ", with crit"
	}
	if b64, ok := x.Header.lookup("b64"); ok {
		got += ", b64 " + strings.Map(oneLine, b64)
	}
	return got, "one of " + quoteAll(v.algorithms()) + ", without crit"
}

func showType(v *Verifier, x *Examination) (got, want string) {
	got = "absent"
	if x.Header.Has("typ") {
		got = strconv.Quote(x.Header.Type)
	}
	if t := strings.ToLower(x.Header.Type); t == "" || t == "jwt" {
		got += ", which ID tokens have too: aud decides"
	}
	return got, "one of " + v.quoteTypes()
}

// quoteTypes lists the types that are accepted, with "" as absent.
func (v *Verifier) quoteTypes() string {
	return strings.ReplaceAll(quoteAll(v.types()), `""`, "absent")
}

func showKey(_ *Verifier, x *Examination) (got, want string) {
	got = "no kid"
	if x.Header.Has("kid") {
		got = "kid " + strconv.Quote(x.Header.KeyID)
	}
	return got + ", " + count(len(x.Candidates), "candidate"), "1 to " + strconv.Itoa(MaxCandidates) + " keys of the issuer"
}

func showSignature(_ *Verifier, x *Examination) (got, want string) {
	return count(len(x.Signature.decoded), "byte"), fmt.Sprintf("%s by a candidate over %d bytes", x.Header.Algorithm, len(x.SigningInput()))
}

func showClaims(_ *Verifier, x *Examination) (got, want string) {
	return count(len(x.Payload.decoded), "byte") + ", " + count(len(x.Claims.members), "claim"), "a strict JSON object"
}

func showIssuer(v *Verifier, x *Examination) (got, want string) {
	got, want = x.claim("iss"), strconv.Quote(v.Issuer)
	if v.Issuer == "" {
		want = "the Issuer of the Verifier, which is not set"
	}
	if x.Key.Issuer != "" {
		got += ", tid " + x.claim("tid")
		want += ", by a key of " + strconv.Quote(x.Key.Issuer)
	}
	return got, want
}

func showAudience(v *Verifier, x *Examination) (got, want string) {
	got, want = x.claim("aud"), "one of "+quoteAll(v.Audience)
	if len(v.Audience) == 0 {
		want = "the Audience of the Verifier, which is not set"
	}
	if len(v.Clients) > 0 {
		got += ", client_id " + x.claim("client_id") + ", azp " + x.claim("azp")
		want += ", or no aud and a client of " + quoteAll(v.Clients)
	}
	return got, want
}

func showExpiry(v *Verifier, x *Examination) (got, want string) {
	return x.date("exp", x.Claims.Expiry), "after " + stamp(x.Time.Add(-v.leeway()))
}

func showNotBefore(v *Verifier, x *Examination) (got, want string) {
	got = "nbf " + x.date("nbf", x.Claims.NotBefore) + ", iat " + x.date("iat", x.Claims.IssuedAt)
	at := x.Time.Add(v.leeway())
	return got, "nbf not after " + stamp(at) + ", iat not after " + stamp(at.Add(maxSkew))
}

func showBound(v *Verifier, x *Examination) (got, want string) {
	want = "absent"
	if v.Bound {
		want = "anything: the caller checks it"
	}
	return x.claim("cnf"), want
}

func showRequired(v *Verifier, x *Examination) (got, want string) {
	want = "nothing more"
	if len(v.Required) > 0 {
		want = quoteAll(v.Required)
	}
	if v.MaxAge != 0 {
		want += ", iat at most " + v.MaxAge.String() + " ago"
	}
	return quoteAll(x.Claims.Names()), want
}

// claim returns the text of a claim as it stands in the payload, in one line.
func (x *Examination) claim(name string) string {
	value, ok := x.Claims.lookup(name)
	if !ok {
		return "absent"
	}
	return strings.Map(oneLine, value)
}

// oneLine replaces the line breaks and tabs that JSON allows between tokens.
func oneLine(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

func (x *Examination) date(name string, t time.Time) string {
	if !x.Claims.Has(name) {
		return "absent"
	}
	return stamp(t)
}
