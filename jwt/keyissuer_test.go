package jwt

import (
	"crypto/elliptic"
	"errors"
	"strings"
	"testing"
)

// A key that belongs to one issuer signs for no other. In 2023 a stolen key for
// consumers' tokens opened the mailboxes of companies, since the programs that
// read tokens looked for its kid only, in the key set that all tenants share.
func TestKeyOfAnotherIssuer(t *testing.T) {
	const (
		consumers = "9188040d-6c67-4c5b-b112-36a304b66dad"
		company   = "72f988bf-86f1-41af-91ab-2d7cd011db47"
		host      = "https://login.example/"
	)
	private := newEC(elliptic.P256())
	for _, c := range []struct {
		why     string
		belongs string // to which issuer the key belongs
		tid     string // the member, or none
		good    bool
	}{
		{"the key says nothing", "", "", true},
		{"the key of this issuer", host + company + "/v2.0", "", true},
		{"the key of this issuer, and tid says another", host + company + "/v2.0", `"tid":"` + consumers + `"`, true},
		{"the consumers' key", host + consumers + "/v2.0", `"tid":"` + company + `"`, false},
		{"the consumers' key, and tid says so", host + consumers + "/v2.0", `"tid":"` + consumers + `"`, false},
		{"a key of all tenants", host + "{tenantid}/v2.0", `"tid":"` + company + `"`, true},
		{"a key of all tenants, and another tid", host + "{tenantid}/v2.0", `"tid":"` + consumers + `"`, false},
		{"a key of all tenants, and no tid", host + "{tenantid}/v2.0", "", false},
		{"tid is null", host + "{tenantid}/v2.0", `"tid":null`, false},
		{"tid is empty", host + "{tenantid}/v2.0", `"tid":""`, false},
		{"tid is empty, and would be right", host + "{tenantid}" + company + "/v2.0", `"tid":""`, false},
		{"tid is a number", host + "{tenantid}/v2.0", `"tid":7`, false},
		{"tid is an array", host + "{tenantid}/v2.0", `"tid":["` + company + `"]`, false},
		{"TID is not tid", host + "{tenantid}/v2.0", `"TID":"` + company + `"`, false},
		{"tid in capitals", host + "{tenantid}/v2.0", `"tid":"` + strings.ToUpper(company) + `"`, false},
		{"tid with a slash", host + "{tenantid}/v2.0", `"tid":"` + company + `/"`, false},
		{"tid that climbs", host + "{tenantid}/v2.0", `"tid":"` + consumers + `/../` + company + `"`, false},
		{"tid that ends the URL", host + "{tenantid}/v2.0", `"tid":"` + company + `/v2.0#"`, false},
		{"tid that is the template", host + "{tenantid}/v2.0", `"tid":"{tenantid}"`, false},
		{"the template in another case", host + "{TenantId}/v2.0", `"tid":"` + company + `"`, false},
		{"the template twice", host + "{tenantid}/{tenantid}", `"tid":"` + company + `"`, false},
		{"another version", host + "{tenantid}/", `"tid":"` + company + `"`, false},
		{"another host", "https://evil.example/{tenantid}/v2.0", `"tid":"` + company + `"`, false},
		{"a slash more", host + company + "/v2.0/", "", false},
	} {
		v := verifier()
		v.Issuer = host + company + "/v2.0"
		v.Keys = Keys{{ID: "k", Public: private.Public(), Issuer: c.belongs}}
		changes := []string{`"iss":"` + v.Issuer + `"`}
		if c.tid != "" {
			changes = append(changes, c.tid)
		}
		text := signedBy(t, private, "k", payload(changes...))
		if c.good {
			checkVerdict(t, c.why, v, text, 0, nil)
			continue
		}
		checkVerdict(t, c.why, v, text, StepIssuer, ErrIssuer)
		cached := &Cache{Verifier: v}
		for range 2 {
			if got, err := cached.Verify(t.Context(), text); got != nil || !errors.Is(err, ErrIssuer) {
				t.Errorf("%s: Cache.Verify = %v, %v; want error %q", c.why, got, err, ErrIssuer)
			}
		}
	}
}

// An explanation shows to whom the key belongs.
func TestKeyOfAnotherIssuerIsExplained(t *testing.T) {
	private := newEC(elliptic.P256())
	v := verifier()
	v.Keys = Keys{{ID: "k", Public: private.Public(), Issuer: "https://issuer.example/{tenantid}"}}
	x := v.Examine(t.Context(), signedBy(t, private, "k", payload(`"tid":"a"`)))
	got := strings.Join(shown(x), "\n")
	want := `iss: "https://issuer.example", tid "a" | "https://issuer.example", by a key of "https://issuer.example/{tenantid}" |`
	if !strings.Contains(got, want) {
		t.Errorf("%q is not in\n%s", want, got)
	}
	checkErrorCauses(t, v, signedBy(t, private, "k", payload(`"tid":"a"`)))
	want = `belongs to "https://issuer.example/{tenantid}" alone, and the token says iss "https://issuer.example" and tid "a"`
	if causes := x.Causes(); len(causes) != 1 || causes[0].Step != StepIssuer || !strings.Contains(causes[0].Words, want) {
		t.Errorf("Causes() = %q; want one with %q", causes, want)
	}
}
