package textbook

import (
	"crypto/elliptic"
	"math/big"
	"testing"
)

func TestToy(t *testing.T) {
	c := Toy()
	for i := int64(1); i < 19; i++ {
		p := c.Mul(big.NewInt(i), c.G)
		if left, right := c.Sides(p); left.Cmp(right) != 0 {
			t.Errorf("[%d]G = (%v, %v) is not on the curve", i, p.X, p.Y)
		}
		if p.IsInfinity() {
			t.Errorf("[%d]G is infinity; want no sooner than 19", i)
		}
	}
	if p := c.Mul(big.NewInt(19), c.G); !p.IsInfinity() {
		t.Errorf("[19]G = (%v, %v); want infinity", p.X, p.Y)
	}
}

func TestP256(t *testing.T) {
	c := P256()
	k := new(big.Int).SetBytes([]byte("a number that is quite large"))
	got := c.Mul(k, c.G)
	x, y := elliptic.P256().ScalarBaseMult(k.Bytes())
	if got.X.Cmp(x) != 0 || got.Y.Cmp(y) != 0 {
		t.Errorf("[k]G = (%v, %v); crypto/elliptic has (%v, %v)", got.X, got.Y, x, y)
	}
}
