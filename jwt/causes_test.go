package jwt

import (
	"context"
	"crypto/ecdsa"
	"crypto/rsa"
	"errors"
	"math/big"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/google/go-cmp/cmp"
)

// listed is a key set that knows its age.
type listed struct {
	inHand
	at time.Time
}

type inHand = Keys

// gives is a key set that always gives out its key.
type gives Key

func (g gives) Keys(context.Context, Header) ([]Key, error) { return []Key{Key(g)}, nil }

func (l listed) Fetched() time.Time { return l.at }

// A causeTest is a token that is refused, and a cause that must be found.
type causeTest struct {
	why   string // why a person asks
	token func(t *testing.T) string
	alter func(v *Verifier)
	step  Step
	words string // that must be there
	not   string // that must not
}

// Refusals by the first five questions, with words that their causes must have.
var causes = map[string]causeTest{
	"opaque": {
		why:   "some issuers send a reference unless the request names the API",
		token: func(*testing.T) string { return "v1.local"[:2] + strings.Repeat("Zx9", 20) },
		step:  StepShape, words: "the token is opaque",
	},
	"encrypted": {
		why:   "the issuer was told to encrypt access tokens",
		token: func(*testing.T) string { return "eyJlbmMiOiJBMTI4R0NNIn0.a.b.c.d" },
		step:  StepShape, words: "the token is encrypted (JWE)",
	},
	"JSON serialization": {
		why:   "a library's other output",
		token: func(*testing.T) string { return `{"payload":"e30","signatures":[]}` },
		step:  StepShape, words: "in its JSON form",
	},
	"bearer once": {
		why:   "the whole header field was pasted",
		token: func(t *testing.T) string { return "Bearer " + token(t, RS256, payload()) },
		step:  StepShape, words: `"Bearer " is the scheme`,
	},
	"bearer twice": {
		why:   "the client adds what the variable has already",
		token: func(t *testing.T) string { return "bearer Bearer " + token(t, RS256, payload()) },
		step:  StepShape, words: `"Bearer" is written twice`,
	},
	"nothing": {
		why:   "a variable that was not set",
		token: func(*testing.T) string { return "" },
		step:  StepShape, words: "there is no token",
	},
	"quotes": {
		why:   "copied out of JSON with its quotes",
		token: func(t *testing.T) string { return `"` + token(t, RS256, payload()) + `"` },
		step:  StepShape, words: "in quotes",
	},
	"single quotes": {
		why:   "copied out of a shell script with its quotes",
		token: func(t *testing.T) string { return `'` + token(t, RS256, payload()) + `'` },
		step:  StepShape, words: "in quotes",
	},
	"the scheme alone": {
		why:   "a variable that was not set",
		token: func(*testing.T) string { return "Bearer " },
		step:  StepShape, words: `"Bearer " is the scheme`,
	},
	"line break": {
		why:   "echo adds one",
		token: func(t *testing.T) string { return token(t, RS256, payload()) + "\n" },
		step:  StepShape, words: "such as the line break",
	},
	"line break within": {
		why:   "copied from a mail that broke the line",
		token: func(t *testing.T) string { return strings.Replace(token(t, RS256, payload()), ".", ".\n", 1) },
		step:  StepShape, words: "white space within the token",
	},
	"padding": {
		why:   "made with the wrong variant of base64",
		token: func(t *testing.T) string { return token(t, RS256, payload()) + "=" },
		step:  StepShape, words: `padded with "="`,
	},
	"standard alphabet": {
		why:   "made with the wrong variant of base64",
		token: func(t *testing.T) string { return token(t, RS256, payload()) + "+/" },
		step:  StepShape, words: "standard alphabet",
	},
	"cut off": {
		why:   "a terminal or a form cut the end off",
		token: func(t *testing.T) string { s := token(t, RS256, payload()); return s[:len(s)-1] },
		step:  StepShape, words: "a part ends within a byte: was the token cut off?",
	},
	"respelled": {
		why:   "another spelling of the same bytes",
		token: func(t *testing.T) string { return encode(`{"alg":"RS256"}`) + ".e30.AB" },
		step:  StepShape, words: "has spare bits that are not zero",
	},
	"a header that is no JSON": {
		why:   "the spelling is good, and not to blame",
		token: func(*testing.T) string { return encode("{") + ".e30." },
		step:  StepShape, not: "bits to spare",
	},
	"a bad character after a part with bits to spare": {
		why:   "the bits of the first part are zero",
		token: func(*testing.T) string { return encode(`{"alg":"RS256" }`) + ".e!30.AA" },
		step:  StepShape, not: "bits to spare",
	},
	"a bad character at the end of a part": {
		why:   "no bits are left over",
		token: func(*testing.T) string { return encode(`{"alg":"RS256"}`) + ".e30!.AA" },
		step:  StepShape, not: "bits to spare",
	},
	"a bad character in the place of one with bits to spare": {
		why:   "it has no bits at all",
		token: func(*testing.T) string { return encode(`{"alg":"RS256"}`) + ".e3!.AA" },
		step:  StepShape, not: "bits to spare",
	},
	"respelled, in the first part": {
		why:   "another spelling of the same bytes",
		token: func(t *testing.T) string { return encode(`{"alg":"RS256" }`)[:21] + "R.e30.AA" },
		step:  StepShape, words: "has spare bits that are not zero",
	},
	"respelled, in the second part": {
		why:   "another spelling of the same bytes",
		token: func(t *testing.T) string { return encode(`{"alg":"RS256"}`) + ".e31.AA" },
		step:  StepShape, words: "has spare bits that are not zero",
	},
	"too large": {
		why:   "a token with hundreds of groups in it",
		token: func(t *testing.T) string { return token(t, RS256, payload()) },
		alter: func(v *Verifier) { v.MaxSize = 100 },
		step:  StepShape, words: "MaxSize is 100",
	},
	"algorithm": {
		why:   "the issuer signs with another one than the default two",
		token: func(t *testing.T) string { return token(t, PS256, payload()) },
		step:  StepAlgorithm, words: `alg "PS256" is not accepted; accepted are ["RS256" "ES256"]. If the issuer really`,
	},
	"algorithm in lower case": {
		why:   "names are compared exactly",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"rs256"}`, payload()) },
		step:  StepAlgorithm, words: "the case matters",
	},
	"an unknown algorithm": {
		why:   "no other case would make it known",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"rot13"}`, payload()) },
		step:  StepAlgorithm, words: `alg "rot13" is not accepted`, not: "the case matters",
	},
	"none": {
		why:   "the oldest attack",
		token: func(*testing.T) string { return encode(`{"alg":"none"}`) + "." + encode(payload()) + "." },
		step:  StepAlgorithm, words: "the token has no signature: anyone can have written it",
	},
	"HS256": {
		why:   "the issuer signs with a shared secret, or somebody with the public key",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"HS256"}`, payload()) },
		step:  StepAlgorithm, words: "a MAC with a shared secret",
	},
	"crit": {
		why:   "which extension is it",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","crit":["exp","b64"]}`, payload()) },
		step:  StepAlgorithm, words: `crit ["exp" "b64"]`,
	},
	"b64": {
		why:   "which extension is it",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","b64":false}`, payload()) },
		step:  StepAlgorithm, words: `the payload is not encoded (b64)`, not: "crit",
	},
	"another type": {
		why:   "a logout token where an access token belongs",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","typ":"logout+jwt"}`, payload()) },
		step:  StepType, words: `typ "logout+jwt" is another kind of JWT; accepted are ["at+jwt" "JWT" absent]`,
	},
	"an unmarked access token": {
		why:   "the issuer does not follow RFC 9068",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","typ":"JWT"}`, payload()) },
		alter: func(v *Verifier) { v.Types = []string{"at+jwt"} },
		step:  StepType, words: "does not mark its access tokens",
	},
	"an unmarked access token, without typ": {
		why:   "the issuer does not follow RFC 9068",
		token: func(t *testing.T) string { return token(t, RS256, payload()) },
		alter: func(v *Verifier) { v.Types = []string{"at+jwt"} },
		step:  StepType, words: "does not mark its access tokens",
	},
	"an ID token, by its type": {
		why:   "the client sends the wrong one of its two tokens",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nonce":"n"`)) },
		alter: func(v *Verifier) { v.Types = []string{"at+jwt"} },
		step:  StepType, words: "this is an ID token",
	},
	"unknown key": {
		why:   "the issuer rotated its keys, or it is another issuer's token",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","kid":"old"}`, payload()) },
		alter: func(v *Verifier) {
			keys := issuerKeys()
			keys[0].ID, keys[1].ID = "new", "other"
			v.Keys = listed{keys[:2], time.Now().Add(-3 * time.Minute)}
		},
		step:  StepKey,
		words: `no key for kid "old" that fits alg "RS256"; the key set has ["new" "other"]; the keys were fetched 3m0s ago`,
	},
	"a key of another type": {
		why:   "the key is there, but does not fit",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","kid":"k"}`, payload()) },
		alter: func(v *Verifier) { v.Keys = Keys{{ID: "k", Public: rfcP256().Public()}} },
		step:  StepKey, words: `the key set has ["k"], but the type, curve or alg`,
	},
	"many keys": {
		why:   "a list that goes on and on",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","kid":"k"}`, payload()) },
		alter: func(v *Verifier) { v.Keys = listed{inHand: make(Keys, 11)} },
		step:  StepKey, words: `the key set has ["" "" "" "" "" "" "" "" and 3 more]`, not: "fetched", // it never was
	},
	"a key set that does not tell what it holds": {
		why:   "a KeySet needs nothing but Keys",
		token: func(t *testing.T) string { return token(t, RS256, payload()) },
		alter: func(v *Verifier) { v.Keys = failing{ErrKeyUnknown} },
		step:  StepKey, words: "the token names no kid", not: "the key set has",
	},
	"no kid": {
		why:   "the token does not say which key",
		token: func(t *testing.T) string { return token(t, RS256, payload()) },
		alter: func(v *Verifier) { v.Keys = Keys{{Public: rfcP256().Public()}} },
		step:  StepKey, words: `the token names no kid, and either no key or too many keys fit alg "RS256"; the key set has [""]`, not: "but the type",
	},
	"a key set that gives out what does not fit": {
		why:   "the token is not to blame",
		token: func(t *testing.T) string { return token(t, RS256, payload()) },
		alter: func(v *Verifier) { v.Keys = gives{Public: rfcP256().Public()} },
		step:  StepSignature, words: "the key set returned a key that does not fit",
	},
	"signature": {
		why: "which is it, the token or the key",
		token: func(t *testing.T) string {
			return signed(t, RS256, `{"alg":"RS256","kid":"k"}`, payload())
		},
		alter: func(v *Verifier) { v.Keys = Keys{{ID: "k", Public: otherRSA()}} },
		step:  StepSignature, words: "the key did not sign these bytes",
	},
	"signature, and no kid": {
		why:   "the token names no key",
		token: func(t *testing.T) string { return token(t, RS256, payload()) },
		alter: func(v *Verifier) { v.Keys = Keys{{Public: otherRSA()}} },
		step:  StepSignature, words: "no key that fits the token signed these bytes", not: "the token names this key",
	},
	"signature, and how old the keys are": {
		why:   "a key set that is not refreshed",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","kid":"a"}`, payload()) },
		alter: func(v *Verifier) {
			v.Keys = listed{Keys{{ID: "a", Public: otherRSA()}}, time.Now().Add(-50 * time.Hour)}
		},
		step: StepSignature, words: "two issuers use one kid; the keys were fetched 2 days ago",
	},
	"another tenant, whose keys are not ours": {
		why: "the wrong issuer; the error says only that its key is unknown",
		token: func(t *testing.T) string {
			return signed(t, RS256, `{"alg":"RS256","kid":"theirs"}`, payload(`"iss":"https://issuer.example/other"`))
		},
		step: StepKey, words: `its sender says that it is from "https://issuer.example/other", and these are the keys of "https://issuer.example"`,
	},
	"our own token, under a key that is not ours": {
		why:   "it names the right issuer",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","kid":"theirs"}`, payload()) },
		step:  StepKey, words: "no key for kid", not: "its sender says",
	},
	"an unknown key, and no claims": {
		why:   "there is no more to say",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","kid":"theirs"}`, `{"iss":`) },
		step:  StepKey, words: "no key for kid", not: "its sender says",
	},
	"another tenant, who shares a kid": {
		why: "the claims are not proven, but they help",
		token: func(t *testing.T) string {
			return signed(t, RS256, `{"alg":"RS256"}`, payload(`"iss":"https://other.example"`))
		},
		alter: func(v *Verifier) { v.Keys = Keys{{Public: otherRSA()}} },
		step:  StepSignature, words: `its sender says that it is from "https://other.example"`,
	},
	"a token for Microsoft Graph": {
		why: "its header was changed after it was signed: only Graph can check it",
		token: func(t *testing.T) string {
			return otherClaims(signed(t, RS256, `{"alg":"RS256","nonce":"x"}`, payload()), "{}")
		},
		step: StepSignature, words: "an access token for Microsoft Graph",
	},
	"a token for Microsoft Graph, of another tenant": {
		why:   "its key is unknown too",
		token: func(t *testing.T) string { return signed(t, RS256, `{"alg":"RS256","nonce":"x","kid":"g"}`, payload()) },
		alter: func(v *Verifier) { v.Keys = Keys{{ID: "a", Public: otherRSA()}} },
		step:  StepKey, words: "an access token for Microsoft Graph",
	},
	"an ID token by its claims, where typ must be at+jwt": {
		why: "typ says JWT, as in many access tokens",
		token: func(t *testing.T) string {
			return signed(t, RS256, `{"alg":"RS256","typ":"JWT"}`, payload(`"nonce":"n"`))
		},
		alter: func(v *Verifier) { v.Types = []string{"at+jwt"} },
		step:  StepType, words: "this is an ID token",
	},
}

func TestCauses(t *testing.T) {
	for _, tests := range []map[string]causeTest{causes, claimsCauses} {
		for name, test := range tests {
			t.Run(name, test.run)
		}
	}
}

func (test causeTest) run(t *testing.T) {
	v := verifier()
	if test.alter != nil {
		test.alter(v)
	}
	x := v.Examine(context.Background(), test.token(t))
	var got string
	for _, c := range x.Causes() {
		if c.Step == test.step {
			got += c.Words + "\n"
		}
	}
	if !strings.Contains(got, test.words) {
		t.Errorf("Causes() at %v = %q; want %q (%s)", test.step, got, test.words, test.why)
	}
	if test.not != "" && strings.Contains(got, test.not) {
		t.Errorf("Causes() at %v = %q; want it without %q (%s)", test.step, got, test.not, test.why)
	}
	checkErrorCauses(t, v, test.token(t))
}

// checkErrorCauses wants the error of Verify to have the causes that the
// Examination has for the same step, also behind a Cache.
func checkErrorCauses(t *testing.T, v *Verifier, token string) {
	t.Helper()
	x := v.Examine(t.Context(), token)
	for name, front := range map[string]interface {
		Verify(context.Context, string) (*Token, error)
	}{"Verifier": v, "Cache": &Cache{Verifier: v}} {
		_, err := front.Verify(t.Context(), token)
		var refused *Error
		if !errors.As(err, &refused) {
			if err != nil || x.Err() != nil {
				t.Errorf("%s.Verify = %v; want an *Error", name, err)
			}
			continue
		}
		var want []string
		for _, c := range x.Causes() {
			if c.Step == refused.Step {
				want = append(want, c.Words)
			}
		}
		for range 2 {
			if diff := cmp.Diff(want, refused.Causes()); diff != "" {
				t.Errorf("causes of the Examination, and of the error of %s (-want +got):\n%s", name, diff)
			}
		}
		if own := x.Err().(*Error); !slices.Equal(own.Causes(), refused.Causes()) {
			t.Errorf("Examination.Err().Causes() = %q; want %q", own.Causes(), refused.Causes())
		}
	}
}

// A remembered token that has expired is refused with its cause.
func TestCausesOfACache(t *testing.T) {
	at := now
	v := verifier()
	v.Now = func() time.Time { return at }
	c, text := &Cache{Verifier: v}, token(t, RS256, payload())
	if _, err := c.Verify(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	at = at.Add(time.Hour)
	_, err := c.Verify(t.Context(), text)
	if refused, ok := err.(*Error); !ok || !slices.Equal(refused.Causes(), []string{"the token expired 55m0s ago"}) {
		t.Errorf("Cache.Verify = %v, with causes %q", err, refused.Causes())
	}
}

// An error keeps the token for its causes, but none of the keys: a log that holds
// errors must not hold old key sets.
func TestErrorKeepsNoKeys(t *testing.T) {
	v := verifier()
	text := otherClaims(token(t, ES256, payload()), payload(`"exp":1`))
	var key weak.Pointer[ecdsa.PublicKey]
	v.Keys = keySetFunc(func(context.Context, Header) ([]Key, error) {
		public := rfcP256().PublicKey
		key = weak.Make(&public)
		return []Key{{Public: &public}}, nil
	})
	_, err := v.Verify(t.Context(), text)
	if !errors.Is(err, ErrSignature) {
		t.Fatalf("Verify = nil, %v; want error %q", err, ErrSignature)
	}
	runtime.GC()
	if key.Value() != nil {
		t.Error("the error keeps a key in memory")
	}
	runtime.KeepAlive(err)
}

// An Error that was not made by Verify has no causes.
func TestNoCausesOfAnError(t *testing.T) {
	for _, e := range []*Error{nil, {}, {Step: StepExpiry, Err: ErrExpired}} {
		if got := e.Causes(); got != nil {
			t.Errorf("Causes() = %q; want none", got)
		}
	}
}

// Causes fetches no keys and verifies nothing.
func TestCausesFetchNothing(t *testing.T) {
	asked := 0
	v := verifier()
	v.Keys = keySetFunc(func(_ context.Context, h Header) ([]Key, error) {
		asked++
		return issuerKeys().Keys(context.Background(), h)
	})
	for _, text := range []string{otherClaims(token(t, ES256, payload()), payload(`"exp":1`)), token(t, ES256, payload(`"exp":1`))} {
		asked = 0
		_, err := v.Verify(t.Context(), text)
		refused, ok := err.(*Error)
		if !ok || len(refused.Causes()) == 0 || asked != 1 {
			t.Errorf("Verify = %v, with causes %q; the key set was asked %d times, want 1", err, refused.Causes(), asked)
		}
	}
}

// An accepted token has no causes. A Verifier that is not configured has none
// either: its error says what is missing.
func TestNoCauses(t *testing.T) {
	honest := token(t, RS256, payload())
	for name, v := range map[string]*Verifier{"accepted": verifier(), "not configured": {Now: verifier().Now}} {
		if got := v.Examine(context.Background(), honest).Causes(); got != nil {
			t.Errorf("%s: Causes() = %q; want none", name, got)
		}
	}
	absent := verifier()
	absent.Required = []string{"scope"}
	for name, v := range map[string]*Verifier{"keys unavailable": {Keys: failing{ErrKeysUnavailable}, Now: verifier().Now}, "a required claim is absent": absent} {
		for _, c := range v.Examine(context.Background(), honest).Causes() {
			if c.Step == StepKey || c.Step == StepRequired {
				t.Errorf("%s: Causes() = %v; want none at this step: the error says it all", name, c)
			}
		}
	}
	made := &Examination{Checks: []Check{{Step: StepShape, Err: ErrTooLarge}}} // by hand, and of no Verifier
	if got := made.Causes(); got != nil {
		t.Errorf("Causes() of an examination made by hand = %q; want none", got)
	}
	if got := new(Examination).Causes(); got != nil {
		t.Errorf("Causes() of no examination = %q; want none", got)
	}
}

// A cause is fit for a log, whatever the token says: one line, printable, short.
func TestCausesAreForLogs(t *testing.T) {
	nasty := strings.Repeat(`\u202e\n\u0007`, 3000)
	list := `"` + strings.Repeat(nasty+`","`, 3) + nasty + `"`
	v := verifier()
	v.MaxSize = 1 << 20
	for _, text := range []string{
		signed(t, RS256, `{"alg":"`+nasty+`"}`, payload()),
		signed(t, RS256, `{"alg":"RS256","kid":"`+nasty+`"}`, payload()),
		signed(t, RS256, `{"alg":"RS256","typ":"`+nasty+`"}`, payload()),
		signed(t, RS256, `{"alg":"RS256","crit":[`+list+`]}`, payload()),
		token(t, RS256, payload(`"iss":"`+nasty+`"`)),
		token(t, RS256, payload(`"aud":[`+list+`]`)),
	} {
		found := v.Examine(context.Background(), text).Causes()
		if len(found) == 0 {
			t.Errorf("no cause for %.60s", text)
		}
		for _, c := range found {
			if strings.ContainsFunc(c.Words, func(r rune) bool { return r < ' ' || r > '~' }) || len(c.Words) > 4000 {
				t.Errorf("%v: not one short printable line: %.200q", c.Step, c.Words)
			}
		}
	}
}

// otherRSA is a key that signed none of the tokens.
func otherRSA() *rsa.PublicKey {
	n := rfcRSA().N
	return &rsa.PublicKey{N: n.Add(n, big.NewInt(2)), E: 65537}
}
