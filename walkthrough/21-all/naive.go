package main

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"example.com/glassjwt/walkthrough/internal/story"
)

// naiveAPI is the API of T1 as it is at the end of the page, without
// the three slips that keep everybody out: the quotes around
// tokenHeader.kid are gone, the signature is bytes and no string
// (toString()), and verifier.update is there. Roles are from T0, scopes
// as in the library of T3.
func naiveAPI(client *http.Client) http.Handler {
	gate := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			claims = naiveMiddleware(client, r)
			if claims == nil {
				http.Error(w, "unauthorized", http.StatusUnauthorized)
				return
			}
			next(w, r)
		}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /health", say("Healthy"))
	mux.Handle("GET /secure-route", gate(say("for readers").ServeHTTP))
	mux.Handle("GET /user/{id}", gate(
		func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "the books of %s", claims["sub"])
		}))
	mux.Handle("GET /api/data", gate(
		func(w http.ResponseWriter, r *http.Request) {
			if !includes(claims["scope"], "read") {
				http.Error(w, "forbidden", http.StatusForbidden)
			}
		}))
	mux.Handle("DELETE /api/users/{id}", gate(
		func(w http.ResponseWriter, r *http.Request) {
			if !includes(claims["roles"], "admin") {
				http.Error(w, "forbidden", http.StatusForbidden)
			}
		}))
	return mux
}

// claims is req.user, in a place where T2 would have put it.
var claims map[string]any

// naiveMiddleware returns the claims of the token, or nil.
func naiveMiddleware(
	client *http.Client, r *http.Request,
) map[string]any {
	auth := r.Header.Get("Authorization")
	_, token, ok := strings.Cut(auth, "Bearer ")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 {
		return nil
	}
	var header map[string]string
	var body map[string]any
	if json.Unmarshal(buffer(parts[0]), &header) != nil ||
		json.Unmarshal(buffer(parts[1]), &body) != nil {
		return nil
	}

	var set struct{ Keys []map[string]string }
	resp, err := client.Get(story.Issuer + "/jwks")
	if err != nil {
		return nil
	}
	defer resp.Body.Close()
	document, _ := io.ReadAll(resp.Body)
	_ = json.Unmarshal(document, &set)
	i := slices.IndexFunc(set.Keys, func(k map[string]string) bool {
		return k["kid"] == header["kid"]
	})
	if i < 0 {
		return nil
	}
	key := &rsa.PublicKey{
		N: new(big.Int).SetBytes(buffer(set.Keys[i]["n"])),
		E: int(new(big.Int).SetBytes(buffer(set.Keys[i]["e"])).Int64()),
	}
	hash := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	err = rsa.VerifyPKCS1v15(
		key, crypto.SHA256, hash[:], buffer(parts[2]))
	if err != nil {
		return nil
	}

	exp, ok := body["exp"].(float64)
	if ok && float64(story.Now().Unix()) > exp {
		return nil
	}
	if !includes(body["aud"], story.API) {
		return nil
	}
	if body["iss"] != story.Issuer {
		return nil
	}
	return body
}

// buffer is Buffer.from(s, 'base64url').
func buffer(s string) []byte {
	s = strings.NewReplacer("+", "-", "/", "_", "=", "", "\n", "").
		Replace(s)
	b, _ := base64.RawURLEncoding.DecodeString(s)
	return b
}

// includes is JavaScript's: it finds elements of arrays, and pieces of
// strings, and it throws for what is neither.
func includes(v any, wanted string) bool {
	switch v := v.(type) {
	case []any:
		return slices.Contains(v, any(wanted))
	case string:
		return strings.Contains(v, wanted)
	}
	panic("TypeError: cannot read properties of undefined")
}
