package explain

import "math/big"

// modular is arithmetic modulo a prime p: add, subtract or multiply, and keep
// the remainder of the division by p. Each number but 0 has an inverse, so that
// there is division too.
//
// Each result is a new number. How long a calculation takes depends on its
// numbers. That does no harm: they are all public.
type modular struct{ p *big.Int }

func (m modular) reduce(x *big.Int) *big.Int { return x.Mod(x, m.p) }
func (m modular) sum(x, y *big.Int) *big.Int { return m.reduce(new(big.Int).Add(x, y)) }
func (m modular) sub(x, y *big.Int) *big.Int { return m.reduce(new(big.Int).Sub(x, y)) }
func (m modular) mul(x, y *big.Int) *big.Int { return m.reduce(new(big.Int).Mul(x, y)) }
func (m modular) div(x, y *big.Int) *big.Int { return m.mul(x, new(big.Int).ModInverse(y, m.p)) }

// reduced reports whether x is within [0, p-1].
func (m modular) reduced(x *big.Int) bool { return x.Sign() >= 0 && x.Cmp(m.p) < 0 }
