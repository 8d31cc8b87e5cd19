package glassjwt_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/glassjwt/oidc/oidctest/rfckeys"
)

const defaultSet = `{"keys":[` +
	`{$rsa,"kid":"rfc7515-a2","alg":"RS256","use":"sig"},` +
	`{$ec,"kid":"rfc7515-a3","alg":"ES256","use":"sig"},` +
	`{$rsa2,"kid":"rs256-1"}]}`

// A forger is an issuer that also makes what no issuer would.
type forger struct {
	rsa    *rsa.PrivateKey
	ec     *ecdsa.PrivateKey
	macros *strings.Replacer
}

func newForger(t *testing.T) *forger {
	t.Helper()
	f := &forger{rsa: rfckeys.RSA(), ec: rfckeys.P256()}
	point, err := f.ec.PublicKey.Bytes() // 04 || X || Y
	if err != nil {
		t.Fatal(err)
	}
	n, x, y := encode(f.rsa.N.Bytes()), point[1:33], point[33:]
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey := func(n string) string { return `"kty":"RSA","n":"` + n + `","e":"AQAB"` }
	f.macros = strings.NewReplacer( // of two that begin alike, the longer one first
		"$rsa2", rsaKey(encode(other.N.Bytes())),
		"$rsa", rsaKey(n),
		"$rs", `"alg":"RS256","typ":"at+jwt","kid":"rfc7515-a2"`,
		"$es", `"alg":"ES256","typ":"at+jwt","kid":"rfc7515-a3"`,
		"$good", `"iss":"https://issuer.example","sub":"alice","aud":"https://api.example","exp":1768482000,"iat":1768478400`,
		"$iss", `"iss":"https://issuer.example"`,
		"$aud", `"aud":"https://api.example"`,
		"$exp", `"exp":1768482000`,
		"$now", "1768478400",
		"$later", "1768482000",
		"$ec", `"kty":"EC","crv":"P-256","x":"`+encode(x)+`","y":"`+encode(y)+`"`,
		"$many", strings.Repeat("{"+rsaKey(n)+"},", 2000)+"{"+rsaKey(n)+"}",
		"$n1024", odd(1024), "$n2047", odd(2047), "$n16384", odd(16384),
		"$neven", encode(new(big.Int).Sub(f.rsa.N, big.NewInt(1)).Bytes()),
		"$n", n,
		"$x31", encode(x[1:]), "$x33", encode(append([]byte{0}, x...)),
		"$x", encode(x), "$y", encode(y),
	)
	return f
}

// odd returns an odd number of so many bits.
func odd(bits int) string {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return encode(n.SetBit(n, 0, 1).Bytes())
}

var repetition = regexp.MustCompile(`\$(.)\*(\d+)`)

// expand puts texts in the place of their names.
func (f *forger) expand(s string) string {
	s = repetition.ReplaceAllStringFunc(s, func(m string) string {
		parts := repetition.FindStringSubmatch(m)
		n, _ := strconv.Atoi(parts[2])
		return strings.Repeat(parts[1], n)
	})
	return f.macros.Replace(s)
}

// token makes the token of a case.
func (f *forger) token(t *testing.T, c refusal) string {
	t.Helper()
	header, claims := f.expand(c.or("header", "{$rs}")), f.expand(c.or("claims", "{$good}"))
	var input string
	var sig []byte
	for i := 0; ; i++ {
		searched := strings.ReplaceAll(claims, "$search", strconv.Itoa(i))
		input = encode([]byte(header)) + "." + encode([]byte(searched))
		sig = f.sign(t, c, input)
		// Every 256th RSA signature begins with a zero.
		if searched == claims || sig[0] == 0 {
			break
		}
	}
	sig = f.forge(t, c["signature"], input, sig)
	h, p, _ := strings.Cut(input, ".")
	s := encode(sig)
	return strings.NewReplacer(
		"{h}", h, "{p}", p, "{s}", s,
		"{s:base64}", base64.StdEncoding.EncodeToString(sig),
		"{s:respelled}", respelled(s),
	).Replace(c.or("token", "{h}.{p}.{s}"))
}

// respelled returns base64url that decodes to the same, if spare bits may be
// set.
func respelled(s string) string {
	if s == "" {
		return ""
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, s[len(s)-1])
	return s[:len(s)-1] + alphabet[last|1:last|1+1]
}

// sign signs honestly. "RS256 by rfc7515-a2" is no more than RS256: whatever
// the header says, the two keys of RFC 7515 are all that there are.
func (f *forger) sign(t *testing.T, c refusal, input string) []byte {
	t.Helper()
	alg, _, _ := strings.Cut(c.or("alg", "RS256"), " ")
	hash := map[string]crypto.Hash{"RS256": crypto.SHA256, "ES256": crypto.SHA256, "RS384": crypto.SHA384, "RS512": crypto.SHA512}[alg]
	h := hash.New()
	h.Write([]byte(input))
	digest := h.Sum(nil)
	if alg != "ES256" {
		sig, err := rsa.SignPKCS1v15(nil, f.rsa, hash, digest)
		if err != nil {
			t.Fatal(err)
		}
		return sig
	}
	der, err := f.ec.Sign(nil, digest, hash)
	if err != nil {
		t.Fatal(err)
	}
	var sig struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &sig); err != nil {
		t.Fatal(err)
	}
	return both(sig.R, sig.S)
}

// both returns R || S, of 32 octets each.
func both(r, s *big.Int) []byte {
	return append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
}

// forge returns what stands in the place of the honest signature.
func (f *forger) forge(t *testing.T, how, input string, sig []byte) []byte {
	t.Helper()
	kind, what, _ := strings.Cut(how, " ")
	switch kind {
	case "", "with-zero":
		return sig
	case "garbage":
		return slices.Repeat([]byte{0x2a}, len(sig))
	case "bytes":
		return octets(t, what, input)
	case "block":
		em := new(big.Int).SetBytes(octets(t, what, input))
		return em.Exp(em, f.rsa.D, f.rsa.N).FillBytes(make([]byte, f.rsa.Size()))
	case "zero-before":
		return append([]byte{0}, sig...)
	case "without-zero":
		return sig[1:]
	case "hmac":
		mac := hmac.New(sha256.New, f.secret(t, what))
		mac.Write([]byte(input))
		return mac.Sum(nil)
	case "ec":
		return f.forgeEC(t, what, sig)
	}
	t.Fatalf("no forgery %q", how)
	return nil
}

// octets reads "00 01 ff*202 00 T H".
func octets(t *testing.T, text, input string) (b []byte) {
	t.Helper()
	sum := sha256.Sum256([]byte(input))
	const prefix = "3031300d060960864801650304020105000420"
	names := map[string]string{
		"T":       prefix,
		"T512":    strings.Replace(prefix, "0402010500", "0402030500", 1),
		"TNONULL": "302f300b0609608648016503040201" + "0420",
		"TBER":    "308131" + prefix[4:],
		"H":       hex.EncodeToString(sum[:]),
	}
	for word := range strings.FieldsSeq(text) {
		word, times, repeated := strings.Cut(word, "*")
		if named, ok := names[word]; ok {
			word = named
		}
		piece, err := hex.DecodeString(word)
		if err != nil {
			t.Fatalf("%q: %v", word, err)
		}
		n := 1
		if repeated {
			n, _ = strconv.Atoi(times)
		}
		b = append(b, slices.Repeat(piece, n)...)
	}
	return b
}

// secret returns the RSA public key in a form that a confused verifier would
// use as an HMAC key.
func (f *forger) secret(t *testing.T, form string) []byte {
	t.Helper()
	spki, err := x509.MarshalPKIXPublicKey(&f.rsa.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	switch form {
	case "spki-pem":
		return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki})
	case "spki-der":
		return spki
	case "pkcs1-pem":
		return pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&f.rsa.PublicKey)})
	case "n":
		return f.rsa.N.Bytes()
	}
	t.Fatalf("no form %q of the key", form)
	return nil
}

func (f *forger) forgeEC(t *testing.T, how string, sig []byte) []byte {
	t.Helper()
	n := f.ec.Params().N
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])
	switch how {
	case "der":
		der, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
		if err != nil {
			t.Fatal(err)
		}
		return der
	case "r=0 s=0":
		return both(new(big.Int), new(big.Int))
	case "r=n":
		return both(n, s)
	case "s=n":
		return both(r, n)
	case "r+n":
		sum := new(big.Int).Add(r, n)
		return append(sum.Bytes(), sig[32:]...)
	case "n-s":
		return both(r, s.Sub(n, s))
	case "short":
		return sig[:63]
	case "long":
		return append(slices.Clone(sig), 0)
	}
	t.Fatal(fmt.Errorf("no forgery %q", how))
	return nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decode(s string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}
