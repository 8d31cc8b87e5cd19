package story

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"sync"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest"
)

// NewIssuer returns the library's issuer. It listens on no port: the client
// of [Network] reaches it.
func NewIssuer() *oidctest.Issuer { return oidctest.NewIssuerAt(Issuer) }

// issuer signs the tokens of this package. Nobody changes it.
var issuer = sync.OnceValue(NewIssuer)

// malloryKey is Mallory's private key. It is made from her name: no secret
// lies about in this repository.
var malloryKey = sync.OnceValue(func() *ecdsa.PrivateKey {
	d := sha256.Sum256([]byte("mallory"))
	return must(ecdsa.ParseRawPrivateKey(elliptic.P256(), d[:]))
})

// RS256 returns a token with this header and payload, signed with the issuer's
// RSA key, whatever the header says.
func RS256(header, payload string) string { return issuer().SignAs(jwt.RS256, header, payload) }

// ES256 returns a token with this header and payload, signed with the issuer's
// EC key.
func ES256(header, payload string) string { return issuer().SignAs(jwt.ES256, header, payload) }

// MalloryES256 returns a token that Mallory signed, with her own key. She is
// free to put the names of others into it.
func MalloryES256(header, payload string) string {
	input := strings.TrimSuffix(Compact(header, payload, nil), ".")
	hash := sha256.Sum256([]byte(input))
	// Without a source of randomness, this is deterministic: RFC 6979.
	der := must(malloryKey().Sign(nil, hash[:], crypto.SHA256))
	var sig struct{ R, S *big.Int }
	must(asn1.Unmarshal(der, &sig))
	rs := make([]byte, 64)
	sig.R.FillBytes(rs[:32])
	sig.S.FillBytes(rs[32:])
	return Compact(header, payload, rs)
}

// KeyRSA and KeyEC return the issuer's keys as JSON Web Keys, with changes.
func KeyRSA(changes ...string) string { return published(oidctest.RSAKeyID, changes) }
func KeyEC(changes ...string) string  { return published(oidctest.ECKeyID, changes) }

// MalloryKey returns Mallory's key, with changes: she says what she likes
// about it.
func MalloryKey(changes ...string) string {
	point := must(malloryKey().PublicKey.Bytes()) // 04 || x || y
	return object([]string{
		"kty", `"EC"`, "use", `"sig"`, "alg", `"ES256"`, "kid", `"mallory"`,
		"crv", `"P-256"`, "x", Number(point[1:33]), "y", Number(point[33:]),
	}, changes)
}

// KeySet returns a key set document with these keys, or else with the
// issuer's two.
func KeySet(keys ...string) string {
	if keys == nil {
		keys = []string{KeyRSA(), KeyEC()}
	}
	return `{"keys":[` + strings.Join(keys, ",") + `]}`
}

// Keys returns the keys of KeySet(keys...), ready for a Verifier.
func Keys(keys ...string) *jwk.Set { return must(jwk.ParseSet([]byte(KeySet(keys...)))) }

// Number writes bytes as JSON text in base64url, as keys have them.
func Number(b []byte) string { return `"` + base64.RawURLEncoding.EncodeToString(b) + `"` }

// Network returns a client that reaches these issuers, and nothing else.
func Network(issuers ...*oidctest.Issuer) *http.Client {
	return &http.Client{Transport: network(issuers)}
}

type network []*oidctest.Issuer

func (n network) RoundTrip(r *http.Request) (*http.Response, error) {
	for _, i := range n {
		if strings.HasPrefix(r.URL.String(), i.URL) {
			return i.Client().Transport.RoundTrip(r)
		}
	}
	return nil, http.ErrServerClosed
}

// published finds a key in what the issuer publishes, and changes it.
func published(kid string, changes []string) string {
	var keys []jwt.Object
	set := must(jwt.ParseObject(issuer().KeySet()))
	must(0, set.Get("keys", &keys))
	for _, key := range keys {
		var members []string
		for _, name := range key.Names() {
			var value json.RawMessage
			must(0, key.Get(name, &value))
			members = append(members, name, string(value))
		}
		if text := object(members, nil); strings.Contains(text, `"kid":"`+kid+`"`) {
			return object(members, changes)
		}
	}
	panic("story: no key " + kid)
}

// must is for what cannot fail, since nothing here comes from outside.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
