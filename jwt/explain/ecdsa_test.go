package explain

import (
	"bytes"
	"crypto/ecdh"
	"crypto/elliptic"
	"crypto/sha256"
	"math/big"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

// The token of RFC 7515 appendix A.3. Its private key d is public too, so that
// all numbers can be worked out another way: the issuer's secret k comes out of
// s = (e + r d) / k, and R must be k times the base point, by crypto/ecdh.
func TestNumbersOfRFC7515(t *testing.T) {
	const input = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	// Appendix A.3.1 prints R and S as these octets.
	sig := []byte{
		14, 209, 33, 83, 121, 99, 108, 72, 60, 47, 127, 21, 88, 7, 212, 2, 163, 178, 40, 3, 58, 249, 124, 126, 23, 129, 154, 195, 22, 158, 166, 101,
		197, 10, 7, 211, 140, 60, 112, 229, 216, 241, 45, 175, 8, 74, 84, 128, 166, 101, 144, 197, 242, 147, 80, 154, 143, 63, 127, 138, 131, 163, 84, 213,
	}
	cards := calculate(jwt.ES256, ecKey.Public(), input, sig)
	if !last(cards).Holds {
		t.Fatal("R.x mod n == r does not hold")
	}
	n := elliptic.P256().Params().N
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])
	h := sha256.Sum256([]byte(input))
	e := new(big.Int).SetBytes(h[:])
	over := func(x, y *big.Int) *big.Int {
		x = new(big.Int).Mul(x, new(big.Int).ModInverse(y, n))
		return x.Mod(x, n)
	}
	u1, u2 := over(e, s), over(r, s)
	k := over(new(big.Int).Add(e, new(big.Int).Mul(r, ecKey.D)), s)
	u2d := new(big.Int).Mul(u2, ecKey.D)
	x, y := times(t, k)
	x1, y1 := times(t, u1)
	x2, y2 := times(t, u2d.Mod(u2d, n))
	for name, want := range map[string][]byte{
		"e": h[:], "w": pad(over(bigOne, s), 32), "u1": pad(u1, 32), "u2": pad(u2, 32),
		"[u1]G.x": x1, "[u1]G.y": y1, "[u2]Q.x": x2, "[u2]Q.y": y2,
		"R.x": x, "R.y": y, "v": sig[:32], "r": sig[:32],
	} {
		if got := find(t, cards, name); !bytes.Equal(got.Bytes, want) {
			t.Errorf("%s = %v, want %x", name, got.Bytes, want)
		}
	}
}

// times is k times the base point of P-256, by the standard library.
func times(t *testing.T, k *big.Int) (x, y []byte) {
	t.Helper()
	key, err := ecdh.P256().NewPrivateKey(pad(k, 32))
	if err != nil {
		t.Fatal(err)
	}
	point := key.PublicKey().Bytes() // 04 || X || Y
	return point[1:33], point[33:]
}

// The rules of the group, where careless arithmetic has its holes.
func TestWeierstrassGroup(t *testing.T) {
	for _, named := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		c, ok := curveOf(named)
		if !ok {
			t.Fatalf("%s is unknown", named.Params().Name)
		}
		G, zero := c.G, point{}
		minusG := point{G.x, c.sub(c.p, G.y)}
		nMinus1 := new(big.Int).Sub(c.n, bigOne)
		for name, test := range map[string]struct{ got, want point }{
			"0 + G":      {c.add(zero, G), G},
			"G + 0":      {c.add(G, zero), G},
			"0 + 0":      {c.add(zero, zero), zero},
			"G - G":      {c.add(G, minusG), zero},
			"[0]G":       {c.multiply(new(big.Int), G), zero},
			"[n]G":       {c.multiply(c.n, G), zero},
			"[n-1]G":     {c.multiply(nMinus1, G), minusG},
			"[3]G":       {c.multiply(big.NewInt(3), G), c.add(c.add(G, G), G)},
			"2G + G":     {c.add(c.add(G, G), G), c.add(G, c.add(G, G))},
			"[2](n-1)/2": {c.multiply(big.NewInt(2), c.multiply(new(big.Int).Rsh(nMinus1, 1), G)), minusG},
		} {
			if !equal(test.got, test.want) {
				t.Errorf("%s: %s is wrong", c.name, name)
			}
			if !test.got.infinite() && !c.has(test.got) {
				t.Errorf("%s: %s is not on the curve", c.name, name)
			}
		}
	}
}

func equal(P, Q point) bool {
	if P.infinite() || Q.infinite() {
		return P.infinite() == Q.infinite()
	}
	return P.x.Cmp(Q.x) == 0 && P.y.Cmp(Q.y) == 0
}

// A sum that is the point at infinity: with Q = G, r = n - e leads to it.
func TestSumAtInfinity(t *testing.T) {
	c, _ := curveOf(elliptic.P256())
	key := ecKey.PublicKey
	key.X, key.Y = c.G.x, c.G.y
	h := sha256.Sum256([]byte("a.b"))
	r := new(big.Int).Sub(c.n, new(big.Int).SetBytes(h[:]))
	cards := calculate(jwt.ES256, &key, "a.b", append(c.scalar(r.Mod(r, c.n)), c.scalar(bigOne)...))
	checkCards(t, cards)
	if w := last(cards); w.Holds || !strings.Contains(w.Words, "infinity") {
		t.Errorf("%+v; want the point at infinity", w)
	}
}

// (r, n-s) is a second valid signature, so the text of a token does not identify it.
func TestSecondSignature(t *testing.T) {
	sig := sign(t, jwt.ES256, ecKey, "a.b")
	s := new(big.Int).Sub(ecKey.Params().N, new(big.Int).SetBytes(sig[32:]))
	if !last(calculate(jwt.ES256, ecKey.Public(), "a.b", append(sig[:32], pad(s, 32)...))).Holds {
		t.Error("(r, n-s) does not hold")
	}
}
