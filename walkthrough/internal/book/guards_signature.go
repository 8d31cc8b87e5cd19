package book

// signatureGuards are for the pages about signatures.
var signatureGuards = map[string]guard{
	"rs256": {
		Question: "signature", Asked: "jwt.VerifySignature", Before: []string{"split", "rsa-key"},
		Naive: []mark{
			{`crypto.SHA256, hash.Sum(nil), sig)`, "input is never written into hash: this is the hash of nothing."},
			{`rest = bytes.TrimLeft(rest, "\xff")`, "However many ff there are, eight or 330."},
			{`if !bytes.HasPrefix(rest, hash[:]) {`, "What comes after the hash is not looked at."},
		},
		Ours: []function{
			{"jwt/signature.go", "verifyPKCS1", []mark{
				{`digest := hashed(s.hash, input, &buf)`, "The hash of what arrived, and of nothing else."},
				{`return rsa.VerifyPKCS1v15(key, s.hash, digest, sig) == nil`, "It writes the whole right block, and compares all of it."},
			}},
			{"jwt/verify.go", "Verifier.askSignature", []mark{
				{`err = VerifySignature(`, "Without the signing input there is no call: the compiler would not let us forget it."},
			}},
		},
		Tests: []string{"TestRefusals/rsa-keys/block-separator-early", "TestRefusals/rsa-keys/block-other-hash", "TestRefusals/rsa-keys/block-one-byte-after", "TestRefusals/token-shape/payload-swapped"},
		Ask:   "Mallory opens Ines's signature and reads the block, with the hash at its end. Why does that not help her to sign a token of her own?",
		Answer: []string{
			"Reading goes with e, and writing goes with d. She can write her own right block, as everybody can. What she needs is a number whose power e, modulo n, is that block. Nobody knows a way to find one without d, or without the two primes of n.",
			"A cube root would do only where nothing wraps round n, and where the end of the block is free. That is the second attack.",
		},
	},
	"es256": {
		Question: "signature", Asked: "jwt.VerifySignature", Before: []string{"ec-key", "rs256"},
		Naive: []mark{
			{`half := len(sig) / 2`, "It cuts in the middle, wherever that is."},
			{`R := curve.Recover(e, r, s, textbook.Point{X: key.X, Y: key.Y})`, "r and s may be 0, and 0/0 comes out as 0."},
			{`if text == token {`, "One token has two texts. The list has one."},
		},
		Ours: []function{{"jwt/signature.go", "verifyECDSA", []mark{
			{`if len(sig) != 2*octets {`, "64 bytes, or it is no signature."},
			{`return ecdsa.VerifyASN1(`, "It begins with the standard's first line: r and s from 1 to n-1."},
		}}},
		Tests: []string{"TestRefusals/ec-keys/es256-zero", "TestRefusals/ec-keys/es256-r-is-n", "TestRefusals/ec-keys/es256-one-byte-more", "TestRefusals/ec-keys/es256-minus-s"},
		Ask:   "Why can nobody verify an ECDSA signature by signing again and comparing?",
		Answer: []string{
			"To sign takes d, which only the issuer has. And each signature takes a number k of its own, so that the issuer itself would get another one. The verifier computes the point R without d and without k, and compares its x with r.",
		},
	},
	"alg": {
		Question: "alg", Asked: "jwt.Verifier", Before: []string{"rs256"},
		Naive: []mark{
			{`switch strings.ToUpper(string(u.Header.Algorithm)) {`, "The token says how it is to be checked."},
			{`return nil // nothing to check`, "It has asked not to be."},
			{`mac := hmac.New(sha256.New, []byte(key))`, "The public key, which everybody has, is the secret."},
			{`if u.Header.Algorithm == "none" {`, "One spelling of none is forbidden."},
		},
		Ours: []function{
			{"jwt/verify.go", "Verifier.askAlgorithm", []mark{{`!slices.Contains(v.algorithms(), x.Header.Algorithm)`, "Your list decides. none and HS256 are not even known."}}},
			{"jwt/key.go", "Key.Fits", []mark{{`k.Algorithm == alg`, "And the key must be one for that algorithm."}}},
		},
		Tests: []string{"TestRefusals/algorithms/none-spelled-nOnE", "TestRefusals/algorithms/hs256-keyed-with-the-spki-pem", "TestRefusals/algorithms/hs256-in-the-list", "TestRefusals/algorithms/rs512-not-in-the-list"},
		Ask:   "Why does this module not have HS256 at all, not even for those who want it?",
		Answer: []string{
			"With HS256, the same secret signs and verifies: each API that can check a token can make one. And where both kinds are known, the public key may be taken for the secret, as on this page. With signatures, an API holds nothing that is worth stealing.",
		},
	},
}
