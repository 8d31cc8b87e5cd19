package bench

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/glassjwt/jwt"
)

// Who is measured must do the work: accept the good token, and refuse each of
// the bad ones.
func TestContendersDoTheWork(t *testing.T) {
	is := NewIssuer()
	for _, c := range Contenders {
		t.Run(c.Name, func(t *testing.T) {
			verify := c.New(is)
			for _, alg := range Algorithms {
				subject, err := verify(is.Token(alg, nil))
				if want := Claims()["sub"]; err != nil || subject != want {
					t.Errorf("%s: verify(good) = %q, %v; want %q, nil", alg, subject, err, want)
				}
				for why, token := range is.Breakages(alg) {
					if subject, err := verify(token); err == nil {
						t.Errorf("%s: verify(%s) = %q, nil; want an error", alg, why, subject)
					}
				}
			}
		})
	}
}

func TestFloorIsASignatureCheck(t *testing.T) {
	is := NewIssuer()
	for _, alg := range Algorithms {
		good := is.Token(alg, nil)
		if err := is.Floor(alg, good)(); err != nil {
			t.Errorf("%s: floor(good) = %v, want nil", alg, err)
		}
		if err := is.Floor(alg, breakSignature(good))(); err == nil {
			t.Errorf("%s: floor(broken signature) = nil, want an error", alg)
		}
		t.Logf("%s: token of %d bytes, kid of %d", alg, len(good), len(is.KeyID[alg]))
	}
}

func TestMiddlewaresDoTheWork(t *testing.T) {
	is := NewIssuer()
	for _, m := range Middlewares {
		t.Run(m.Name, func(t *testing.T) {
			h := m.New(is)
			for _, alg := range Algorithms {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, request(is.Token(alg, nil)))
				if want := Claims()["sub"]; w.Code != http.StatusNoContent || w.Header().Get("Subject") != want {
					t.Errorf("%s: good token: status %d, subject %q; want 204, %q", alg, w.Code, w.Header().Get("Subject"), want)
				}
				for why, token := range is.Breakages(alg) {
					w := httptest.NewRecorder()
					h.ServeHTTP(w, request(token))
					if w.Code != http.StatusUnauthorized {
						t.Errorf("%s: %s: status %d, want 401", alg, why, w.Code)
					}
				}
			}
		})
	}
}

// The guards that check proofs accept a good one, and refuse a broken signature,
// another method, another URL, another token, and a bound token without a proof.
// Only glassjwt refuses a proof that was used before.
func TestProversDoTheWork(t *testing.T) {
	const url = Audience + "/api/protected"
	is, c, thief := NewIssuer(), newClient(), newClient()
	token := c.token(is)
	for _, m := range Provers {
		t.Run(m.Name, func(t *testing.T) {
			h := m.New(is)
			ask := func(r *http.Request) int {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				return w.Code
			}
			sign := func(c client, method, url, token, jti string) string {
				text, floor := c.proof(method, url, token, jti)
				if err := floor(); err != nil {
					t.Fatal(err)
				}
				return text
			}
			good := sign(c, "GET", url, token, "1")
			if got := ask(proofRequest(url, token, good)); got != http.StatusNoContent {
				t.Fatalf("a good proof: status %d, want 204", got)
			}
			if got := ask(proofRequest(url, token, good)); m.Name == "glassjwt" && got != http.StatusUnauthorized {
				t.Errorf("the same proof again: status %d, want 401", got)
			}
			for why, proof := range map[string]string{
				"broken signature": breakSignature(sign(c, "GET", url, token, "2")),
				"another method":   sign(c, "POST", url, token, "3"),
				"another URL":      sign(c, "GET", url+"/x", token, "4"),
				"another token":    sign(c, "GET", url, "x", "5"),
				"another key":      sign(thief, "GET", url, token, "6"),
			} {
				if got := ask(proofRequest(url, token, proof)); got == http.StatusNoContent {
					t.Errorf("%s: status %d, want a refusal", why, got)
				}
			}
			if got := ask(request(token)); got == http.StatusNoContent {
				t.Errorf("a bound token as bearer token: status %d, want a refusal", got)
			}
		})
	}
}

// A token in the cache is believed without its signature, but not for longer.
func TestCacheRefusesWhatTheVerifierRefuses(t *testing.T) {
	is := NewIssuer()
	verify := verifyWith(&jwt.Cache{Verifier: glassVerifier(is)})
	for _, alg := range Algorithms {
		for range 2 {
			if _, err := verify(is.Token(alg, nil)); err != nil {
				t.Errorf("%s: verify(good) = %v, want nil", alg, err)
			}
			for why, token := range is.Breakages(alg) {
				if _, err := verify(token); err == nil {
					t.Errorf("%s: verify(%s) = nil, want an error", alg, why)
				}
			}
		}
	}
}
