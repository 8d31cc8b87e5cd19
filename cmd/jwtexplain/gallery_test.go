package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc/oidctest/rfckeys"
	"example.com/glassjwt/oidc/oidctest/signing"
)

var update = flag.Bool("update", false, "write the gallery and the golden files anew")

// The issuer of the gallery. Its keys are those of RFC 7515 appendices A.2 and
// A.3 and of RFC 8037 appendix A, whose private halves are public.
var (
	rsaKey = rfckeys.RSA()
	ecKey  = rfckeys.P256()
	edKey  = rfckeys.Ed25519()
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Each token of the gallery, made anew. All of them are deterministic.
func makeGallery() map[string]string {
	const (
		honest   = `{"iss":"https://issuer.example","sub":"alice","aud":"https://api.example","iat":1768478100,"exp":1768478700,"scope":"read:messages"}`
		rs256    = `{"alg":"RS256","typ":"at+jwt","kid":"rfc7515-a2"}`
		es256    = `{"alg":"ES256","typ":"at+jwt","kid":"rfc7515-a3"}`
		issuedAt = `"iat":1768478100,"exp":1768478700`
	)
	with := func(old, new string) string {
		if strings.Count(honest, old) != 1 {
			panic(old)
		}
		return strings.Replace(honest, old, new, 1)
	}
	good := token(rs256, honest, signRS256)
	signature := good[strings.LastIndexByte(good, '.')+1:]
	return map[string]string{
		"rs256":              good,
		"es256":              token(es256, honest, signES256),
		"ps256":              token(`{"alg":"PS256","typ":"at+jwt","kid":"rfc7515-a2"}`, honest, signPS256),
		"eddsa":              token(`{"alg":"EdDSA","typ":"at+jwt","kid":"rfc8037-a"}`, honest, signEd25519),
		"tampered":           unsigned(rs256, with(`"alice"`, `"admin"`)) + "." + signature,
		"tampered-signature": token(rs256, honest, func(input string) []byte { s := signRS256(input); s[100] ^= 1; return s }),
		"expired":            token(rs256, with(`"exp":1768478700`, `"exp":1768478370`), signRS256),
		"not-yet":            token(rs256, with(issuedAt, `"iat":1768478100,"nbf":1768479000,"exp":1768479600`), signRS256),
		"audience":           token(rs256, with("https://api.example", "https://billing.example"), signRS256),
		"other-issuer":       token(rs256, with("https://issuer.example", "https://issuer.example/"), signRS256),
		"id-token": token(`{"alg":"RS256","typ":"JWT","kid":"rfc7515-a2"}`,
			`{"iss":"https://issuer.example","sub":"alice","aud":"web-app",`+issuedAt+`,"nonce":"n-0S6_WzA2Mj","at_hash":"77QmUPtjPfzWtF2AnpK9RQ"}`, signRS256),
		"none":        token(`{"alg":"none","typ":"at+jwt"}`, with(`"alice"`, `"admin"`), func(string) []byte { return nil }),
		"hs256":       token(`{"alg":"HS256","typ":"at+jwt","kid":"rfc7515-a2"}`, with(`"alice"`, `"admin"`), signHS256),
		"unknown-kid": token(`{"alg":"RS256","typ":"at+jwt","kid":"2025-12"}`, honest, signRS256),
		"crit":        token(`{"alg":"RS256","typ":"at+jwt","kid":"rfc7515-a2","crit":["b64"],"b64":false}`, honest, signRS256),
		"duplicate":   token(`{"alg":"RS256","typ":"at+jwt","kid":"rfc7515-a2","alg":"none"}`, honest, signRS256),
		"respelled":   respell(good),
		"e1":          token(`{"alg":"RS256","typ":"at+jwt","kid":"e1"}`, with(`"alice"`, `"admin"`), block),
		"zero":        token(es256, with(`"alice"`, `"admin"`), func(string) []byte { return make([]byte, 64) }),
	}
}

func token(header, payload string, sign func(input string) []byte) string {
	input := unsigned(header, payload)
	return input + "." + encode(sign(input))
}

func unsigned(header, payload string) string {
	return encode([]byte(header)) + "." + encode([]byte(payload))
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func signRS256(input string) []byte { return must(signing.Sign(rsaKey, jwt.RS256, input)) }

func signES256(input string) []byte { return must(signing.Sign(ecKey, jwt.ES256, input)) }

func signEd25519(input string) []byte { return must(signing.Sign(edKey, jwt.EdDSA, input)) }

// signPS256 is RFC 8017 section 9.1.1 with a salt that is not random at all,
// so that the token is always the same.
func signPS256(input string) []byte {
	const hLen, emLen = 32, 256
	mHash := sha256.Sum256([]byte(input))
	salt := []byte("this salt is not random, as such")
	h := sha256.Sum256(bytes.Join([][]byte{make([]byte, 8), mHash[:], salt}, nil))
	db := append(append(make([]byte, emLen-2*hLen-2), 0x01), salt...)
	var mask []byte
	for counter := uint32(0); len(mask) < len(db); counter++ {
		block := sha256.Sum256(binary.BigEndian.AppendUint32(bytes.Clone(h[:]), counter))
		mask = append(mask, block[:]...)
	}
	subtle.XORBytes(db, db, mask)
	db[0] &= 0x7f
	em := append(append(db, h[:]...), 0xbc)
	return new(big.Int).Exp(new(big.Int).SetBytes(em), rsaKey.D, rsaKey.N).FillBytes(make([]byte, emLen))
}

// signHS256 takes the public key, as the file in which people keep it, for a
// secret.
func signHS256(input string) []byte {
	der := must(x509.MarshalPKIXPublicKey(&rsaKey.PublicKey))
	mac := hmac.New(sha256.New, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	mac.Write([]byte(input))
	return mac.Sum(nil)
}

// block is what should come out of s^e mod n. For e = 1, it is the signature.
func block(input string) []byte {
	s := new(big.Int).SetBytes(signRS256(input))
	return s.Exp(s, big.NewInt(int64(rsaKey.E)), rsaKey.N).FillBytes(make([]byte, 256))
}

// respell changes the bits that the last character has to spare: 256 bytes
// are 341 characters and a third, so that four of its six bits mean nothing.
func respell(token string) string {
	last := token[len(token)-1]
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return token[:len(token)-1] + alphabet[strings.IndexByte(alphabet, last)+1:][:1]
}

func keysJSON() string {
	return fmt.Sprintf(`{
  "keys": [
    {
      "kty": "RSA",
      "kid": "rfc7515-a2",
      "n": "%s",
      "e": "AQAB"
    },
    {
      "kty": "EC",
      "kid": "rfc7515-a3",
      "crv": "P-256",
      "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
      "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    },
    {
      "kty": "OKP",
      "kid": "rfc8037-a",
      "crv": "Ed25519",
      "x": "%s"
    }
  ]
}
`, encode(rsaKey.N.Bytes()), encode(edKey.Public().(ed25519.PublicKey)))
}

// What is embedded is what the keys of the RFCs make of it.
func TestGalleryIsMadeHere(t *testing.T) {
	made := makeGallery()
	if len(made) != len(gallery) {
		t.Errorf("%d tokens are made, %d are in the gallery", len(made), len(gallery))
	}
	files := map[string]string{"keys.json": keysJSON()}
	for _, e := range gallery {
		files[e.Name+".txt"] = made[e.Name] + "\n"
	}
	for name, want := range files {
		path := filepath.Join("gallery", name)
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what the test makes; -update writes it", path)
		}
	}
}

// Each token of the gallery is refused for the reason that it is there for.
func TestGalleryVerdicts(t *testing.T) {
	want := map[string]error{
		"rs256": nil, "es256": nil, "ps256": nil, "eddsa": nil,
		"tampered":           jwt.ErrSignature,
		"tampered-signature": jwt.ErrSignature,
		"expired":            jwt.ErrExpired,
		"not-yet":            jwt.ErrNotYetValid,
		"audience":           jwt.ErrAudience,
		"other-issuer":       jwt.ErrIssuer,
		"id-token":           jwt.ErrAudience,
		"none":               jwt.ErrAlgorithm,
		"hs256":              jwt.ErrAlgorithm,
		"unknown-kid":        jwt.ErrKeyUnknown,
		"crit":               jwt.ErrCritical,
		"duplicate":          jwt.ErrMalformed,
		"respelled":          jwt.ErrMalformed,
		"e1":                 jwt.ErrKey,
		"zero":               jwt.ErrSignature,
	}
	for i := range gallery {
		e := &gallery[i]
		keys, err := e.Resolver()
		if err != nil {
			t.Fatal(err)
		}
		reason, known := want[e.Name]
		if _, err := e.Settings.Verifier(keys).Verify(context.Background(), e.Token); !known || !errors.Is(err, reason) {
			t.Errorf("%s: Verify(...) = %v; want %v", e.Name, err, reason)
		}
	}
}
