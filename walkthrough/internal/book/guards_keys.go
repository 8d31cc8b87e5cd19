package book

// keyGuards are for the pages about keys.
var keyGuards = map[string]guard{
	"discovery": {
		Question: "kid", Asked: "oidc.Keys", Before: []string{"token"},
		Naive: []mark{
			{`return naiveDiscover(c, said.Iss, token)`, "The token chooses whom to ask about it."},
			{`return naiveVerify(c, m.JWKSURI, m.Issuer, token)`, "The document says whose it is, and nobody compares."},
			{`u.Header.Get("jku", &address) != nil`, "The sender says where the key is."},
		},
		Ours: []function{{"oidc/discover.go", "parseMetadata", []mark{
			{`if m.Issuer != issuer {`, "The name in the document must be the name in your configuration."},
			{`checkKeySetAddress(m.JWKSURI, issuer, cleartext)`, "And its address of the keys is checked as well."},
		}}},
		Tests: []string{"TestRefusals/kid/jku-of-the-attacker", "TestRefusals/kid/jwk-of-the-attacker", "TestRefusals/remote-key-sets/issuer-mismatch", "oidc.TestMismatchIsNotBelittled"},
		Ask:   "Everything that is fetched comes from somewhere. Where does the chain of trust begin?",
		Answer: []string{
			"In your configuration: the name of the issuer, which you typed. From it follows the address of the metadata, from those the address of the keys, and with the keys a token is judged. The token comes last. It must not choose any link of the chain.",
		},
	},
	"jwks": {
		Question: "kid", Asked: "oidc.Keys", Before: []string{"discovery"},
		Naive: []mark{
			{`resp, err := f.client.Get(jwksURI)`, "One fetch for each request."},
			{`if k := c.keys[kid]; k != nil {`, "What it has seen once, it believes for ever."},
			{`if c.fetches == 5 {`, "Five for all names together: a stranger uses them up."},
		},
		Ours: []function{
			{"oidc/keys.go", "Keys.Keys", []mark{{`for set.lacks(h) && (set.number <= fetchesBefore`, "Only a set that was asked for after this token came can show that its key does not exist."}}},
			{"oidc/flight.go", "Keys.grants", []mark{{`if why != noKeys && why != unknownKey {`, "What a token can cause is counted; a refresh by the clock is not."}}},
		},
		Tests: []string{"oidc.TestRotation", "oidc.TestInventedKeyIDs", "TestRefusals/remote-key-sets/withdrawn-key", "TestRefusals/remote-key-sets/unknown-kid-flood"},
		Ask:   "The issuer takes a leaked key out of its set. When is a token that was signed with it last believed?",
		Answer: []string{
			"At most 1 hour and 10 seconds later, if tokens keep coming and the issuer answers: an hour for the set in memory, and ten seconds for a slow fetch. If the API was idle, 2 hours. If the issuer cannot be reached, 24 hours. Mostly it is sooner: without a max-age, the set is fetched anew after ten minutes.",
			"Figure 1 has the moments, and SECURITY.md the numbers. Keys.Refresh ends it at once.",
		},
	},
	"kid": {
		Question: "kid", Asked: "jwk.Set", Before: []string{"jwks"},
		Naive: []mark{
			{`if key["kid"] == "tokenHeader.kid" {`, "The name of the variable, in quotes: no key is called so."},
			{`if kid == "" || key["kid"] == "" || key["kid"] == kid {`, "The two remedies: any key will do."},
			{`jwk.ECPublicKey(key["crv"], x, y)`, "What the key is for, nobody has read."},
		},
		Ours: []function{
			{"jwk/set.go", "Set.index", []mark{{`if k.ID != "" {`, "A key without a name never serves a token that names one."}}},
			{"jwt/key.go", "Key.Fits", []mark{{`k.Algorithm == "" || k.Algorithm == alg`, "The key's own word on its algorithm counts."}}},
			{"jwk/key.go", "Key.checkUse", []mark{{`has(o, "use") && k.Use != "sig"`, "A key for encryption never gets into the set."}}},
		},
		Tests: []string{"TestRefusals/kid/kid-unknown", "TestRefusals/kid/kid-missing-other-signer", "TestRefusals/kid/key-without-an-id", "TestRefusals/kid/kid-a-path", "jwk.TestSetKeys"},
		Ask:   "A token without a kid arrives, and two keys of the issuer fit its algorithm. Is that an attack?",
		Answer: []string{
			"No. RFC 7515 makes kid optional. Both keys are tried, in their order, and one of them must have signed. What must not happen is that the first key is taken whatever it is for, or that a key is tried that the issuer never published. More than four that fit are refused.",
		},
	},
	"rsa-key": {
		Question: "kid", Asked: "jwk.RSAPublicKey", Before: []string{"kid"},
		Naive: []mark{
			{`N: new(big.Int).SetBytes(n),`, "Any number is taken for a modulus."},
			{`E: int(new(big.Int).SetBytes(e).Int64()),`, "Also 1. Then s^1 mod n is s itself."},
		},
		Ours: []function{{"jwk/rsa.go", "RSAPublicKey", []mark{
			{`if modulus.BitLen() < 2048 {`, "Smaller ones have been factored."},
			{`exponent < 3 || exponent%2 == 0`, "With e = 1, anybody signs; with an even e, nobody can."},
		}}},
		Tests: []string{"TestRefusals/rsa-keys/rsa-e-1", "TestRefusals/rsa-keys/rsa-1024", "TestRefusals/rsa-keys/rsa-e-even", "jwk.TestRSAPublicKey"},
		Ask:   "Why is a modulus unsafe if somebody knows its two primes?",
		Answer: []string{
			"d belongs to e and to the primes: e times d is 1 modulo (p-1)(q-1). Who has p and q computes d in a moment, by the algorithm of Euclid, and signs like the issuer. For 3233 = 61 * 53 that is 60 * 52 = 3120, and 17 * 2753 = 46801 = 15 * 3120 + 1.",
		},
	},
	"ec-key": {
		Question: "kid", Asked: "jwk.ECPublicKey", Before: []string{"rsa-key"},
		Naive: []mark{
			{`return &ecdsa.PublicKey{`, "Two coordinates go in. Whether the point is on the curve, nobody asks."},
		},
		Ours: []function{{"jwk/ec.go", "ECPublicKey", []mark{
			{`if len(x) != size || len(y) != size {`, "Each coordinate has one spelling."},
			{`key, err := ecdsa.ParseUncompressedPublicKey(curve, point)`, "It computes both sides of the curve's equation."},
		}}},
		Tests: []string{"TestRefusals/ec-keys/ec-off-the-curve", "TestRefusals/ec-keys/ec-point-at-infinity", "jwk.TestECPublicKey"},
		Ask:   "The formulas for adding points never mention b. Why does that matter?",
		Answer: []string{
			"They work just as well for a point on another curve, with another b. Such a curve can have very few points, or few that come back soon. Then the secret has few possible values, and a signature can be tried out. The equation with b is the only thing that tells the curves apart, so somebody has to compute it.",
		},
	},
}
