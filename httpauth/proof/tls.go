package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"example.com/glassjwt/httpauth"
)

// MutualTLS checks that a token which is bound to a certificate comes from the
// client that has this certificate (RFC 8705 section 3). It is an
// [httpauth.Proof].
//
// The zero MutualTLS takes the certificate from the TLS connection. The server
// has to ask clients for one: tls.Config.ClientAuth. Whether a certificate
// authority signed it does not matter here, since the token names the very
// certificate.
type MutualTLS struct {
	// Certificate returns the client's certificate as DER, or nil if it has
	// none. It is for an API behind a proxy that ends TLS and passes the
	// certificate on in a header. The proxy must delete that header from
	// what clients send, and clients must not reach the API without the
	// proxy: a header proves nothing by itself (RFC 9440 section 4).
	//
	// Nil means the certificate of the TLS connection.
	Certificate func(*http.Request) []byte
	// Required refuses tokens that are not bound to a certificate.
	Required bool
}

var _ httpauth.Proof = (*MutualTLS)(nil)

// Schemes returns "Bearer": RFC 8705 has no scheme of its own.
func (m *MutualTLS) Schemes() ([]string, error) {
	if m == nil {
		return nil, errNoTLS
	}
	return onlyBearer, nil
}

// Check compares the client's certificate with the one to which the token is
// bound. See [httpauth.Proof].
func (m *MutualTLS) Check(r *http.Request, c httpauth.Credentials) (renew bool, err error) {
	if m == nil {
		return false, errNoTLS
	}
	return check(r, c, nil, m)
}

// Challenge returns nothing: certificates need no parameters.
func (m *MutualTLS) Challenge(string) string { return "" }

// Nonce returns nothing: certificates need no nonce.
func (m *MutualTLS) Nonce() (field, value string) { return "", "" }

// check is RFC 8705 section 3.
func (m *MutualTLS) check(r *http.Request, x5t string) error {
	der := m.certificate(r)
	if len(der) == 0 {
		return refuseCertificate(because(ErrCertificate, "the client has none"))
	}
	sum := sha256.Sum256(der)
	if got := base64.RawURLEncoding.EncodeToString(sum[:]); got != x5t {
		return refuseCertificate(because(ErrCertificate, "x5t#S256 is ", quote(x5t), ", and the client's certificate has ", quote(got)))
	}
	return nil
}

func (m *MutualTLS) certificate(r *http.Request) []byte {
	if m.Certificate != nil {
		return m.Certificate(r)
	}
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return nil
	}
	return r.TLS.PeerCertificates[0].Raw
}

func refuseCertificate(err error) error {
	return &httpauth.ProofError{Step: "x5t", Code: "invalid_token", Words: "the token is bound to a certificate that the client does not have", Err: err}
}
