package jwt

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// Every question bears load: without it, an attack succeeds. Each row replaces one
// question by a common mistake, most often by not asking it, and shows a token
// that then gets in.
func TestLoadBearing(t *testing.T) {
	tenant := newEC(elliptic.P256())
	rows := []struct {
		step   Step
		naive  way
		attack string
		token  string
		reason error
	}{
		{StepShape, askShapeLeniently, "a second spelling of a token whose text was revoked", otherSpelling(token(t, ES256, payload())), ErrMalformed},
		{StepShape, askShapeLeniently, `a header with "alg" twice: each program reads its own`, signed(t, ES256, `{"alg":"none","alg":"ES256"}`, payload()), ErrMalformed},
		{StepAlgorithm, yes, "an algorithm that is not in our list: PS512", token(t, PS512, payload()), ErrAlgorithm},
		{StepAlgorithm, yes, `a condition that we do not understand: "crit"`, signed(t, ES256, `{"alg":"ES256","crit":["only-at-the-door"],"only-at-the-door":7}`, payload()), ErrCritical},
		{StepType, yes, "a logout token in the place of an access token", signed(t, ES256, `{"alg":"ES256","typ":"logout+jwt"}`, payload()), ErrType},
		{StepKey, askTokenForKey, `a key that the sender made and put into the header as "jwk"`, withOwnKey(t), ErrSignature},
		{StepSignature, trustSignature, "any claims: the signature comes from another token", otherClaims(token(t, ES256, payload()), payload(`"sub":"admin"`)), ErrSignature},
		{StepClaims, askClaimsLeniently, `an expired token with a second claim named "EXP"`, token(t, ES256, payload(`"exp":1`, `"EXP":1760000300`)), ErrExpired},
		{StepIssuer, yes, "a token of another tenant, who shares the keys", token(t, ES256, payload(`"iss":"https://issuer.example/other"`)), ErrIssuer},
		{StepIssuer, trustIssuer, "a token that another tenant's key signed, from the key set that they share", signedBy(t, tenant, "tenant", payload()), ErrIssuer},
		{StepAudience, yes, "a token for another API, sent on by the owner of that API", token(t, ES256, payload(`"aud":"https://other.example"`)), ErrAudience},
		{StepAudience, yes, "a token of any client, from an issuer whose tokens name no API", token(t, ES256, payload(`"aud"`, `"client_id":"other"`)), ErrAudience},
		{StepExpiry, yes, "a token that expired last year", token(t, ES256, payload(`"exp":1728464000`)), ErrExpired},
		{StepExpiry, yes, "a token that never expires", token(t, ES256, payload(`"exp"`)), ErrClaim},
		{StepNotBefore, yes, "a token for next year", token(t, ES256, payload(`"nbf":1791536000`, `"exp":1793264000`)), ErrNotYetValid},
		{StepBound, yes, "a stolen token that only the owner of a key may use", token(t, ES256, payload(`"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}`)), ErrBound},
		{StepRequired, yes, `a token without "jti", which we require`, token(t, ES256, payload(`"jti"`)), ErrClaim},
		{StepRequired, yes, "a token issued last year, where an hour is the limit", token(t, ES256, payload(`"iat":1728464000`)), ErrTooOld},
	}

	v := verifier()
	v.Required, v.MaxAge, v.Clients = []string{"jti"}, time.Hour, []string{"app"}
	v.Keys = append(v.Keys.(Keys), Key{ID: "tenant", Public: tenant.Public(), Issuer: "https://issuer.example/other"})
	honest := token(t, ES256, payload())
	if _, err := v.Verify(t.Context(), honest); err != nil {
		t.Fatalf("Verify(honest) = nil, %v", err)
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "without\tthis gets in\trefused with")
	borne := map[Step]bool{}
	for _, row := range rows {
		naive := map[Step]way{row.step: row.naive}
		if got, err := v.Verify(t.Context(), row.token); got != nil || !errors.Is(err, row.reason) {
			t.Errorf("%s: Verify = %v, %v; want error %q", row.attack, got, err, row.reason)
		}
		if _, err := verifyBy(v, row.token, steps(), naive); err != nil {
			t.Errorf("%s: without the question %v, verifyBy = nil, %v; want it to get in", row.attack, row.step, err)
		}
		if _, err := verifyBy(v, honest, steps(), naive); err != nil {
			t.Errorf("without the question %v, verifyBy(honest) = nil, %v", row.step, err)
		}
		borne[row.step] = true
		fmt.Fprintf(w, "%v\t%s\t%v\n", row.step, row.attack, row.reason)
	}
	w.Flush()
	for _, s := range steps() {
		if !borne[s] {
			t.Errorf("no attack gets in without the question %v: is it needed?", s)
		}
	}
	fmt.Fprint(t.Output(), table.String())
	golden(t, "../testdata/load-bearing.txt", table.String())
}

// A way to ask a question.
type way func(*Verifier, context.Context, *Examination) error

// yes is the most common mistake: not to ask.
func yes(*Verifier, context.Context, *Examination) error { return nil }

// verifyBy verifies as Verify does, but asks the questions of the list only, and
// some of them in other ways.
func verifyBy(v *Verifier, token string, list []Step, ways map[Step]way) (*Token, error) {
	x := &Examination{Unverified: Unverified{Raw: token}, Time: v.now(), verifier: v}
	for _, s := range list {
		ask, ok := ways[s]
		if !ok {
			ask = questions[s-1].ask
		}
		if err := ask(v, context.Background(), x); err != nil {
			return nil, &Error{Step: s, Err: err}
		}
		x.yes |= 1 << s
	}
	return x.token()
}

// steps returns all steps in their order.
func steps() []Step {
	var list []Step
	for _, q := range questions {
		list = append(list, q.step)
	}
	return list
}

// golden compares the text with the file, or writes the file under -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), write it anew with -update:\n%s", file, diff)
	}
}

// askShapeLeniently decodes base64url and JSON with the standard library.
func askShapeLeniently(_ *Verifier, _ context.Context, x *Examination) error {
	if err := x.split(); err != nil {
		return err
	}
	for _, s := range []*Segment{&x.Protected, &x.Payload, &x.Signature} {
		b, err := base64.RawURLEncoding.DecodeString(x.Raw[s.Start:s.End])
		if err != nil {
			return err
		}
		s.decoded = string(b)
	}
	var members map[string]any
	if err := json.Unmarshal(x.Protected.Bytes(), &members); err != nil {
		return err
	}
	text, err := json.Marshal(members)
	if err != nil {
		return err
	}
	x.Header, err = parseHeader(string(text))
	return err
}

// askTokenForKey uses the key in the token's own header, as in CVE-2018-0114.
func askTokenForKey(v *Verifier, ctx context.Context, x *Examination) error {
	var key Object
	if x.Header.Get("jwk", &key) != nil {
		return v.askKey(ctx, x)
	}
	px, _ := key.Base64URL("x")
	py, _ := key.Base64URL("y")
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, px...), py...))
	x.Candidates = []Key{{Public: public}}
	return err
}

// trustSignature decodes the signature, and does not check it.
func trustSignature(_ *Verifier, _ context.Context, x *Examination) error {
	x.signed = true
	return nil
}

// signedBy returns an ES256 token with this key ID, signed with this key.
func signedBy(t *testing.T, key *ecdsa.PrivateKey, kid, payload string) string {
	t.Helper()
	input := encode(`{"alg":"ES256","kid":"`+kid+`"}`) + "." + encode(payload)
	return input + "." + encode(string(sign(t, ES256, key, input)))
}

// trustIssuer compares the name only, and not to whom the key belongs.
func trustIssuer(v *Verifier, _ context.Context, x *Examination) error {
	if x.Claims.Issuer != v.Issuer {
		return ErrIssuer
	}
	return nil
}

// askClaimsLeniently reads the claims into a struct with encoding/json.
func askClaimsLeniently(_ *Verifier, _ context.Context, x *Examination) error {
	var claims struct {
		Iss string `json:"iss"`
		Aud string `json:"aud"`
		Exp int64  `json:"exp"`
		Iat int64  `json:"iat"`
		Jti string `json:"jti"`
	}
	if err := json.Unmarshal(x.Payload.Bytes(), &claims); err != nil {
		return err
	}
	text, err := json.Marshal(claims)
	if err != nil {
		return err
	}
	x.Claims, err = parseClaims(string(text))
	return err
}

// otherSpelling sets a spare bit in the last character of the token.
func otherSpelling(token string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(token) - 1
	return token[:last] + alphabet[strings.IndexByte(alphabet, token[last])|1:][:1]
}

// otherClaims puts another payload under the signature of the token.
func otherClaims(token, payload string) string {
	part := strings.Split(token, ".")
	return part[0] + "." + encode(payload) + "." + part[2]
}

// withOwnKey returns a token that is signed by a key in its own header.
func withOwnKey(t *testing.T) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	header := `{"alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"` + encode(string(point[1:33])) + `","y":"` + encode(string(point[33:])) + `"}}`
	input := encode(header) + "." + encode(payload())
	return input + "." + encode(string(sign(t, ES256, key, input)))
}
