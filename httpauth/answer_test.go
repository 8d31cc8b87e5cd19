package httpauth_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// The table of the package documentation, row by row, with the very header
// and body.
func TestAnswers(t *testing.T) {
	const metadata = "https://api.example/.well-known/oauth-protected-resource"
	const tail = `, resource_metadata="` + metadata + `"`
	verify := func(err error) *httpauth.Guard {
		return &httpauth.Guard{ResourceMetadata: metadata, Verifier: verifierFunc(func(string) (*jwt.Token, error) { return nil, err })}
	}
	real := &httpauth.Guard{ResourceMetadata: metadata, Verifier: verifier()}
	down := verifier()
	down.Keys = outage{}
	token := "Bearer " + sign(goodHeader, goodClaims)

	tests := []struct {
		name      string
		wrap      func(http.Handler) http.Handler
		request   *http.Request
		status    int
		challenge string
		body      string
	}{
		{"no header", real.Handler, request(), 401, `Bearer realm="api"` + tail,
			`{"error_description":"there is no Authorization header"}`},
		{"another scheme", real.Handler, request("Basic dXNlcjpwYXNz"), 401, `Bearer realm="api"` + tail,
			`{"error_description":"the Authorization header is of another scheme than Bearer"}`},
		{"two headers", real.Handler, request(token, token), 400,
			`Bearer realm="api", error="invalid_request", error_description="there is more than one Authorization header"` + tail,
			`{"error":"invalid_request","error_description":"there is more than one Authorization header"}`},
		{"no token", real.Handler, request("Bearer"), 400,
			`Bearer realm="api", error="invalid_request", error_description="no token follows the scheme Bearer"` + tail,
			`{"error":"invalid_request","error_description":"no token follows the scheme Bearer"}`},
		{"bad characters", real.Handler, request("Bearer a$b"), 400,
			`Bearer realm="api", error="invalid_request", error_description="the scheme Bearer is to be followed by a space and one token, made of letters, digits and - . _ ~ + / ="` + tail,
			`{"error":"invalid_request","error_description":"the scheme Bearer is to be followed by a space and one token, made of letters, digits and - . _ ~ + / ="}`},
		{"refused token", real.Handler, request("Bearer " + sign(goodHeader, goodClaims.with(object{"exp": now.Unix()}))), 401,
			`Bearer realm="api", error="invalid_token", error_description="the token has expired"` + tail,
			`{"error":"invalid_token","error_description":"the token has expired"}`},
		{"too large", real.Handler, request("Bearer " + strings.Repeat("A", jwt.DefaultMaxSize+1)), 401,
			`Bearer realm="api", error="invalid_token", error_description="the token is too large"` + tail,
			`{"error":"invalid_token","error_description":"the token is too large"}`},
		{"refused by a Verifier of another make", verify(errors.New("opaque token unknown")).Handler, request(token), 401,
			`Bearer realm="api", error="invalid_token", error_description="the token is not accepted"` + tail,
			`{"error":"invalid_token","error_description":"the token is not accepted"}`},
		{"scope missing", behind(real, httpauth.Scope("read:orders", "read:users")), request(token), 403,
			`Bearer realm="api", error="insufficient_scope", error_description="the token lacks a scope that is needed here", scope="read:orders read:users"` + tail,
			`{"error":"insufficient_scope","error_description":"the token lacks a scope that is needed here"}`},
		{"no scope of several", behind(real, httpauth.AnyScope("read:users", "write:users")), request(token), 403,
			`Bearer realm="api", error="insufficient_scope", error_description="the token lacks a scope that is needed here", scope="read:users"` + tail,
			`{"error":"insufficient_scope","error_description":"the token lacks a scope that is needed here"}`},
		{"role missing", behind(real, httpauth.Role("admin", "roles")), request(token), 403,
			`Bearer realm="api", error="insufficient_scope", error_description="the caller lacks a role that is needed here"` + tail,
			`{"error":"insufficient_scope","error_description":"the caller lacks a role that is needed here"}`},
		{"rule not met", behind(real, httpauth.Require(func(*jwt.Token) error { return errors.New("secret") })), request(token), 403,
			`Bearer realm="api", error="insufficient_scope", error_description="the caller may not do this"` + tail,
			`{"error":"insufficient_scope","error_description":"the caller may not do this"}`},
		{"keys unavailable", (&httpauth.Guard{ResourceMetadata: metadata, Verifier: down}).Handler, request(token), 503, "",
			`{"error":"temporarily_unavailable","error_description":"the keys of the issuer are unavailable"}`},
		{"keys unavailable, by a Verifier of another make", verify(fmt.Errorf("introspection: %w", jwt.ErrKeysUnavailable)).Handler, request(token), 503, "",
			`{"error":"temporarily_unavailable","error_description":"the keys of the issuer are unavailable"}`},
		{"a Verifier without an issuer", (&httpauth.Guard{Verifier: &jwt.Verifier{Keys: verifier().Keys}}).Handler, request(token), 500, "",
			`{"error":"server_error","error_description":"the server is not set up to check tokens"}`},
		{"the zero Verifier", (&httpauth.Guard{Verifier: &jwt.Verifier{}}).Handler, request(token), 500, "",
			`{"error":"server_error","error_description":"the server is not set up to check tokens"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			answer, reached := send(test.wrap, test.request)
			if reached {
				t.Error("the handler was reached")
			}
			want := http.Header{
				"Content-Type":           {"application/json"},
				"Cache-Control":          {"no-store"},
				"X-Content-Type-Options": {"nosniff"},
				"Vary":                   {"Authorization"},
			}
			if test.challenge != "" {
				want["Www-Authenticate"] = []string{test.challenge}
				parseChallenge(t, test.challenge)
			}
			if test.status == 503 {
				want["Retry-After"] = []string{"15"}
			}
			if answer.Code != test.status {
				t.Errorf("status %d, want %d", answer.Code, test.status)
			}
			if diff := cmp.Diff(want, answer.Header()); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if got := answer.Body.String(); got != test.body+"\n" {
				t.Errorf("body %s\nwant %s", got, test.body)
			}
			if !json.Valid(answer.Body.Bytes()) {
				t.Errorf("body %s is not JSON", answer.Body)
			}
		})
	}
}

// Whatever the program puts into a Guard, the challenge stays one challenge.
func TestChallengeOfOddConfiguration(t *testing.T) {
	for name, test := range map[string]struct{ realm, metadata, want string }{
		"as usual":   {"orders", "", `Bearer realm="orders"`},
		"no realm":   {"", "", `Bearer realm="api"`},
		"a quote":    {`my "api"`, "", `Bearer realm="my _api_"`},
		"backslash":  {`my\`, "", `Bearer realm="my_"`},
		"line break": {"a\r\nSet-Cookie: x=1", "", `Bearer realm="a__Set-Cookie: x=1"`},
		"not ASCII":  {"caf\u00e9 \xff", "", `Bearer realm="caf_ _"`},
		"NUL, DEL":   {"\x00\x7f", "", `Bearer realm="__"`},
		"metadata":   {"", "https://x/\"\r\n", `Bearer realm="api", resource_metadata="https://x/___"`},
	} {
		t.Run(name, func(t *testing.T) {
			g := &httpauth.Guard{Verifier: verifier(), Realm: test.realm, ResourceMetadata: test.metadata}
			answer, _ := send(g.Handler, request())
			if got := answer.Header().Values("WWW-Authenticate"); len(got) != 1 || got[0] != test.want {
				t.Errorf("WWW-Authenticate: %q, want %s", got, test.want)
			}
			parseChallenge(t, test.want)
		})
	}
}

// No answer repeats what the sender chose, at any step.
func TestNothingOfTheTokenInTheAnswer(t *testing.T) {
	evil := goodClaims.with(object{"sub": evilKeyID, "scope": evilKeyID, "roles": evilKeyID, evilKeyID: evilKeyID})
	tokens := map[string]string{
		"kid":   sign(goodHeader.with(object{"kid": evilKeyID}), goodClaims),
		"alg":   sign(goodHeader.with(object{"alg": evilKeyID}), goodClaims),
		"typ":   sign(goodHeader.with(object{"typ": evilKeyID}), goodClaims),
		"crit":  sign(goodHeader.with(object{"crit": []string{evilKeyID}}), goodClaims),
		"iss":   sign(goodHeader, goodClaims.with(object{"iss": evilKeyID})),
		"aud":   sign(goodHeader, goodClaims.with(object{"aud": evilKeyID})),
		"exp":   sign(goodHeader, goodClaims.with(object{"exp": evilKeyID})),
		"scope": sign(goodHeader, evil),
	}
	g := &httpauth.Guard{Verifier: verifier()}
	wrap := behind(g, httpauth.Scope("read:users"))
	for name, token := range tokens {
		t.Run(name, func(t *testing.T) {
			answer, reached := send(wrap, request("Bearer "+token))
			if reached || answer.Code != 401 && answer.Code != 403 {
				t.Fatalf("status %d, handler reached: %v", answer.Code, reached)
			}
			var text strings.Builder
			answer.Header().Write(&text)
			text.Write(answer.Body.Bytes())
			for _, word := range []string{"injected", "Set-Cookie", "<script", "\u202e", token[:40], token[len(token)-40:]} {
				if strings.Contains(text.String(), word) {
					t.Errorf("the answer repeats %q:\n%s", word, text.String())
				}
			}
			parseChallenge(t, answer.Header().Get("WWW-Authenticate"))
		})
	}
}

// dropped are headers that would defeat a refusal.
var dropped = []string{
	"Content-Encoding", // the body would be decompressed, and be nonsense
	"Content-Range",    // the body would be a part of a file
	"ETag",             // If-None-Match would turn the refusal into 304
	"Last-Modified",
	"Expires",
	"Age",
	"CDN-Cache-Control", // RFC 9213: precedes Cache-Control
	"Cloudflare-CDN-Cache-Control",
	"Surrogate-Control",
	"X-Accel-Expires",  // nginx: precedes Cache-Control
	"X-Accel-Redirect", // nginx: sends a file in place of the refusal
	"X-Sendfile",
	"Content-Disposition",
	"Content-Digest",
	"Content-MD5",
	"Transfer-Encoding",
}

// An answer replaces what other handlers meant to send. An answer without a
// challenge has none of theirs either.
func TestAnswerReplacesHeaders(t *testing.T) {
	for err, challenge := range map[error][]string{
		httpauth.ErrNoToken:    {`Bearer realm="api"`},
		jwt.ErrKeysUnavailable: nil,
		jwt.ErrConfig:          nil,
	} {
		answer := httptest.NewRecorder()
		h := answer.Header()
		h.Set("Content-Length", "5")
		h.Set("Content-Type", "text/html")
		h.Set("Cache-Control", "public")
		h.Add("WWW-Authenticate", "Basic")
		h.Add("WWW-Authenticate", "Digest")
		for _, name := range dropped {
			h.Set(name, "x")
		}
		h["x-accel-expires"] = []string{"60"} // not canonical, and sent all the same
		h.Set("Content-Security-Policy", "default-src 'none'")
		h.Set("Vary", "Accept-Encoding")
		new(httpauth.Guard).Refuse(answer, request(), err)
		for name, want := range map[string][]string{
			"Content-Length":   nil,
			"Content-Type":     {"application/json"},
			"Cache-Control":    {"no-store"},
			"WWW-Authenticate": challenge,
			// What protects the client stays.
			"Content-Security-Policy": {"default-src 'none'"},
			"Vary":                    {"Accept-Encoding", "Authorization"},
		} {
			if diff := cmp.Diff(want, h.Values(name)); diff != "" {
				t.Errorf("%v: %s (-want +got):\n%s", err, name, diff)
			}
		}
		for _, name := range dropped {
			if got := h.Values(name); got != nil {
				t.Errorf("%v: %s: %q, want none", err, name, got)
			}
		}
		if got := h["x-accel-expires"]; got != nil {
			t.Errorf("%v: x-accel-expires: %q, want none", err, got)
		}
	}
}

// A program that reads requests by itself refuses with the bare reasons. They
// have words too.
func TestRefuseForABareReason(t *testing.T) {
	for reason, want := range map[error]string{
		httpauth.ErrNoToken: `{"error_description":"an access token is required"}`,
		httpauth.ErrRequest: `{"error":"invalid_request","error_description":"the request is malformed"}`,
	} {
		answer := httptest.NewRecorder()
		new(httpauth.Guard).Refuse(answer, request(), reason)
		if got := answer.Body.String(); got != want+"\n" {
			t.Errorf("%v: %s; want %s", reason, got, want)
		}
	}
}
