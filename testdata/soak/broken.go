package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A fault is a mistake that a soak must see: in one file, one text stands in the
// place of another.
type fault struct {
	name, harm string
	breaks     string // in the words for the promise that it breaks
	file       string // from the root of the module
	was, is    string
	beside     string // a file of its own beside it, for what the text needs
}

// faults are the ways to break cmd/api on purpose. The first two went unseen by
// the first version of this soak.
var faults = []fault{
	{
		name:   "believes",
		harm:   "after 22 seconds, each question from typ on says yes",
		breaks: "hostile token",
		file:   "jwt/verify.go",
		was:    "if err := q.ask(v, ctx, x); err != nil {",
		is:     "if err := q.ask(v, ctx, x); err != nil && !believes(q.step) {",
		beside: `package jwt

import "time"

var started = time.Now()

func believes(s Step) bool {
	return s != StepShape && s != StepAlgorithm && s != StepKey && s != StepSignature && time.Since(started) > 22*time.Second
}
`,
	},
	{
		name:   "keeps",
		harm:   "a withdrawn key is kept beside the new ones",
		breaks: "withdrawn token: 200",
		file:   "oidc/flight.go",
		was:    "o.set.number = f.number\n",
		is:     "o.set.number = f.number\n\t\to.set.Set = both(o.set, before)\n",
		beside: `package oidc

import "example.com/glassjwt/jwk"

func both(set, before *keySet) *jwk.Set {
	if before == nil {
		return set.Set
	}
	return &jwk.Set{Usable: append(before.Usable[:len(before.Usable):len(before.Usable)], set.Usable...)}
}
`,
	},
	{
		name:   "mixes",
		harm:   "every caller is served as the first",
		breaks: "served as somebody else",
		file:   "httpauth/guard.go",
		was:    "		next.ServeHTTP(w, r.WithContext(withCaller(r.Context(), g, token)))\n",
		is:     "		first.CompareAndSwap(nil, token)\n		next.ServeHTTP(w, r.WithContext(withCaller(r.Context(), g, first.Load())))\n",
		beside: `package httpauth

import (
	"sync/atomic"

	"example.com/glassjwt/jwt"
)

var first atomic.Pointer[jwt.Token]
`,
	},
	{
		name:   "forgets",
		harm:   "a key that is not the last of the set is unknown",
		breaks: "honest token: 401",
		file:   "oidc/flight.go",
		was:    "o.set.number = f.number\n",
		is:     "o.set.number = f.number\n\t\to.set.Set = last(o.set)\n",
		beside: `package oidc

import "example.com/glassjwt/jwk"

func last(set *keySet) *jwk.Set { return &jwk.Set{Usable: set.Usable[len(set.Usable)-1:]} }
`,
	},
	{
		name:   "hammers",
		harm:   "each invented key causes a fetch",
		breaks: "fetches, of at most",
		file:   "oidc/flight.go",
		was:    "return k.bucket.take(now, k.cooldown()) || why == noKeys",
		is:     "return k.bucket.take(now, k.cooldown()) || true",
	},
	{
		name:   "leaks",
		harm:   "each refusal leaves a goroutine and its memory",
		breaks: "goroutines before",
		file:   "httpauth/guard.go",
		was:    "	a := answerTo(err)\n",
		is:     "	a := answerTo(err)\n	go func(r *http.Request) { <-context.Background().Done(); r.Clone(context.Background()) }(r)\n",
	},
}

// apply returns the file with the fault in it. A fault that does not fit the
// code any more must be brought up to date.
func (f fault) apply(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.file)))
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(text), f.was); n != 1 {
		return "", fmt.Errorf("the fault %q does not fit %s: its text stands there %d times", f.name, f.file, n)
	}
	return strings.Replace(string(text), f.was, f.is, 1), nil
}
