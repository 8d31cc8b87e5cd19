package jwt_test

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// A tokenCase is one of testdata/tokens; see the README there.
type tokenCase struct {
	name, expect, level, class, why string
	keys                            string
	token                           string
	verifier                        jwt.Verifier // all but Keys
}

// Policy: where the RFCs leave a choice, and ours is another than the file's.
var otherwise = map[string]string{
	"typ-not-required-example;part=(0022)1/2(0022)": "Types is a list of what is accepted, so that a kind of JWT that nobody has heard of is not taken for an access token (RFC 8725 section 3.11)",
	"jwks-extra-members":                            "the key has \"issuer\":\"x\". We understand this member, as Microsoft's key sets use it: the key signs for no issuer but x",
}

// The error that each class of refusals is to wrap.
var classes = map[string]error{
	"malformed":        jwt.ErrMalformed,
	"invalid_claim":    jwt.ErrMalformed, // of the wrong type
	"unsupported_alg":  jwt.ErrAlgorithm,
	"unsupported_crit": jwt.ErrCritical,
	"wrong_typ":        jwt.ErrType,
	"no_matching_key":  jwt.ErrKeyUnknown,
	"invalid_key":      jwt.ErrKeyUnknown, // skipped
	"weak_key":         jwt.ErrKeyUnknown, // skipped
	"invalid_jwks":     jwt.ErrKeyUnknown, // no key set at all
	"bad_signature":    jwt.ErrSignature,
	"wrong_issuer":     jwt.ErrIssuer,
	"wrong_audience":   jwt.ErrAudience,
	"expired":          jwt.ErrExpired,
	"not_yet_valid":    jwt.ErrNotYetValid,
	"missing_claim":    jwt.ErrClaim,
}

// Where another of our questions says no first, or says it more exactly.
var exceptions = map[string]struct {
	err error
	why string
}{
	"header-alg-number":                     {jwt.ErrMalformed, "alg is a string (RFC 7515 section 4.1.1)"},
	"header-alg-array":                      {jwt.ErrMalformed, "alg is a string"},
	"header-alg-object":                     {jwt.ErrMalformed, "alg is a string"},
	"hs256-allowed-confusion-rsa-spki-pem":  {jwt.ErrAlgorithm, "HS256 does not exist here, in no list"},
	"hs256-allowed-confusion-rsa-modulus":   {jwt.ErrAlgorithm, "HS256 does not exist here, in no list"},
	"hs256-allowed-confusion-rsa-jwk-text":  {jwt.ErrAlgorithm, "HS256 does not exist here, in no list"},
	"typ-required-null":                     {jwt.ErrMalformed, "typ is a string (RFC 7515 section 4.1.9)"},
	"nbf-1e400":                             {jwt.ErrMalformed, "no number that a program can hold: neither far nor near"},
	"iat-one-hour-ahead":                    {jwt.ErrNotYetValid, "iat is well typed, only in the future"},
	"jwks-dup-member-in-jwk-attacker-first": {jwt.ErrKeyUnknown, "a key with a name twice is skipped"},
}

func TestTokens(t *testing.T) {
	sets := readSets(t)
	used := map[string]bool{}
	for _, c := range readTokens(t) {
		used[c.name] = true
		t.Run(c.name, func(t *testing.T) {
			set, err := jwk.ParseSet([]byte(sets[c.keys]))
			if (err != nil) != (c.class == "invalid_jwks") {
				t.Fatalf("ParseSet: %v", err)
			}
			checkSkipped(t, c.class, set)
			v := c.verifier
			v.Keys = set

			accept := c.expect == "accept"
			if otherwise[c.name] != "" {
				accept = !accept
			}
			got, err := v.Verify(t.Context(), c.token)
			if (err == nil) != accept || (got != nil) != accept {
				t.Fatalf("Verify = %v, %v; want %s (%s): %s", got, err, c.expect, c.level, c.why)
			}
			sameAsExamine(t, &v, c.token, got, err)
			if err == nil || otherwise[c.name] != "" {
				return
			}
			want := classes[c.class]
			if e, ok := exceptions[c.name]; ok {
				want = e.err
			}
			if !errors.Is(err, want) {
				t.Errorf("Verify = nil, %v; want error %q for the class %s", err, want, c.class)
			}
		})
	}
	for name := range exceptions {
		if !used[name] {
			t.Errorf("exception %q: no such case", name)
		}
	}
	for name := range otherwise {
		if !used[name] {
			t.Errorf("policy %q: no such case", name)
		}
	}
	if len(used) < 467 {
		t.Errorf("%d cases, want 467: none gets lost", len(used))
	}
}

// checkSkipped looks for the reason for which a key of the set was skipped.
func checkSkipped(t *testing.T, class string, set *jwk.Set) {
	t.Helper()
	var want []error
	switch class {
	case "weak_key":
		want = []error{jwk.ErrWeak}
	case "invalid_key":
		want = []error{jwk.ErrMalformed, jwk.ErrUnsupported, jwk.ErrPrivate}
	default:
		return
	}
	for _, skipped := range set.Skipped {
		for _, reason := range want {
			if errors.Is(skipped, reason) {
				return
			}
		}
	}
	t.Errorf("Skipped = %q; want one for the class %s", set.Skipped, class)
}

// sameAsExamine checks that Examine says what Verify said, and at which step.
func sameAsExamine(t *testing.T, v *jwt.Verifier, token string, got *jwt.Token, err error) {
	t.Helper()
	x := v.Examine(context.Background(), token)
	var refusal, examined *jwt.Error
	switch xerr := x.Err(); {
	case (err == nil) != (xerr == nil):
		t.Errorf("Verify says %v, Examine %v", err, xerr)
	case err == nil:
		if got.Claims.Subject != x.Claims.Subject || !slices.Equal(got.Claims.Names(), x.Claims.Names()) {
			t.Errorf("Verify reads %v, Examine %v", got.Claims, x.Claims)
		}
	case !errors.As(err, &refusal) || !errors.As(xerr, &examined):
		t.Errorf("Verify: %T, Examine: %T; want *jwt.Error", err, xerr)
	case refusal.Step != examined.Step || err.Error() != xerr.Error() || refusal.Description() != examined.Description():
		t.Errorf("Verify says %v, Examine %v", err, xerr)
	}
	if len(x.Checks) != int(jwt.StepRequired) {
		t.Errorf("Examine made %d checks, want %d", len(x.Checks), jwt.StepRequired)
	}
}

func readTokens(t testing.TB) []tokenCase {
	var cases []tokenCase
	files, err := filepath.Glob("../testdata/tokens/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if filepath.Base(file) == "keys.txt" {
			continue
		}
		for _, r := range readRecords(t, file) {
			leeway, err := time.ParseDuration(cmp.Or(r["leeway"], "0s"))
			if err != nil {
				t.Fatalf("%s: %s: %v", file, r["case"], err)
			}
			c := tokenCase{
				name: r["case"], expect: r["expect"], level: r["level"], class: r["class"], why: r["why"],
				keys: r["keys"], token: r["token"],
				verifier: jwt.Verifier{
					Issuer:   cmp.Or(r["issuer"], "https://issuer.example"),
					Audience: []string{cmp.Or(r["audience"], "https://api.example.com")},
					Leeway:   leeway,
					Now:      func() time.Time { return time.Unix(1760000000, 0) },
				},
			}
			for _, alg := range strings.Fields(r["algorithms"]) {
				c.verifier.Algorithms = append(c.verifier.Algorithms, jwt.Algorithm(alg))
			}
			if r["typ"] != "" {
				c.verifier.Types = []string{r["typ"]}
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// readSets returns the key set documents by name.
func readSets(t testing.TB) map[string]string {
	sets := map[string]string{}
	for _, r := range readRecords(t, "../testdata/tokens/keys.txt") {
		sets[r["set"]] = r["document"]
	}
	return sets
}

// readRecords reads blocks of "field: value" lines.
func readRecords(t testing.TB, file string) []map[string]string {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var records []map[string]string
	record := map[string]string{}
	end := func() {
		if len(record) > 0 {
			records = append(records, record)
			record = map[string]string{}
		}
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			end()
		}
		field, value, ok := strings.Cut(line, ": ")
		if !ok || line[0] == '#' {
			continue
		}
		if value[0] == '"' {
			if value, err = strconv.Unquote(value); err != nil {
				t.Fatalf("%s: %s: %v", file, line, err)
			}
		}
		record[field] = value
	}
	end()
	return records
}
