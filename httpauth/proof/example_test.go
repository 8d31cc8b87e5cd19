package proof_test

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"example.com/glassjwt/httpauth"
	"example.com/glassjwt/httpauth/proof"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
)

// Everything happens at noon here, so that the output is the same each time.
func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// newIssuer stands for your issuer, and newClient for a client that has a key.
func newIssuer() *oidctest.Issuer {
	issuer := oidctest.NewIssuerAt("https://issuer.example")
	issuer.Now = noon
	return issuer
}

func newClient() *oidctest.Prover {
	client := oidctest.NewProverWith(jwt.ES256, oidctest.ClientKey())
	client.Now = noon
	return client
}

// verifier leaves bound tokens to the Guard's Proof.
func verifier(issuer *oidctest.Issuer) *jwt.Verifier {
	return &jwt.Verifier{
		Issuer:   issuer.URL,
		Audience: []string{"https://api.example"},
		Keys:     &oidc.Keys{Issuer: issuer.URL, Client: issuer.Client()},
		Bound:    true,
		Now:      noon,
	}
}

func hello(w http.ResponseWriter, r *http.Request) {
	token, _ := httpauth.Token(r.Context())
	fmt.Fprintf(w, "Hello, %s", token.Claims.Subject)
}

// send sends GET /orders, and prints the answer.
func send(h http.Handler, fields ...string) {
	r := httptest.NewRequest("GET", "/orders", nil)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	fmt.Println(w.Code, cmp.Or(w.Header().Get("WWW-Authenticate"), strings.TrimSpace(w.Body.String())))
}

// A stolen token is useless without the key of its owner, and a stolen proof is
// useless a second time.
func ExampleDPoP() {
	issuer, client := newIssuer(), newClient()
	guard := &httpauth.Guard{
		Verifier: verifier(issuer),
		Proof:    &proof.DPoP{Base: "https://api.example", Required: true, Now: noon},
	}
	handler := guard.Handler(http.HandlerFunc(hello))

	token := issuer.Sign(issuer.Header(jwt.ES256), client.Bind(issuer.Claims("https://api.example")))
	good := client.Proof("GET", "https://api.example/orders", token)
	thief := oidctest.NewProver(jwt.ES256)
	thief.Now = noon
	forged := thief.Proof("GET", "https://api.example/orders", token)

	send(handler, "Authorization", "DPoP "+token, "DPoP", good)
	send(handler, "Authorization", "DPoP "+token, "DPoP", good)
	send(handler, "Authorization", "DPoP "+token, "DPoP", forged)
	send(handler, "Authorization", "Bearer "+token)
	// Output:
	// 200 Hello, alice
	// 401 DPoP realm="api", error="invalid_dpop_proof", error_description="the proof was used before", algs="ES256 RS256"
	// 401 DPoP realm="api", error="invalid_token", error_description="the token is bound to another key", algs="ES256 RS256"
	// 401 DPoP realm="api", algs="ES256 RS256"
}

// Bound tokens and bearer tokens on one API. A bound token must not be used as a
// bearer token.
func ExampleDPoP_bearer() {
	issuer, client := newIssuer(), newClient()
	guard := &httpauth.Guard{
		Verifier: verifier(issuer),
		Proof:    &proof.DPoP{Base: "https://api.example", Now: noon},
	}
	handler := guard.Handler(http.HandlerFunc(hello))

	plain := issuer.Sign(issuer.Header(jwt.ES256), issuer.Claims("https://api.example"))
	bound := issuer.Sign(issuer.Header(jwt.ES256), client.Bind(issuer.Claims("https://api.example")))

	send(handler, "Authorization", "Bearer "+plain)
	send(handler, "Authorization", "Bearer "+bound)
	send(handler)
	// Output:
	// 200 Hello, alice
	// 401 DPoP realm="api", algs="ES256 RS256", Bearer realm="api", error="invalid_token", error_description="the token is bound to a key and cannot be used as a bearer token"
	// 401 DPoP realm="api", algs="ES256 RS256", Bearer realm="api"
}

// With a NonceKey, no proof can be made in advance. A client tries, gets the
// nonce with the refusal, and tries again.
func ExampleDPoP_nonce() {
	issuer, client := newIssuer(), newClient()
	guard := &httpauth.Guard{
		Verifier: verifier(issuer),
		Proof: &proof.DPoP{
			Base:     "https://api.example",
			NonceKey: bytes.Repeat([]byte("k"), 32), // in its place, 32 random bytes
			Required: true,
			Now:      noon,
		},
	}
	handler := guard.Handler(http.HandlerFunc(hello))
	token := issuer.Sign(issuer.Header(jwt.ES256), client.Bind(issuer.Claims("https://api.example")))

	nonce := ""
	for range 2 {
		claims := client.Claims("GET", "https://api.example/orders", token)
		if nonce != "" {
			claims["nonce"] = nonce
		}
		r := httptest.NewRequest("GET", "/orders", nil)
		r.Header.Set("Authorization", "DPoP "+token)
		r.Header.Set("DPoP", client.Sign(client.Header(), claims))
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		nonce = w.Header().Get("DPoP-Nonce")
		fmt.Println(w.Code, strings.TrimSpace(w.Body.String()), len(nonce))
	}
	// Output:
	// 401 {"error":"use_dpop_nonce","error_description":"the proof needs the nonce of this answer"} 32
	// 200 Hello, alice 0
}

// The token endpoint of an issuer binds a token to the key of the proof.
func ExampleDPoP_Thumbprint() {
	client := newClient()
	d := &proof.DPoP{Base: "https://issuer.example", Now: noon}

	r := httptest.NewRequest("POST", "/token", nil)
	r.Header.Set("DPoP", client.Proof("POST", "https://issuer.example/token", ""))
	jkt, err := d.Thumbprint(r)
	fmt.Println(jkt, err)

	_, err = d.Thumbprint(r) // again
	fmt.Println(err)
	// Output:
	// cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s <nil>
	// proof used before
}

// Examine explains a proof, question by question.
func ExampleDPoP_Examine() {
	issuer, client := newIssuer(), newClient()
	d := &proof.DPoP{Base: "https://api.example", Now: noon}
	token := issuer.Sign(issuer.Header(jwt.ES256), client.Bind(issuer.Claims("https://api.example")))

	r := httptest.NewRequest("GET", "/admin", nil)
	claims := client.Claims("GET", "https://api.example/orders", token)
	claims["jti"] = "one"
	r.Header.Set("DPoP", client.Sign(client.Header(), claims))
	x, err := d.Examine(r, token)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range x.Checks {
		fmt.Printf("%s: %s\n", c.Step, c.Question)
		if c.Err != nil {
			fmt.Printf("  got %s\n  want %s\n", c.Got, c.Want)
		}
	}
	fmt.Println(x.Err())
	// Output:
	// field: is there one DPoP field, and is it short enough?
	// shape: is it one JWT: three strict base64url parts, a well-typed header?
	// alg: do we accept its algorithm, and does it demand no extension?
	// typ: is it a proof, and not some other JWT?
	// jwk: does it bring a public key that is strong and fits the algorithm?
	// signature: did that key sign exactly these bytes?
	// claims: are all claims there, well-typed, and none twice?
	// htm: is it for the method of this request?
	// htu: is it for the URL of this request?
	//   got "https://api.example/orders"
	//   want "https://api.example/admin", after normalisation
	// fresh: was it made just now?
	// ath: is it for this access token?
	// jkt: is the token bound to the key that signed the proof?
	// jti: is it used for the first time?
	// proof for another URL: "https://api.example/orders", and the request is "https://api.example/admin"
}

// certificate stands for the DER of a client's certificate. Its hash is all that
// counts here.
var certificate = []byte("a certificate, as DER")

// boundToCertificate returns a token of a client with that certificate.
func boundToCertificate(issuer *oidctest.Issuer) string {
	claims := oidctest.BindCertificate(issuer.Claims("https://api.example"), certificate)
	return issuer.Sign(issuer.Header(jwt.ES256), claims)
}

// A proxy that follows RFC 9440 passes the certificate on in Client-Cert, between
// colons. It must delete that field from what clients send.
func ExampleMutualTLS_clientCert() {
	issuer := newIssuer()
	guard := &httpauth.Guard{
		Verifier: verifier(issuer),
		Proof: &proof.MutualTLS{Certificate: func(r *http.Request) []byte {
			values := r.Header.Values("Client-Cert")
			if len(values) != 1 || len(values[0]) < 2 || values[0][0] != ':' || !strings.HasSuffix(values[0], ":") {
				return nil
			}
			der, err := base64.StdEncoding.DecodeString(strings.Trim(values[0], ":"))
			if err != nil {
				return nil
			}
			return der
		}},
	}
	handler := guard.Handler(http.HandlerFunc(hello))
	token := boundToCertificate(issuer)

	send(handler, "Authorization", "Bearer "+token, "Client-Cert", ":"+base64.StdEncoding.EncodeToString(certificate)+":")
	send(handler, "Authorization", "Bearer "+token, "Client-Cert", ":"+base64.StdEncoding.EncodeToString([]byte("another"))+":")
	send(handler, "Authorization", "Bearer "+token)
	// Output:
	// 200 Hello, alice
	// 401 Bearer realm="api", error="invalid_token", error_description="the token is bound to a certificate that the client does not have"
	// 401 Bearer realm="api", error="invalid_token", error_description="the token is bound to a certificate that the client does not have"
}

// nginx passes the certificate on as escaped PEM:
//
//	proxy_set_header X-Client-Cert $ssl_client_escaped_cert;
//
// That line also replaces what a client sends in this field.
func ExampleMutualTLS_nginx() {
	issuer := newIssuer()
	guard := &httpauth.Guard{
		Verifier: verifier(issuer),
		Proof: &proof.MutualTLS{Certificate: func(r *http.Request) []byte {
			return fromEscapedPEM(r.Header.Get("X-Client-Cert"))
		}},
	}
	handler := guard.Handler(http.HandlerFunc(hello))

	escaped := url.PathEscape(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})))
	send(handler, "Authorization", "Bearer "+boundToCertificate(issuer), "X-Client-Cert", escaped)
	// Output:
	// 200 Hello, alice
}

// fromEscapedPEM returns the DER of a certificate, or nil.
func fromEscapedPEM(escaped string) []byte {
	text, err := url.PathUnescape(escaped) // a plus is a plus here
	if err != nil {
		return nil
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil
	}
	return block.Bytes
}

// Envoy passes the certificate on in X-Forwarded-Client-Cert, if it is told to:
//
//	forward_client_cert_details: SANITIZE_SET
//	set_current_client_cert_details: { cert: true }
//
// SANITIZE_SET also deletes what a client sends in this field.
func ExampleMutualTLS_envoy() {
	issuer := newIssuer()
	guard := &httpauth.Guard{
		Verifier: verifier(issuer),
		Proof: &proof.MutualTLS{Certificate: func(r *http.Request) []byte {
			for pair := range strings.SplitSeq(r.Header.Get("X-Forwarded-Client-Cert"), ";") {
				if quoted, ok := strings.CutPrefix(pair, "Cert="); ok {
					return fromEscapedPEM(strings.Trim(quoted, `"`))
				}
			}
			return nil
		}},
	}
	handler := guard.Handler(http.HandlerFunc(hello))

	escaped := url.QueryEscape(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})))
	escaped = strings.ReplaceAll(escaped, "+", "%20") // as Envoy writes a space
	send(handler, "Authorization", "Bearer "+boundToCertificate(issuer), "X-Forwarded-Client-Cert", `Hash=00;Cert="`+escaped+`";Subject=""`)
	// Output:
	// 200 Hello, alice
}

// One API accepts both kinds of bound tokens. Each kind needs its own proof.
func ExampleEither() {
	issuer, client := newIssuer(), newClient()
	guard := &httpauth.Guard{
		Verifier: verifier(issuer),
		Proof: proof.Either{
			DPoP:      &proof.DPoP{Base: "https://api.example", Required: true, Now: noon},
			MutualTLS: &proof.MutualTLS{Certificate: func(*http.Request) []byte { return certificate }},
		},
	}
	handler := guard.Handler(http.HandlerFunc(hello))

	bound := issuer.Sign(issuer.Header(jwt.ES256), client.Bind(issuer.Claims("https://api.example")))
	plain := issuer.Sign(issuer.Header(jwt.ES256), issuer.Claims("https://api.example"))
	send(handler, "Authorization", "DPoP "+bound, "DPoP", client.Proof("GET", "https://api.example/orders", bound))
	send(handler, "Authorization", "Bearer "+boundToCertificate(issuer))
	send(handler, "Authorization", "Bearer "+plain)
	// Output:
	// 200 Hello, alice
	// 200 Hello, alice
	// 401 DPoP realm="api", algs="ES256 RS256", Bearer realm="api", error="invalid_token", error_description="the token is not bound to a key"
}
