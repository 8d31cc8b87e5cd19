package proof

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// newCertificate returns a certificate that signs itself, with a new key.
func newCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func x5t(der []byte) string {
	sum := sha256.Sum256(der)
	return encode(sum[:])
}

// A stolen token serves only a client that has the certificate's key, as TLS
// proves it.
func TestMutualTLS(t *testing.T) {
	own, others := newCertificate(t), newCertificate(t)
	g := guard(t, &MutualTLS{})
	server := httptest.NewUnstartedServer(g.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "hello")
	})))
	server.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	server.StartTLS()
	defer server.Close()

	bound := accessToken(`{"cnf":{"x5t#S256":"` + x5t(own.Certificate[0]) + `"}}`)
	for name, test := range map[string]struct {
		certificates []tls.Certificate
		token        string
		want         int
	}{
		"own certificate":     {[]tls.Certificate{own}, bound, 200},
		"stolen token":        {[]tls.Certificate{others}, bound, 401},
		"no certificate":      {nil, bound, 401},
		"unbound":             {[]tls.Certificate{own}, accessToken(`{}`), 200},
		"unbound, none":       {nil, accessToken(`{}`), 200},
		"bound to a DPoP key": {[]tls.Certificate{own}, accessToken(`{"cnf":{"jkt":"x"}}`), 401},
	} {
		transport := server.Client().Transport.(*http.Transport).Clone()
		transport.TLSClientConfig.Certificates = test.certificates
		transport.DisableKeepAlives = true
		r, err := http.NewRequest("GET", server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+test.token)
		response, err := (&http.Client{Transport: transport}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != test.want {
			t.Errorf("%s: status %d, want %d", name, response.StatusCode, test.want)
		}
	}
}

// The certificate of a token, in words that are nearly right.
func TestCertificateHash(t *testing.T) {
	der := []byte("certificate")
	good := x5t(der)
	for name, test := range map[string]struct {
		cnf  string
		der  []byte
		want error
	}{
		"good":            {`{"x5t#S256":"` + good + `"}`, der, nil},
		"more members":    {`{"x5t#S256":"` + good + `","kid":"1"}`, der, nil},
		"another":         {`{"x5t#S256":"` + good + `"}`, []byte("another"), ErrCertificate},
		"none":            {`{"x5t#S256":"` + good + `"}`, nil, ErrCertificate},
		"none, and empty": {`{"x5t#S256":""}`, nil, ErrCertificate},
		"an empty one":    {`{"x5t#S256":"` + x5t(nil) + `"}`, []byte{}, ErrCertificate},
		"hash of nothing": {`{"x5t#S256":"` + x5t(nil) + `"}`, nil, ErrCertificate},
		"empty":           {`{"x5t#S256":""}`, der, ErrCertificate},
		"padded":          {`{"x5t#S256":"` + good + `="}`, der, ErrCertificate},
		"SHA-1":           {`{"x5t":"` + good + `"}`, der, ErrBinding},
		"in lower case":   {`{"x5t#s256":"` + good + `"}`, der, ErrBinding},
		"null":            {`{"x5t#S256":null}`, der, ErrBinding},
		"number":          {`{"x5t#S256":7}`, der, ErrBinding},
		"with jkt":        {`{"x5t#S256":"` + good + `","jkt":"x"}`, der, ErrBinding},
	} {
		m := &MutualTLS{Certificate: func(*http.Request) []byte { return test.der }}
		_, err := m.Check(request("GET", "/"), credentials(t, "Bearer", accessToken(`{"cnf":`+test.cnf+`}`)))
		if !errors.Is(err, test.want) {
			t.Errorf("%s: Check = %v; want %v", name, err, test.want)
		}
	}
	m := &MutualTLS{Required: true}
	if _, err := m.Check(request("GET", "/"), credentials(t, "Bearer", accessToken(`{}`))); !errors.Is(err, ErrUnbound) {
		t.Errorf("Required: Check = %v; want %q", err, ErrUnbound)
	}
	if m.Challenge("Bearer") != "" {
		t.Error("a certificate needs no parameters in a challenge")
	}
	if _, value := m.Nonce(); value != "" {
		t.Error("a certificate needs no nonce")
	}
}

// A token that is bound in two ways needs both proofs.
func TestEither(t *testing.T) {
	p := client()
	der := []byte("certificate")
	both := accessToken(`{"cnf":{"jkt":"` + p.Thumbprint() + `","x5t#S256":"` + x5t(der) + `"}}`)
	key, certificate := boundToken(p), accessToken(`{"cnf":{"x5t#S256":"`+x5t(der)+`"}}`)
	plain := accessToken(`{}`)
	thief := oidctest.NewProver(jwt.ES256)
	thief.Now = atNoon
	for name, test := range map[string]struct {
		scheme, token string
		by            *oidctest.Prover
		der           []byte
		required      bool
		want          error
	}{
		"both, with both":             {"DPoP", both, p, der, false, nil},
		"both, no proof":              {"DPoP", both, nil, der, false, ErrField},
		"both, another key":           {"DPoP", both, thief, der, false, ErrThumbprint},
		"both, no certificate":        {"DPoP", both, p, nil, false, ErrCertificate},
		"both, another certificate":   {"DPoP", both, p, []byte("another"), false, ErrCertificate},
		"both, as bearer":             {"Bearer", both, p, der, false, jwt.ErrBound},
		"key":                         {"DPoP", key, p, nil, true, nil},
		"key, as bearer":              {"Bearer", key, p, der, false, jwt.ErrBound},
		"certificate":                 {"Bearer", certificate, nil, der, true, nil},
		"certificate, none":           {"Bearer", certificate, p, nil, false, ErrCertificate},
		"certificate, after DPoP":     {"DPoP", certificate, p, der, false, ErrUnbound},
		"not bound":                   {"Bearer", plain, nil, nil, false, nil},
		"not bound, after DPoP":       {"DPoP", plain, p, der, false, ErrUnbound},
		"not bound, and it has to be": {"Bearer", plain, nil, der, true, ErrUnbound},
		"in a header of its own":      {"", key, p, der, false, jwt.ErrBound},
	} {
		d := dpop()
		d.Required = test.required
		e := Either{d, &MutualTLS{Certificate: func(*http.Request) []byte { return test.der }}}
		r := request("GET", "/orders")
		if test.by != nil {
			r.Header.Set("DPoP", test.by.Proof("GET", base+"/orders", test.token))
		}
		if _, err := e.Check(r, credentials(t, test.scheme, test.token)); !errors.Is(err, test.want) {
			t.Errorf("%s: Check = %v; want %v", name, err, test.want)
		}
		if used := d.memory.len() > 0; used != (test.want == nil && test.by != nil) {
			t.Errorf("%s: the proof was used up: %v", name, used)
		}
	}
	if got, want := (Either{dpop(), &MutualTLS{}}).Challenge("DPoP"), `algs="ES256 RS256"`; got != want {
		t.Errorf("Challenge = %s, want %s", got, want)
	}
}
