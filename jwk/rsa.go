package jwk

import (
	"bytes"
	"crypto/rsa"
	"fmt"
	"math/big"
)

// RSAPublicKey makes a key from the modulus n and the exponent e, each a
// number in big-endian octets (RFC 7518 section 6.3.1). Leading zero octets
// are tolerated.
//
// The modulus has 2048 bits or more (RFC 7518 section 3.3) and at most 8192,
// since the cost of a verification grows with the square. The exponent is odd,
// at least 3, and less than 2^31, which is all that crypto/rsa takes. The error
// wraps [ErrWeak], or [ErrMalformed] if n or e is zero or n is even.
func RSAPublicKey(n, e []byte) (*rsa.PublicKey, error) {
	n, e = bytes.TrimLeft(n, "\x00"), bytes.TrimLeft(e, "\x00")
	if len(n) == 0 || len(e) == 0 {
		return nil, fmt.Errorf("%w: n or e is zero", ErrMalformed)
	}
	if len(n) > 8192/8 || len(e) > 4 {
		return nil, fmt.Errorf("%w: n has more than 8192 bits, or e more than 31", ErrWeak)
	}
	modulus := new(big.Int).SetBytes(n)
	if modulus.BitLen() < 2048 {
		return nil, fmt.Errorf("%w: n has %d bits, fewer than 2048", ErrWeak, modulus.BitLen())
	}
	if modulus.Bit(0) == 0 {
		return nil, fmt.Errorf("%w: n is even", ErrMalformed)
	}
	// With e = 1, s^e mod n is s: anyone can write the block that should come
	// out. An even e cannot be inverted: there is no private key.
	exponent := new(big.Int).SetBytes(e).Int64()
	if exponent < 3 || exponent%2 == 0 || exponent > 1<<31-1 {
		return nil, fmt.Errorf("%w: e is %d", ErrWeak, exponent)
	}
	return &rsa.PublicKey{N: modulus, E: int(exponent)}, nil
}
