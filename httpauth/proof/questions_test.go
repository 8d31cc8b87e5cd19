package proof

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// The table in the package documentation is the table in the code.
func TestQuestionsAreDocumented(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for i, q := range questions {
		fmt.Fprintf(&want, "//\t%-10s %s\n", q.name, q.words)
		if int(q.step) != i+1 {
			t.Errorf("question %d is step %d", i, q.step)
		}
		if q.rule == "" || q.said == "" || q.show == nil {
			t.Errorf("%s: a part is missing", q.name)
		}
		if q.needs >= q.step {
			t.Errorf("%s needs %s, which comes later", q.name, q.needs)
		}
		// RFC 6750 section 3: the characters of error_description.
		if !regexp.MustCompile(`^[\x20\x21\x23-\x5B\x5D-\x7E]+$`).MatchString(q.said) {
			t.Errorf("%s: %q cannot stand in a challenge", q.name, q.said)
		}
	}
	if len(questions) != int(lastStep) {
		t.Errorf("%d questions, and %d steps", len(questions), lastStep)
	}
	if !strings.Contains(string(text), want.String()) {
		t.Errorf("doc.go has another table; want\n%s", want.String())
	}
	if got := Step(99).String(); got != "unknown" {
		t.Errorf("Step(99) = %q", got)
	}
}

// A table that lost a question refuses every proof.
func TestLostQuestionRefuses(t *testing.T) {
	whole := questions
	defer func() { questions = whole }()
	token := boundToken(client())
	r := request("GET", "/orders", client().Proof("GET", base+"/orders", token))
	for i := range whole {
		questions = append(append([]question{}, whole[:i]...), whole[i+1:]...)
		if whole[i].step == StepShape || whole[i].step == StepKey || whole[i].step == StepField {
			continue // the next questions cannot even be asked
		}
		// Without the claims and their date, later questions say no by themselves.
		byLater := whole[i].step == StepClaims || whole[i].step == StepFresh
		if _, err := dpop().Check(r, credentials(t, "DPoP", token)); err == nil || !errors.Is(err, ErrNotAsked) && !byLater {
			t.Errorf("without the question %s, Check = %v; want %q", whole[i].name, err, ErrNotAsked)
		}
	}
	questions = nil
	if _, err := dpop().Check(r, credentials(t, "DPoP", token)); !errors.Is(err, ErrNotAsked) {
		t.Errorf("without questions, Check = %v; want %q", err, ErrNotAsked)
	}
	questions = whole
	// A signature question that forgets to check.
	questions = append([]question{}, whole...)
	questions[StepSignature-1].ask = yes
	if _, err := dpop().Check(r, credentials(t, "DPoP", token)); !errors.Is(err, ErrNotAsked) {
		t.Errorf("without a signature check, Check = %v; want %q", err, ErrNotAsked)
	}
}

// A way to ask a question.
type way = func(*DPoP, context.Context, *Examination) error

// yes is the most common way.
func yes(*DPoP, context.Context, *Examination) error { return nil }

// Every question bears load: without it, something named gets in. Each row
// replaces one question by the way in which it is commonly asked, which most
// often is not at all.
func TestProofLoadBearing(t *testing.T) {
	f := newForger()
	f.client.Now = atNoon
	token := boundToken(f.client)
	header := `{"typ":"dpop+jwt","alg":"ES256","jwk":` + f.expand(dpop(), token, "$jwk") + `}`
	proof := func(header, claims string) string {
		return f.client.Sign(f.expand(dpop(), token, header), f.expand(dpop(), token, claims))
	}
	const honest = `{$jti,$htm,$htu,$iat,$ath}`
	es384 := oidctest.NewProver(jwt.ES384)
	es384.Now = atNoon
	for _, row := range []struct {
		step   Step
		naive  way
		attack string
		proofs []string
		token  string
	}{
		{StepField, yes, "two proofs: a proxy has checked the other one", []string{proof(header, honest), "other"}, token},
		{StepShape, askShapeLeniently, `a header with "alg" twice: each program reads its own`,
			[]string{proof(`{"typ":"dpop+jwt","alg":"none","alg":"ES256","jwk":$jwk}`, honest)}, token},
		{StepAlgorithm, yes, "an algorithm that is not in the list", []string{es384.Proof("GET", base+"/orders", boundToken(es384))}, boundToken(es384)},
		{StepType, yes, "a JWT that the client signed for another purpose", []string{proof(`{"typ":"JWT","alg":"ES256","jwk":$jwk}`, honest)}, token},
		{StepKey, askKeyLeniently, "a proof with the private key in it", []string{proof(`{"typ":"dpop+jwt","alg":"ES256","jwk":$private}`, honest)}, token},
		{StepSignature, trustSignature, "a stolen token, and a proof that was written by hand",
			[]string{encode([]byte(header)) + "." + encode([]byte(f.expand(dpop(), token, honest))) + "."}, token},
		{StepClaims, askClaimsLeniently, "htu twice: each program reads its own", []string{proof(header, `{$jti,$htm,"htu":"https://evil.example/",$htu,$iat,$ath}`)}, token},
		{StepMethod, yes, "a stolen proof for another method", []string{proof(header, `{$jti,"htm":"POST",$htu,$iat,$ath}`)}, token},
		{StepURL, yes, "a stolen proof for another URL", []string{proof(header, `{$jti,$htm,"htu":"https://api.example/admin",$iat,$ath}`)}, token},
		{StepFresh, trustTime, "a proof that was made for next week", []string{proof(header, `{$jti,$htm,$htu,"iat":1769083200,$ath}`)}, token},
		{StepToken, yes, "a stolen proof for another token", []string{proof(header, `{$jti,$htm,$htu,$iat,"ath":"x"}`)}, token},
		{StepThumbprint, yes, "the thief's own key, with a good signature", []string{thiefProof(f, token)}, token},
		{StepReplay, yes, "a stolen proof, used a second time", []string{proof(header, honest)}, token},
	} {
		d := dpop()
		c := credentials(t, "DPoP", row.token)
		r := request("GET", "/orders", row.proofs...)
		if row.step == StepReplay {
			if _, err := d.Check(r, c); err != nil {
				t.Fatal(err)
			}
		}
		var unproven *httpauth.ProofError
		if _, err := d.Check(r, c); !errors.As(err, &unproven) || unproven.Step != row.step.String() {
			t.Errorf("%s: Check = %v; want a refusal by %s", row.attack, err, row.step)
		}
		x := d.examination(r)
		x.token, x.Bound, x.Hash = true, row.token, hashOf(row.token)
		b, err := bindingOf(c.Token.Claims)
		if err != nil {
			t.Fatal(err)
		}
		x.Bound = b.jkt
		for _, q := range questions {
			ask := q.ask
			if q.step == row.step {
				ask = row.naive
			}
			if err := ask(d, t.Context(), x); err != nil {
				t.Errorf("%s: without the question %s, %s says %v; want it to get in", row.attack, row.step, q.name, err)
			}
			x.yes |= 1 << q.step
		}
		if err := x.complete(); err != nil {
			t.Errorf("%s: without the question %s: %v; want it to get in", row.attack, row.step, err)
		}
	}
	w := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', 0)
	for _, q := range questions {
		fmt.Fprintf(w, "%s\t%s\t%s\n", q.name, q.words, q.rule)
	}
	w.Flush()
}

func thiefProof(f *forger, token string) string {
	f.thief.Now = atNoon
	return f.thief.Proof("GET", base+"/orders", token)
}

// askShapeLeniently reads the header with encoding/json, which takes the last of
// two members.
func askShapeLeniently(_ *DPoP, _ context.Context, x *Examination) error {
	part := strings.Split(x.fields[0], ".")
	text, err := jwt.Parse(encode([]byte(`{"alg":"x"}`)) + "." + part[0] + "." + part[2])
	if err != nil {
		return err
	}
	var header map[string]any
	if err := json.Unmarshal(text.Payload.Bytes(), &header); err != nil {
		return err
	}
	again, err := json.Marshal(header)
	if err != nil {
		return err
	}
	if x.Proof, err = jwt.Parse(encode(again) + "." + part[1] + "." + part[2]); err != nil {
		return err
	}
	x.Proof.Raw, x.Proof.Payload.End = x.fields[0], len(part[0])+1+len(part[1])
	return nil
}

// askKeyLeniently takes the public half and overlooks the private one.
func askKeyLeniently(_ *DPoP, _ context.Context, x *Examination) error {
	var members struct {
		Jwk map[string]any `json:"jwk"`
	}
	if err := json.Unmarshal(x.Proof.Protected.Bytes(), &members); err != nil {
		return err
	}
	delete(members.Jwk, "d")
	text, err := json.Marshal(members.Jwk)
	if err != nil {
		return err
	}
	if x.Key, err = jwk.Parse(text); err == nil {
		x.Thumbprint = x.Key.Thumbprint()
	}
	return err
}

// trustSignature is a program that decodes and calls it verifying.
func trustSignature(_ *DPoP, _ context.Context, x *Examination) error {
	x.signed = true
	return nil
}

// askClaimsLeniently reads the claims with encoding/json.
func askClaimsLeniently(d *DPoP, _ context.Context, x *Examination) error {
	var claims map[string]any
	if err := json.Unmarshal(x.Proof.Payload.Bytes(), &claims); err != nil {
		return err
	}
	text, err := json.Marshal(claims)
	if err != nil {
		return err
	}
	x.Time = d.now()
	x.Claims, err = readClaims(text, x.token)
	return err
}

// trustTime is a program without a clock.
func trustTime(_ *DPoP, _ context.Context, x *Examination) error {
	x.until = x.Time.Add(time.Minute)
	return nil
}
