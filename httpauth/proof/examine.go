package proof

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// An Examination is the whole conversation about one proof: every question, what
// the proof says, what was wanted, and the answer. It is for people. To protect
// an API, use [DPoP] as the Proof of an [httpauth.Guard].
type Examination struct {
	Proof      *jwt.Unverified // nil if the text could not be taken apart
	Claims     Claims          // what the proof says, be it true or not
	Key        *jwk.Key        // the key that it brings; nil if not usable
	Thumbprint string          // of that key; "" without one
	URL        string          // what "htu" has to be
	Hash       string          // what "ath" has to be; "" without an access token
	Bound      string          // the "cnf.jkt" of the access token
	Time       time.Time       // the moment for which the proof was judged
	Checks     []Check

	fields []string // the values of the header DPoP
	method string
	token  bool // the request brings an access token
	dry    bool // the proof is not written down

	yes    uint // a bit for each step that was answered with yes
	signed bool // jwt.VerifySignature said so
	renew  bool // the nonce is good, but of the window before
	until  time.Time
}

// A Check is one question and its answer.
type Check struct {
	Step     Step
	Question string // as people ask it
	Rule     string // what is enforced: an RFC and its section
	Got      string // what the proof says, chosen by its sender
	Want     string // what is accepted
	Err      error  // nil for yes; [ErrNotAsked] if a question that it needs was answered with no
}

func (d *DPoP) examination(r *http.Request) *Examination {
	return &Examination{URL: d.target(r.URL), fields: r.Header.Values("DPoP"), method: r.Method}
}

// Examine asks the same questions as Check, by the same code, but goes on after a
// no, as far as it can. It remembers nothing, so the proof can still be used. It
// does not call Seen, and takes the proof for a new one then.
//
// The access token is read from its text, and not verified. An empty text means
// that the request has no access token. The error wraps [jwt.ErrConfig]: the
// DPoP is not set up.
func (d *DPoP) Examine(r *http.Request, accessToken string) (*Examination, error) {
	if err := d.setUp(); err != nil {
		return nil, err
	}
	x := d.examination(r)
	x.dry, x.Time = true, d.now()
	if accessToken != "" {
		x.token, x.Bound, x.Hash = true, boundTo(accessToken), hashOf(accessToken)
	}
	for i := range questions {
		q := &questions[i]
		c := Check{Step: q.step, Question: q.words, Rule: q.rule, Err: ErrNotAsked}
		if q.needs == 0 || x.yes&(1<<q.needs) != 0 {
			c.Err = q.ask(d, r.Context(), x)
			c.Got, c.Want = q.show(d, x)
		}
		if c.Err == nil {
			x.yes |= 1 << q.step
		}
		x.Checks = append(x.Checks, c)
	}
	return x, nil
}

// boundTo returns the "cnf.jkt" of a token that was not verified, or "".
func boundTo(accessToken string) string {
	u, err := jwt.Parse(accessToken)
	if err != nil {
		return ""
	}
	claims, err := jwt.ParseObject(u.Payload.Bytes())
	if err != nil {
		return ""
	}
	b, _ := bindingOf(jwt.Claims{Object: claims}) // the zero binding on error
	return b.jkt
}

// Err returns what Check returns for the proof: nil, or the first no.
func (x *Examination) Err() error {
	for _, c := range x.Checks {
		if c.Err == nil {
			continue
		}
		for i := range questions {
			if q := &questions[i]; q.step == c.Step {
				return q.refusal(c.Err)
			}
		}
	}
	return x.complete()
}

func showField(_ *DPoP, x *Examination) (got, want string) {
	got = count(len(x.fields), "field")
	if len(x.fields) == 1 {
		got += ", " + count(len(x.fields[0]), "byte")
	}
	return got, "1 field, at most " + strconv.Itoa(MaxField) + " bytes"
}

func showShape(_ *DPoP, x *Examination) (got, want string) {
	return count(strings.Count(x.fields[0], ".")+1, "part"), "3 parts"
}

func showAlgorithm(d *DPoP, x *Examination) (got, want string) {
	got = strconv.Quote(string(x.Proof.Header.Algorithm))
	if x.Proof.Header.Has("crit") {
		got += ", with crit"
	}
	var names []string
	for _, a := range d.algorithms() {
		names = append(names, strconv.Quote(string(a)))
	}
	return got, "one of " + strings.Join(names, ", ") + ", without crit"
}

func showType(_ *DPoP, x *Examination) (got, want string) {
	got = "absent"
	if x.Proof.Header.Has("typ") {
		got = strconv.Quote(x.Proof.Header.Type)
	}
	return got, `"dpop+jwt"`
}

func showKey(_ *DPoP, x *Examination) (got, want string) {
	got = "no usable key"
	if x.Key != nil {
		got = strings.TrimSpace(x.Key.Type+" "+x.Key.Curve) + ", thumbprint " + x.Thumbprint
	}
	return got, "a public key for " + strconv.Quote(string(x.Proof.Header.Algorithm))
}

func showSignature(_ *DPoP, x *Examination) (got, want string) {
	return count(len(x.Proof.Signature.Bytes()), "byte"),
		string(x.Proof.Header.Algorithm) + " by that key over " + count(len(x.Proof.SigningInput()), "byte")
}

func showClaims(_ *DPoP, x *Examination) (got, want string) {
	want = "jti, htm, htu, iat"
	if x.token {
		want += ", ath"
	}
	return count(len(x.Claims.Names()), "claim"), want
}

func showMethod(_ *DPoP, x *Examination) (got, want string) {
	return strconv.Quote(x.Claims.Method), strconv.Quote(x.method)
}

func showURL(_ *DPoP, x *Examination) (got, want string) {
	return strconv.Quote(x.Claims.URL), strconv.Quote(x.URL) + ", after normalisation"
}

func showFresh(d *DPoP, x *Examination) (got, want string) {
	if d.NonceKey != nil {
		got = "no nonce"
		if x.Claims.Has("nonce") {
			got = "nonce " + strconv.Quote(x.Claims.Nonce)
		}
		return got, "a nonce of ours, at most " + (2 * d.maxAge()).String() + " old"
	}
	return "iat " + stamp(x.Claims.IssuedAt),
		"iat after " + stamp(x.Time.Add(-d.maxAge()).Add(-d.leeway())) + ", not after " + stamp(x.Time.Add(d.leeway()))
}

func showToken(_ *DPoP, x *Examination) (got, want string) {
	got, want = "absent", "absent"
	if x.Claims.Has("ath") {
		got = strconv.Quote(x.Claims.Hash)
	}
	if x.token {
		want = strconv.Quote(x.Hash) + ", the SHA-256 of the access token"
	}
	return got, want
}

func showThumbprint(_ *DPoP, x *Examination) (got, want string) {
	if !x.token {
		return strconv.Quote(x.Thumbprint), "any: there is no access token"
	}
	return strconv.Quote(x.Thumbprint), strconv.Quote(x.Bound) + ", the cnf.jkt of the access token"
}

func showReplay(_ *DPoP, x *Examination) (got, want string) {
	return strconv.Quote(x.Claims.ID), "a jti that this key has not used"
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
