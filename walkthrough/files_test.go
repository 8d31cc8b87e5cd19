package main

import (
	"crypto/x509"
	"encoding/pem"
	"testing"

	"example.com/glassjwt/walkthrough/internal/story"
)

// For readers who check a page with tools of their own, Ines's tokens and the
// issuer's public keys are in files.
func TestFiles(t *testing.T) {
	golden(t, "testdata/ines.jwt", story.Token()+"\n")
	golden(t, "testdata/ines-es256.jwt", story.TokenES256()+"\n")
	for i, file := range []string{"testdata/issuer-rsa.pem", "testdata/issuer-ec.pem"} {
		der, err := x509.MarshalPKIXPublicKey(story.Keys().Usable[i].Public)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, file, string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
	}
}
