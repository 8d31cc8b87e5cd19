package jwt

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"
)

// Where Go's own packages mislead. Each test shows first what the package does,
// and then that we are not misled. If the first half fails, Go has changed, and
// a comment of ours may be out of date.

func TestMisleadBase64SkipsLineBreaks(t *testing.T) {
	for _, br := range []string{"\n", "\r", "\r\n"} {
		if b, err := base64.RawURLEncoding.Strict().DecodeString("AQ" + br + "AB"); err != nil || !bytes.Equal(b, []byte{1, 0, 1}) {
			t.Errorf("base64.RawURLEncoding.Strict() = %x, %v", b, err)
		}
		good := token(t, ES256, payload())
		for _, at := range []int{0, 5, strings.Index(good, ".") + 3, len(good) - 5, len(good)} {
			if got, err := verifier().Verify(t.Context(), good[:at]+br+good[at:]); got != nil || !errors.Is(err, ErrMalformed) {
				t.Errorf("with %q at %d, Verify = %v, %v; want error %q", br, at, got, err, ErrMalformed)
			}
		}
	}
}

func TestMisleadJSONFoldsCase(t *testing.T) {
	var x struct {
		Alg string `json:"alg"`
		Kid string `json:"kid"`
		Iss string `json:"iss"`
	}
	const text = `{"ALG":"a","\u212aid":"b","i\u017fs":"c"}` // Kelvin sign for k, long s for s
	if err := json.Unmarshal([]byte(text), &x); err != nil || x.Alg != "a" || x.Kid != "b" || x.Iss != "c" {
		t.Errorf("json.Unmarshal = %+v, %v", x, err)
	}
	o, err := ParseObject([]byte(text))
	if err != nil || o.Has("alg") || o.Has("kid") || o.Has("iss") {
		t.Errorf("ParseObject = %q, %v", o.Names(), err)
	}
	x.Alg, x.Kid, x.Iss = "", "", ""
	if err := (Claims{Object: o}).Decode(&x); err != nil || x.Alg != "" || x.Kid != "" || x.Iss != "" {
		t.Errorf("Decode = %+v, %v", x, err)
	}
}

func TestMisleadJSONKeepsTheLastOfTwo(t *testing.T) {
	const text = `{"iss":"good","iss":"evil"}`
	var x map[string]string
	if err := json.Unmarshal([]byte(text), &x); err != nil || x["iss"] != "evil" {
		t.Errorf("json.Unmarshal = %v, %v", x, err)
	}
	if _, err := ParseObject([]byte(text)); !errors.Is(err, ErrMalformed) {
		t.Errorf("ParseObject = %v; want error %q", err, ErrMalformed)
	}
}

func TestMisleadJSONReplacesBadUnicode(t *testing.T) {
	for _, text := range []string{"{\"sub\":\"\xff\"}", `{"sub":"\ud800"}`, `{"sub":"\udfff"}`} {
		var x map[string]string
		if err := json.Unmarshal([]byte(text), &x); err != nil || x["sub"] != "\ufffd" {
			t.Errorf("json.Unmarshal(%q) = %q, %v", text, x, err)
		}
		if _, err := ParseObject([]byte(text)); !errors.Is(err, ErrMalformed) {
			t.Errorf("ParseObject(%q) = %v; want error %q", text, err, ErrMalformed)
		}
	}
}

func TestMisleadJSONIgnoresNull(t *testing.T) {
	x := struct{ Exp int64 }{7}
	if err := json.Unmarshal([]byte(`{"Exp":null}`), &x); err != nil || x.Exp != 7 {
		t.Errorf("json.Unmarshal = %v, %v", x, err)
	}
	o, _ := ParseObject([]byte(`{"exp":null}`))
	var date time.Time
	var number int64
	if o.Get("exp", &date) == nil || o.Get("exp", &number) == nil {
		t.Error("Get takes null for a number")
	}
	if _, err := verifier().Verify(t.Context(), token(t, ES256, payload(`"exp":null`))); !errors.Is(err, ErrMalformed) {
		t.Errorf("Verify = %v; want error %q", err, ErrMalformed)
	}
}

func TestMisleadDecoderStopsBeforeTheEnd(t *testing.T) {
	const text = `{"iss":"a"}{"iss":"b"}`
	var x map[string]string
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&x); err != nil || x["iss"] != "a" {
		t.Errorf("json.Decoder = %v, %v", x, err)
	}
	if _, err := ParseObject([]byte(text)); !errors.Is(err, ErrMalformed) {
		t.Errorf("ParseObject = %v; want error %q", err, ErrMalformed)
	}
}

func TestMisleadTimeOverflows(t *testing.T) {
	if d := time.Unix(math.MaxInt64, 0); d.After(now) {
		t.Errorf("time.Unix(1<<63-1, 0) = %v, which is after %v", d, now)
	}
	for _, exp := range []string{"9223372036854775807", "9223372036854775808", "1e19", "1e30"} {
		if _, err := verifier().Verify(t.Context(), token(t, ES256, payload(`"exp":`+exp))); err != nil {
			t.Errorf("with exp %s, Verify = %v; want nil", exp, err)
		}
		if _, err := verifier().Verify(t.Context(), token(t, ES256, payload(`"nbf":`+exp))); !errors.Is(err, ErrNotYetValid) {
			t.Errorf("with nbf %s, Verify = %v; want error %q", exp, err, ErrNotYetValid)
		}
	}
}

func TestMisleadPSSTakesAnySalt(t *testing.T) {
	const input = "header.payload"
	digest := sha256.Sum256([]byte(input))
	alg, _ := PS256.scheme()
	sig, err := rsa.SignPSS(rand.Reader, rfcRSA(), alg.hash, digest[:], &rsa.PSSOptions{SaltLength: 8})
	if err != nil {
		t.Fatal(err)
	}
	if err := rsa.VerifyPSS(&rfcRSA().PublicKey, alg.hash, digest[:], sig, nil); err != nil {
		t.Errorf("rsa.VerifyPSS with a salt of 8 octets: %v", err)
	}
	if err := VerifySignature(PS256, rfcRSA().Public(), input, sig); err != ErrSignature {
		t.Errorf("VerifySignature = %v; want %q", err, ErrSignature)
	}
}

func TestMisleadRSATakesShortKeys(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Skip("not under FIPS 140:", err)
	}
	const input = "header.payload"
	sig := sign(t, RS256, key, input)
	digest := sha256.Sum256([]byte(input))
	alg, _ := RS256.scheme()
	if err := rsa.VerifyPKCS1v15(&key.PublicKey, alg.hash, digest[:], sig); err != nil {
		t.Errorf("rsa.VerifyPKCS1v15 with 1024 bits: %v", err)
	}
	if err := VerifySignature(RS256, key.Public(), input, sig); err != ErrKey {
		t.Errorf("VerifySignature = %v; want %q", err, ErrKey)
	}
}

// To cut an ECDSA signature at its middle is to accept it in many lengths.
func TestMisleadCutAtTheMiddle(t *testing.T) {
	const input = "header.payload"
	digest := sha256.Sum256([]byte(input))
	sig := sign(t, ES256, rfcP256(), input)
	for _, zeros := range []int{1, 2, 34} {
		pad := make([]byte, zeros)
		long := bytes.Join([][]byte{nil, sig[:32], sig[32:]}, pad)
		half := len(long) / 2
		r, s := new(big.Int).SetBytes(long[:half]), new(big.Int).SetBytes(long[half:])
		if !ecdsa.Verify(&rfcP256().PublicKey, digest[:], r, s) {
			t.Errorf("cut at the middle, %d octets do not verify", len(long))
		}
		if err := VerifySignature(ES256, rfcP256().Public(), input, long); err != ErrSignature {
			t.Errorf("with %d octets, VerifySignature = %v; want %q", len(long), err, ErrSignature)
		}
	}
}

// crypto/ecdsa verifies with any curve that a program makes.
func TestMisleadECDSATakesAnyCurve(t *testing.T) {
	own := *elliptic.P256().Params()
	own.Name = "mine"
	key := &ecdsa.PublicKey{Curve: &own, X: rfcP256().X, Y: rfcP256().Y}
	const input = "header.payload"
	sig := sign(t, ES256, rfcP256(), input)
	if err := VerifySignature(ES256, key, input, sig); err != ErrKey {
		t.Errorf("VerifySignature = %v; want %q", err, ErrKey)
	}
	defer func() {
		if r := recover(); r != nil {
			t.Skip("not under FIPS 140:", r)
		}
	}()
	digest := sha256.Sum256([]byte(input))
	if !ecdsa.Verify(key, digest[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])) {
		t.Error("ecdsa.Verify does not take the curve")
	}
}
