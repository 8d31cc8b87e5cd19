package httpauth_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/jwt"
)

// aged is a key set that was fetched some time ago.
type aged struct{ inHand }

type inHand = jwt.Keys

func (aged) Fetched() time.Time { return time.Now().Add(-3 * time.Hour) }

// With the log alone, an operator can mend what is wrong. Each case is a
// situation that people ask about, and what the line must say.
func TestLogCause(t *testing.T) {
	unix := func(d time.Duration) int64 { return now.Add(d).Unix() }
	alter := func(change func(*jwt.Verifier)) *jwt.Verifier {
		v := verifier()
		change(v)
		return v
	}
	old := alter(func(v *jwt.Verifier) { v.Keys = aged{v.Keys.(jwt.Keys)} })
	changed := func(header object) string {
		text := sign(header, goodClaims)
		return text[:strings.LastIndex(text, ".")+1] + sign(header, object{})[len(part(header))+len(part(object{}))+2:]
	}
	tests := map[string]struct {
		verifier *jwt.Verifier
		rule     func(http.Handler) http.Handler
		token    string
		want     string
	}{
		"a wrong audience": {
			token: sign(goodHeader, goodClaims.with(object{"aud": []string{"https://api.example/", "x"}})),
			want:  `the token is for ["https://api.example/" "x"], and this API is ["https://api.example"]: they differ only by the slash at the end`,
		},
		"an ID token, sent by mistake": {
			token: sign(goodHeader, goodClaims.with(object{"aud": "client-7", "azp": "client-7"})),
			want:  "this is an ID token, which tells a client who logged in. Send the access token instead",
		},
		"an ID token, where typ must be at+jwt": {
			verifier: alter(func(v *jwt.Verifier) { v.Types = []string{"at+jwt"} }),
			token:    sign(goodHeader.with(object{"typ": "JWT"}), goodClaims.with(object{"nonce": "n"})),
			want:     "this is an ID token, which tells a client who logged in. Send the access token instead",
		},
		"a token of another tenant, whose keys are not ours": {
			token: sign(goodHeader.with(object{"kid": "theirs"}), goodClaims.with(object{"iss": "https://issuer.example/other"})),
			want: `no key for kid "theirs" that fits alg "ES256"; the key set has ["k1"]; ` +
				`its sender says that it is from "https://issuer.example/other", and these are the keys of "https://issuer.example"`,
		},
		"HS256": {
			token: sign(goodHeader.with(object{"alg": "HS256"}), goodClaims),
			want: `alg "HS256" is a MAC with a shared secret: a party that can check the token can also forge it. ` +
				"If the secret is the issuer's public key, this is an attack; if not, ask the issuer to sign with RS256 or ES256",
		},
		"nbf some seconds ahead": {
			token: sign(goodHeader, goodClaims.with(object{"nbf": unix(3 * time.Second)})),
			want:  "the token becomes valid in 3s, says nbf, and Leeway is 0s. One of the two clocks may be off: synchronise them, or raise Leeway",
		},
		"nbf some seconds ahead of the leeway": {
			verifier: alter(func(v *jwt.Verifier) { v.Leeway = 2 * time.Second }),
			token:    sign(goodHeader, goodClaims.with(object{"nbf": unix(3 * time.Second)})),
			want:     "the token becomes valid in 3s, says nbf, and Leeway is 2s. One of the two clocks may be off: synchronise them, or raise Leeway",
		},
		"dates in milliseconds": {
			token: sign(goodHeader, goodClaims.with(object{"iat": now.UnixMilli(), "exp": now.Add(time.Hour).UnixMilli()})),
			want:  "iat is 1768478400000, which looks like milliseconds: the issuer must count seconds (RFC 7519 section 2)",
		},
		"a token for Microsoft Graph": {
			verifier: old,
			token:    changed(goodHeader.with(object{"nonce": "x"})),
			want: "the token names this key, but the key did not sign these bytes: the token was changed on its way, or two issuers use one kid; the keys were fetched 3h0m0s ago; " +
				"its header has a nonce: it is probably an access token for Microsoft Graph, which only Graph can check. Ask the issuer for a token for this API",
		},
		"aud is an empty list": {
			token: sign(goodHeader, goodClaims.with(object{"aud": []string{}})),
			want:  "the token has no audience, since its aud is empty: the request for the token must name the API, as audience or resource (RFC 8707)",
		},
		"an unknown key": {
			verifier: old,
			token:    sign(goodHeader.with(object{"kid": "k2"}), goodClaims),
			want:     `no key for kid "k2" that fits alg "ES256"; the key set has ["k1"]; the keys were fetched 3h0m0s ago`,
		},
		"a wrong signature": {
			verifier: old,
			token:    changed(goodHeader),
			want:     "the token names this key, but the key did not sign these bytes: the token was changed on its way, or two issuers use one kid; the keys were fetched 3h0m0s ago",
		},
		"a token that is bound to a key": {
			token: sign(goodHeader, goodClaims.with(object{"cnf": object{"jkt": "x"}})),
			want: `the token is bound to a key, by cnf ["jkt"]. It is good only with a proof of that key: DPoP for jkt, a client certificate for x5t#S256. ` +
				"If your program checks the proof, set Bound. If not, ask the issuer for tokens that are not bound",
		},
		"a scope that is missing": {
			rule:  httpauth.Scope("delete:orders"),
			token: sign(goodHeader, goodClaims),
			want:  `the token grants ["read:orders" "write:orders"]`,
		},
		"nine scopes": {
			rule:  httpauth.Scope("delete:orders"),
			token: sign(goodHeader, goodClaims.with(object{"scope": "1 2 3 4 5 6 7 8 9"})),
			want:  `the token grants ["1" "2" "3" "4" "5" "6" "7" "8" and 1 more]`,
		},
		"no scope at all": {
			rule:  httpauth.Scope("delete:orders"),
			token: sign(goodHeader, goodClaims.with(object{"scope": nil})),
			want:  "the token grants no scope",
		},
		"scopes of somebody who wants to fill the log": {
			rule:  httpauth.AnyScope("delete:orders"),
			token: sign(goodHeader, goodClaims.with(object{"scope": strings.Repeat(strings.Repeat("\u2028", 40)+" ", 10)})),
			want:  `the token grants [` + strings.Repeat(`"`+strings.Repeat(`\u2028`, 21)+`\xe2" `, 8) + "and 2 more]",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			log, lines := logger()
			g := &httpauth.Guard{Verifier: verifier(), Logger: log}
			if test.verifier != nil {
				g.Verifier = test.verifier
			}
			var handler http.Handler = http.NotFoundHandler()
			if test.rule != nil {
				handler = test.rule(handler)
			}
			answer := httptest.NewRecorder()
			g.Handler(handler).ServeHTTP(answer, request("Bearer "+test.token))
			var line struct{ Cause string }
			if err := json.Unmarshal(lines.Bytes(), &line); err != nil || line.Cause != test.want {
				t.Errorf("cause=%s\n want %s", line.Cause, test.want)
			}
			for _, part := range strings.Split(test.token, ".") {
				if strings.Contains(lines.String(), part) {
					t.Errorf("logged: %s; it holds a part of the token", lines)
				}
			}
			if strings.Contains(answer.Body.String()+answer.Header().Get("WWW-Authenticate"), test.want) {
				t.Errorf("the client is told the cause: %s", answer.Body)
			}
		})
	}
}

// A Verifier in front of others hands their causes on, and one of another make
// has none.
func TestLogCauseOfOtherVerifiers(t *testing.T) {
	expired := sign(goodHeader, goodClaims.with(object{"exp": now.Add(-time.Hour).Unix()}))
	for name, v := range map[string]httpauth.Verifier{
		"Cache": &jwt.Cache{Verifier: verifier()}, "Issuers": jwt.Issuers{verifier().Issuer: verifier()},
	} {
		log, lines := logger()
		send((&httpauth.Guard{Verifier: v, Logger: log}).Handler, request("Bearer "+expired))
		if !strings.Contains(lines.String(), `"cause":"the token expired 1h0m0s ago"`) {
			t.Errorf("%s: logged: %s; want the cause", name, lines)
		}
	}
	log, lines := logger()
	foreign := verifierFunc(func(string) (*jwt.Token, error) { return nil, context.Canceled })
	send((&httpauth.Guard{Verifier: foreign, Logger: log}).Handler, request("Bearer "+expired))
	if strings.Contains(lines.String(), `"cause"`) {
		t.Errorf("logged: %s; want no cause", lines)
	}
}
