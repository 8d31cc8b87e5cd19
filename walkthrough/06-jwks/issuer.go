package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/oidc"
	"example.com/glassjwt/oidc/oidctest"
	"example.com/glassjwt/walkthrough/internal/lesson"
	"example.com/glassjwt/walkthrough/internal/story"
)

// newKeys returns keys as everybody has them, but for the Cooldown: it
// is long, so that the page does not depend on how fast a machine is.
func newKeys(issuer *oidctest.Issuer) *oidc.Keys {
	return &oidc.Keys{
		Issuer:   story.Issuer,
		Client:   issuer.Client(),
		Cooldown: time.Hour,
	}
}

func verify(keys *oidc.Keys, token string) error {
	v := story.Verifier(keys)
	return lesson.Err(v.Verify(context.Background(), token))
}

// addKey adds a key to the issuer's set and returns its ID. The private
// half is made from a name: no secret lies about in this repository.
func addKey(issuer *oidctest.Issuer) string {
	d := sha256.Sum256([]byte("library 2026-02"))
	issuer.AddKey("2026-02", jwt.ES256, lesson.Must(
		ecdsa.ParseRawPrivateKey(elliptic.P256(), d[:])))
	return `"2026-02"`
}

// invented returns tokens with kids that nobody has.
func invented(n int) (tokens []string) {
	for i := range n {
		kid := strconv.Quote("invented-" + strconv.Itoa(i))
		tokens = append(tokens, story.MalloryES256(
			story.HeaderES256("kid", kid), story.Claims()))
	}
	return tokens
}

// fifty sends fifty requests. More than one fetch for them is too many.
func fifty(issuer *oidctest.Issuer, request func() error) error {
	_, before := issuer.Fetches()
	for range 50 {
		if err := request(); err != nil {
			return err
		}
	}
	if _, after := issuer.Fetches(); after-before > 1 {
		return fmt.Errorf("50 requests, %d fetches", after-before)
	}
	return nil
}

// fetched says how many fetches something takes.
func fetched(issuer *oidctest.Issuer, f func()) int {
	_, before := issuer.Fetches()
	f()
	_, after := issuer.Fetches()
	return after - before
}

// refresh has the keys fetched again, as their age would.
func refresh(cache any, keys *oidc.Keys) error {
	if c, ok := cache.(interface{ Refresh() error }); ok {
		if err := c.Refresh(); err != nil {
			return err
		}
	}
	return keys.Refresh(context.Background())
}
