package jwt

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// A refusal is a token, a change of the Verifier, and the step and the reason with
// which the token must be refused. Step 0 means that it is accepted.
type refusal struct {
	why    string
	header string // "" for {"alg":"ES256"}
	claims string // "" for payload()
	change func(*Verifier)
	step   Step
	reason error
}

func (r refusal) check(t *testing.T) {
	t.Helper()
	header, claims := r.header, r.claims
	if header == "" {
		header = `{"alg":"ES256"}`
	}
	if claims == "" {
		claims = payload()
	}
	v := verifier()
	if r.change != nil {
		r.change(v)
	}
	checkVerdict(t, r.why, v, signed(t, ES256, header, claims), r.step, r.reason)
}

// checkVerdict wants Verify and Examine to refuse the token at the step and for
// the reason, or to accept it if step is 0.
func checkVerdict(t *testing.T, why string, v *Verifier, token string, step Step, reason error) {
	t.Helper()
	got, err := v.Verify(t.Context(), token)
	xerr := v.Examine(t.Context(), token).Err()
	if fmt.Sprint(err) != fmt.Sprint(xerr) {
		t.Errorf("%s: Verify says %v, Examine %v", why, err, xerr)
	}
	if step == 0 {
		if got == nil || err != nil {
			t.Errorf("%s: Verify = %v, %v; want a token", why, got, err)
		}
		return
	}
	var refused *Error
	if got != nil || !errors.As(err, &refused) || refused.Step != step || !errors.Is(err, reason) {
		t.Errorf("%s: Verify = %v, %v; want error %q at %v", why, got, err, reason, step)
	}
}

func TestType(t *testing.T) {
	only := func(types ...string) func(*Verifier) { return func(v *Verifier) { v.Types = types } }
	typ := func(s string) string { return `{"alg":"ES256","typ":"` + s + `"}` }
	for _, r := range []refusal{
		{why: "default: none"},
		{why: "default: JWT", header: typ("JWT")},
		{why: "default: jwt in lower case", header: typ("jwt")},
		{why: "default: at+jwt", header: typ("at+jwt")},
		{why: "default: media type in full", header: typ("application/at+jwt")},
		{why: "default: case of it", header: typ("Application/AT+JWT")},
		{why: "default: an ID token as some issuers mark it", header: typ("id_token+jwt"), step: StepType, reason: ErrType},
		{why: "default: logout token", header: typ("logout+jwt"), step: StepType, reason: ErrType},
		{why: "default: DPoP proof", header: typ("dpop+jwt"), step: StepType, reason: ErrType},
		{why: "default: empty, which is not absent", header: typ(""), step: StepType, reason: ErrType},
		{why: "default: prefix alone", header: typ("application/"), step: StepType, reason: ErrType},
		{why: "default: prefix twice", header: typ("application/application/jwt"), step: StepType, reason: ErrType},
		{why: "default: another prefix", header: typ("text/jwt"), step: StepType, reason: ErrType},
		{why: "default: another word, as long as the prefix", header: typ("logout+tokenJWT"), step: StepType, reason: ErrType},
		{why: "default: prefix with another sign for its slash", header: typ("application+jwt"), step: StepType, reason: ErrType},
		{why: "default: slash at the start", header: typ("/jwt"), step: StepType, reason: ErrType},
		{why: "default: space", header: typ("JWT "), step: StepType, reason: ErrType},
		{why: "RFC 9068: none", change: only("at+jwt"), step: StepType, reason: ErrType},
		{why: "RFC 9068: JWT", header: typ("JWT"), change: only("at+jwt"), step: StepType, reason: ErrType},
		{why: "RFC 9068: at+jwt", header: typ("AT+jwt"), change: only("at+jwt")},
		{why: "RFC 9068: spelled in full by us", header: typ("at+jwt"), change: only("application/at+JWT")},
		{why: "the last letter, in another case", header: typ("Z+jwt"), change: only("z+jwt")},
		{why: "Kelvin sign, which Unicode folds to k", header: typ("to\u212aen"), change: only("token"), step: StepType, reason: ErrType},
		{why: "the same, the other way round", header: typ("token"), change: only("to\u212aen"), step: StepType, reason: ErrType},
		{why: "long s, which Unicode folds to s", header: typ("\u017fecevent+jwt"), change: only("secevent+jwt"), step: StepType, reason: ErrType},
		{why: "empty list", change: func(v *Verifier) { v.Types = []string{} }, step: StepType, reason: ErrType},
		{why: "only absent, and it is", change: only("")},
		{why: "only absent, and it is not", header: typ("JWT"), change: only(""), step: StepType, reason: ErrType},
		{why: "only absent, and it is empty", header: typ(""), change: only(""), step: StepType, reason: ErrType},
	} {
		r.check(t)
	}
}

func TestAlgorithmList(t *testing.T) {
	all := []Algorithm{RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519}
	for _, alg := range all {
		v := verifier()
		tok := token(t, alg, payload())
		if alg == RS256 || alg == ES256 {
			checkVerdict(t, "default list: "+string(alg), v, tok, 0, nil)
		} else {
			checkVerdict(t, "default list: "+string(alg), v, tok, StepAlgorithm, ErrAlgorithm)
		}
		v.Algorithms = []Algorithm{}
		checkVerdict(t, "empty list: "+string(alg), v, tok, StepAlgorithm, ErrAlgorithm)
		v.Algorithms = all
		checkVerdict(t, "all: "+string(alg), v, tok, 0, nil)
		for _, other := range all {
			v.Algorithms = []Algorithm{other}
			if other == alg {
				checkVerdict(t, "only "+string(other), v, tok, 0, nil)
			} else {
				checkVerdict(t, "only "+string(other)+": "+string(alg), v, tok, StepAlgorithm, ErrAlgorithm)
			}
		}
	}
}

// No list can let in an algorithm that does not exist here.
func TestAlgorithmThatDoesNotExist(t *testing.T) {
	for _, alg := range []Algorithm{"none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "rs256", "RS256 ", "ES256K", "ES224", "Ed448", "RSA-OAEP", "dir"} {
		v := verifier()
		v.Algorithms = []Algorithm{alg, ES256}
		header := `{"alg":"` + string(alg) + `"}`
		checkVerdict(t, string(alg), v, signed(t, ES256, header, payload()), StepAlgorithm, ErrAlgorithm)
		checkVerdict(t, string(alg)+", no signature", v, encode(header)+"."+encode(payload())+".", StepAlgorithm, ErrAlgorithm)
	}
}

func TestCritical(t *testing.T) {
	for why, crit := range map[string]string{
		"unknown": `["x"]`, "empty": `[]`, "registered": `["exp"]`, "ours": `["alg"]`, "b64": `["b64"]`,
		"null": `null`, "a string": `"x"`, "an object": `{}`, "a number in it": `[1]`, "false": `false`,
	} {
		refusal{why: why, header: `{"alg":"ES256","crit":` + crit + `}`, step: StepAlgorithm, reason: ErrCritical}.check(t)
	}
	for why, b64 := range map[string]string{"false": `false`, "null": `null`, "a string": `"true"`, "a number": `1`, "an object": `{}`} {
		refusal{why: "b64 " + why, header: `{"alg":"ES256","b64":` + b64 + `}`, step: StepAlgorithm, reason: ErrCritical}.check(t)
	}
	refusal{why: "b64 true is what a JWT has anyway", header: `{"alg":"ES256","b64":true}`}.check(t)
	refusal{why: "b64 as a claim is a claim", claims: payload(`"b64":false`)}.check(t)
	refusal{why: "crit as a claim is a claim", claims: payload(`"crit":["x"]`)}.check(t)
	refusal{why: "Crit is not crit", header: `{"alg":"ES256","Crit":["x"]}`}.check(t)
}

func TestIssuerAndAudience(t *testing.T) {
	names := func(names ...string) func(*Verifier) { return func(v *Verifier) { v.Audience = names } }
	for _, r := range []refusal{
		{why: "slash", claims: payload(`"iss":"` + issuer + `/"`), step: StepIssuer, reason: ErrIssuer},
		{why: "case", claims: payload(`"iss":"https://Issuer.example"`), step: StepIssuer, reason: ErrIssuer},
		{why: "prefix", claims: payload(`"iss":"https://issuer.exampl"`), step: StepIssuer, reason: ErrIssuer},
		{why: "NUL", claims: payload(`"iss":"` + issuer + `\u0000"`), step: StepIssuer, reason: ErrIssuer},
		{why: "escaped, and so the same", claims: payload(`"iss":"https:\/\/\u0069ssuer.example"`)},
		{why: "empty", claims: payload(`"iss":""`), step: StepIssuer, reason: ErrIssuer},
		{why: "absent", claims: payload(`"iss"`), step: StepIssuer, reason: ErrClaim},
		{why: "ISS only", claims: payload(`"iss"`, `"ISS":"`+issuer+`"`), step: StepIssuer, reason: ErrClaim},
		{why: "an array", claims: payload(`"iss":["` + issuer + `"]`), step: StepClaims, reason: ErrMalformed},
		{why: "null", claims: payload(`"iss":null`), step: StepClaims, reason: ErrMalformed},

		{why: "array", claims: payload(`"aud":["x","` + audience + `"]`)},
		{why: "longer", claims: payload(`"aud":"` + audience + `.evil"`), step: StepAudience, reason: ErrAudience},
		{why: "one string with two names", claims: payload(`"aud":"x ` + audience + `"`), step: StepAudience, reason: ErrAudience},
		{why: "absent", claims: payload(`"aud"`), step: StepAudience, reason: ErrClaim},
		{why: "[]", claims: payload(`"aud":[]`), step: StepAudience, reason: ErrAudience},
		{why: `[""]`, claims: payload(`"aud":[""]`), step: StepAudience, reason: ErrAudience},
		{why: "a number beside", claims: payload(`"aud":["` + audience + `",1]`), step: StepClaims, reason: ErrMalformed},
		{why: "null beside", claims: payload(`"aud":["` + audience + `",null]`), step: StepClaims, reason: ErrMalformed},
		{why: "an array in it", claims: payload(`"aud":[["` + audience + `"]]`), step: StepClaims, reason: ErrMalformed},
		{why: "an object", claims: payload(`"aud":{"0":"` + audience + `"}`), step: StepClaims, reason: ErrMalformed},
		{why: "last of the most that are read", claims: payload(`"aud":[` + strings.Repeat(`"",`, maxMembers-1) + `"` + audience + `"]`)},
		{why: "a list with too many names", claims: payload(`"aud":["` + audience + `"` + strings.Repeat(`,""`, maxMembers) + `]`), step: StepClaims, reason: ErrMalformed},
		{why: "any one of ours", change: names("other", audience)},
		{why: "none of ours", change: names("other", "another"), step: StepAudience, reason: ErrAudience},
	} {
		r.check(t)
	}
}

func TestTimes(t *testing.T) {
	leeway := func(d time.Duration) func(*Verifier) { return func(v *Verifier) { v.Leeway = d } }
	at := func(d time.Duration) func(*Verifier) {
		return func(v *Verifier) { v.Now = func() time.Time { return now.Add(d) } }
	}
	const far = time.Duration(1<<63 - 1)
	for _, r := range []refusal{
		{why: "a second left", claims: payload(`"exp":1760000001`)},
		{why: "at the second", claims: payload(`"exp":1760000000`), step: StepExpiry, reason: ErrExpired},
		{why: "a nanosecond left", claims: payload(`"exp":1760000000`), change: at(-1)},
		{why: "half a second left", claims: payload(`"exp":1760000000.5`)},
		{why: "a nanosecond left, by a fraction", claims: payload(`"exp":1760000000.000000001`)},
		{why: "less than a nanosecond left", claims: payload(`"exp":1760000000.0000000001`), step: StepExpiry, reason: ErrExpired},
		{why: "half a second ago", claims: payload(`"exp":1759999999.5`), step: StepExpiry, reason: ErrExpired},
		{why: "an exponent", claims: payload(`"exp":1.7600001e9`)},
		{why: "absent", claims: payload(`"exp"`), step: StepExpiry, reason: ErrClaim},
		{why: "absent, and a clock that was never set", claims: payload(`"exp"`), change: func(v *Verifier) {
			v.Now, v.Leeway = func() time.Time { return time.Time{} }, time.Minute
		}, step: StepExpiry, reason: ErrConfig},
		{why: "a clock that was never set", change: func(v *Verifier) { v.Now = func() time.Time { return time.Time{} } }, step: StepExpiry, reason: ErrConfig},
		{why: "a clock that was never set, in another time zone", change: func(v *Verifier) { v.Now = func() time.Time { return time.Time{}.In(time.FixedZone("x", 3600)) } }, step: StepExpiry, reason: ErrConfig},
		{why: "EXP only", claims: payload(`"exp"`, `"EXP":1760000300`), step: StepExpiry, reason: ErrClaim},
		{why: "null", claims: payload(`"exp":null`), step: StepClaims, reason: ErrMalformed},
		{why: "in words", claims: payload(`"exp":"1760000300"`), step: StepClaims, reason: ErrMalformed},
		{why: "true", claims: payload(`"exp":true`), step: StepClaims, reason: ErrMalformed},
		{why: "0", claims: payload(`"exp":0`), step: StepExpiry, reason: ErrExpired},
		{why: "-0.0", claims: payload(`"exp":-0.0`), step: StepExpiry, reason: ErrExpired},
		{why: "2^63-1", claims: payload(`"exp":9223372036854775807`)},
		{why: "2^63", claims: payload(`"exp":9223372036854775808`)},
		{why: "1e30", claims: payload(`"exp":1e30`)},
		{why: "1e308", claims: payload(`"exp":1e308`)},
		{why: "1e308, with leeway", claims: payload(`"exp":1e308`), change: leeway(far)},
		{why: "-2^63", claims: payload(`"exp":-9223372036854775808`), step: StepExpiry, reason: ErrExpired},
		{why: "-2^63-1", claims: payload(`"exp":-9223372036854775809`), step: StepExpiry, reason: ErrExpired},
		{why: "-1e30", claims: payload(`"exp":-1e30`), step: StepExpiry, reason: ErrExpired},
		{why: "-1e308, with leeway", claims: payload(`"exp":-1e308`), change: leeway(far), step: StepExpiry, reason: ErrExpired},
		{why: "1e400", claims: payload(`"exp":1e400`), step: StepClaims, reason: ErrMalformed},
		{why: "-1e400", claims: payload(`"exp":-1e400`), step: StepClaims, reason: ErrMalformed},
		{why: "within the leeway", claims: payload(`"exp":1759999941`), change: leeway(time.Minute)},
		{why: "at the end of the leeway", claims: payload(`"exp":1759999940`), change: leeway(time.Minute), step: StepExpiry, reason: ErrExpired},
		{why: "a negative leeway is 0, exp", claims: payload(`"exp":1760000000`), change: leeway(-time.Minute), step: StepExpiry, reason: ErrExpired},
		{why: "a negative leeway is 0, nbf", claims: payload(`"nbf":1760000001`), change: leeway(math.MinInt64), step: StepNotBefore, reason: ErrNotYetValid},

		{why: "a negative leeway is 0, nbf at the second", claims: payload(`"nbf":1760000000`), change: leeway(-time.Minute)},
		{why: "nbf at the second", claims: payload(`"nbf":1760000000`)},
		{why: "nbf a nanosecond later", claims: payload(`"nbf":1760000000`), change: at(-1), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "nbf later", claims: payload(`"nbf":1760000001`), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "nbf at the start of the leeway", claims: payload(`"nbf":1760000060`), change: leeway(time.Minute)},
		{why: "nbf before the leeway", claims: payload(`"nbf":1760000061`), change: leeway(time.Minute), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "nbf 2^63-1", claims: payload(`"nbf":9223372036854775807`), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "nbf 2^64-1", claims: payload(`"nbf":18446744073709551615`), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "nbf with an exponent after many digits", claims: payload(`"nbf":1.8000000000e9`), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "nbf 1e300, with leeway", claims: payload(`"nbf":1e300`), change: leeway(far), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "nbf -1e300", claims: payload(`"nbf":-1e300`)},
		{why: "nbf null", claims: payload(`"nbf":null`), step: StepClaims, reason: ErrMalformed},
		{why: "nbf in words", claims: payload(`"nbf":"0"`), step: StepClaims, reason: ErrMalformed},

		{why: "iat a minute ahead is skew", claims: payload(`"iat":1760000060`)},
		{why: "iat further ahead", claims: payload(`"iat":1760000061`), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "iat a minute and the leeway ahead", claims: payload(`"iat":1760000120`), change: leeway(time.Minute)},
		{why: "iat further ahead than both", claims: payload(`"iat":1760000121`), change: leeway(time.Minute), step: StepNotBefore, reason: ErrNotYetValid},
		{why: "iat absent", claims: payload(`"iat"`)},
		{why: "iat long ago", claims: payload(`"iat":0`)},
		{why: "iat null", claims: payload(`"iat":null`), step: StepClaims, reason: ErrMalformed},
		{why: "iat 1e30", claims: payload(`"iat":1e30`), step: StepNotBefore, reason: ErrNotYetValid},
	} {
		r.check(t)
	}
}

func TestRequiredAndMaxAge(t *testing.T) {
	required := func(names ...string) func(*Verifier) { return func(v *Verifier) { v.Required = names } }
	age := func(age, leeway time.Duration) func(*Verifier) {
		return func(v *Verifier) { v.MaxAge, v.Leeway = age, leeway }
	}
	const far = time.Duration(1<<63 - 1)
	for _, r := range []refusal{
		{why: "there", change: required("jti", "iat")},
		{why: "absent", claims: payload(`"jti"`), change: required("jti"), step: StepRequired, reason: ErrClaim},
		{why: "the second is absent", change: required("jti", "sub"), step: StepRequired, reason: ErrClaim},
		{why: "null counts as absent", claims: payload(`"scope":null`), change: required("scope"), step: StepRequired, reason: ErrClaim},
		{why: "empty is there", claims: payload(`"scope":""`), change: required("scope")},
		{why: "false is there", claims: payload(`"admin":false`), change: required("admin")},
		{why: "of another case", claims: payload(`"SUB":"x"`), change: required("sub"), step: StepRequired, reason: ErrClaim},

		{why: "any age", claims: payload(`"iat":-1e300`)},
		{why: "young enough", claims: payload(`"iat":1759996400`), change: age(time.Hour, 0)},
		{why: "too old", claims: payload(`"iat":1759996399`), change: age(time.Hour, 0), step: StepRequired, reason: ErrTooOld},
		{why: "too old, but for the leeway", claims: payload(`"iat":1759996399`), change: age(time.Hour, time.Second)},
		{why: "far too old", claims: payload(`"iat":-1e300`), change: age(time.Hour, 0), step: StepRequired, reason: ErrTooOld},
		{why: "of unknown age", claims: payload(`"iat"`), change: age(time.Hour, 0), step: StepRequired, reason: ErrClaim},
		{why: "no age at all is young enough", change: age(-1, 0), step: StepRequired, reason: ErrTooOld},
		{why: "both as large as can be", change: age(far, far)},
	} {
		r.check(t)
	}
}

func TestMaxSize(t *testing.T) {
	v := verifier()
	good := token(t, ES256, payload())
	long := token(t, ES256, payload(`"x":"`+strings.Repeat("x", DefaultMaxSize)+`"`))
	checkVerdict(t, "longer than the default", v, long, StepShape, ErrTooLarge)
	v.MaxSize = len(long)
	checkVerdict(t, "as long as the limit", v, long, 0, nil)
	v.MaxSize = len(good) - 1
	checkVerdict(t, "longer than the limit", v, good, StepShape, ErrTooLarge)
	v.MaxSize = len(good)
	checkVerdict(t, "as long as the limit", v, good, 0, nil)
	v.MaxSize = -1
	checkVerdict(t, "a limit below nothing", v, good, StepShape, ErrTooLarge)
	if _, err := Parse(long); err != ErrTooLarge {
		t.Errorf("Parse = %v; want %q", err, ErrTooLarge)
	}
	most := encode(`{"alg":"ES256"}`) + ".e30."
	most += strings.Repeat("A", DefaultMaxSize-len(most))
	if _, err := Parse(most); err != nil {
		t.Errorf("Parse of as many bytes as it reads = %v", err)
	}
	if _, err := Parse(most + "A"); err != ErrTooLarge {
		t.Errorf("Parse of one byte more = %v; want %q", err, ErrTooLarge)
	}
}

// Without Now, the Verifier uses time.Now.
func TestRealTime(t *testing.T) {
	v := verifier()
	v.Now = nil
	checkVerdict(t, "expired", v, token(t, ES256, payload()), StepExpiry, ErrExpired)
	soon := fmt.Sprintf(`"exp":%d`, time.Now().Add(time.Hour).Unix())
	checkVerdict(t, "good", v, token(t, ES256, payload(soon)), 0, nil)
}

// A good signature with bytes after it is refused, be it as long as the longest
// key makes or longer.
func TestSignatureWithATail(t *testing.T) {
	honest := token(t, RS256, payload())
	u, err := Parse(honest)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, maxSignature - 256, maxSignature - 255, 40_000} {
		long := u.SigningInput() + "." + encode(string(u.Signature.Bytes())+strings.Repeat("\x00", n))
		if got, err := verifier().Verify(t.Context(), long); got != nil || !errors.Is(err, ErrSignature) {
			t.Errorf("with %d bytes after the signature: Verify = %v, %v; want error %q", n, got, err, ErrSignature)
		}
	}
}
