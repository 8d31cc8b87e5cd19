package jwk

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
)

// Thumbprint returns the SHA-256 thumbprint of the key in base64url: a name
// that depends on nothing but its numbers (RFC 7638 section 3, for Ed25519 RFC
// 8037 section 2). It is "" if Public is not a key of one of the three types.
func (k *Key) Thumbprint() string {
	text := k.canonical()
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// canonical returns the required members of the key, in the order of their
// names, without white space: RFC 7638 sections 3 and 3.2.
func (k *Key) canonical() string {
	if k == nil {
		return ""
	}
	text := base64.RawURLEncoding.EncodeToString
	switch public := k.Public.(type) {
	case *rsa.PublicKey:
		if public == nil || public.N == nil {
			return ""
		}
		e := big.NewInt(int64(public.E))
		return `{"e":"` + text(e.Bytes()) + `","kty":"RSA","n":"` + text(public.N.Bytes()) + `"}`
	case *ecdsa.PublicKey:
		if public == nil || public.X == nil || public.Y == nil {
			return ""
		}
		point, err := public.Bytes() // 04 || X || Y
		if err != nil {
			return ""
		}
		size := (len(point) - 1) / 2
		x, y := point[1:1+size], point[1+size:]
		return `{"crv":"` + public.Curve.Params().Name + `","kty":"EC","x":"` + text(x) + `","y":"` + text(y) + `"}`
	case ed25519.PublicKey:
		if len(public) != ed25519.PublicKeySize {
			return ""
		}
		return `{"crv":"Ed25519","kty":"OKP","x":"` + text(public) + `"}`
	}
	return ""
}
