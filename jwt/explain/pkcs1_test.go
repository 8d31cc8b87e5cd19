package explain

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"example.com/glassjwt/jwt"
)

// The token of RFC 7515 appendix A.2. The hash is calculated apart.
// RFC 8017 section 9.2 note 1 prints the prefix for SHA-256.
func TestBlockOfRFC7515(t *testing.T) {
	const input = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	sig := number("cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw").Bytes()
	cards := calculate(jwt.RS256, rsaKey.Public(), input, sig)
	h := sha256.Sum256([]byte(input))
	want := "0001" + strings.Repeat("ff", 202) + "00" +
		"3031300d060960864801650304020105000420" + hex.EncodeToString(h[:])
	em := find(t, cards, "EM")
	if em.Bytes.String() != want {
		t.Errorf("EM = %v, want %s", em.Bytes, want)
	}
	if !last(cards).Holds {
		t.Error("the block does not hold")
	}
	var labels []string
	for _, f := range em.Fields {
		labels = append(labels, f.Label)
	}
	if got := strings.Join(labels, ", "); got != "block type 1, padding, end of padding, DigestInfo, H" {
		t.Errorf("labels %q", got)
	}
}

// The prefixes that RFC 8017 section 9.2 note 1 prints are made here from the
// names of the hash functions.
func TestDigestInfo(t *testing.T) {
	for hash, prefix := range map[crypto.Hash]string{
		crypto.MD5:    "3020300c06082a864886f70d020505000410",
		crypto.SHA1:   "3021300906052b0e03021a05000414",
		crypto.SHA256: "3031300d060960864801650304020105000420",
		crypto.SHA384: "3041300d060960864801650304020205000430",
		crypto.SHA512: "3051300d060960864801650304020305000440",
	} {
		h := make([]byte, hash.Size())
		der := derDigestInfo(objectIDs[hash], h)
		if got := hex.EncodeToString(der[:len(der)-len(h)]); got != prefix {
			t.Errorf("%v: prefix %s, want %s", hash, got, prefix)
		}
	}
}

// Blocks that an attacker may make, and an honest issuer never writes. Each is
// refused, and labelled as far as possible.
func TestBlocksOfAnotherForm(t *testing.T) {
	h := digest(crypto.SHA256, "a.b")
	info := derDigestInfo(objectIDs[crypto.SHA256], h)
	block := func(parts ...[]byte) []byte {
		b := bytes.Join(parts, nil)
		if len(b) > 256 {
			t.Fatalf("%d bytes are not a block", len(b))
		}
		return append(b, make([]byte, 256-len(b))...)
	}
	ff := func(n int) []byte { return bytes.Repeat([]byte{0xff}, n) }
	full := func(info []byte) []byte { return block([]byte{0, 1}, ff(253-len(info)), []byte{0}, info) }
	for why, test := range map[string]struct {
		em     []byte
		labels string
		words  string
	}{
		"the hash of another text": {
			full(derDigestInfo(objectIDs[crypto.SHA256], digest(crypto.SHA256, "a.c"))),
			"block type 1, padding, end of padding, DigestInfo, the hash that was signed",
			"The block is whole: the owner of this key did sign something, a text whose hash is " + hex.EncodeToString(digest(crypto.SHA256, "a.c")),
		},
		"forged as by Bleichenbacher in 2006": {
			block([]byte{0, 1}, ff(8), []byte{0}, info),
			"block type 1, padding, end of padding, DigestInfo, H, left over",
			"not in its place",
		},
		"short padding": {
			block([]byte{0, 1}, ff(7), []byte{0}, info),
			"block type 1, padding, end of padding, DigestInfo, H, left over",
			"not in its place",
		},
		"no padding": {
			block([]byte{0, 1, 0}, info),
			"block type 1, end of padding, DigestInfo, H, left over",
			"not in its place",
		},
		"another hash function": {
			full(derDigestInfo(objectIDs[crypto.SHA1], digest(crypto.SHA256, "a.b")[:20])),
			"block type 1, padding, end of padding, DigestInfo, the hash that was signed",
			"holds a hash of SHA-1, where the algorithm calls for SHA-256",
		},
		"an unknown hash function": {
			full(derDigestInfo(asn1.ObjectIdentifier{1, 2, 3}, h)),
			"block type 1, padding, end of padding, DigestInfo, H",
			"holds a hash of an unknown hash function",
		},
		"parameters left out": {
			full(slicesReplace(info, "0500", "")),
			"block type 1, padding, end of padding, no DigestInfo", "names no hash",
		},
		"another length in DER": {
			full(slicesReplace(info, "3031300d", "308131300d")),
			"block type 1, padding, end of padding, no DigestInfo", "names no hash",
		},
		"the bare hash": {
			full(h),
			"block type 1, padding, end of padding, no DigestInfo", "names no hash",
		},
		"block type 2": {
			block([]byte{0, 2}, ff(202), []byte{0}, info), "noise", "No block comes out",
		},
		"padding without an end": {
			block([]byte{0, 1}, ff(254)), "block type 1, padding", "breaks off",
		},
		"padding that is not ff": {
			block([]byte{0, 1}, ff(100), []byte{0xfe}, ff(101), []byte{0}, info), "block type 1, padding, noise", "breaks off",
		},
		"zero": {make([]byte, 256), "noise", "No block comes out"},
	} {
		t.Run(why, func(t *testing.T) {
			cards := calculate(jwt.RS256, rsaKey.Public(), "a.b", signBlock(test.em))
			checkCards(t, cards)
			em := find(t, cards, "EM")
			if !bytes.Equal(em.Bytes, test.em) {
				t.Fatalf("EM = %v, want %x", em.Bytes, test.em)
			}
			var labels []string
			for _, f := range em.Fields {
				labels = append(labels, f.Label)
			}
			if got := strings.Join(labels, ", "); got != test.labels {
				t.Errorf("labels %q, want %q", got, test.labels)
			}
			if c := last(cards); c.Holds || !strings.Contains(c.Words, test.words) {
				t.Errorf("%t, %q; want no, and %q", c.Holds, c.Words, test.words)
			}
		})
	}
}

// slicesReplace replaces bytes given in hexadecimal. Where the length of the
// whole changes with it, so does the length of the outer SEQUENCE.
func slicesReplace(b []byte, old, new string) []byte {
	out := must(hex.DecodeString(strings.Replace(hex.EncodeToString(b), old, new, 1)))
	if new == "" { // and of the inner one
		out[1] -= byte(len(old) / 2)
		out[3] -= byte(len(old) / 2)
	}
	return out
}

// With e = 1, the block is the signature.
func TestExponentOne(t *testing.T) {
	key := rsaKey.PublicKey
	key.E = 1
	em, _ := encodePKCS1(crypto.SHA256, digest(crypto.SHA256, "a.b"), 256)
	cards := calculate(jwt.RS256, &key, "a.b", em)
	if c := last(cards); !c.Holds || !strings.Contains(c.Words, "proves nothing") {
		t.Errorf("%t, %q; want the block to be right, and to prove nothing", c.Holds, c.Words)
	}
	if cards[0].Check == nil || cards[0].Check.Holds {
		t.Error("the first card does not say that the key does not fit")
	}
}

// The signature is less than the modulus, and exactly as long.
func TestSignatureOutOfRange(t *testing.T) {
	s := new(big.Int).SetBytes(sign(t, jwt.RS256, rsaKey, "a.b"))
	s.Add(s, rsaKey.N)
	if sizeOf(s) > 256 {
		t.Skip("it does not fit") // it is deterministic, and does
	}
	for _, alg := range []jwt.Algorithm{jwt.RS256, jwt.PS256} {
		if c := last(calculate(alg, rsaKey.Public(), "a.b", s.Bytes())); c.Holds || c.Formula != "s < n" {
			t.Errorf("%s: %+v; want it to fail at s < n", alg, c)
		}
	}
}
