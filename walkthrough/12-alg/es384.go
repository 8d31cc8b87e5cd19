package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha512"
	"crypto/x509"
	"encoding/pem"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// signES384 returns Ines's token, signed with ES384; the key that
// checks it as a PEM text; and the key set that has it. The private key
// is made from a name: no secret lies about in this repository.
func signES384() (token, public, set string) {
	d := sha512.Sum384([]byte("library"))
	private := lesson.Must(
		ecdsa.ParseRawPrivateKey(elliptic.P384(), d[:]))
	issuer := story.NewIssuer()
	issuer.AddKey("library-es384", jwt.ES384, private)
	token = issuer.Sign(
		story.Header("alg", `"ES384"`, "kid", `"library-es384"`),
		story.Claims())
	return token, pemText(private.Public()), string(issuer.KeySet())
}

// pemText writes a public key as everybody has it: a PEM file.
func pemText(key any) string {
	der := lesson.Must(x509.MarshalPKIXPublicKey(key))
	return string(pem.EncodeToMemory(
		&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}
