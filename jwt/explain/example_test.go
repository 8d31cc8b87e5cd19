package explain_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain"
)

// The token of RFC 7515 appendix A.2, with the claims of RFC 7519 section 3.1.
const rfc7515 = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"

const rfc7515Keys = `{"keys":[{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}]}`

// examine judges that token with keys and a time, but without Issuer and Audience.
func examine(token string) *jwt.Examination {
	keys, err := jwk.ParseSet([]byte(rfc7515Keys))
	if err != nil {
		panic(err)
	}
	v := &jwt.Verifier{Keys: keys, Now: func() time.Time { return time.Unix(1300819300, 0) }}
	return v.Examine(context.Background(), token)
}

// Without Issuer and Audience, the token cannot be judged, but it can be shown.
func ExampleText() {
	var b strings.Builder
	if err := explain.Text(&b, examine(rfc7515)); err != nil {
		panic(err)
	}
	// All of it is a hundred lines. This is the end of the calculation.
	_, block, _ := strings.Cut(b.String(), "  The block that the issuer wrote")
	block, _, _ = strings.Cut(block, "\n\n")
	fmt.Println("  The block that the issuer wrote" + block)
	// Output:
	//   The block that the issuer wrote                                   RFC 8017 9.2
	//     EM = I2OSP(m, 256 bytes)
	//     [  0:  2] 00 01        block type 1: a signature with a private key
	//     [  2:204] ff x 202     padding
	//     [204:205] 00           end of padding
	//     [205:224] 30 31 30 0d 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20
	//               DigestInfo: SEQUENCE{SEQUENCE{OID 2.16.840.1.101.3.4.2.1, NULL},
	//               OCTET STRING(32)}: a hash of SHA-256 follows
	//     [224:256] c88a34847b4ffb12a9326e540f144b3dcc4d5515f18701e7d6e0ee7866c9c705
	//               H: over what arrived
	//     EM == 00 01 || ff ... || 00 || DigestInfo || H                           yes
	//       The issuer's key made this block, for exactly these bytes.
}

// A program reads the Report, or its JSON.
func ExampleNew() {
	tampered := strings.Replace(rfc7515, ".eyJpc3MiOiJqb2U", ".eyJpc3MiOiJtYWw", 1)
	r := explain.New(examine(tampered))
	fmt.Println(r.Verdict, r.Reason)
	for _, step := range r.Steps {
		for _, card := range step.Cards {
			for _, value := range card.Values {
				for _, f := range value.Fields {
					if f.Role == explain.RoleOther {
						fmt.Printf("%s: %v\n", f.Label, value.Bytes[f.Start:f.End])
					}
				}
			}
		}
	}
	// Output:
	// refused jwt: signature: signature does not match
	// the hash that was signed: c88a34847b4ffb12a9326e540f144b3dcc4d5515f18701e7d6e0ee7866c9c705
}

// The names in the JSON do not change.
func ExampleJSON() {
	var b bytes.Buffer
	if err := explain.JSON(&b, examine("opaque")); err != nil {
		panic(err)
	}
	var report struct {
		Verdict, Reason string
		Causes          []struct{ Step, Words string }
	}
	if err := json.Unmarshal(b.Bytes(), &report); err != nil {
		panic(err)
	}
	fmt.Println(report.Verdict, report.Reason)
	for _, c := range report.Causes {
		fmt.Println(c.Step, c.Words[:20])
	}
	// Output:
	// refused jwt: shape: malformed: token: one part, where a JWT has three: an opaque token?
	// shape the token is opaque:
}

// Wider, and without colour.
func ExampleStyle_Text() {
	var b strings.Builder
	if err := (explain.Style{Width: 120}).Text(&b, examine(rfc7515)); err != nil {
		panic(err)
	}
	_, hash, _ := strings.Cut(b.String(), "SHA-256(signing input)\n")
	hash, _, _ = strings.Cut(hash, "\n")
	fmt.Println(strings.TrimSpace(hash))
	// Output:
	// c8 8a 34 84 7b 4f fb 12 a9 32 6e 54 0f 14 4b 3d cc 4d 55 15 f1 87 01 e7 d6 e0 ee 78 66 c9 c7 05
}
