package jwt

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/fips140"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"
)

var algorithms = []Algorithm{RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519}

// Each algorithm takes its own signatures, and no other's.
func TestVerifySignature(t *testing.T) {
	const input = "header.payload"
	for _, alg := range algorithms {
		sig := sign(t, alg, privateKey(t, alg), input)
		for _, other := range algorithms {
			err := VerifySignature(other, privateKey(t, alg).Public(), input, sig)
			same := other == alg || strings.HasPrefix(string(alg), "Ed") && strings.HasPrefix(string(other), "Ed")
			switch {
			case same && err != nil:
				t.Errorf("%s: VerifySignature = %v; want nil", alg, err)
			case !same && err != ErrSignature && err != ErrKey:
				t.Errorf("%s signature as %s: VerifySignature = %v; want a refusal", alg, other, err)
			}
		}
		for _, wrong := range [][]byte{nil, {}, {0}, sig[1:], sig[:len(sig)-1], append([]byte{0}, sig...), append(slices.Clone(sig), 0), make([]byte, len(sig)), slices.Repeat(sig, 2)} {
			if err := VerifySignature(alg, privateKey(t, alg).Public(), input, wrong); err != ErrSignature {
				t.Errorf("%s: with %d other bytes, VerifySignature = %v; want %q", alg, len(wrong), err, ErrSignature)
			}
		}
		for _, wrong := range []string{"", input + " ", input[1:], input + "\x00"} {
			if err := VerifySignature(alg, privateKey(t, alg).Public(), wrong, sig); err != ErrSignature {
				t.Errorf("%s: over %q, VerifySignature = %v; want %q", alg, wrong, err, ErrSignature)
			}
		}
	}
	for _, alg := range []Algorithm{"", "none", "HS256", "ES256K", "rs256"} {
		if err := VerifySignature(alg, rfcRSA().Public(), input, nil); err != ErrAlgorithm {
			t.Errorf("VerifySignature(%q) = %v; want %q", alg, err, ErrAlgorithm)
		}
	}
}

// A key that does not fit is refused before anything is computed with it, and
// never a panic, however broken it is.
func TestKeysThatDoNotFit(t *testing.T) {
	n := rfcRSA().N
	p256, p384 := elliptic.P256(), elliptic.P384()
	x, y := new(big.Int).SetBytes(point(t, rfcP256())[1:33]), new(big.Int).SetBytes(point(t, rfcP256())[33:])
	rsaKey := func(n *big.Int, e int) any { return &rsa.PublicKey{N: n, E: e} }
	for _, c := range []struct {
		why string
		alg Algorithm
		key any
	}{
		{"nil", RS256, nil},
		{"nil", ES256, nil},
		{"nil", EdDSA, nil},
		{"a nil pointer", RS256, (*rsa.PublicKey)(nil)},
		{"a nil pointer", ES256, (*ecdsa.PublicKey)(nil)},
		{"a nil slice", EdDSA, ed25519.PublicKey(nil)},
		{"an empty key", RS256, &rsa.PublicKey{}},
		{"an empty key", ES256, &ecdsa.PublicKey{}},
		{"a curve without a point", ES256, &ecdsa.PublicKey{Curve: p256}},
		{"half of a point", ES256, &ecdsa.PublicKey{Curve: p256, X: x}},
		{"the other half", ES256, &ecdsa.PublicKey{Curve: p256, Y: y}},
		{"no curve", ES256, &ecdsa.PublicKey{X: x, Y: y}},
		{"a curve without parameters", ES256, &ecdsa.PublicKey{Curve: (*elliptic.CurveParams)(nil), X: x, Y: y}},
		{"another curve", ES256, &ecdsa.PublicKey{Curve: p384, X: x, Y: y}},
		{"another curve", ES384, &ecdsa.PublicKey{Curve: p256, X: x, Y: y}},
		{"another curve of 256 bits", ES256, &ecdsa.PublicKey{Curve: secp256k1(), X: secp256k1().Gx, Y: secp256k1().Gy}},
		{"a key by value", RS256, rfcRSA().PublicKey},
		{"a key by value", ES256, rfcP256().PublicKey},
		{"a private key", RS256, rfcRSA()},
		{"a private key", ES256, rfcP256()},
		{"a type that is not Go's", RS256, "-----BEGIN PUBLIC KEY-----"},
		{"a secret", RS256, []byte("secret")},
		{"EC for RSA", RS256, rfcP256().Public()},
		{"RSA for EC", ES256, rfcRSA().Public()},
		{"RSA for Ed25519", EdDSA, rfcRSA().Public()},
		{"31 octets", EdDSA, make(ed25519.PublicKey, 31)},
		{"33 octets", EdDSA, make(ed25519.PublicKey, 33)},
		{"octets of no type", EdDSA, make([]byte, 32)},
		{"a private Ed25519 key", EdDSA, make(ed25519.PrivateKey, 64)},
		{"1024 bits", RS256, rsaKey(odd(1024), 65537)},
		{"1024 bits", PS256, rsaKey(odd(1024), 65537)},
		{"2047 bits", RS256, rsaKey(odd(2047), 65537)},
		{"8193 bits", RS256, rsaKey(odd(8193), 65537)},
		{"an even modulus", RS256, rsaKey(new(big.Int).Sub(n, big.NewInt(1)), 65537)},
		{"a negative modulus", RS256, rsaKey(new(big.Int).Neg(n), 65537)},
		{"e = 0", RS256, rsaKey(n, 0)},
		{"e = 1: the signature is the block", RS256, rsaKey(n, 1)},
		{"e = 2", RS256, rsaKey(n, 2)},
		{"e = 65536", RS256, rsaKey(n, 65536)},
		{"e < 0", RS256, rsaKey(n, -3)},
		{"e < 0", PS512, rsaKey(n, -65537)},
		{"e >= 2^31", RS256, rsaKey(n, hugeExponent())},
	} {
		if err := VerifySignature(c.alg, c.key, "header.payload", make([]byte, 256)); err != ErrKey {
			t.Errorf("%s: %s: VerifySignature = %v; want %q", c.alg, c.why, err, ErrKey)
		}
		if (Key{Public: c.key}).Fits(c.alg) {
			t.Errorf("%s: %s: Fits = true", c.alg, c.why)
		}
	}
}

// hugeExponent is 2^31+1, which on 32 bits is a negative number.
func hugeExponent() int {
	e := int64(1<<31 + 1)
	return int(e)
}

// odd returns an odd number of so many bits.
func odd(bits int) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return n.SetBit(n, 0, 1)
}

func point(t *testing.T, k *ecdsa.PrivateKey) []byte {
	t.Helper()
	b, err := k.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// secp256k1 is SEC 2 section 2.4.1, but for a, which is 0 there: a curve of 256
// bits that is not P-256.
func secp256k1() *elliptic.CurveParams {
	hex := func(s string) *big.Int { i, _ := new(big.Int).SetString(s, 16); return i }
	return &elliptic.CurveParams{
		Name: "secp256k1", BitSize: 256, B: big.NewInt(7),
		P:  hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
		N:  hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
		Gx: hex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
		Gy: hex("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
	}
}

// A point that is not on the curve never verifies, not even from a literal,
// which was never checked.
func TestPointNotOnTheCurve(t *testing.T) {
	p := elliptic.P256().Params()
	for why, key := range map[string]*ecdsa.PublicKey{
		"(0, 0)":            {X: big.NewInt(0), Y: big.NewInt(0)},
		"(1, 1)":            {X: big.NewInt(1), Y: big.NewInt(1)},
		"(x, -y) as such":   {X: p.Gx, Y: new(big.Int).Neg(p.Gy)},
		"(x + p, y)":        {X: new(big.Int).Add(p.Gx, p.P), Y: p.Gy},
		"too long":          {X: new(big.Int).Lsh(p.Gx, 300), Y: p.Gy},
		"(x, y + 1)":        {X: p.Gx, Y: new(big.Int).Add(p.Gy, big.NewInt(1))},
		"the wrong way off": {X: p.Gy, Y: p.Gx},
	} {
		key.Curve = elliptic.P256()
		for _, sig := range [][]byte{make([]byte, 64), slices.Repeat([]byte{0xff}, 64), slices.Concat(make([]byte, 31), []byte{1}, make([]byte, 31), []byte{1})} {
			if err := VerifySignature(ES256, key, "header.payload", sig); err == nil {
				t.Errorf("%s: VerifySignature = nil", why)
			}
		}
	}
}

// RFC 7518 section 3.4 fixes the length; FIPS 186-5 section 6.4.2 the range.
func TestECDSARange(t *testing.T) {
	for alg, c := range map[Algorithm]elliptic.Curve{ES256: elliptic.P256(), ES384: elliptic.P384(), ES512: elliptic.P521()} {
		octets := (c.Params().BitSize + 7) / 8
		n, p := c.Params().N, c.Params().P
		zero, one := new(big.Int), big.NewInt(1)
		key := privateKey(t, alg)
		for _, r := range []*big.Int{zero, one, n, new(big.Int).Sub(n, one), new(big.Int).Add(n, one), p} {
			for _, s := range []*big.Int{zero, one, n, new(big.Int).Sub(n, one), new(big.Int).Add(n, one), p} {
				sig := append(r.FillBytes(make([]byte, octets)), s.FillBytes(make([]byte, octets))...)
				if err := VerifySignature(alg, key.Public(), "header.payload", sig); err != ErrSignature {
					t.Errorf("%s: r = %x, s = %x: VerifySignature = %v; want %q", alg, r, s, err, ErrSignature)
				}
			}
		}
	}
}

// A signature with octets added or taken away is another text for the same
// numbers, at any place: before r, between r and s, after s.
func TestECDSALength(t *testing.T) {
	for _, alg := range []Algorithm{ES256, ES384, ES512} {
		key := privateKey(t, alg)
		sig := sign(t, alg, key, "input")
		r, s := sig[:len(sig)/2], sig[len(sig)/2:]
		zero := []byte{0}
		for why, wrong := range map[string][]byte{
			"a zero before r":                slices.Concat(zero, r, s),
			"a zero between r and s":         slices.Concat(r, zero, s),
			"a zero after s":                 slices.Concat(r, s, zero),
			"zeros before both":              slices.Concat(zero, r, zero, s),
			"zeros between, as long as both": slices.Concat(r, make([]byte, 2*len(r)), s),
			"r twice":                        slices.Concat(r, r, s),
			"r alone":                        r,
			"without the last octet of s":    sig[:len(sig)-1],
			"without the first octet of r":   sig[1:],
		} {
			if err := VerifySignature(alg, key.Public(), "input", wrong); err != ErrSignature {
				t.Errorf("%s: %s: VerifySignature = %v; want %q", alg, why, err, ErrSignature)
			}
		}
		if err := VerifySignature(alg, key.Public(), "input", sig); err != nil {
			t.Errorf("%s: VerifySignature = %v; want nil for the signature as it is", alg, err)
		}
	}
}

// (r, n-s) is valid too: the text of a token does not identify it.
func TestECDSAHasTwoSignatures(t *testing.T) {
	const input = "header.payload"
	sig := sign(t, ES256, rfcP256(), input)
	s := new(big.Int).SetBytes(sig[32:])
	s.Sub(elliptic.P256().Params().N, s).FillBytes(sig[32:])
	if err := VerifySignature(ES256, rfcP256().Public(), input, sig); err != nil {
		t.Errorf("VerifySignature = %v; want nil", err)
	}
}

// RFC 7518 section 3.5 wants a salt as long as the hash, and the same hash in
// the mask.
func TestPSSSalt(t *testing.T) {
	const input = "header.payload"
	for _, alg := range []Algorithm{PS256, PS384, PS512} {
		s, _ := alg.scheme()
		h := s.hash.New()
		h.Write([]byte(input))
		size := s.hash.Size()
		salts := []int{1, size - 1, size, size + 1, rsa.PSSSaltLengthAuto} // the last is all that there is room for
		if fips140.Enabled() {
			salts = salts[:3] // no longer ones can be made
		}
		for _, salt := range salts {
			sig, err := rsa.SignPSS(rand.Reader, rfcRSA(), s.hash, h.Sum(nil), &rsa.PSSOptions{SaltLength: salt})
			if err != nil {
				t.Fatalf("%s: SignPSS with a salt of %d: %v", alg, salt, err)
			}
			err = VerifySignature(alg, rfcRSA().Public(), input, sig)
			if (err == nil) != (salt == size) {
				t.Errorf("%s: with a salt of %d octets, VerifySignature = %v", alg, salt, err)
			}
		}
	}
}

// DER is what encoding/asn1 writes, for numbers of every length.
func TestAppendDER(t *testing.T) {
	for _, octets := range []int{32, 48, 66} {
		var numbers []*big.Int
		for bits := 0; bits <= octets*8; bits += 8 {
			n := new(big.Int).Lsh(big.NewInt(1), uint(bits))
			numbers = append(numbers, new(big.Int).Sub(n, big.NewInt(1)), n.Rsh(n, 1)) // ffff and 8000, so long
		}
		numbers = append(numbers, big.NewInt(0x7f))
		for _, r := range numbers {
			for _, s := range numbers {
				want, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
				if err != nil {
					t.Fatal(err)
				}
				var buf [2 + 1 + 2*(3+66)]byte
				got := appendDER(buf[:0], r.FillBytes(make([]byte, octets)), s.FillBytes(make([]byte, octets)))
				if !slices.Equal(got, want) {
					t.Fatalf("appendDER(%x, %x) = %x; want %x", r, s, got, want)
				}
				if &got[0] != &buf[0] {
					t.Fatalf("appendDER(%x, %x) needs more room than there is", r, s)
				}
			}
		}
	}
}

func TestKeyFits(t *testing.T) {
	for _, alg := range algorithms {
		public := privateKey(t, alg).Public()
		for _, own := range append(algorithms, "", "none", "es256") {
			want := own == "" || own == alg
			if got := (Key{Algorithm: own, Public: public}).Fits(alg); got != want {
				t.Errorf("a key with alg %q: Fits(%s) = %v; want %v", own, alg, got, want)
			}
		}
	}
	if (Key{Algorithm: "none", Public: crypto.PublicKey(nil)}).Fits("none") {
		t.Error(`Fits("none") = true`)
	}
}

// e = 3 is a legal exponent, and 8192 bits a legal size.
func TestRSABounds(t *testing.T) {
	for _, key := range []*rsa.PublicKey{{N: rfcRSA().N, E: 3}, {N: odd(8192), E: 65537}, {N: rfcRSA().N, E: 1<<31 - 1}} {
		if err := VerifySignature(RS256, key, "header.payload", make([]byte, key.Size())); err != ErrSignature {
			t.Errorf("%d bits, e = %d: VerifySignature = %v; want %q", key.N.BitLen(), key.E, err, ErrSignature)
		}
	}
}
