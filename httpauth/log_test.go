package httpauth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// logger returns a logger without the time, and the lines that it writes.
func logger() (*slog.Logger, *bytes.Buffer) {
	var lines bytes.Buffer
	return slog.New(slog.NewJSONHandler(&lines, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	})), &lines
}

func TestLog(t *testing.T) {
	good := sign(goodHeader, goodClaims)
	expired := sign(goodHeader, goodClaims.with(object{"exp": now.Unix()}))
	down := verifier()
	down.Keys = outage{}
	narrow := verifier()
	narrow.MaxSize = 100
	line := func(level slog.Level, status int, step, reason, kid string) map[string]any {
		m := map[string]any{
			"level": level.String(), "msg": "request refused", "status": float64(status),
			"step": step, "reason": reason, "method": "GET", "pattern": "GET /orders/{id}",
		}
		if kid != "" {
			m["kid"] = kid
		}
		return m
	}
	// What probably lies behind it, where that is known.
	causes := map[string]string{
		"shape":     `the parts are padded with "=", which RFC 7515 section 2 leaves out`,
		"expired":   "the token expired just now, and Leeway is 0s. One of the two clocks may be off: synchronise them, or raise Leeway",
		"too large": "the token has N bytes, and MaxSize is 100",
		"no kid":    "the token expired 20468 days ago",
		"evil kid":  `no key for kid "k1\r\nSet-Cookie: injected=1\r\n\r\n\", error=\"none\\\" <script>alert(1)<"... that fits alg "ES256"; the key set has ["k1"]`,
		"long kid":  `no key for kid "` + strings.Repeat("k", 64) + `"... that fits alg "ES256"; the key set has ["k1"]`,
		"scope":     `the token grants ["read:orders" "write:orders"]`,
		"any scope": `the token grants ["read:orders" "write:orders"]`,
	}
	tests := map[string]struct {
		verifier httpauth.Verifier
		rule     func(http.Handler) http.Handler
		values   []string
		want     map[string]any
	}{
		"let through": {values: []string{"Bearer " + good}},
		"no header": {values: nil,
			want: line(slog.LevelInfo, 401, "bearer", "no bearer token: there is no Authorization header", "")},
		"another scheme": {values: []string{"Basic " + good},
			want: line(slog.LevelInfo, 401, "bearer", "no bearer token: the Authorization header is of another scheme than Bearer", "")},
		"two headers": {values: []string{"Bearer " + good, "Bearer " + good},
			want: line(slog.LevelInfo, 400, "bearer", "malformed request: there is more than one Authorization header", "")},
		"shape": {values: []string{"Bearer " + good + "="},
			want: line(slog.LevelInfo, 401, "shape", "malformed: token: not strict base64url: padding at byte "+"N", "")},
		"expired": {values: []string{"Bearer " + expired},
			want: line(slog.LevelInfo, 401, "exp", "expired", "k1")},
		"too large": {verifier: narrow, values: []string{"Bearer " + good},
			want: line(slog.LevelInfo, 401, "shape", "too large", "")}, // so its kid is not read either
		"no kid": {values: []string{"Bearer " + sign(goodHeader.with(object{"kid": nil}), goodClaims.with(object{"exp": 1}))},
			want: line(slog.LevelInfo, 401, "exp", "expired", "")},
		"evil kid": {values: []string{"Bearer " + sign(goodHeader.with(object{"kid": evilKeyID}), goodClaims)},
			want: line(slog.LevelInfo, 401, "kid", "no key fits", `"k1\r\nSet-Cookie: injected=1\r\n\r\n\", error=\"none\\\" <script>alert(1)<"`)},
		"long kid": {values: []string{"Bearer " + sign(goodHeader.with(object{"kid": strings.Repeat("k", 5000)}), goodClaims)},
			want: line(slog.LevelInfo, 401, "kid", "no key fits", strings.Repeat("k", 64))},
		"scope": {rule: httpauth.Scope("read:users"), values: []string{"Bearer " + good},
			want: line(slog.LevelInfo, 403, "scope", `scope "read:users" not granted`, "k1")},
		"any scope": {rule: httpauth.AnyScope("read:users", "x"), values: []string{"Bearer " + good},
			want: line(slog.LevelInfo, 403, "scope", `none of the scopes ["read:users" "x"] granted`, "k1")},
		"role": {rule: httpauth.Role("admin", "roles"), values: []string{"Bearer " + good},
			want: line(slog.LevelInfo, 403, "role", `role "admin" not in ["roles"]`, "k1")},
		"role absent": {rule: httpauth.Role("admin", "groups"), values: []string{"Bearer " + good},
			want: line(slog.LevelInfo, 403, "role", `role "admin": member absent: ["groups"]`, "k1")},
		"rule": {rule: httpauth.Require(func(*jwt.Token) error { return errors.New("on holiday") }), values: []string{"Bearer " + good},
			want: line(slog.LevelInfo, 403, "rule", "on holiday", "k1")},
		"mistake in a rule": {rule: httpauth.Scope(), values: []string{"Bearer " + good},
			want: line(slog.LevelError, 500, "config", "a scope is to be required, but none is named", "k1")},
		"no role": {rule: httpauth.Role("", "roles"), values: []string{"Bearer " + good},
			want: line(slog.LevelError, 500, "config", "a role is to be required, but it or its claim is not named", "k1")},
		"nil rule": {rule: httpauth.Require(nil), values: []string{"Bearer " + good},
			want: line(slog.LevelError, 500, "config", "a rule is to be required, but it is nil", "k1")},
		"keys unavailable": {verifier: down, values: []string{"Bearer " + good},
			want: line(slog.LevelError, 503, "kid", "keys unavailable", "k1")},
		"nil Verifier": {verifier: (*jwt.Verifier)(nil),
			want: line(slog.LevelError, 500, "config", "the Guard has no Verifier, or an empty one", "")},
		"an opaque token, refused by a Verifier of another make": {verifier: verifierFunc(func(string) (*jwt.Token, error) { return nil, errors.New("revoked") }), values: []string{"Bearer 8xLOxBtZp8"},
			want: line(slog.LevelInfo, 401, "verify", "revoked", "")},
		"a Verifier of another make": {verifier: verifierFunc(func(string) (*jwt.Token, error) { return nil, errors.New("revoked") }), values: []string{"Bearer " + good},
			want: line(slog.LevelInfo, 401, "verify", "revoked", "k1")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			log, lines := logger()
			g := &httpauth.Guard{Verifier: verifier(), Logger: log}
			if test.verifier != nil {
				g.Verifier = test.verifier
			}
			var handler http.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
			if test.rule != nil {
				handler = test.rule(handler)
			}
			mux := http.NewServeMux()
			mux.Handle("GET /orders/{id}", g.Handler(handler))
			r := request(test.values...)
			r.URL.Path = "/orders/secret"
			mux.ServeHTTP(httptest.NewRecorder(), r)

			if test.want == nil {
				if lines.Len() > 0 {
					t.Fatalf("logged: %s; want nothing", lines)
				}
				return
			}
			if n := strings.Count(lines.String(), "\n"); n != 1 {
				t.Fatalf("%d lines, want 1:\n%s", n, lines)
			}
			for _, secret := range []string{good[len(good)-40:], expired[len(expired)-40:], good[:40], "secret"} {
				if strings.Contains(lines.String(), secret) {
					t.Errorf("logged: %s; it holds %q", lines, secret)
				}
			}
			var got map[string]any
			if err := json.Unmarshal(lines.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if reason, _ := got["reason"].(string); name == "shape" {
				got["reason"] = strings.TrimRight(reason, "0123456789") + "N" // ECDSA signs at random
			}
			if cause, _ := got["cause"].(string); name == "too large" {
				got["cause"] = regexp.MustCompile(`\d+ bytes`).ReplaceAllString(cause, "N bytes")
			}
			if cause := causes[name]; cause != "" {
				test.want["cause"] = cause
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("line (-want +got):\n%s", diff)
			}
		})
	}
}

// The sender chooses the method too.
func TestLogMethod(t *testing.T) {
	log, lines := logger()
	r := request()
	r.Method = "M\n" + strings.Repeat("M", 100)
	(&httpauth.Guard{Verifier: verifier(), Logger: log}).Refuse(httptest.NewRecorder(), r, httpauth.ErrNoToken)
	want := `"method":"\"M\\n` + strings.Repeat("M", 62) + `\""`
	if !strings.Contains(lines.String(), want) {
		t.Errorf("logged: %s; want %s in it", lines, want)
	}
}

// Below the Logger's level, no line is written.
func TestLogLevel(t *testing.T) {
	var lines bytes.Buffer
	log := slog.New(slog.NewTextHandler(&lines, &slog.HandlerOptions{Level: slog.LevelWarn}))
	send((&httpauth.Guard{Verifier: verifier(), Logger: log}).Handler, request())
	if lines.Len() > 0 {
		t.Errorf("logged: %s; want nothing below %v", &lines, slog.LevelWarn)
	}
}

// A client that hangs up while keys are fetched is not an error of ours. Otherwise
// anyone could fill the log with errors.
func TestLogOfAClientThatIsGone(t *testing.T) {
	log, lines := logger()
	g := &httpauth.Guard{Logger: log, Verifier: verifierFunc(func(string) (*jwt.Token, error) { return nil, jwt.ErrKeysUnavailable })}
	ctx, hangUp := context.WithCancel(t.Context())
	hangUp()
	g.Handler(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), request("Bearer x").WithContext(ctx))
	if got := lines.String(); !strings.Contains(got, `"level":"INFO"`) {
		t.Errorf("logged: %s; want information", got)
	}
}

// A mistake in the configuration stays an error, even if the client hangs up.
func TestLogOfAMistakeBeforeAClientThatIsGone(t *testing.T) {
	log, lines := logger()
	ctx, hangUp := context.WithCancel(t.Context())
	hangUp()
	(&httpauth.Guard{Logger: log}).Handler(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), request("Bearer x").WithContext(ctx))
	if got := lines.String(); !strings.Contains(got, `"level":"ERROR"`) {
		t.Errorf("logged: %s; want an error", got)
	}
}

// The log has the reason with which a handler forbids. Without a reason, there is
// a line too.
func TestLogOfForbid(t *testing.T) {
	for want, reason := range map[string]error{"not her record": errors.New("not her record"), "forbidden": nil} {
		log, lines := logger()
		g := &httpauth.Guard{Verifier: verifier(), Logger: log}
		g.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			httpauth.Forbid(w, r, reason)
		})).ServeHTTP(httptest.NewRecorder(), request("Bearer "+sign(goodHeader, goodClaims)))
		if got := lines.String(); !strings.Contains(got, `"step":"rule","reason":"`+want+`"`) {
			t.Errorf("logged: %s; want the reason %q", got, want)
		}
	}
}
