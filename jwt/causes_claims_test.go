package jwt

import (
	"strings"
	"testing"
	"time"
)

// Refusals by the questions about claims, with words that their causes must have.
var claimsCauses = map[string]causeTest{
	"issuer, slash": {
		why:   "the most frequent mistake of configuration",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"https://issuer.example/"`)) },
		step:  StepIssuer,
		words: `the issuers differ only by the slash at the end: the token says "https://issuer.example/", and "https://issuer.example" is wanted`,
	},
	"issuer, scheme": {
		why:   "an issuer behind a proxy that does not know its own address",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"http://issuer.example"`)) },
		step:  StepIssuer, words: "only by the scheme",
	},
	"issuer, port": {
		why:   "an issuer behind a proxy that does not know its own address",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"https://issuer.example:8443"`)) },
		step:  StepIssuer, words: "only by the port",
	},
	"issuer, scheme and port": {
		why:   "an issuer behind a proxy that does not know its own address",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"http://issuer.example:8080"`)) },
		step:  StepIssuer, words: "only by scheme and port",
	},
	"issuer, port and path": {
		why:   "an issuer behind a proxy that does not know its own address",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"https://issuer.example:8443/a"`)) },
		alter: func(v *Verifier) { v.Issuer = "https://issuer.example/a" },
		step:  StepIssuer, words: "only by the port",
	},
	"issuer, scheme and path": {
		why:   "two differences are not one",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"http://issuer.example/a"`)) },
		step:  StepIssuer, words: "the token is from", not: "differ",
	},
	"issuer, no URL": {
		why:   "names that have nothing in common",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"a"`)) },
		alter: func(v *Verifier) { v.Issuer = "b" },
		step:  StepIssuer, words: `the token is from "a", and "b" is wanted`, not: "differ",
	},
	"no issuer": {
		why:   "the error says it all",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss"`)) },
		step:  StepIssuer, not: "the token is from",
	},
	"issuer, case": {
		why:   "host names ignore case, issuers do not",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"https://Issuer.example"`)) },
		step:  StepIssuer, words: "only in upper and lower case",
	},
	"issuer, white space": {
		why:   "a line break in an environment variable",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"https://issuer.example\n"`)) },
		step:  StepIssuer, words: "only by white space",
	},
	"another issuer": {
		why:   "the staging token in production",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iss":"https://staging.example"`)) },
		step:  StepIssuer, words: `the token is from "https://staging.example", and "https://issuer.example" is wanted`,
	},
	"a long issuer": {
		why: "nothing that the sender chose is shown whole",
		token: func(t *testing.T) string {
			return token(t, RS256, payload(`"iss":"`+strings.Repeat("x", 64)+`y\u001b[2J"`))
		},
		step: StepIssuer, words: `the token is from "` + strings.Repeat("x", 64) + `"..., and`,
	},
	"an issuer just short enough": {
		why: "it is shown whole",
		token: func(t *testing.T) string {
			return token(t, RS256, payload(`"iss":"`+strings.Repeat("x", 64)+`"`))
		},
		step: StepIssuer, words: `the token is from "` + strings.Repeat("x", 64) + `", and`,
	},
	"a token bound to a key": {
		why:   "the stolen token, and the honest one of an API that cannot check",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"cnf":{"jkt":"x"}`)) },
		step:  StepBound, words: `bound to a key, by cnf ["jkt"]`,
	},
	"a token bound to nothing": {
		why:   "no names to show",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"cnf":null`)) },
		step:  StepBound, words: `bound to a key, by cnf []`,
	},
	"another audience": {
		why:   "which one is it, and which is wanted",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":["https://a.example","b"]`)) },
		step:  StepAudience,
		words: `the token is for ["https://a.example" "b"], and this API is ["https://api.example"]`, not: "differ",
	},
	"eight audiences": {
		why:   "they are shown, all of them",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":["1","2","3","4","5","6","7","8"]`)) },
		step:  StepAudience, words: `"7" "8"]`,
	},
	"nine audiences": {
		why: "one is not shown, and counted",
		token: func(t *testing.T) string {
			return token(t, RS256, payload(`"aud":["1","2","3","4","5","6","7","8","9"]`))
		},
		step: StepAudience, words: `"8" and 1 more]`,
	},
	"an access token that names its client": {
		why:   "azp alone does not make an ID token",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":"https://a.example"`, `"azp":"app"`)) },
		step:  StepAudience, words: `the token is for ["https://a.example"]`, not: "ID token",
	},
	"audience, slash": {
		why:   "the name of the API with a slash in one place and without in the other",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":"https://api.example/"`)) },
		step:  StepAudience, words: "they differ only by the slash at the end",
	},
	"no audience": {
		why:   "the request did not name the API",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud"`)) },
		step:  StepAudience, words: "the request for the token must name the API",
	},
	"an ID token, by at_hash": {
		why:   "the client sends the wrong one of its two tokens",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":"app"`, `"at_hash":"x"`)) },
		step:  StepAudience, words: "this is an ID token",
	},
	"an ID token, by c_hash": {
		why:   "the client sends the wrong one of its two tokens",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":"app"`, `"c_hash":"x"`)) },
		step:  StepAudience, words: "this is an ID token",
	},
	"an ID token, by its audience and client_id": {
		why:   "the audience is the client itself",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":"app"`, `"client_id":"app"`)) },
		step:  StepAudience, words: "this is an ID token",
	},
	"an ID token, by its audience": {
		why:   "the audience is the client itself",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":["app"]`, `"azp":"app"`)) },
		step:  StepAudience, words: "this is an ID token",
	},
	"just expired": {
		why:   "is it the clock",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":1759999995`)) },
		step:  StepExpiry, words: "the token expired 5s ago, and Leeway is 0s. One of the two clocks may be off",
	},
	"this very second": {
		why:   "at the second of exp, a token has expired",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":1760000000`)) },
		step:  StepExpiry, words: "the token expired just now",
	},
	"long expired": {
		why:   "it is not the clock",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":1700000000`)) },
		step:  StepExpiry, words: "the token expired 694 days ago", not: "clock",
	},
	"expired a second ago": {
		why:   "how long ago",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":1759999999`)) },
		step:  StepExpiry, words: "the token expired 1s ago",
	},
	"expired two minutes ago": {
		why:   "the most that a clock is off",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":1759999880`)) },
		step:  StepExpiry, words: "the token expired 2m0s ago, and Leeway is 0s. One of the two clocks may be off",
	},
	"expired a second more ago": {
		why:   "it is not the clock",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":1759999879`)) },
		step:  StepExpiry, words: "the token expired 2m1s ago", not: "clock",
	},
	"expired two days ago": {
		why:   "how long ago",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":1759827200`)) },
		step:  StepExpiry, words: "the token expired 2 days ago",
	},
	"never expires": {
		why:   "what is to be changed at the issuer",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp"`)) },
		step:  StepExpiry, words: "the issuer must set exp",
	},
	"not yet": {
		why:   "is it the clock",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":1760000030`)) },
		step:  StepNotBefore, words: "the token becomes valid in 30s, says nbf, and Leeway is 0s. One of the two clocks may be off",
	},
	"not for long": {
		why:   "a token for tomorrow",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":1760086400`)) },
		step:  StepNotBefore, words: "the token becomes valid in 24h0m0s, says nbf", not: "clock",
	},
	"not for two minutes": {
		why:   "the most that a clock is off",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":1760000120`)) },
		step:  StepNotBefore, words: "the token becomes valid in 2m0s, says nbf, and Leeway is 0s. One of the two clocks may be off",
	},
	"valid now, and from the future": {
		why:   "which of the two dates is it",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":1760000000`, `"iat":1760000090`)) },
		step:  StepNotBefore, words: "issued 1m30s from now, says iat",
	},
	"nbf within the leeway, iat far ahead": {
		why:   "the date that said no is named, and not the other one",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":1760000005`, `"iat":1760000100`)) },
		alter: func(v *Verifier) { v.Leeway = 10 * time.Second },
		step:  StepNotBefore, words: "issued 1m40s from now, says iat, and Leeway is 10s. One of the two clocks may be off", not: "nbf",
	},
	"nbf half a second ahead": {
		why:   "how far ahead",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":1760000000.5`)) },
		step:  StepNotBefore, words: "the token becomes valid in 500ms, says nbf, and Leeway is 0s",
	},
	"iat in milliseconds": {
		why: "Date.now() in JavaScript",
		token: func(t *testing.T) string {
			return token(t, RS256, payload(`"iat":1760000000000`, `"exp":1760003600000`))
		},
		step: StepNotBefore, words: "iat is 1760000000000, which looks like milliseconds", not: "days",
	},
	"nbf in milliseconds": {
		why:   "Date.now() in JavaScript",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":1750000000123`)) },
		step:  StepNotBefore, words: "nbf is 1750000000123, which looks like milliseconds", not: "days",
	},
	"nbf at the end of all time": {
		why:   "no Duration is as long, and no date in milliseconds is as far",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"nbf":9223372036854775807`)) },
		step:  StepNotBefore, words: "the token becomes valid in more than 292 years", not: "milliseconds",
	},
	"exp before all time": {
		why:   "no Duration is as long",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"exp":-1e30`)) },
		step:  StepExpiry, words: "expired more than 292 years ago",
	},
	"no audience, and another client": {
		why:   "which client is it, and which may call",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud"`, `"client_id":"x"`, `"azp":"y"`)) },
		alter: func(v *Verifier) { v.Clients = []string{"app"} },
		step:  StepAudience, words: `the token has no aud; the clients that may call are ["app"], and its client_id is "x", and its azp is "y"`,
	},
	"no audience, and no client": {
		why:   "which clients may call",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud"`, `"client_id":7`)) },
		alter: func(v *Verifier) { v.Clients = []string{"app"} },
		step:  StepAudience, words: `the token has no aud; the clients that may call are ["app"]`, not: "and its",
	},
	"an empty list of audiences": {
		why:   "it is there, and names no API",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"aud":[]`)) },
		step:  StepAudience, words: "the token has no audience, since its aud is empty", not: "the token is for []",
	},
	"from the future": {
		why:   "the issuer's clock is ahead",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iat":1760000090`)) },
		step:  StepNotBefore, words: "issued 1m30s from now, says iat, and Leeway is 0s. One of the two clocks may be off",
	},
	"too old": {
		why:   "how old",
		token: func(t *testing.T) string { return token(t, RS256, payload(`"iat":1759990000`)) },
		alter: func(v *Verifier) { v.MaxAge = time.Hour },
		step:  StepRequired, words: "issued 2h46m40s ago, and MaxAge is 1h0m0s",
	},
}
