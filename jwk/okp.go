package jwk

import (
	"crypto/ed25519"
	"fmt"
	"math/big"
	"slices"
)

// OKPPublicKey makes an Ed25519 key from the 32 octets of x (RFC 8037 section
// 2). They must be a point on the curve (RFC 8032 section 5.1.3). For the few
// points of small order, anyone can make signatures: such a key is [ErrWeak]. The
// other errors wrap [ErrMalformed], or [ErrUnsupported] for another curve.
func OKPPublicKey(crv string, x []byte) (ed25519.PublicKey, error) {
	if err := checkOKPCurve(crv); err != nil {
		return nil, err
	}
	if len(x) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%w: x has %d octets, where Ed25519 has %d", ErrMalformed, len(x), ed25519.PublicKeySize)
	}
	if err := checkEdwards(x); err != nil {
		return nil, err
	}
	return ed25519.PublicKey(slices.Clone(x)), nil
}

func checkOKPCurve(crv string) error {
	if crv != "Ed25519" {
		return fmt.Errorf("%w: crv is %s, not Ed25519", ErrUnsupported, quoted(crv))
	}
	return nil
}

// checkEdwards decodes a point as far as this check needs. The octets
// are the coordinate y, little-endian, with the sign of the coordinate x in
// the last bit. The curve is
//
//	-x^2 + y^2 = 1 + d x^2 y^2   modulo p = 2^255 - 19, d = -121665/121666
func checkEdwards(octets []byte) error {
	one := big.NewInt(1)
	p := new(big.Int).Lsh(one, 255)
	p.Sub(p, big.NewInt(19))
	mod := func(i *big.Int) *big.Int { return new(big.Int).Mod(i, p) }
	times := func(a, b *big.Int) *big.Int { return mod(new(big.Int).Mul(a, b)) }
	over := func(a, b *big.Int) *big.Int { return times(a, new(big.Int).ModInverse(b, p)) }
	d := over(big.NewInt(-121665), big.NewInt(121666))

	bigEndian := slices.Clone(octets)
	slices.Reverse(bigEndian)
	bigEndian[0] &= 0x7f
	y := new(big.Int).SetBytes(bigEndian)
	if y.Cmp(p) >= 0 {
		return fmt.Errorf("%w: x is not a number below p", ErrMalformed)
	}

	// x^2 = (y^2 - 1) / (d y^2 + 1), which must be a square. The divisor is
	// never zero, since -1/d is not a square.
	yy := times(y, y)
	xx := over(new(big.Int).Sub(yy, one), new(big.Int).Add(times(d, yy), one))
	if new(big.Int).ModSqrt(xx, p) == nil {
		return fmt.Errorf("%w: x is not a point of Ed25519", ErrMalformed)
	}

	// Points of order 1 and 2 have x = 0, and of order 4, y = 0. The double of
	// a point of order 8 has order 4; its y is (y^2 + x^2) / (1 - d x^2 y^2).
	if xx.Sign() == 0 || yy.Sign() == 0 || mod(new(big.Int).Add(xx, yy)).Sign() == 0 {
		return fmt.Errorf("%w: x is a point of small order", ErrWeak)
	}
	return nil
}
