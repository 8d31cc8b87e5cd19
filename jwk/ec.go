package jwk

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"fmt"
)

// ECPublicKey makes a key from the name of a curve and the coordinates of a
// point (RFC 7518 section 6.2.1). Each coordinate has the full length of the
// curve's field: no leading zero octet is left out or added.
//
// The point must be on the curve. Otherwise the arithmetic happens on another
// curve, which an attacker may have chosen because it is easy to break. The error
// wraps [ErrMalformed], or [ErrUnsupported] for another curve.
func ECPublicKey(crv string, x, y []byte) (*ecdsa.PublicKey, error) {
	curve, err := namedCurve(crv)
	if err != nil {
		return nil, err
	}
	size := (curve.Params().BitSize + 7) / 8
	if len(x) != size || len(y) != size {
		return nil, fmt.Errorf("%w: x has %d octets and y %d, where %s has %d", ErrMalformed, len(x), len(y), crv, size)
	}
	// SEC 1 section 2.3.3: an uncompressed point is 04 || X || Y.
	point := append(append([]byte{4}, x...), y...)
	key, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return nil, fmt.Errorf("%w: the point is not on %s", ErrMalformed, crv)
	}
	return key, nil
}

func namedCurve(crv string) (elliptic.Curve, error) {
	switch crv {
	case "P-256":
		return elliptic.P256(), nil
	case "P-384":
		return elliptic.P384(), nil
	case "P-521":
		return elliptic.P521(), nil
	}
	return nil, fmt.Errorf("%w: crv is %s, not P-256, P-384 or P-521", ErrUnsupported, quoted(crv))
}
