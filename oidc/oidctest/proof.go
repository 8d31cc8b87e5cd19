package oidctest

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"time"

	"example.com/glassjwt/jwt"
)

// A Prover is a client that has a key, and signs proofs with it: DPoP, RFC 9449.
// The proofs can be true or false.
type Prover struct {
	// Now is its clock, for Claims. Nil means time.Now. Set it before use.
	Now func() time.Time

	key *key
}

// NewProver returns a client with a new key for the algorithm. It panics if there
// is no such algorithm.
func NewProver(alg jwt.Algorithm) *Prover {
	return &Prover{key: &key{algorithm: alg, private: generate(alg)}}
}

// NewProverWith returns a client with a key that you have, for the algorithm. It
// panics if the key cannot sign with the algorithm.
func NewProverWith(alg jwt.Algorithm, private crypto.Signer) *Prover {
	k := &key{algorithm: alg, private: private}
	if !k.can(alg) {
		panic("oidctest: the key of the client cannot sign with " + string(alg))
	}
	return &Prover{key: k}
}

// Header returns the header of a proof: typ, alg and the public key as jwk.
func (p *Prover) Header() map[string]any {
	return map[string]any{"alg": p.key.algorithm, "typ": "dpop+jwt", "jwk": p.JWK()}
}

// JWK returns the public key of the client.
func (p *Prover) JWK() map[string]any {
	j := p.key.public()
	jwk := map[string]any{"kty": j.Type}
	for name, value := range map[string]string{"n": j.N, "e": j.E, "crv": j.Curve, "x": j.X, "y": j.Y} {
		if value != "" {
			jwk[name] = value
		}
	}
	return jwk
}

// Thumbprint returns the thumbprint of the public key (RFC 7638).
func (p *Prover) Thumbprint() string {
	// json.Marshal writes a map in the order of its names, as RFC 7638
	// section 3.3 wants it.
	sum := sha256.Sum256(marshal(p.JWK()))
	return encode(sum[:])
}

// Bind binds a token to the key of the client: it adds the claim cnf to the
// claims, and returns them.
func (p *Prover) Bind(claims map[string]any) map[string]any {
	claims["cnf"] = map[string]any{"jkt": p.Thumbprint()}
	return claims
}

// BindCertificate binds a token to a client's certificate, which is DER (RFC 8705
// section 3.1): it adds the claim cnf to the claims, and returns them.
func BindCertificate(claims map[string]any, der []byte) map[string]any {
	sum := sha256.Sum256(der)
	claims["cnf"] = map[string]any{"x5t#S256": encode(sum[:])}
	return claims
}

// Claims returns the claims of a proof for a request with this method and URL: a
// random jti, htm, htu, iat (now), and the hash of the access token as ath,
// unless it is empty. The URL is taken as it is: leave out its query. Change the
// claims as you like, and add a nonce.
func (p *Prover) Claims(method, url, accessToken string) map[string]any {
	now := time.Now
	if p.Now != nil {
		now = p.Now
	}
	claims := map[string]any{"jti": rand.Text(), "htm": method, "htu": url, "iat": now().Unix()}
	if accessToken != "" {
		sum := sha256.Sum256([]byte(accessToken))
		claims["ath"] = encode(sum[:])
	}
	return claims
}

// Sign returns a proof that is signed with the client's key, whatever its header
// says. Header and claims are as in [Issuer.Sign].
func (p *Prover) Sign(header, claims any) string {
	input := encode(text(header)) + "." + encode(text(claims))
	return input + "." + encode(p.key.sign(p.key.algorithm, input))
}

// Proof returns a true proof for one request.
func (p *Prover) Proof(method, url, accessToken string) string {
	return p.Sign(p.Header(), p.Claims(method, url, accessToken))
}
