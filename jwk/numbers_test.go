package jwk

import (
	"bytes"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"math/big"
	"slices"
	"testing"
)

// odd returns an odd number of so many bits, big-endian.
func odd(bits int) []byte {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return n.SetBit(n, 0, 1).Bytes()
}

func TestRSAPublicKey(t *testing.T) {
	good, f4 := odd(2048), []byte{1, 0, 1}
	for _, c := range []struct {
		why  string
		n, e []byte
		want error
	}{
		{"2048 bits", good, f4, nil},
		{"2049 bits", odd(2049), f4, nil},
		{"8192 bits", odd(8192), f4, nil},
		{"e = 3", good, []byte{3}, nil},
		{"e = 2^31-1", good, []byte{0x7f, 0xff, 0xff, 0xff}, nil},
		{"zero octets before n", append(make([]byte, 9), good...), f4, nil},
		{"zero octets before e", good, []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1}, nil},
		{"zero octets before 8192 bits", append(make([]byte, 9), odd(8192)...), f4, nil},
		{"no n", nil, f4, ErrMalformed},
		{"n = 0", make([]byte, 256), f4, ErrMalformed},
		{"n = 1", []byte{1}, f4, ErrWeak},
		{"512 bits", odd(512), f4, ErrWeak},
		{"1024 bits", odd(1024), f4, ErrWeak},
		{"2047 bits in 256 octets", odd(2047), f4, ErrWeak},
		{"1024 bits with zeros before them", append(make([]byte, 128), odd(1024)...), f4, ErrWeak},
		{"8193 bits", odd(8193), f4, ErrWeak},
		{"1 MiB", bytes.Repeat([]byte{0xff}, 1<<20), f4, ErrWeak},
		{"n is even", append(good[:255:255], 0), f4, ErrMalformed},
		{"no e", good, nil, ErrMalformed},
		{"e = 0", good, []byte{0, 0, 0}, ErrMalformed},
		{"e = 1: the signature is the block", good, []byte{1}, ErrWeak},
		{"e = 2", good, []byte{2}, ErrWeak},
		{"e = 65536", good, []byte{1, 0, 0}, ErrWeak},
		{"e = 2^31", good, []byte{0x80, 0, 0, 0}, ErrWeak},
		{"e = 2^31+1", good, []byte{0x80, 0, 0, 1}, ErrWeak},
		{"e = 2^32-1, which is -1 to some", good, []byte{0xff, 0xff, 0xff, 0xff}, ErrWeak},
		{"e = 2^32+65537, which is 65537 to some", good, []byte{1, 0, 1, 0, 1}, ErrWeak},
		{"e = 2^64+65537, which is 65537 to some", good, []byte{1, 0, 0, 0, 0, 0, 1, 0, 1}, ErrWeak},
		{"e = n", good, good, ErrWeak},
	} {
		key, err := RSAPublicKey(c.n, c.e)
		if !errors.Is(err, c.want) || (err == nil) != (key != nil) {
			t.Errorf("%s: RSAPublicKey = %v, %v; want error %v", c.why, key, err, c.want)
		}
		if key != nil && (key.N.Cmp(new(big.Int).SetBytes(c.n)) != 0 || big.NewInt(int64(key.E)).Cmp(new(big.Int).SetBytes(c.e)) != 0) {
			t.Errorf("%s: RSAPublicKey = %v", c.why, key)
		}
	}
}

func TestECPublicKey(t *testing.T) {
	for crv, curve := range map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()} {
		p := curve.Params()
		size := (p.BitSize + 7) / 8
		octets := func(i *big.Int) []byte { return i.FillBytes(make([]byte, size)) }
		// The smallest x of a point, so that its octets begin with zeros.
		small := new(big.Int)
		smallY := new(big.Int)
		for {
			small.Add(small, big.NewInt(1))
			if smallY = yOf(p, small); smallY != nil {
				break
			}
		}
		x, y, zero, one := octets(p.Gx), octets(p.Gy), make([]byte, size), octets(big.NewInt(1))
		for _, c := range []struct {
			why  string
			x, y []byte
			want error
		}{
			{"the base point", x, y, nil},
			{"its negative", x, octets(new(big.Int).Sub(p.P, p.Gy)), nil},
			{"zeros before x", octets(small), octets(smallY), nil},
			{"zeros before x left out", small.Bytes(), octets(smallY), ErrMalformed},
			{"not on the curve", x, octets(new(big.Int).Add(p.Gy, big.NewInt(1))), ErrMalformed},
			{"the other way round", y, x, ErrMalformed},
			{"x twice", x, x, ErrMalformed},
			{"(0, 0)", zero, zero, ErrMalformed},
			{"(1, 1)", one, one, ErrMalformed},
			{"x = p", octets(p.P), y, ErrMalformed},
			{"x as large as there is room", bytes.Repeat([]byte{0xff}, size), y, ErrMalformed},
			{"an octet short", x[1:], y, ErrMalformed},
			{"an octet short", x, y[:size-1], ErrMalformed},
			{"an octet long", append([]byte{0}, x...), y, ErrMalformed},
			{"an octet long", x, append([]byte{0}, y...), ErrMalformed},
			{"one short, one long", x[1:], append([]byte{0}, y...), ErrMalformed},
			{"a point in x", slices.Concat([]byte{4}, x, y), nil, ErrMalformed},
			{"a compressed point in x", append([]byte{2}, x...), nil, ErrMalformed},
			{"nothing", nil, nil, ErrMalformed},
		} {
			key, err := ECPublicKey(crv, c.x, c.y)
			if !errors.Is(err, c.want) || (err == nil) != (key != nil) {
				t.Errorf("%s: %s: ECPublicKey = %v, %v; want error %v", crv, c.why, key, err, c.want)
			}
			if key != nil && (key.Curve != curve || key.X.Cmp(new(big.Int).SetBytes(c.x)) != 0 || key.Y.Cmp(new(big.Int).SetBytes(c.y)) != 0) {
				t.Errorf("%s: %s: ECPublicKey = %v", crv, c.why, key)
			}
		}
		for _, other := range []string{"", "P-224", "p-256", "P256", "P-256 ", "prime256v1", "secp256r1", "secp256k1", "Ed25519", "X25519", "brainpoolP256r1"} {
			if key, err := ECPublicKey(other, x, y); key != nil || !errors.Is(err, ErrUnsupported) {
				t.Errorf("ECPublicKey(%q) = %v, %v; want error %q", other, key, err, ErrUnsupported)
			}
		}
		for other := range map[string]bool{"P-256": true, "P-384": true, "P-521": true} {
			if key, err := ECPublicKey(other, x, y); other != crv && (key != nil || !errors.Is(err, ErrMalformed)) {
				t.Errorf("a point of %s: ECPublicKey(%s) = %v, %v; want error %q", crv, other, key, err, ErrMalformed)
			}
		}
	}
}

// yOf returns a y for x on the curve y^2 = x^3 - 3x + b, or nil.
func yOf(p *elliptic.CurveParams, x *big.Int) *big.Int {
	yy := new(big.Int).Mul(x, x)
	yy.Sub(yy, big.NewInt(3)).Mul(yy, x).Add(yy, p.B)
	return new(big.Int).ModSqrt(yy.Mod(yy, p.P), p.P)
}

// The eight points of small order on the curve of Ed25519.
var smallOrder = []string{
	"0100000000000000000000000000000000000000000000000000000000000000", // 1
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 2
	"0000000000000000000000000000000000000000000000000000000000000000", // 4
	"0000000000000000000000000000000000000000000000000000000000000080",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // 8
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
}

func TestOKPPublicKey(t *testing.T) {
	good, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why, crv string
		x        []byte
		want     error
	}{
		{"a key", "Ed25519", good, nil},
		{"another curve", "Ed448", good, ErrUnsupported},
		{"a curve for agreeing on keys", "X25519", good, ErrUnsupported},
		{"another case", "ed25519", good, ErrUnsupported},
		{"no curve", "", good, ErrUnsupported},
		{"nothing", "Ed25519", nil, ErrMalformed},
		{"31 octets", "Ed25519", good[1:], ErrMalformed},
		{"33 octets", "Ed25519", append(slices.Clone(good), 0), ErrMalformed},
		{"64 octets", "Ed25519", slices.Repeat(good, 2), ErrMalformed},
		{"y = 2, which is no point", "Ed25519", unhex(t, "02"), ErrMalformed},
		{"y = p", "Ed25519", unhex(t, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), ErrMalformed},
		{"y = p, with a sign", "Ed25519", unhex(t, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"), ErrMalformed},
		{"y = p+1, which is 1", "Ed25519", unhex(t, "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), ErrMalformed},
		{"y = p+3, of a point", "Ed25519", unhex(t, "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), ErrMalformed},
		{"y = 2^255-1", "Ed25519", unhex(t, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), ErrMalformed},
		{"all ones", "Ed25519", bytes.Repeat([]byte{0xff}, 32), ErrMalformed},
		{"y = 1, and a sign of x = 0", "Ed25519", unhex(t, "0100000000000000000000000000000000000000000000000000000000000080"), ErrWeak},
		{"y = -1, and a sign of x = 0", "Ed25519", unhex(t, "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"), ErrWeak},
	} {
		key, err := OKPPublicKey(c.crv, c.x)
		if !errors.Is(err, c.want) || (err == nil) != (key != nil) {
			t.Errorf("%s: OKPPublicKey = %x, %v; want error %v", c.why, key, err, c.want)
		}
	}
	key, _ := OKPPublicKey("Ed25519", good)
	want := slices.Clone(key)
	good[0] ^= 1
	if !bytes.Equal(key, want) {
		t.Error("OKPPublicKey keeps the slice of the caller")
	}
}

// An issuer that publishes a point of small order lets anyone sign. This test
// does not take the list's word for it: crypto/ed25519 accepts the signature R, S = 0, where
// R is one of the eight, for some message in eight.
func TestSmallOrder(t *testing.T) {
	for i, a := range smallOrder {
		key := unhex(t, a)
		forged := false
		for m := range 64 {
			for _, r := range smallOrder {
				sig := append(unhex(t, r), make([]byte, 32)...)
				forged = forged || ed25519.Verify(key, []byte{byte(m)}, sig)
			}
		}
		if !forged {
			t.Errorf("%s: no forgery succeeds, so it is not of small order", a)
		}
		if key, err := OKPPublicKey("Ed25519", key); key != nil || !errors.Is(err, ErrWeak) {
			t.Errorf("%s: OKPPublicKey = %x, %v; want error %q", a, key, err, ErrWeak)
		}
		for _, b := range smallOrder[:i] {
			if a == b {
				t.Errorf("%s is there twice", a)
			}
		}
	}
}

// Honest keys are points, all of them, and most other octets are none or some.
func TestHonestEdwards(t *testing.T) {
	points := 0
	for i := range 300 {
		key, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OKPPublicKey("Ed25519", key); err != nil {
			t.Errorf("OKPPublicKey(%x) = %v", key, err)
		}
		// Half of all numbers are the y of a point.
		y := make([]byte, 32)
		y[0], y[1], y[2] = byte(i), byte(i>>8), 1
		if _, err := OKPPublicKey("Ed25519", y); err == nil {
			points++
		}
	}
	if points < 100 || points > 200 {
		t.Errorf("of 300 numbers, %d are points; want about half", points)
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return append(b, make([]byte, 32-len(b))...)
}
