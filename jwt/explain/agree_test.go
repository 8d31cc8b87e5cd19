package explain

import (
	"bufio"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/glassjwt/jwk"
	"example.com/glassjwt/jwt"
)

// The tests of this file compare the arithmetic by hand with the code that
// decides: calculate panics where they differ.

func TestAgreesOnHonestSignatures(t *testing.T) {
	for _, alg := range algorithms {
		key := privateKey(alg)
		sig := sign(t, alg, key, "a.b")
		if !last(calculate(alg, key.Public(), "a.b", sig)).Holds {
			t.Errorf("%s: an honest signature does not hold", alg)
		}
		if last(calculate(alg, key.Public(), "a.c", sig)).Holds {
			t.Errorf("%s: the signature of another text holds", alg)
		}
		for _, i := range []int{0, len(sig)/2 - 1, len(sig) - 1} {
			wrong := slices.Clone(sig)
			wrong[i] ^= 1
			cards := calculate(alg, key.Public(), "a.b", wrong)
			checkCards(t, cards)
			if last(cards).Holds {
				t.Errorf("%s: a signature with one bit changed holds", alg)
			}
		}
	}
}

func TestAgreesOnSignaturesOfAnotherForm(t *testing.T) {
	for _, alg := range algorithms {
		key := privateKey(alg)
		good := sign(t, alg, key, "a.b")
		half := len(good) / 2
		order := big.NewInt(0)
		if c, ok := key.Public().(*ecdsa.PublicKey); ok {
			order = c.Params().N
		} else if _, ok := key.(ed25519.PrivateKey); ok {
			order = edwards.L
		}
		big := pad(order, half)
		swapped := slices.Concat(good[half:], good[:half])
		for why, sig := range map[string][]byte{
			"none":               nil,
			"one byte":           {0x30},
			"a zero before":      append([]byte{0}, good...),
			"a zero behind":      append(slices.Clone(good), 0),
			"cut off":            good[:len(good)-1],
			"all zero":           make([]byte, len(good)),
			"all ff":             slices.Repeat([]byte{0xff}, len(good)),
			"second half zero":   slices.Concat(good[:half], make([]byte, half)),
			"first half zero":    slices.Concat(make([]byte, half), good[half:]),
			"second half is n":   slices.Concat(good[:half], big[:half]),
			"first half is n":    slices.Concat(big[:half], good[half:]),
			"halves swapped":     swapped,
			"of another message": sign(t, alg, key, "a.c"),
		} {
			t.Run(string(alg)+" "+why, func(t *testing.T) {
				cards := calculate(alg, key.Public(), "a.b", sig)
				checkCards(t, cards)
				if last(cards).Holds {
					t.Error("it holds")
				}
			})
		}
	}
}

// A caller's own key set may hand out keys that package jwk refuses to make.
func TestAgreesOnOddKeys(t *testing.T) {
	n, p := rsaKey.N, elliptic.P256()
	sig := sign(t, jwt.RS256, rsaKey, "a.b")
	huge := new(big.Int).Lsh(bigOne, 100_000)
	tooLong := int64(1<<31 + 1) // which an int of 32 bits makes negative
	keys := map[string]crypto.PublicKey{
		"nothing":              nil,
		"nil RSA":              (*rsa.PublicKey)(nil),
		"empty RSA":            &rsa.PublicKey{},
		"zero modulus":         &rsa.PublicKey{N: new(big.Int), E: 3},
		"negative modulus":     &rsa.PublicKey{N: new(big.Int).Neg(n), E: 3},
		"modulus one":          &rsa.PublicKey{N: bigOne, E: 3},
		"small modulus":        &rsa.PublicKey{N: big.NewInt(3233), E: 17},
		"even modulus":         &rsa.PublicKey{N: new(big.Int).Add(n, bigOne), E: 65537},
		"huge modulus":         &rsa.PublicKey{N: huge, E: 65537},
		"exponent zero":        &rsa.PublicKey{N: n, E: 0},
		"exponent one":         &rsa.PublicKey{N: n, E: 1},
		"exponent two":         &rsa.PublicKey{N: n, E: 2},
		"exponent three":       &rsa.PublicKey{N: n, E: 3},
		"negative exponent":    &rsa.PublicKey{N: n, E: -3},
		"exponent 2^31-1":      &rsa.PublicKey{N: n, E: 1<<31 - 1},
		"exponent 2^31+1":      &rsa.PublicKey{N: n, E: int(tooLong)},
		"nil EC":               (*ecdsa.PublicKey)(nil),
		"empty EC":             &ecdsa.PublicKey{},
		"no parameters":        &ecdsa.PublicKey{Curve: (*elliptic.CurveParams)(nil), X: bigOne, Y: bigOne},
		"no point":             &ecdsa.PublicKey{Curve: p},
		"off the curve":        &ecdsa.PublicKey{Curve: p, X: big.NewInt(1), Y: big.NewInt(1)},
		"the origin":           &ecdsa.PublicKey{Curve: p, X: new(big.Int), Y: new(big.Int)},
		"negative coordinate":  &ecdsa.PublicKey{Curve: p, X: new(big.Int).Neg(ecKey.X), Y: ecKey.Y},
		"unreduced coordinate": &ecdsa.PublicKey{Curve: p, X: new(big.Int).Add(ecKey.X, p.Params().P), Y: ecKey.Y},
		"the base point":       &ecdsa.PublicKey{Curve: p, X: p.Params().Gx, Y: p.Params().Gy},
		"P-224":                &ecdsa.PublicKey{Curve: elliptic.P224(), X: elliptic.P224().Params().Gx, Y: elliptic.P224().Params().Gy},
		"empty Ed25519":        ed25519.PublicKey(nil),
		"short Ed25519":        ed25519.PublicKey(make([]byte, 31)),
		"Ed25519, y = 0":       ed25519.PublicKey(make([]byte, 32)),
		"Ed25519, y = 2":       ed25519.PublicKey(append([]byte{2}, make([]byte, 31)...)),
		"a string":             "key",
	}
	for why, key := range keys {
		for _, alg := range algorithms {
			for _, sig := range [][]byte{sig, sig[:96], sig[:132], sig[:64], sig[:2], sig[:1], nil, make([]byte, 64)} {
				checkCards(t, calculate(alg, key, "a.b", sig))
			}
		}
		if kindOf(key) == "" {
			t.Errorf("%s: no description", why)
		}
	}
}

// The length of this modulus is not a multiple of eight bits.
func TestAgreesOnUnevenModulus(t *testing.T) {
	key := rsa2049()
	for _, alg := range algorithms[:6] {
		sig := sign(t, alg, key, "a.b")
		if !last(calculate(alg, key.Public(), "a.b", sig)).Holds {
			t.Errorf("%s: an honest signature does not hold", alg)
		}
		calculate(alg, key.Public(), "a.c", sig)
		for i := range int64(8) { // the highest bit of the block falls either way
			s := new(big.Int).Rsh(key.N, 1)
			calculate(alg, key.Public(), "a.b", pad(s.Add(s, big.NewInt(i)), key.Size()))
		}
	}
}

// The tokens of testdata/tokens, as the verifier sees them, and each against every
// key of its set and every algorithm.
func TestAgreesOnTheTokens(t *testing.T) {
	sets := map[string]*jwk.Set{}
	for _, b := range blocks(t, "keys.txt") {
		if set, err := jwk.ParseSet([]byte(b["document"])); err == nil {
			sets[b["set"]] = set
		}
	}
	files, err := filepath.Glob("../../testdata/tokens/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	tokens := 0
	for _, name := range files {
		for _, b := range blocks(t, filepath.Base(name)) {
			if b["token"] == "" {
				continue
			}
			tokens++
			v := verifier()
			if set := sets[b["keys"]]; set != nil {
				v.Keys = set
			}
			x := v.Examine(context.Background(), b["token"])
			if r := New(x); tokens%8 == 0 {
				checkReport(t, b["token"], r)
			} else {
				checkPieces(t, b["token"], r)
			}
			if set := sets[b["keys"]]; set != nil && len(x.Signature.Bytes()) > 0 && x.Candidates == nil {
				for _, k := range set.Usable {
					calculate(x.Header.Algorithm, k.Public, x.SigningInput(), x.Signature.Bytes())
				}
			}
		}
	}
	if tokens < 467 {
		t.Errorf("%d tokens, want 467", tokens)
	}
}

// blocks reads a file of testdata/tokens: blocks of "field: value" lines.
func blocks(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("../../testdata/tokens", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []map[string]string
	block := map[string]string{}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		field, value, ok := strings.Cut(s.Text(), ": ")
		switch {
		case s.Text() == "":
			list, block = append(list, block), map[string]string{}
		case ok && !strings.HasPrefix(field, "#"):
			if unquoted, err := strconv.Unquote(value); err == nil {
				value = unquoted
			}
			block[field] = value
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return slices.DeleteFunc(append(list, block), func(b map[string]string) bool { return len(b) == 0 })
}

// For every key and signature, the two agree, and the fields add up to the values.
func FuzzAgree(f *testing.F) {
	keys := []crypto.PublicKey{rsaKey.Public(), ecKey.Public(), p384().Public(), p521().Public(), edKey.Public()}
	for i, alg := range algorithms {
		for j, key := range keys {
			if (jwt.Key{Public: key}).Fits(alg) {
				f.Add(uint8(i), uint8(j), "a.b", sign(f, alg, privateKey(alg), "a.b"), []byte{})
			}
		}
	}
	identity := append([]byte{1}, make([]byte, 31)...)
	f.Add(uint8(9), uint8(4), "a.b", append(slices.Clone(identity), make([]byte, 32)...), identity)
	f.Fuzz(func(t *testing.T, a, k uint8, message string, sig, other []byte) {
		alg, key := algorithms[int(a)%len(algorithms)], keys[int(k)%len(keys)]
		switch { // half of the time, the key is the fuzzer's
		case len(other) == ed25519.PublicKeySize:
			key = ed25519.PublicKey(other)
		case len(other) > ed25519.PublicKeySize && len(other) <= 256:
			key = &rsa.PublicKey{N: new(big.Int).SetBytes(other[1:]), E: int(other[0])}
		}
		checkCards(t, calculate(alg, key, message, sig))
		if e, ok := key.(*rsa.PublicKey); ok && canRaise(e) && len(sig) == sizeOf(e.N) {
			checkCards(t, calculate(alg, key, message, blockOf(e, sig)))
		}
	})
}

// blockOf returns a signature out of which comes sig itself, or something like
// it, where the private key is known.
func blockOf(key *rsa.PublicKey, sig []byte) []byte {
	if key.N.Cmp(rsaKey.N) != 0 {
		return sig
	}
	return signBlock(sig)
}

// checkCards checks that fields add up to their value, and that each card has what
// a reader needs.
func checkCards(t testing.TB, cards []Card) {
	t.Helper()
	for _, c := range cards {
		if c.Title == "" || c.Rule.URL() == "" {
			t.Errorf("card %q has no title, or its rule %q no address", c.Title, c.Rule)
		}
		if c.Check != nil && (c.Check.Formula == "" || c.Check.Words == "") {
			t.Errorf("card %q: a comparison without words", c.Title)
		}
		for _, v := range c.Values {
			if v.Name == "" || v.How == "" || v.Role == "" {
				t.Errorf("card %q: a value without a name, origin or role: %+v", c.Title, v)
			}
			at := 0
			for _, f := range v.Fields {
				if f.Start != at || f.End <= f.Start || f.Label == "" || f.Role == "" {
					t.Errorf("%s: field %q is [%d:%d], want it to begin at %d", v.Name, f.Label, f.Start, f.End, at)
				}
				at = f.End
			}
			if v.Fields != nil && at != len(v.Bytes) {
				t.Errorf("%s: the fields end at %d of %d bytes", v.Name, at, len(v.Bytes))
			}
		}
	}
}
