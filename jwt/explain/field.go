package explain

import "math/big"

// A field is the integers modulo a prime p: one adds, subtracts and multiplies
// as ever, and keeps the remainder of the division by p. Each number but 0 has
// an inverse, and so there is division too.
//
// The numbers are new ones each time, and nothing here takes the same time for
// each: this is to be read, and verifies only what everyone may know.
type field struct{ p *big.Int }

func (f field) reduce(x *big.Int) *big.Int { return x.Mod(x, f.p) }
func (f field) sum(x, y *big.Int) *big.Int { return f.reduce(new(big.Int).Add(x, y)) }
func (f field) sub(x, y *big.Int) *big.Int { return f.reduce(new(big.Int).Sub(x, y)) }
func (f field) mul(x, y *big.Int) *big.Int { return f.reduce(new(big.Int).Mul(x, y)) }
func (f field) div(x, y *big.Int) *big.Int { return f.mul(x, new(big.Int).ModInverse(y, f.p)) }

// reduced reports whether x is within [0, p-1].
func (f field) reduced(x *big.Int) bool { return x.Sign() >= 0 && x.Cmp(f.p) < 0 }
