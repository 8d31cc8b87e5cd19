package main

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwk/keytext"
	"example.com/glassjwt/jwt"
)

// examineKeys has a line for each key.
func (v *visit) examineKeys(set *jwk.Set) {
	const about = "key"
	for _, k := range set.Usable {
		v.find(ok, about, "", "%s: %s", kid(k), describe(k))
	}
	for _, err := range set.Skipped {
		level, change := note, ""
		if isFault(err) {
			level, change = fault, "tell the issuer's operator; until then tokens that it has signed are refused"
		}
		v.find(level, about, change, "skipped: %v", err)
	}
	if len(set.Usable) == 0 {
		v.find(fault, about, "the issuer must publish a key for signatures", "no key is usable: every token is refused")
		return
	}
	seen := map[string]int{}
	for _, k := range set.Usable {
		seen[k.ID]++
	}
	for _, k := range set.Usable {
		n := seen[k.ID]
		delete(seen, k.ID)
		switch {
		case k.ID == "" && n > 0 && len(set.Usable) > 1:
			v.find(note, about, "give each key a kid (RFC 7517 section 4.5)", "%s no kid: such a key serves only tokens without a kid", have(n))
		case k.ID != "" && n > jwt.MaxCandidates:
			v.find(fault, about, "give each key a kid of its own", "%d keys have the kid %s: more than %d that fit one token are refused", n, quote(k.ID), jwt.MaxCandidates)
		case k.ID != "" && n > 1:
			v.find(note, about, "give each key a kid of its own (RFC 7517 section 4.5)", "%d keys have the kid %s: each that fits is tried", n, quote(k.ID))
		}
	}
	if n := len(slices.DeleteFunc(slices.Clone(set.Usable), func(k *jwk.Key) bool { return k.Algorithm != "" })); n > 0 {
		v.find(note, about, "", "%s no alg: such a key serves each algorithm that fits its type, and that your Verifier accepts", have(n))
	}
}

func have(n int) string {
	if n == 1 {
		return "1 key has"
	}
	return strconv.Itoa(n) + " keys have"
}

func kid(k *jwk.Key) string {
	if k.ID == "" {
		return "without kid"
	}
	return "kid " + quote(k.ID)
}

func describe(k *jwk.Key) string {
	var words []string
	switch p := k.Public.(type) {
	case *rsa.PublicKey:
		words = append(words, fmt.Sprintf("RSA, %d bits", p.N.BitLen()))
		if p.N.BitLen() > 4096 {
			words = append(words, "slow to verify")
		}
	case *ecdsa.PublicKey:
		words = append(words, "EC, "+p.Curve.Params().Name)
	default:
		words = append(words, k.Type+", "+k.Curve)
	}
	if k.Algorithm != "" {
		words = append(words, string(k.Algorithm))
	}
	if k.Issuer != "" {
		words = append(words, "only for tokens of "+quote(k.Issuer))
	}
	return strings.Join(words, ", ")
}

// isFault tells a key that was meant for signatures and cannot be used from one
// that was never meant for them, such as a key for encryption.
func isFault(err error) bool {
	for _, harmless := range []error{jwk.ErrUse, jwk.ErrUnsupported} {
		if errors.Is(err, harmless) {
			return false
		}
	}
	return true
}

// maxPromised is more than there are names in use.
const maxPromised = 64

// examineAlgorithms compares what the metadata promise, what the keys can do, and
// what the Verifier accepts.
func (v *visit) examineAlgorithms(m *metadata, set *jwk.Set) {
	const about = "alg"
	served := v.served(set)
	var promised []string
	_ = m.Get("id_token_signing_alg_values_supported", &promised) // an issuer need not say
	if len(promised) > maxPromised {
		v.find(note, about, "", "the metadata promise %d algorithms; here are the first %d", len(promised), maxPromised)
	}
	for _, name := range promised[:min(len(promised), maxPromised)] {
		alg := jwt.Algorithm(name)
		switch {
		case !slices.Contains(keytext.Algorithms(), alg):
			v.find(note, about, "", "the metadata promise %s, which glassjwt does not have", quote(name))
		case !slices.Contains(served, alg):
			v.find(note, about, "tell the issuer's operator", "the metadata promise %s, and no key can serve it", name)
		}
	}
	accepted := v.algorithms
	if accepted == nil {
		accepted = []jwt.Algorithm{jwt.RS256, jwt.ES256}
	}
	var both []string
	for _, alg := range accepted {
		if slices.Contains(served, alg) {
			both = append(both, string(alg))
		}
	}
	if len(set.Usable) == 0 {
		return
	}
	if len(both) == 0 {
		v.find(fault, about, fmt.Sprintf("set Algorithms: []jwt.Algorithm{%s}", goNames(served)), "no key can serve %v, and no other algorithm is accepted", accepted)
		return
	}
	v.find(ok, about, "", "accepted, and served by a key: %s", strings.Join(both, ", "))
}

// served returns the algorithms that some key can serve.
func (v *visit) served(set *jwk.Set) []jwt.Algorithm {
	var list []jwt.Algorithm
	for _, alg := range keytext.Algorithms() {
		if slices.ContainsFunc(set.Usable, func(k *jwk.Key) bool {
			return jwt.Key{Algorithm: k.Algorithm, Public: k.Public}.Fits(alg)
		}) {
			list = append(list, alg)
		}
	}
	return list
}

func goNames(list []jwt.Algorithm) string {
	var names []string
	for _, alg := range list {
		names = append(names, "jwt."+string(alg))
	}
	return strings.Join(names, ", ")
}

// shown is a URL without what may be secret.
func shown(u *url.URL) string {
	bare := *u
	bare.User, bare.RawQuery, bare.Fragment = nil, "", ""
	return bare.String()
}

// believed is the age after which keys are fetched again: the max-age, within a
// minute and an hour.
func believed(cacheControl string) time.Duration {
	age := 10 * time.Minute
	for d := range strings.SplitSeq(strings.ToLower(cacheControl), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(d), "=")
		switch name {
		case "no-store", "no-cache":
			age = 0
		case "max-age":
			seconds, _ := strconv.ParseInt(strings.Trim(value, `"`), 10, 32)
			age = time.Duration(seconds) * time.Second
		}
	}
	return min(max(age, time.Minute), time.Hour)
}
