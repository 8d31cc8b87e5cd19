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
)

// An example is a token of the gallery, and what is to be seen in it.
type example struct {
	name string
	why  string
	algs []jwt.Algorithm // nil: the default
}

// The gallery, in the order in which to visit it.
var gallery = []example{
	{name: "rs256", why: "an honest token, signed with RSA. The block comes out of s^e mod n, and its last row is the hash."},
	{name: "es256", why: "an honest token, signed on the curve P-256. Two numbers lead back to a point."},
	{name: "ps256", why: "an honest token, signed with RSA-PSS. The block is masked.", algs: []jwt.Algorithm{jwt.PS256}},
	{name: "eddsa", why: "an honest token, signed with Ed25519.", algs: []jwt.Algorithm{jwt.EdDSA}},
	{name: "tampered", why: "somebody wrote admin where alice stood. The block still opens, and names the hash that the issuer did sign."},
	{name: "tampered-signature", why: "one bit of the signature is another. No block comes out."},
	{name: "expired", why: "30 seconds too late."},
	{name: "not-yet", why: "10 minutes too early."},
	{name: "audience", why: "a token for another API of the same issuer."},
	{name: "other-issuer", why: "the issuer's name has a slash too many."},
	{name: "id-token", why: "a token for the client, not for the API."},
	{name: "none", why: "the token says that it needs no signature."},
	{name: "hs256", why: "a MAC with the public key as its secret. What everyone knows, everyone can sign with."},
	{name: "unknown-kid", why: "a key that the issuer does not have, or not any more."},
	{name: "crit", why: "the token demands an extension that is not understood."},
	{name: "duplicate", why: `"alg" stands twice in the header. Which one counts?`},
	{name: "respelled", why: "another spelling of the same signature. The last character has bits to spare."},
	{name: "e1", why: "a key with the exponent 1. The sender wrote the block, and no private key was needed."},
	{name: "zero", why: "r = s = 0. A careless verifier finds that 0 is 0."},
}

// The tokens were made by the test of this file, with the keys of RFC 7515
// appendices A.2 and A.3 and of RFC 8037 appendix A.
//
//go:embed gallery
var galleryFiles embed.FS

func lookUp(name string) (*example, error) {
	for i := range gallery {
		if gallery[i].name == name {
			return &gallery[i], nil
		}
	}
	return nil, command.Misuse(fmt.Sprintf("no example %q", name), "jwtexplain -examples lists them")
}

func listGallery(w io.Writer) error {
	for _, e := range gallery {
		first, _, _ := strings.Cut(e.why, ". ")
		if _, err := fmt.Fprintf(w, "%-20s%s\n", e.name, strings.TrimSuffix(first, ".")); err != nil {
			return err
		}
	}
	return nil
}

func (e *example) token() string { return strings.TrimSpace(galleryFile(e.name + ".txt")) }

// expectations are those that the token was made for, or against.
func (e *example) expectations() expectations {
	set, err := jwk.ParseSet([]byte(galleryFile("keys.json")))
	if err != nil {
		panic("gallery: " + err.Error())
	}
	x := expectations{
		issuer:    "https://issuer.example",
		audiences: []string{"https://api.example"},
		algs:      e.algs,
		now:       time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC),
		keys:      set,
	}
	if e.name == "e1" {
		x.keys = careless{set}
	}
	return x
}

// galleryFile returns a file that is part of the program.
func galleryFile(name string) string {
	b, err := galleryFiles.ReadFile("gallery/" + name)
	if err != nil {
		panic("gallery: " + err.Error())
	}
	return string(b)
}

// careless is a key set that has a key of exponent 1, and hands it out. Package
// jwk refuses to make one.
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
