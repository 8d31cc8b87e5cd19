package explain

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha512"
	"encoding/hex"
	"math/big"
	"slices"
	"testing"

	"example.com/glassjwt/jwt"
)

// The token of RFC 8037 appendix A.4.
func TestNumbersOfRFC8037(t *testing.T) {
	const input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
	sig := number("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg").Bytes()
	cards := calculate(jwt.EdDSA, edKey.Public(), input, sig)
	if !last(cards).Holds {
		t.Fatal("[S]B - [k]A == R does not hold")
	}
	// The secret scalar a and the nonce r, RFC 8032 section 5.1.6, lead to
	// the same points another way.
	h := sha512.Sum512(edKey.Seed())
	h[0] &= 248
	h[31] = h[31]&127 | 64
	a := littleEndian(h[:32])
	nonce := sha512.Sum512(append(h[32:], input...))
	r := littleEndian(nonce[:])
	k := new(big.Int).SetBytes(find(t, cards, "k").Bytes)
	ka := new(big.Int).Mul(k, a)
	for name, want := range map[string][]byte{
		"A":    edKey.Public().(ed25519.PublicKey),
		"R":    sig[:32],
		"R'":   encodePoint(edwards.multiply(r.Mod(r, edwards.L), edwards.B)),
		"[k]A": encodePoint(edwards.multiply(ka.Mod(ka, edwards.L), edwards.B)),
	} {
		if got := find(t, cards, name); !bytes.Equal(got.Bytes, want) {
			t.Errorf("%s = %v, want %x", name, got.Bytes, want)
		}
	}
}

// The base point as RFC 8032 section 5.1 prints it.
func TestBasePoint(t *testing.T) {
	x, _ := new(big.Int).SetString("15112221349535400772501151409588531511454012693041857206046113283949847762202", 10)
	y, _ := new(big.Int).SetString("46316835694926478169428394003475163141307993866256225615783033603165251855960", 10)
	if edwards.B.x.Cmp(x) != 0 || edwards.B.y.Cmp(y) != 0 {
		t.Errorf("B = (%v, %v)", edwards.B.x, edwards.B.y)
	}
	if got := encodePoint(edwards.multiply(edwards.L, edwards.B)); got[0] != 1 || !bytes.Equal(got[1:], make([]byte, 31)) {
		t.Errorf("[L]B = %x, want (0, 1)", got)
	}
}

// Keys and points for which implementations of Ed25519 differ: of small order,
// of mixed order, or in another spelling. crypto/ed25519 decides.
func TestEd25519Corners(t *testing.T) {
	decode := func(s string) []byte { return must(hex.DecodeString(s)) }
	points := map[string][]byte{
		"(0, 1)":                  decode("0100000000000000000000000000000000000000000000000000000000000000"),
		"(-0, 1)":                 decode("0100000000000000000000000000000000000000000000000000000000000080"),
		"(0, 1), y = p+1":         decode("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
		"(-0, 1), y = p+1":        decode("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
		"(0, -1)":                 decode("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
		"(-0, -1)":                decode("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"),
		"order 4":                 decode("0000000000000000000000000000000000000000000000000000000000000000"),
		"order 4, -x":             decode("0000000000000000000000000000000000000000000000000000000000000080"),
		"order 4, y = p":          decode("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
		"order 8":                 decode("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
		"order 8, other y":        decode("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
		"no point":                decode("0200000000000000000000000000000000000000000000000000000000000000"),
		"y = 2^255-1":             decode("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
		"the base point":          encodePoint(edwards.B),
		"an honest key":           edKey.Public().(ed25519.PublicKey),
		"an honest key + order 8": nil,
	}
	eight, _ := decodePoint(points["order 8"])
	honest, _ := decodePoint(points["an honest key"])
	points["an honest key + order 8"] = encodePoint(edwards.add(honest, eight))

	one := pad(bigOne, 32)
	slices.Reverse(one)
	order := pad(edwards.L, 32)
	slices.Reverse(order)
	orderPlus1 := slices.Clone(order)
	orderPlus1[0]++
	scalars := [][]byte{make([]byte, 32), one, order, orderPlus1, slices.Repeat([]byte{0xff}, 32), sign(t, jwt.EdDSA, edKey, "a.b")[32:]}
	accepted := 0
	for why, key := range points {
		for _, name := range []string{"(0, 1)", "(-0, 1)", "(0, 1), y = p+1", "order 8", "the base point"} {
			for _, s := range scalars {
				sig := slices.Concat(points[name], s)
				want := ed25519.Verify(key, []byte("a.b"), sig)
				if _, holds := open(jwt.EdDSA, ed25519.PublicKey(key), "a.b", sig); holds != want {
					t.Errorf("key %s, R is %s, S = %x: %t; crypto/ed25519 says %t", why, name, s, holds, want)
				}
				if want {
					accepted++
				}
			}
		}
	}
	if accepted == 0 {
		t.Error("none of them is a signature: the test has lost its point")
	}
}
