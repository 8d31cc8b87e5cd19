package main

import (
	"context"
	"crypto/rsa"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"

	"example.com/glassjwt/cmd/internal/command"
	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
	"example.com/glassjwt/jwt/explain/workbench"
)

// The gallery, in the order in which to visit it.
var gallery = []workbench.Specimen{
	example("Honest", "rs256", "an honest token, signed with RSA. The block comes out of s^e mod n, and its last row is the hash."),
	example("Honest", "es256", "an honest token, signed on the curve P-256. Two numbers lead back to a point."),
	example("Honest", "ps256", "an honest token, signed with RSA-PSS. The block is masked.", jwt.PS256),
	example("Honest", "eddsa", "an honest token, signed with Ed25519.", jwt.EdDSA),
	example("Changed on the way", "tampered", "somebody wrote admin where alice stood. The block still opens, and names the hash that the issuer did sign."),
	example("Changed on the way", "tampered-signature", "one bit of the signature is another. No block comes out."),
	example("Changed on the way", "respelled", "another spelling of the same signature. The last character has bits to spare."),
	example("Not now, or not for us", "expired", "30 seconds too late."),
	example("Not now, or not for us", "not-yet", "10 minutes too early."),
	example("Not now, or not for us", "audience", "a token for another API of the same issuer."),
	example("Not now, or not for us", "other-issuer", "the issuer's name has a slash too many."),
	example("Not now, or not for us", "id-token", "a token for the client, not for the API."),
	example("Not now, or not for us", "unknown-kid", "a key that the issuer does not have, or not any more."),
	example("Attacks", "none", "the token says that it needs no signature."),
	example("Attacks", "hs256", "a MAC with the public key as its secret. What everyone knows, everyone can sign with."),
	example("Attacks", "crit", "the token demands an extension that is not understood."),
	example("Attacks", "duplicate", `"alg" stands twice in the header. Which one counts?`),
	example("Attacks", "e1", "a key with the exponent 1. The sender wrote the block, and no private key was needed."),
	example("Attacks", "zero", "r = s = 0. A careless verifier finds that 0 is 0."),
}

// The tokens were made by the test of this file, with the keys of RFC 7515
// appendices A.2 and A.3 and of RFC 8037 appendix A.
//
//go:embed gallery
var galleryFiles embed.FS

// example returns a specimen of the gallery, with what its token was made for,
// or against.
func example(group, name, note string, algorithms ...jwt.Algorithm) workbench.Specimen {
	s := workbench.Specimen{
		Name:  name,
		Group: group,
		Note:  note,
		Token: strings.TrimSpace(galleryFile(name + ".txt")),
		Keys:  galleryFile("keys.json"),
		Settings: workbench.Settings{
			Issuer:     "https://issuer.example",
			Audience:   []string{"https://api.example"},
			Algorithms: algorithms,
			Now:        time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC),
		},
	}
	if name == "e1" {
		s.KeySet = careless{gallerySet()}
	}
	return s
}

func lookUp(name string) (*workbench.Specimen, error) {
	for i := range gallery {
		if gallery[i].Name == name {
			return &gallery[i], nil
		}
	}
	return nil, command.Misuse(fmt.Sprintf("no example %q", name), "jwtexplain -examples lists them")
}

func listGallery(w io.Writer) error {
	for _, e := range gallery {
		first, _, _ := strings.Cut(e.Note, ". ")
		if _, err := fmt.Fprintf(w, "%-20s%s\n", e.Name, strings.TrimSuffix(first, ".")); err != nil {
			return err
		}
	}
	return nil
}

// galleryFile returns a file that is part of the program.
func galleryFile(name string) string {
	b, err := galleryFiles.ReadFile("gallery/" + name)
	if err != nil {
		panic("gallery: " + err.Error())
	}
	return string(b)
}

func gallerySet() *jwk.Set {
	set, err := jwk.ParseSet([]byte(galleryFile("keys.json")))
	if err != nil {
		panic("gallery: " + err.Error())
	}
	return set
}

// careless is a key set that hands out a key of exponent 1. Package jwk refuses
// to make such a key.
type careless struct{ *jwk.Set }

func (c careless) Keys(ctx context.Context, h jwt.Header) ([]jwt.Key, error) {
	if h.KeyID != "e1" {
		return c.Set.Keys(ctx, h)
	}
	for _, k := range c.Usable {
		if public, ok := k.Public.(*rsa.PublicKey); ok {
			return []jwt.Key{{ID: "e1", Public: &rsa.PublicKey{N: public.N, E: 1}}}, nil
		}
	}
	return nil, jwt.ErrKeyUnknown
}
