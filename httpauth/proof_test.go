package httpauth_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// stubProof is a Proof of a test. It says what it is told to.
type stubProof struct {
	schemes []string
	broken  error
	check   func(c httpauth.Credentials) (renew bool, err error)
}

func (p stubProof) Schemes() ([]string, error) { return p.schemes, p.broken }
func (p stubProof) Check(_ *http.Request, c httpauth.Credentials) (bool, error) {
	return p.check(c)
}
func (p stubProof) Challenge(scheme string) string {
	if scheme == "DPoP" {
		return `algs="ES256"`
	}
	return ""
}
func (p stubProof) Nonce() (field, value string) { return "DPoP-Nonce", "n1" }

func answers(renew bool, err error) func(httpauth.Credentials) (bool, error) {
	return func(httpauth.Credentials) (bool, error) { return renew, err }
}

// All challenges stand in one field. The one of the scheme that the client used
// says what was wrong (RFC 9449 section 7.2).
func TestChallengesWithAProof(t *testing.T) {
	unproven := &httpauth.ProofError{Step: "htu", Code: "invalid_dpop_proof", Words: "the proof is for another URL", Err: errors.New("secret")}
	both := []string{"DPoP", "Bearer"}
	const metadata = `resource_metadata="https://api.example/metadata"`
	for name, test := range map[string]struct {
		schemes   []string
		err       error
		values    []string
		status    int
		challenge string
	}{
		"no token": {both, nil, nil, 401,
			`DPoP realm="api", ` + metadata + `, algs="ES256", Bearer realm="api", ` + metadata},
		"another scheme": {both, nil, []string{"Basic x"}, 401,
			`DPoP realm="api", ` + metadata + `, algs="ES256", Bearer realm="api", ` + metadata},
		"a scheme that is not offered": {[]string{"DPoP"}, nil, []string{"Bearer x"}, 401,
			`DPoP realm="api", ` + metadata + `, algs="ES256"`},
		"wrong proof": {both, unproven, []string{"DPoP x"}, 401,
			`DPoP realm="api", error="invalid_dpop_proof", error_description="the proof is for another URL", ` + metadata + `, algs="ES256", Bearer realm="api", ` + metadata},
		"wrong after Bearer": {both, unproven, []string{"bearer x"}, 401,
			`DPoP realm="api", ` + metadata + `, algs="ES256", Bearer realm="api", error="invalid_dpop_proof", error_description="the proof is for another URL", ` + metadata},
		"two headers": {both, nil, []string{"Bearer x", "DPoP x"}, 400,
			`DPoP realm="api", error="invalid_request", error_description="there is more than one Authorization header", ` + metadata + `, algs="ES256", ` +
				`Bearer realm="api", error="invalid_request", error_description="there is more than one Authorization header", ` + metadata},
		"no token after the scheme": {both, nil, []string{"DPoP"}, 400,
			`DPoP realm="api", error="invalid_request", error_description="no token follows the scheme DPoP", ` + metadata + `, algs="ES256", Bearer realm="api", ` + metadata},
		"cannot tell": {both, fmt.Errorf("%w: full", httpauth.ErrUnavailable), []string{"DPoP x"}, 503, ""},
		"our fault":   {both, jwt.ErrConfig, []string{"DPoP x"}, 500, ""},
		"good":        {both, nil, []string{"DPoP x"}, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			g := &httpauth.Guard{
				Verifier: believe(t, `{"cnf":{}}`), ResourceMetadata: "https://api.example/metadata",
				Proof: stubProof{schemes: test.schemes, check: answers(false, test.err)},
			}
			answer, reached := send(g.Handler, request(test.values...))
			if answer.Code != test.status || reached != (test.status == 200) {
				t.Errorf("status %d, handler reached: %v; want %d", answer.Code, reached, test.status)
			}
			if got := strings.Join(answer.Header().Values("WWW-Authenticate"), " | "); got != test.challenge {
				t.Errorf("WWW-Authenticate: %s\nwant %s", got, test.challenge)
			}
			if got := answer.Header().Get("DPoP-Nonce"); (got != "") != (test.status == 401) {
				t.Errorf("status %d, DPoP-Nonce: %q", test.status, got)
			}
			if strings.Contains(answer.Body.String(), "secret") {
				t.Errorf("the answer has the reason for the log: %s", answer.Body)
			}
		})
	}
}

// The Proof gets the scheme in its own spelling, the text, and the token.
func TestProofGetsTheCredentials(t *testing.T) {
	var got httpauth.Credentials
	p := stubProof{schemes: []string{"DPoP", "Bearer"}, check: func(c httpauth.Credentials) (bool, error) {
		got = c
		return false, nil
	}}
	g := &httpauth.Guard{Verifier: believe(t, `{"cnf":{}}`), Proof: p}
	for value, scheme := range map[string]string{"dpop x.y.z": "DPoP", "BEARER x.y.z": "Bearer"} {
		if _, err := g.Check(request(value)); err != nil || got.Scheme != scheme || got.Text != "x.y.z" || !got.Token.Claims.Has("cnf") {
			t.Errorf("%s: Check = %v; the Proof got %+v", value, err, got)
		}
	}
	g.Header = "X-Token"
	r := request()
	r.Header.Set("X-Token", "x.y.z")
	if _, err := g.Check(r); err != nil || got.Scheme != "" || got.Text != "x.y.z" {
		t.Errorf("X-Token: Check = %v; the Proof got %+v", err, got)
	}
}

// A good request with an old nonce gets a new one, and its answer stays out of
// caches.
func TestRenewedNonce(t *testing.T) {
	for _, renew := range []bool{false, true} {
		g := &httpauth.Guard{Verifier: believe(t, `{}`), Proof: stubProof{schemes: []string{"DPoP"}, check: answers(renew, nil)}}
		for _, wrap := range []func(http.Handler) http.Handler{g.Handler, g.Optional} {
			answer, reached := send(wrap, request("DPoP x"))
			want := map[bool]string{true: "n1"}[renew]
			if got := answer.Header().Get("DPoP-Nonce"); !reached || got != want {
				t.Errorf("renew %v: handler reached: %v, DPoP-Nonce: %q; want %q", renew, reached, got, want)
			}
			if got := answer.Header().Get("Cache-Control"); (got == "no-store") != renew {
				t.Errorf("renew %v: Cache-Control: %q", renew, got)
			}
		}
	}
}

// A Proof that is not set up refuses every request, those without a token too.
func TestBrokenProof(t *testing.T) {
	for name, p := range map[string]httpauth.Proof{
		"error":      stubProof{schemes: []string{"DPoP"}, broken: jwt.ErrConfig, check: answers(false, nil)},
		"no schemes": stubProof{check: answers(false, nil)},
	} {
		g := &httpauth.Guard{Verifier: believe(t, `{}`), Proof: p}
		// A program that refuses by itself still sends a challenge.
		w := httptest.NewRecorder()
		g.Refuse(w, request(), httpauth.ErrNoToken)
		if got, want := w.Header().Get("WWW-Authenticate"), `Bearer realm="api"`; got != want {
			t.Errorf("%s: WWW-Authenticate: %q, want %s", name, got, want)
		}
		for _, wrap := range []func(http.Handler) http.Handler{g.Handler, g.Optional} {
			for _, r := range []*http.Request{request(), request("Bearer x"), request("DPoP x")} {
				if answer, reached := send(wrap, r); reached || answer.Code != 500 {
					t.Errorf("%s: status %d, handler reached: %v; want 500, false", name, answer.Code, reached)
				}
			}
		}
	}
}

// A Verifier without Bound refuses bound tokens before the Proof sees them. That
// is the program's mistake, and the log says how to mend it.
func TestProofWithAVerifierThatIsNotBound(t *testing.T) {
	log, lines := logger()
	g := &httpauth.Guard{Verifier: verifier(), Logger: log, Proof: stubProof{schemes: []string{"DPoP", "Bearer"}, check: answers(false, nil)}}
	bound := sign(goodHeader, goodClaims.with(object{"cnf": object{"jkt": "x"}}))
	answer, reached := send(g.Handler, request("DPoP "+bound))
	if reached || answer.Code != 500 {
		t.Errorf("status %d, handler reached: %v; want 500, false", answer.Code, reached)
	}
	if got := lines.String(); !strings.Contains(got, "set Bound") || !strings.Contains(got, `"step":"config"`) {
		t.Errorf("logged: %s; want it to say what to set", got)
	}
	// Other tokens are judged as without a Proof, and with Bound all are.
	if answer, _ := send(g.Handler, request("DPoP "+sign(goodHeader, goodClaims.with(object{"exp": 1})))); answer.Code != 401 {
		t.Errorf("an expired token: status %d, want 401", answer.Code)
	}
	if answer, reached := send(g.Handler, request("Bearer "+sign(goodHeader, goodClaims))); !reached {
		t.Errorf("a token that is not bound: status %d, want 200", answer.Code)
	}
	v := verifier()
	v.Bound = true
	g.Verifier = v
	if answer, reached := send(g.Handler, request("DPoP "+bound)); !reached {
		t.Errorf("with Bound: status %d, want 200", answer.Code)
	}
}

// The log names the question about the proof, and why it was answered with no.
func TestLogOfAProof(t *testing.T) {
	for want, err := range map[string]error{
		`"step":"htu","reason":"another URL"`:                              &httpauth.ProofError{Step: "htu", Code: "invalid_dpop_proof", Words: "fixed", Err: errors.New("another URL")},
		`"step":"proof","reason":"the proof cannot be judged now: full"`:   fmt.Errorf("%w: full", httpauth.ErrUnavailable),
		`"level":"ERROR","msg":"request refused","status":503,"step":"pro`: fmt.Errorf("%w: full", httpauth.ErrUnavailable),
	} {
		log, lines := logger()
		g := &httpauth.Guard{Verifier: believe(t, `{}`), Logger: log, Proof: stubProof{schemes: []string{"DPoP"}, check: answers(false, err)}}
		g.Handler(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), request("DPoP x"))
		if got := lines.String(); !strings.Contains(got, want) {
			t.Errorf("logged: %s; want %s in it", got, want)
		}
	}
}
