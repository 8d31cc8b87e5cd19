package jwk

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

// The keys of RFC 7515 appendices A.2 and A.3, and of RFC 8037 appendix A.2.
const (
	n2048 = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
	xP256 = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
	yP256 = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
	xEd   = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
)

var (
	rsaKey = key(`"kty":"RSA"`, `"n":"`+n2048+`"`, `"e":"AQAB"`)
	ecKey  = key(`"kty":"EC"`, `"crv":"P-256"`, `"x":"`+xP256+`"`, `"y":"`+yP256+`"`)
	okpKey = key(`"kty":"OKP"`, `"crv":"Ed25519"`, `"x":"`+xEd+`"`)
)

// key returns a JSON Web Key with these members; of two with one name, the
// later counts. A name without a value takes the member out.
func key(members ...string) string {
	var kept []string
	for _, m := range members {
		name, _, set := strings.Cut(m, ":")
		kept = slices.DeleteFunc(kept, func(k string) bool { return strings.HasPrefix(k, name+":") })
		if set {
			kept = append(kept, m)
		}
	}
	return "{" + strings.Join(kept, ",") + "}"
}

func with(k string, members ...string) string {
	return key(append(strings.Split(strings.Trim(k, "{}"), ","), members...)...)
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func TestParse(t *testing.T) {
	k, err := Parse([]byte(with(rsaKey, `"kid":"a"`, `"use":"sig"`, `"alg":"PS256"`, `"key_ops":["verify"]`, `"x5t":"ignored"`, `"crv":7`)))
	if err != nil {
		t.Fatal(err)
	}
	if public, ok := k.Public.(*rsa.PublicKey); !ok || public.E != 65537 || k.Type != "RSA" || k.Curve != "" || k.ID != "a" || k.Use != "sig" || k.Algorithm != jwt.PS256 || !slices.Equal(k.Operations, []string{"verify"}) {
		t.Errorf("Parse = %+v", k)
	}
	k, err = Parse([]byte(ecKey))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := k.Public.(*ecdsa.PublicKey); !ok || k.Type != "EC" || k.Curve != "P-256" || k.ID != "" || k.Use != "" || k.Algorithm != "" || k.Operations != nil {
		t.Errorf("Parse = %+v", k)
	}
	k, err = Parse([]byte(with(okpKey, `"alg":"Ed25519"`, `"kid":""`)))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := k.Public.(ed25519.PublicKey); !ok || k.Type != "OKP" || k.Curve != "Ed25519" || k.Algorithm != jwt.Ed25519 {
		t.Errorf("Parse = %+v", k)
	}
}

// unusable are keys that no token gets, and why.
var unusable = []struct {
	why, key string
	reason   error
}{
	{"no JSON", `x`, ErrMalformed},
	{"nothing", ``, ErrMalformed},
	{"a number", `7`, ErrMalformed},
	{"null", `null`, ErrMalformed},
	{"a string", `"x"`, ErrMalformed},
	{"an array", `[]`, ErrMalformed},
	{"an empty object", `{}`, ErrMalformed},
	{"two keys", rsaKey + rsaKey, ErrMalformed},
	{"a name twice", strings.Replace(rsaKey, "{", `{"n":"AQAB",`, 1), ErrMalformed},

	{"no kty", with(rsaKey, `"kty"`), ErrMalformed},
	{"kty is null", with(rsaKey, `"kty":null`), ErrMalformed},
	{"kty is a number", with(rsaKey, `"kty":1`), ErrMalformed},
	{"kty in lower case", with(rsaKey, `"kty":"rsa"`), ErrUnsupported},
	{"KTY", with(rsaKey, `"kty"`, `"KTY":"RSA"`), ErrMalformed},
	{"an unknown kty", with(rsaKey, `"kty":"XYZ"`), ErrUnsupported},
	{"ML-DSA", `{"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA"}`, ErrUnsupported},
	{"a shared secret", `{"kty":"oct","k":"AAAA"}`, ErrPrivate},
	{"a shared secret for HS256", `{"kty":"oct","k":"AAAA","alg":"HS256","use":"sig"}`, ErrPrivate},

	{"use enc", with(rsaKey, `"use":"enc"`), ErrUse},
	{"use SIG", with(rsaKey, `"use":"SIG"`), ErrUse},
	{"use of nothing", with(rsaKey, `"use":""`), ErrUse},
	{"use is an array", with(rsaKey, `"use":["sig"]`), ErrMalformed},
	{"key_ops encrypt", with(rsaKey, `"key_ops":["encrypt"]`), ErrUse},
	{"key_ops sign", with(rsaKey, `"key_ops":["sign"]`), ErrUse},
	{"key_ops of an empty string", with(rsaKey, `"key_ops":[""]`), ErrUse},
	{"key_ops Verify", with(rsaKey, `"key_ops":["Verify"]`), ErrUse},
	{"key_ops is a string", with(rsaKey, `"key_ops":"verify"`), ErrMalformed},
	{"key_ops with null", with(rsaKey, `"key_ops":["verify",null]`), ErrMalformed},
	{"key_ops of 65 values", strings.Replace(rsaKey, "}", `,"key_ops":["verify"`+manyValues(64)+`]}`, 1), ErrMalformed},
	{"a name twice among many", strings.Replace(rsaKey, "}", manyMembers(40)+`,"m7":1}`, 1), ErrMalformed},
	{"a name twice among many, deep within", strings.Replace(rsaKey, "}", `,"x":{"a":1`+manyMembers(40)+`,"m7":1}}`, 1), ErrMalformed},
	{"key_ops verify twice", with(rsaKey, `"key_ops":["verify","verify"]`), ErrMalformed},
	{"key_ops with another operation twice", with(rsaKey, `"key_ops":["x","verify","x"]`), ErrMalformed},
	{"use sig, key_ops verify and encrypt", with(rsaKey, `"use":"sig"`, `"key_ops":["verify","encrypt"]`), ErrUse},
	{"use sig, key_ops verify and decrypt", with(rsaKey, `"use":"sig"`, `"key_ops":["verify","decrypt"]`), ErrUse},
	{"use sig, key_ops verify and wrapKey", with(rsaKey, `"use":"sig"`, `"key_ops":["wrapKey","verify"]`), ErrUse},
	{"use sig, key_ops verify and unwrapKey", with(rsaKey, `"use":"sig"`, `"key_ops":["unwrapKey","verify"]`), ErrUse},
	{"use sig, key_ops verify and deriveKey", with(ecKey, `"use":"sig"`, `"key_ops":["verify","deriveKey"]`), ErrUse},
	{"use sig, key_ops verify and deriveBits", with(ecKey, `"use":"sig"`, `"key_ops":["verify","deriveBits"]`), ErrUse},
	{"key_ops with a number", with(rsaKey, `"key_ops":["verify",1]`), ErrMalformed},
	{"use enc, key_ops verify", with(rsaKey, `"use":"enc"`, `"key_ops":["verify"]`), ErrUse},
	{"kid is a number", with(rsaKey, `"kid":7`), ErrMalformed},
	{"issuer is a number", with(rsaKey, `"issuer":7`), ErrMalformed},
	{"issuer is a list", with(rsaKey, `"issuer":["https://issuer.example"]`), ErrMalformed},
	{"issuer is empty: bound to an issuer without a name", with(rsaKey, `"issuer":""`), ErrMalformed},

	{"alg of another type", with(rsaKey, `"alg":"ES256"`), ErrUnsupported},
	{"alg of another curve", with(ecKey, `"alg":"ES384"`), ErrUnsupported},
	{"alg for encryption", with(rsaKey, `"alg":"RSA-OAEP"`), ErrUnsupported},
	{"alg HS256", with(rsaKey, `"alg":"HS256"`), ErrUnsupported},
	{"alg none", with(rsaKey, `"alg":"none"`), ErrUnsupported},
	{"alg in lower case", with(rsaKey, `"alg":"rs256"`), ErrUnsupported},
	{"alg of nothing", with(rsaKey, `"alg":""`), ErrUnsupported},
	{"alg is a number", with(rsaKey, `"alg":256`), ErrMalformed},

	{"no n", with(rsaKey, `"n"`), ErrMalformed},
	{"no e", with(rsaKey, `"e"`), ErrMalformed},
	{"N", with(rsaKey, `"n"`, `"N":"`+n2048+`"`), ErrMalformed},
	{"n is a number", with(rsaKey, `"n":7`), ErrMalformed},
	{"n is null", with(rsaKey, `"n":null`), ErrMalformed},
	{"n of nothing", with(rsaKey, `"n":""`), ErrMalformed},
	{"n with padding", with(rsaKey, `"n":"`+n2048+`=="`), ErrMalformed},
	{"n with a line feed", with(rsaKey, `"n":"`+n2048[:8]+`\n`+n2048[8:]+`"`), ErrMalformed},
	{"n in the standard alphabet", with(rsaKey, `"n":"`+strings.NewReplacer("-", "+", "_", "/").Replace(n2048)+`"`), ErrMalformed},
	{"n with spare bits", with(rsaKey, `"n":"`+strings.TrimSuffix(n2048, "Q")+`R"`), ErrMalformed},
	{"512 bits", with(rsaKey, `"n":"`+b64(odd(512))+`"`), ErrWeak},
	{"1024 bits", with(rsaKey, `"n":"`+b64(odd(1024))+`"`), ErrWeak},
	{"16384 bits", with(rsaKey, `"n":"`+b64(odd(16384))+`"`), ErrWeak},
	{"e = 1", with(rsaKey, `"e":"AQ"`), ErrWeak},
	{"e is even", with(rsaKey, `"e":"AQAA"`), ErrWeak},
	{"e looks negative", with(rsaKey, `"e":"_____w"`), ErrWeak},
	{"e = 2^64+65537", with(rsaKey, `"e":"AQAAAAAAAQAB"`), ErrWeak},
	{"e = 0", with(rsaKey, `"e":"AA"`), ErrMalformed},
	{"x5c alone", `{"kty":"RSA","x5c":["AAAA"]}`, ErrMalformed},

	{"EC without crv", with(ecKey, `"crv"`), ErrUnsupported},
	{"EC, crv is null", with(ecKey, `"crv":null`), ErrUnsupported},
	{"secp256k1, x in the standard alphabet", with(ecKey, `"crv":"secp256k1"`, `"x":"++++"`), ErrUnsupported},
	{"EC without x", with(ecKey, `"x"`), ErrMalformed},
	{"EC without y", with(ecKey, `"y"`), ErrMalformed},
	{"EC of Ed25519", with(okpKey, `"kty":"EC"`), ErrUnsupported},
	{"secp256k1", with(ecKey, `"crv":"secp256k1"`), ErrUnsupported},
	{"off the curve", with(ecKey, `"y":"`+xP256+`"`), ErrMalformed},
	{"the point at infinity, as some have it", with(ecKey, `"x":"`+b64(make([]byte, 32))+`"`, `"y":"`+b64(make([]byte, 32))+`"`), ErrMalformed},
	{"x of 31 octets", with(ecKey, `"x":"`+b64(make([]byte, 31))+`"`), ErrMalformed},
	{"x of 33 octets", with(ecKey, `"x":"`+b64(make([]byte, 33))+`"`), ErrMalformed},
	{"x with padding", with(ecKey, `"x":"`+xP256+`="`), ErrMalformed},
	{"x with spare bits", with(ecKey, `"x":"`+strings.TrimSuffix(xP256, "U")+`V"`), ErrMalformed},

	{"Ed448", with(okpKey, `"crv":"Ed448"`), ErrUnsupported},
	{"X25519", with(okpKey, `"crv":"X25519"`), ErrUnsupported},
	{"X25519 with padding", with(okpKey, `"crv":"X25519"`, `"x":"`+xEd+`="`), ErrUnsupported},
	{"X25519 without x", with(okpKey, `"crv":"X25519"`, `"x"`), ErrUnsupported},
	{"OKP without crv", with(okpKey, `"crv"`), ErrUnsupported},
	{"OKP without x", with(okpKey, `"x"`), ErrMalformed},
	{"OKP of P-256", with(ecKey, `"kty":"OKP"`), ErrUnsupported},
	{"Ed25519 of small order", with(okpKey, `"x":"`+b64(make([]byte, 32))+`"`), ErrWeak},
	{"Ed25519, x of 31 octets", with(okpKey, `"x":"`+b64(make([]byte, 31))+`"`), ErrMalformed},

	{"RSA with d", with(rsaKey, `"d":"AQAB"`), ErrPrivate},
	{"RSA with p", with(rsaKey, `"p":"AQAB"`), ErrPrivate},
	{"RSA with q", with(rsaKey, `"q":"AQAB"`), ErrPrivate},
	{"RSA with dp", with(rsaKey, `"dp":"AQAB"`), ErrPrivate},
	{"RSA with dq", with(rsaKey, `"dq":"AQAB"`), ErrPrivate},
	{"RSA with qi", with(rsaKey, `"qi":"AQAB"`), ErrPrivate},
	{"RSA with oth", with(rsaKey, `"oth":[{"r":"AQAB"}]`), ErrPrivate},
	{"RSA with oth of null", with(rsaKey, `"oth":[null]`), ErrPrivate},
	{"RSA with oth that is not a list", with(rsaKey, `"oth":{}`), ErrPrivate},
	{"RSA with d of nothing", with(rsaKey, `"d":""`), ErrPrivate},
	{"RSA with d of a number", with(rsaKey, `"d":0`), ErrPrivate},
	{"RSA with d of null, and p", with(rsaKey, `"d":null`, `"p":"AQAB"`), ErrPrivate},
	{"EC with d", with(ecKey, `"d":"AQAB"`), ErrPrivate},
	{"Ed25519 with d", with(okpKey, `"d":"AQAB"`), ErrPrivate},
}

func manyValues(n int) (values string) {
	for i := range n {
		values += fmt.Sprintf(`,"v%d"`, i)
	}
	return values
}

func manyMembers(n int) (members string) {
	for i := range n {
		members += fmt.Sprintf(`,"m%d":1`, i)
	}
	return members
}

func TestParseRefuses(t *testing.T) {
	for _, c := range unusable {
		if k, err := Parse([]byte(c.key)); k != nil || !errors.Is(err, c.reason) {
			t.Errorf("%s: Parse = %v, %v; want error %q", c.why, k, err, c.reason)
		}
	}
}

// What looks odd, and is honest.
func TestParseAccepts(t *testing.T) {
	for why, text := range map[string]string{
		"no alg, no use, no kid":               rsaKey,
		"unknown members":                      with(ecKey, `"iat":1`, `"x5c":["AAAA"]`, `"x5t#S256":7`),
		"members of another type of key":       with(rsaKey, `"x":7`, `"y":null`, `"k":"AAAA"`, `"crv":[]`),
		"what a library writes for nothing":    with(rsaKey, `"oth":[]`, `"key_ops":[]`, `"x5c":[]`, `"d":null`, `"use":null`, `"kid":null`, `"alg":null`, `"issuer":null`),
		"empty lists with white space":         with(rsaKey, `"oth":[ ]`, "\"key_ops\":[\n]", `"p": null`),
		"OKP with d of null":                   with(okpKey, `"d":null`),
		"EC with d of nothing":                 with(ecKey, `"d":[]`),
		"key_ops of 64 values":                 strings.Replace(rsaKey, "}", `,"key_ops":["verify"`+manyValues(63)+`]}`, 1),
		"key_ops of both halves":               with(rsaKey, `"use":"sig"`, `"key_ops":["sign","verify"]`),
		"unrelated operations, and no use":     with(rsaKey, `"key_ops":["verify","encrypt"]`),
		"use and key_ops that agree":           with(rsaKey, `"use":"sig"`, `"key_ops":["verify"]`),
		"an unknown operation beside":          with(rsaKey, `"key_ops":["x","verify"]`),
		"Use, ALG, Kid are not use, alg, kid":  with(rsaKey, `"Use":"enc"`, `"ALG":"none"`, `"Kid":7`, `"D":1`),
		"zero octets before e":                 with(rsaKey, `"e":"AAEAAQ"`),
		"EC with what is private for RSA":      with(ecKey, `"p":"AQAB"`, `"qi":1`),
		"escapes":                              strings.Replace(rsaKey, `"kty"`, `"\u006bty"`, 1),
		"white space":                          "\r\n" + strings.ReplaceAll(rsaKey, ",", " ,\t"),
		"Ed25519 by the name of its algorithm": with(okpKey, `"alg":"EdDSA"`),
		"e = 3":                                with(rsaKey, `"e":"Aw"`),
	} {
		if k, err := Parse([]byte(text)); k == nil || err != nil {
			t.Errorf("%s: Parse = %v, %v", why, k, err)
		}
	}
}

// The JSON Web Keys that the RFCs print.
func TestRFCKeys(t *testing.T) {
	text, err := os.ReadFile("../testdata/rfc/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Source, Thumbprint string
		Keys               []json.RawMessage
		Skipped            []string
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	reasons := map[string]error{"use": ErrUse, "private": ErrPrivate}
	for _, v := range vectors {
		document, err := json.Marshal(map[string]any{"keys": v.Keys})
		if err != nil {
			t.Fatal(err)
		}
		set, err := ParseSet(document)
		if err != nil || len(set.Skipped) != len(v.Skipped) || len(set.Usable)+len(set.Skipped) != len(v.Keys) {
			t.Errorf("%s: ParseSet = %v, %v", v.Source, set, err)
			continue
		}
		for i, reason := range v.Skipped {
			if !errors.Is(set.Skipped[i], reasons[reason]) {
				t.Errorf("%s: Skipped = %v; want %q", v.Source, set.Skipped[i], reasons[reason])
			}
		}
		if v.Thumbprint != "" && set.Usable[0].Thumbprint() != v.Thumbprint {
			t.Errorf("%s: Thumbprint() = %s; want %s", v.Source, set.Usable[0].Thumbprint(), v.Thumbprint)
		}
	}
	if len(vectors) != 6 {
		t.Errorf("%d vectors", len(vectors))
	}
}

func TestThumbprint(t *testing.T) {
	// RFC 9449 section 4.2 prints the key, section 6.1 its thumbprint.
	dpop := `{"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}`
	for text, want := range map[string]string{
		dpop: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
		with(dpop, `"kid":"x"`, `"use":"sig"`, `"alg":"ES256"`, `"key_ops":["verify"]`): "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
		with(okpKey, `"kid":"x"`):      "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
		with(rsaKey, `"e":"AAAAAQAB"`): mustParse(t, rsaKey).Thumbprint(), // it names the numbers
	} {
		if got := mustParse(t, text).Thumbprint(); got != want {
			t.Errorf("Thumbprint() = %s; want %s", got, want)
		}
	}
	for why, k := range map[string]*Key{
		"nil":                 nil,
		"zero":                {},
		"another type":        {Public: "x"},
		"no RSA key":          {Public: (*rsa.PublicKey)(nil)},
		"an empty RSA key":    {Public: new(rsa.PublicKey)},
		"no EC key":           {Public: (*ecdsa.PublicKey)(nil)},
		"an empty EC key":     {Public: new(ecdsa.PublicKey)},
		"a curve, no point":   {Public: &ecdsa.PublicKey{Curve: elliptic.P256()}},
		"no X":                {Public: &ecdsa.PublicKey{Curve: elliptic.P256(), Y: mustParse(t, ecKey).Public.(*ecdsa.PublicKey).Y}},
		"no Y":                {Public: &ecdsa.PublicKey{Curve: elliptic.P256(), X: mustParse(t, ecKey).Public.(*ecdsa.PublicKey).X}},
		"an empty OKP key":    {Public: ed25519.PublicKey(nil)},
		"a short OKP key":     {Public: ed25519.PublicKey("x")},
		"a point, no curve":   {Public: &ecdsa.PublicKey{X: mustParse(t, ecKey).Public.(*ecdsa.PublicKey).X, Y: mustParse(t, ecKey).Public.(*ecdsa.PublicKey).Y}},
		"an EC key off curve": {Public: &ecdsa.PublicKey{Curve: elliptic.P256(), X: mustParse(t, ecKey).Public.(*ecdsa.PublicKey).X, Y: mustParse(t, ecKey).Public.(*ecdsa.PublicKey).X}},
	} {
		if got := k.Thumbprint(); got != "" {
			t.Errorf("%s: Thumbprint() = %q; want none", why, got)
		}
	}
}

func mustParse(t *testing.T, text string) *Key {
	t.Helper()
	k, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(fmt.Errorf("Parse(%s): %w", text, err))
	}
	return k
}
