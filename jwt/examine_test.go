package jwt

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// shown returns the Checks as people see them.
func shown(x *Examination) []string {
	var lines []string
	for _, c := range x.Checks {
		answer := "yes"
		if c.Err != nil {
			answer = c.Err.Error()
		}
		lines = append(lines, c.Step.String()+": "+c.Got+" | "+c.Want+" | "+answer)
	}
	return lines
}

func TestExamine(t *testing.T) {
	v := verifier()
	v.Keys = Keys{{ID: "k", Public: rfcP256().Public()}}
	v.Leeway, v.MaxAge, v.Required = time.Minute, time.Hour, []string{"jti"}
	x := v.Examine(t.Context(), signed(t, ES256, `{"alg":"ES256","kid":"k","typ":"at+jwt"}`, payload(`"iat":1759999000`)))
	if err := x.Err(); err != nil {
		t.Errorf("Err() = %v", err)
	}
	want := []string{
		"shape: 281 bytes, 3 parts | at most 65536 bytes, 3 parts | yes",
		`alg: "ES256" | one of ["RS256" "ES256"], without crit | yes`,
		`typ: "at+jwt" | one of ["at+jwt" "JWT" absent] | yes`,
		`kid: kid "k", 1 candidate | 1 to 4 keys of the issuer | yes`,
		"signature: 64 bytes | ES256 by a candidate over 194 bytes | yes",
		"claims: 104 bytes, 5 claims | a strict JSON object | yes",
		`iss: "https://issuer.example" | "https://issuer.example" | yes`,
		`aud: "https://api.example" | one of ["https://api.example"] | yes`,
		"exp: 2025-10-09T08:58:20Z | after 2025-10-09T08:52:20Z | yes",
		"nbf: nbf absent, iat 2025-10-09T08:36:40Z | nbf not after 2025-10-09T08:54:20Z, iat not after 2025-10-09T08:55:20Z | yes",
		"cnf: absent | absent | yes",
		`required: ["iss" "aud" "exp" "jti" "iat"] | ["jti"], iat at most 1h0m0s ago | yes`,
	}
	if diff := cmp.Diff(want, shown(x)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if x.Key.ID != "k" || !x.Time.Equal(now) || x.Claims.Issuer != issuer || len(x.Candidates) != 1 {
		t.Errorf("Examine = %+v", x)
	}
}

// A program that puts a forger's key among the candidates of an Examination does
// not change what the Verifier believes.
func TestExamineKeepsKeys(t *testing.T) {
	v := verifier()
	v.Keys = Keys{{Public: rfcP256().Public()}} // all of them fit
	forger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	input := encode(`{"alg":"ES256"}`) + "." + encode(payload())
	forged := input + "." + encode(string(sign(t, ES256, forger, input)))
	x := v.Examine(t.Context(), forged)
	if len(x.Candidates) == 0 {
		t.Fatal("no candidates")
	}
	for i := range x.Candidates {
		x.Candidates[i].Public = forger.Public()
	}
	if got, err := v.Verify(t.Context(), forged); got != nil || !errors.Is(err, ErrSignature) {
		t.Errorf("Verify(forged) = %v, %v; want error %q", got, err, ErrSignature)
	}
}

// After a no, Examine asks every question that can still be asked.
func TestExamineGoesOn(t *testing.T) {
	good := token(t, ES256, payload())
	all := []Step{StepShape, StepAlgorithm, StepType, StepKey, StepSignature, StepClaims, StepIssuer, StepAudience, StepExpiry, StepNotBefore, StepBound, StepRequired}
	for _, c := range []struct {
		why, token string
		no         []Step // said no
		notAsked   []Step
	}{
		{"everything is good", good, nil, nil},
		{"no token", "", []Step{StepShape}, all[1:]},
		{"a broken header", "x." + good, []Step{StepShape}, all[1:]},
		{"an unknown algorithm", signed(t, ES256, `{"alg":"none"}`, payload()), []Step{StepAlgorithm}, []Step{StepKey, StepSignature}},
		{"another type", signed(t, ES256, `{"alg":"ES256","typ":"x"}`, payload()), []Step{StepType}, nil},
		{"an unknown key", signed(t, ES256, `{"alg":"ES256","kid":"x"}`, payload()), []Step{StepKey}, []Step{StepSignature}},
		{"a wrong signature", otherClaims(good, payload(`"exp":1`)), []Step{StepSignature, StepExpiry}, nil},
		{"no claims", token(t, ES256, "x"), []Step{StepClaims}, []Step{StepIssuer, StepAudience, StepExpiry, StepNotBefore, StepBound, StepRequired}},
		{"everything is wrong", signed(t, ES256, `{"alg":"none","typ":"x"}`, `{"nbf":1e9999}`), []Step{StepAlgorithm, StepType, StepClaims}, []Step{StepKey, StepSignature, StepIssuer, StepAudience, StepExpiry, StepNotBefore, StepBound, StepRequired}},
		{"all claims are wrong", token(t, ES256, `{"nbf":1e30}`), []Step{StepIssuer, StepAudience, StepExpiry, StepNotBefore}, nil},
	} {
		x := verifier().Examine(t.Context(), c.token)
		if !x.Time.Equal(now) {
			t.Errorf("%s: Time = %v; want %v", c.why, x.Time, now)
		}
		var no, notAsked []Step
		for i, check := range x.Checks {
			if check.Step != all[i] || check.Rule == "" {
				t.Errorf("%s: check %d is %+v", c.why, i, check)
			}
			switch {
			case errors.Is(check.Err, ErrNotAsked):
				notAsked = append(notAsked, check.Step)
			case check.Err != nil:
				no = append(no, check.Step)
			}
		}
		if diff := cmp.Diff([][]Step{c.no, c.notAsked}, [][]Step{no, notAsked}); diff != "" {
			t.Errorf("%s: no, and not asked (-want +got):\n%s", c.why, diff)
		}
	}
}

// Key is the candidate that signed the token. If none did, it is the first one.
func TestExamineKey(t *testing.T) {
	other := Key{ID: "other", Public: newEC(rfcP256().Curve).Public()}
	right := Key{ID: "right", Public: rfcP256().Public()}
	v, good := verifier(), token(t, ES256, payload())
	v.Keys = Keys{other, right}
	if x := v.Examine(t.Context(), good); x.Key.ID != "right" || len(x.Candidates) != 2 {
		t.Errorf("Key = %q", x.Key.ID)
	}
	if x := v.Examine(t.Context(), otherClaims(good, "{}")); x.Key.ID != "other" {
		t.Errorf("Key = %q", x.Key.ID)
	}
	v.Keys = Keys{other}
	if x := v.Examine(t.Context(), good); x.Key.ID != "other" || len(x.Candidates) != 1 {
		t.Errorf("Key = %q", x.Key.ID)
	}
	v.Keys = Keys{}
	if x := v.Examine(t.Context(), good); x.Key.Public != nil {
		t.Errorf("Key = %+v", x.Key)
	}
}

// A missing claim is shown as absent.
func TestExamineShowsWhatIsAbsent(t *testing.T) {
	got := strings.Join(shown(verifier().Examine(t.Context(), signed(t, ES256, `{"alg":"ES256"}`, `{}`))), "\n")
	for _, part := range []string{"typ: absent, which ID tokens have too: aud decides | ", "kid: no kid, 1 candidate | ", "iss: absent | ", "aud: absent | ", "exp: absent | ", "nbf: nbf absent, iat absent | ", "claims: 2 bytes, 0 claims | "} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in\n%s", part, got)
		}
	}
}

// Got and Want are one line each, whatever the sender wrote.
func TestExamineShowsOneLine(t *testing.T) {
	x := verifier().Examine(t.Context(), signed(t, ES256, `{"alg":"\n","kid":"\r\n","typ":"\u0000","crit":[]}`, payload(`"iss":"\n"`, `"aud":["\n"]`, "\"cnf\":{\r\n\t\"x\":1}", `"exp":1.5`, `"nbf":0`)))
	for _, line := range shown(x) {
		if strings.ContainsAny(line, "\r\n\x00") {
			t.Errorf("%q", line)
		}
	}
	got := strings.Join(shown(x), "\n")
	for _, part := range []string{`alg: "\n", with crit`, `typ: "\x00"`, `aud: ["\n"]`, `cnf: {   "x":1}`, "exp: 1970-01-01T00:00:01.5Z", "nbf 1970-01-01T00:00:00Z, iat 2025-10-09T08:53:20Z", "| nothing more |"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in\n%s", part, got)
		}
	}
}
