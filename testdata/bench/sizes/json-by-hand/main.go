// Json-by-hand verifies a token with crypto/rsa and encoding/json, and one RSA
// key in hand: what no library can leave out, or nearly.
package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"strings"
	"time"
)

func main() {
	n, _ := new(big.Int).SetString(os.Args[1], 16)
	subject, err := verify(&rsa.PublicKey{N: n, E: 65537}, os.Args[2], os.Args[3], os.Args[4])
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	println(subject)
}

func verify(key *rsa.PublicKey, issuer, audience, token string) (string, error) {
	part := strings.Split(token, ".")
	if len(part) != 3 {
		return "", errors.New("not three parts")
	}
	var header struct{ Alg string }
	if err := decode(part[0], &header); err != nil {
		return "", err
	}
	sig, err := base64.RawURLEncoding.DecodeString(part[2])
	if err != nil || header.Alg != "RS256" {
		return "", errors.New("another algorithm, or no signature")
	}
	digest := sha256.Sum256([]byte(part[0] + "." + part[1]))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], sig); err != nil {
		return "", err
	}
	var claims struct {
		Iss, Sub, Aud string
		Exp, Nbf      int64
	}
	if err := decode(part[1], &claims); err != nil {
		return "", err
	}
	now := time.Now().Unix()
	if claims.Iss != issuer || claims.Aud != audience || now >= claims.Exp || now < claims.Nbf {
		return "", errors.New("refused")
	}
	return claims.Sub, nil
}

func decode(part string, dst any) error {
	b, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, dst)
}
