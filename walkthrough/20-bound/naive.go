package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"example.com/glassjwt/jwt"
	"example.com/glassjwt/walkthrough/internal/story"
)

// naiveGate asks for a proof as a first attempt does. It is the gate of
// a program that had bearer tokens, with a few lines more.
func naiveGate(next http.Handler) http.Handler {
	return handler(func(w http.ResponseWriter, r *http.Request) {
		_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		v := story.Verifier(nil)
		v.Bound = true // the proof is our own business
		if _, err := v.Verify(r.Context(), token); err != nil {
			refuse(w, "invalid_token", err)
			return
		}
		// Older apps send no proof, and must still get in.
		if text := r.Header.Get("DPoP"); text != "" {
			if err := naiveProof(r, text); err != nil {
				refuse(w, "invalid_dpop_proof", err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// naiveClaims are what the gate wants to know of a proof.
type naiveClaims struct {
	URL      string `json:"htu"`
	IssuedAt int64  `json:"iat"`
}

// naiveProof checks a proof. What it checks is right, as far as it
// goes: the signature, the URL, the age.
func naiveProof(r *http.Request, text string) error {
	u, err := jwt.Parse(text)
	if err != nil {
		return err
	}
	err = jwt.VerifySignature(u.Header.Algorithm, naiveKey(u),
		u.SigningInput(), u.Signature.Bytes())
	if err != nil {
		return err
	}
	var c naiveClaims
	err = json.Unmarshal(u.Payload.Bytes(), &c)
	if err != nil {
		return err
	}
	base := "https://" + r.Host
	if c.URL != "" && !strings.HasPrefix(c.URL, base) {
		return errors.New("the proof is for another URL")
	}
	// The window is wide, since the clocks of telephones are wrong.
	age := story.Now().Sub(time.Unix(c.IssuedAt, 0))
	if age > 10*time.Minute {
		return errors.New("the proof is too old")
	}
	return nil
}

// naiveKey finds the key of any JWT: it is in the header, or else among
// the keys of the issuer.
func naiveKey(u *jwt.Unverified) crypto.PublicKey {
	var text json.RawMessage
	if u.Header.Get("jwk", &text) == nil {
		var key struct{ X, Y string }
		_ = json.Unmarshal(text, &key)
		x, _ := base64.RawURLEncoding.DecodeString(key.X)
		y, _ := base64.RawURLEncoding.DecodeString(key.Y)
		point := append(append([]byte{4}, x...), y...)
		public, _ := ecdsa.ParseUncompressedPublicKey(
			elliptic.P256(), point)
		return public
	}
	for _, k := range story.Keys().Usable {
		if k.ID == u.Header.KeyID {
			return k.Public
		}
	}
	return nil
}
